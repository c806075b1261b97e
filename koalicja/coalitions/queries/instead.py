"""Who named somebody instead of themselves in an answer, and where that person is to be found."""

from collections.abc import Collection

from koalicja.coalitions.models import Answer, Candidacy


def namings_of(candidacies: Collection[Candidacy]) -> dict[int, Answer]:
    """The answers that named these candidates, by key of their candidacy; one query, none where nobody was named."""
    sources = {each.pk: _source(each) for each in candidacies if each.origin == Candidacy.Origin.INSTEAD}
    if not sources:
        return {}
    named = Answer.objects.filter(candidacy__in=sources.values(), said=Answer.Said.OTHER).order_by("pk")
    answers = list(named.select_related("candidacy__organisation", "candidacy__person"))
    found: dict[int, Answer] = {}
    for each in candidacies:
        for answer in answers:
            if answer.candidacy_id == sources.get(each.pk) and answer.created_at <= each.created_at:
                found[each.pk] = answer
    return found


def naming_of(candidacy: Candidacy) -> Answer | None:
    return namings_of([candidacy]).get(candidacy.pk)


def _source(candidacy: Candidacy) -> int:
    _kind, _colon, pk = candidacy.origin_key.partition(":")
    return int(pk) if pk.isdecimal() else 0
