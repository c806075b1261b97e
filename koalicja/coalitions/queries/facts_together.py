"""Facts that one form wrote as one matter: whoever corrects or strikes one of them means the others, too."""

from koalicja.standing.models import Fact, FactQuerySet, Kind, Source

AT_MEETINGS = (Kind.ATTENDED, Kind.DECLARED)


def key_of(fact: Fact) -> str:
    """How another fact points to this one, whichever of its versions stands."""
    return f"fact:{fact.first}"


def facts_with(fact: Fact) -> list[Fact]:
    """Facts in force that follow this one: a meeting's presence and declarations, a refusal and the "no" it came from.

    Facts of meetings written down before they pointed at it are told by their day, where it had one meeting.
    """
    mine = Fact.objects.in_force().filter(coalition=fact.coalition).exclude(pk=fact.pk).order_by("pk")
    if fact.kind == Kind.MET:
        of_it = mine.filter(kind__in=AT_MEETINGS)
        pointing = of_it.filter(detail__about=key_of(fact))
        return list(pointing | _of_its_day(fact, of_it))
    said = mine.filter(subject=fact.subject, source=fact.source, on=fact.on)
    if fact.kind == Kind.ANSWERED and fact.detail.get("answer") == "no":
        return list(said.filter(kind=Kind.DECLINED, pk__gt=fact.pk)[:1])
    if fact.kind == Kind.DECLINED:
        return list(said.filter(kind=Kind.ANSWERED, detail__answer="no", pk__lt=fact.pk).reverse()[:1])
    return []


def counted_with(meeting: Fact) -> Fact | None:
    """How many declared at a meeting, where that was counted apart from those on the list."""
    declared = Fact.objects.in_force().filter(coalition=meeting.coalition, kind=Kind.DECLARED, on=meeting.on)
    return declared.filter(subject="", pk__gt=meeting.first).order_by("pk").first()


def _of_its_day(meeting: Fact, facts: FactQuerySet) -> FactQuerySet:
    others = Fact.objects.in_force().filter(coalition=meeting.coalition, kind=Kind.MET, on=meeting.on)
    if others.exclude(pk=meeting.pk).exists():
        return facts.none()
    return facts.filter(on=meeting.on, source=Source.PRESENCE).exclude(detail__has_key="about")
