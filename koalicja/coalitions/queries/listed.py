"""What is known of those on the list, as the next proposal takes it: what they bring, whom they know, how large.

Nothing said stays unknown. Of residents only words of the common vocabulary count, so that no proposal holds what
somebody wrote about one of them; nobody's influence is graded but an organisation's, and that by its size.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.conf import settings
from django.utils import translation

from koalicja.coalitions.models import Candidacy, Coalition
from koalicja.coalitions.naming_questions import BRINGS
from koalicja.engine.composition.problem import Candidate
from koalicja.engine.matching.people import looks_like_person
from koalicja.engine.matching.text import fold, tidy
from koalicja.people.lines import has_contact

Size = Candidacy.Size
INFLUENCE: Mapping[str, float] = {Size.SMALL: 0.2, Size.MEDIUM: 0.5, Size.LARGE: 0.8}
LONGEST_OFFER = 60
CERTAIN = 1.0  # somebody said that they know each other


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one candidacy; `influence` is None where nobody said how large it is."""

    offers: frozenset[str] = frozenset()
    influence: float | None = None
    knows: frozenset[str] = field(default_factory=frozenset)


def said_of_listed(coalition: Coalition) -> dict[str, Said]:
    """By the key of the record; whoever parted is left out. Two queries."""
    rows = list(coalition.candidacies.exclude(state__in=Candidacy.PARTED).order_by("pk"))
    keys = {each.pk: each.subject for each in rows}
    ties: dict[int, set[str]] = {}
    for one, other in Candidacy.knows.through.objects.filter(from_candidacy__in=keys).values_list(
        "from_candidacy", "to_candidacy"
    ):
        if other in keys:
            ties.setdefault(one, set()).add(keys[other])
    spelled: dict[str, str] = {}
    return {
        each.subject: Said(
            offers=frozenset(_offers(each, spelled)),
            influence=INFLUENCE.get(each.size) if each.organisation_id else None,
            knows=frozenset(ties.get(each.pk, ())),
        )
        for each in rows
    }


def with_said(candidates: Collection[Candidate], said: Mapping[str, Said]) -> tuple[Candidate, ...]:
    """The candidates with what was said of them. A size that was said counts for more than an earlier grade."""
    keys = {each.id for each in candidates}
    return tuple(_with(each, said.get(each.id, Said()), keys) for each in candidates)


def sized(said: Mapping[str, Said]) -> list[str]:
    """The keys of those whose influence comes from their size."""
    return sorted(key for key, each in said.items() if each.influence is not None)


def _with(candidate: Candidate, said: Said, keys: Collection[str]) -> Candidate:
    is_graded = candidate.kind == "organisation" and said.influence is not None
    return replace(
        candidate,
        offers=candidate.offers | said.offers,
        influence=said.influence if is_graded else candidate.influence,
        knows={**candidate.knows, **{key: CERTAIN for key in sorted(said.knows) if key in keys}},
    )


def _offers(candidacy: Candidacy, spelled: dict[str, str]) -> Iterable[str]:
    """The things of a comma-separated line, one spelling of each throughout the list."""
    for piece in (tidy(part).strip(" .") for part in re.split(r"[,;\n]", candidacy.brings)):
        if fold(piece) in _vocabulary() or (candidacy.organisation_id and _is_a_thing(piece)):
            yield spelled.setdefault(fold(piece), piece)


def _is_a_thing(piece: str) -> bool:
    is_fit = 0 < len(piece) <= LONGEST_OFFER and any(letter.isalpha() for letter in piece)
    return is_fit and not has_contact(piece) and not looks_like_person(piece)


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """The common words in every language of the product."""
    words = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words |= {fold(str(word)) for word in BRINGS}
    return frozenset(words)
