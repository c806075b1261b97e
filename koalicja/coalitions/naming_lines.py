"""A typed line of a naming session: an organisation, a person, or a person who speaks for an organisation. Pure."""

import re

from koalicja.engine.matching.first_names import FIRST_NAMES
from koalicja.engine.matching.people import looks_like_person, person_and_rest, person_at_work, trade_of
from koalicja.engine.matching.sectors import guess_sector
from koalicja.engine.matching.text import fold
from koalicja.people.remarks import BETWEEN, FROM, OUTSIDE, SOMEBODY, Apart, is_organisation, parts_of, told_of

_TWO_PEOPLE = re.compile(r"(?P<one>[^\W\d_]+) i (?P<other>[^\W\d_]+) [^\W\d_]+(?:-[^\W\d_]+)?")
_OF_RESIDENTS = {"parents", "seniors", "youth"}  # what a resident is, and no trade


def apart(name: str, *, for_residents: bool) -> Apart:
    """Anna Nowak, KGW Lipowo → the association and who speaks for it.

    A name that says nothing of itself is a person in a box of residents, and an organisation in any other. After the
    name of a person only what is surely an organisation is one; everything else tells of her.
    """
    if found := _with_function(name) or _side_by_side(name) or _run_together(name):
        return found
    if at_work := person_at_work(name):
        return Apart(person=at_work.name, function=at_work.role.strip(OUTSIDE))
    has_trade = trade_of(name)[1] not in {"", *_OF_RESIDENTS}
    person, rest = person_and_rest(name)
    if person and (for_residents or not has_trade):
        return told_of(person, rest)
    guess = guess_sector(name)
    is_known = bool(guess.group) and guess.code not in SOMEBODY
    if not for_residents or is_known:
        return Apart(organisation=name)
    person, *remarks = parts_of(name)
    return told_of(person, ", ".join(remarks))


def is_two_people(name: str) -> bool:
    """Marek i Ewa Nowakowie: which surname each has is theirs to say."""
    found = _TWO_PEOPLE.fullmatch(name.strip())
    return found is not None and fold(found["one"]) in FIRST_NAMES and fold(found["other"]) in FIRST_NAMES


def _with_function(name: str) -> Apart | None:
    """Jan Nowak – prezes OSP Wola"""
    at_work = person_at_work(name)
    organisation = at_work.organisation.strip(OUTSIDE) if at_work else ""
    if at_work is None or not organisation or FROM.match(organisation):
        return None
    if not guess_sector(organisation).group and guess_sector(at_work.role).group == "office":
        return Apart(at_work.role, at_work.name)  # Sołtys Lipowa
    function = at_work.role.removesuffix(organisation).strip(OUTSIDE)
    return Apart(organisation, at_work.name, function)


def _side_by_side(name: str) -> Apart | None:
    """Anna Nowak, KGW Lipowo · KGW Lipowo – Anna Nowak · Anna Nowak (KGW Lipowo)"""
    parts = [part.strip(" )") for part in BETWEEN.split(name, maxsplit=1)]
    if len(parts) < 2 or not all(parts):
        return None
    one, other = parts
    if looks_like_person(one) and not trade_of(name)[1] and is_organisation(other):
        return Apart(other, one)
    is_named = is_organisation(one) or (" " in one and one[0].isupper() and not looks_like_person(one))
    return Apart(one, other) if looks_like_person(other) and is_named else None


def _run_together(name: str) -> Apart | None:
    """Anna Nowak KGW Lipowo"""
    parts = name.split()
    person, rest = " ".join(parts[:2]), " ".join(parts[2:])
    if looks_like_person(person) and not looks_like_person(name) and is_organisation(rest):
        return Apart(rest, person) if guess_sector(rest).certain else None
    return None
