"""A typed line of a naming session: an organisation, a person, or a person who speaks for an organisation. Pure."""

from collections.abc import Sequence

from koalicja.engine.matching.people import trade_of
from koalicja.engine.matching.sectors import guess_sector
from koalicja.people.names_in_line import Named, hidden, is_trade, names_of_part, paired
from koalicja.people.pieces import SOMEBODY, is_two_people
from koalicja.people.remarks import Apart, parts_of, told_of

__all__ = ["apart", "is_in_doubt", "is_two_people"]

_OF_RESIDENTS = {"parents", "seniors", "youth"}  # what a resident is, and no trade


def apart(name: str, *, for_residents: bool) -> Apart:
    """Anna Nowak, KGW Lipowo → the association and who speaks for it.

    A name that says nothing of itself is a person in a box of residents, and an organisation in any other. After the
    name of a person only what is surely an organisation is one; everything else tells of her.
    """
    first, *others = paired(names_of_part(name), within=True) or [Named(name, organisation=name)]
    if first.person and first.organisation and not is_trade(name, first):
        return Apart(first.organisation, first.person, first.function, note=_told((first, *others)))
    if first.person and not first.organisation and (for_residents or first.function or not _has_trade(name)):
        return _person(first, others)
    if for_residents and not _is_known(name):
        person, *remarks = parts_of(name)
        return told_of(person, ", ".join(remarks))
    return Apart(organisation=name)


def is_in_doubt(said: Apart, *texts: str) -> bool:
    """Whether the texts of a line name somebody who would come onto the list in no way: is it one name, or several?"""
    return any(hidden(text, organisation=said.organisation, person=said.person) for text in texts)


def _person(first: Named, others: list[Named]) -> Apart:
    """Her function alone, or the village and the remarks behind her name; who else was named is a remark."""
    said = told_of(first.person, _told((first, *others)))
    return Apart(said.organisation, said.person, first.function, said.village, said.note)


def _told(names: Sequence[Named]) -> str:
    return ", ".join([*names[0].rest, *(each.text for each in names[1:])])


def _has_trade(name: str) -> bool:
    return trade_of(name)[1] not in {"", *_OF_RESIDENTS}


def _is_known(name: str) -> bool:
    guess = guess_sector(name)
    return bool(guess.group) and guess.code not in SOMEBODY
