"""Names in the register of organisations that may be a person's: whoever sees no people does not see them either."""

import re
from functools import lru_cache
from itertools import pairwise

from koalicja.engine.matching.first_names import FIRST_NAMES, SHORT_NAMES
from koalicja.engine.matching.people import looks_like_person, may_be_person, person_at_work
from koalicja.engine.matching.text import words
from koalicja.people.models import Decided, Group

_BIRTHS = re.compile(
    r"\*|\(?\d[\d./-]*\)?|\b(?:ur\b|urodz)[^\W\d_]*\.?"
)  # beside a name kept before these were left out
_APART = re.compile(r"[^\w\s'-]|(?<!\w)-|-(?!\w)")
POLITE = frozenset({"pan", "pani", "ks", "ksiadz"})


def is_closed_name(name: str, *, group: str, decided: str) -> bool:
    """Whether an organisation's name is kept from those who see no people.

    Shown is what a human has put into a group of organisations, and what does not look like a person. Where nothing
    says the group, the shape of a name is enough to keep it closed, and so is a person in it: "Lipki - Anna Nowak".
    """
    if decided == Decided.HUMAN and group not in {"", Group.RESIDENT}:
        return False
    return _names_somebody(name) or (not group and (may_be_person(_BIRTHS.sub(" ", name)) or _holds_somebody(name)))


@lru_cache(maxsize=65536)
def _names_somebody(name: str) -> bool:
    said = frozenset(words(name))
    if said.isdisjoint(FIRST_NAMES) and said.isdisjoint(SHORT_NAMES) and said.isdisjoint(POLITE):
        return False
    return looks_like_person(name) or person_at_work(name) is not None


@lru_cache(maxsize=65536)
def _holds_somebody(name: str) -> bool:
    """Whether a first name and a surname stand beside each other in a longer name."""
    return any(looks_like_person(f"{one} {other}") for one, other in pairwise(_APART.sub(" | ", name).split()))
