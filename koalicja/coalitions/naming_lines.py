"""A typed line of a naming session: an organisation, a person, or a person who speaks for an organisation. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from koalicja.coalitions.naming_people import begins_as_organisation, called, met, tells
from koalicja.engine.matching.kinds import kind_of_place
from koalicja.engine.matching.people import trade_of
from koalicja.engine.matching.text import fold
from koalicja.people.names_in_line import Named, hidden, is_trade, names_of_part, paired
from koalicja.people.pieces import is_two_people
from koalicja.people.remarks import Apart, parts_of, told_of

__all__ = ["apart", "is_in_doubt", "is_two_people"]

_OF_RESIDENTS = {"parents", "seniors", "youth"}  # what a resident is, and no trade


def apart(name: str, *, for_residents: bool) -> Apart:
    """Anna Nowak, KGW Lipowo → the association and who speaks for it.

    In a box of residents a line is a person unless it begins as an organisation by its own words; in any other a name
    that says nothing of itself is an organisation. A relative or a former function is a remark about a person
    everywhere. After the name of a person only what is surely an organisation is one; everything else tells of her.
    """
    hers = called(name)
    if hers.told or hers.is_hers:
        said = Apart(person=hers.name) if hers.is_hers else _apart(hers.name, for_residents=for_residents)
        if said.person:
            return replace(said, note=", ".join(filter(None, [said.note, *hers.told])))
    return _apart(name, for_residents=for_residents)


def _apart(name: str, *, for_residents: bool) -> Apart:
    person, organisation, remark = met(name)
    if person:
        speaks = bool(organisation) and not for_residents
        return Apart(organisation, person) if speaks else Apart(person=person, note=remark)
    first, *others = paired(names_of_part(name), within=True) or [Named(name, organisation=name)]
    if first.person and first.organisation and not is_trade(name, first):
        return Apart(first.organisation, first.person, first.function, note=_told((first, *others)))
    if first.person and not first.organisation and (for_residents or first.function or not _has_trade(name)):
        return _person(first, others)
    if for_residents and not begins_as_organisation(name):
        person, *remarks = parts_of(name)
        return told_of(person, ", ".join(remarks))
    return Apart(organisation=name)


def is_in_doubt(said: Apart, *texts: str) -> bool:
    """Whether the texts of a line name somebody who would come onto the list in no way: is it one name, or several?"""
    found = (name for text in texts for name in hidden(text, organisation=said.organisation, person=said.person))
    return any(not (_is_of(said, f" {fold(name)} ") or _is_called(said, name)) for name in found)


def _is_called(said: Apart, name: str) -> bool:
    """Whether the name is of the organisation of whoever does something there: "szkoły w Zalesiu"."""
    meant = kind_of_place(name) if said.function else None
    return meant is not None and meant.is_declined and meant.may_be(said.organisation, "")


def _is_of(said: Apart, name: str) -> bool:
    """Whether a name is the person with what tells of her, or with the organisation: "Karol z OSP Podlesie"."""
    person, organisation = fold(said.person), fold(said.organisation)
    is_both = bool(person and organisation) and f" {organisation} " in name and f" {person.split()[-1]} " in name
    is_remark = any(name in f" {fold(part)} " for part in said.note.split(", ") if tells(part))
    return is_both or is_remark or bool(person and f" {person} " in name)


def _person(first: Named, others: list[Named]) -> Apart:
    """Her function alone, or the village and the remarks behind her name; who else was named is a remark."""
    said = told_of(first.person, _told((first, *others)))
    return Apart(said.organisation, said.person, first.function, said.village, said.note)


def _told(names: Sequence[Named]) -> str:
    return ", ".join([*names[0].rest, *(each.text for each in names[1:])])


def _has_trade(name: str) -> bool:
    return trade_of(name)[1] not in {"", *_OF_RESIDENTS}
