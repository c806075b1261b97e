"""Typed lines of a naming session against the register: known, new, or doubtful and then with what may be meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from koalicja.coalitions.naming_lines import apart, is_in_doubt
from koalicja.coalitions.queries.candidates import OFFICE
from koalicja.coalitions.queries.naming_institutions import in_nominative, is_untold, with_institutions
from koalicja.engine.matching.declension import is_case_of
from koalicja.engine.matching.text import fold, words
from koalicja.people.keys import person_keys
from koalicja.people.lines import Typed, taken_apart
from koalicja.people.models import Group, Organisation, Person
from koalicja.people.pieces import may_be_somebody
from koalicja.people.queries.names import Known, Proposal, only_sure, proposals, villages_of
from koalicja.people.remarks import Apart, placed, spoken_for
from koalicja.places.models import Gmina

KNOWN, NEW, DOUBTFUL = "known", "new", "doubtful"
RESIDENTS = Group.RESIDENT.value


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the screen and of the sheet: a group, of residents an age band too ("" for an unknown age)."""

    group: str
    band: str = ""

    @property
    def key(self) -> str:
        return f"{self.group}/{self.band}" if self.group == RESIDENTS else self.group

    @property
    def is_of_residents(self) -> bool:
        return self.group == RESIDENTS


def boxes_of(bands: Sequence[str]) -> list[Box]:
    """The five groups in their order, residents once per age band."""
    others = [Box(group) for group in Group.values if group != RESIDENTS]
    return [*others, *(Box(RESIDENTS, band) for band in bands)]


@dataclass(frozen=True, slots=True)
class Match:
    """A line and whom it may mean. `group` and `sector` are of the organisation, `likely` of whoever is considered."""

    typed: Typed
    said: Apart
    status: str
    group: str = ""
    sector: str = ""
    likely: tuple[Known, ...] = ()
    namesakes: tuple[Known, ...] = ()
    other_age: str = ""
    """The age band that the register has of the person of this name, where the line stands in the box of another."""
    in_doubt: bool = False
    """Whether somebody else may stand in the line: one name, or several?"""

    @property
    def name(self) -> str:
        return self.said.organisation or self.said.person

    @property
    def same(self) -> Known | None:
        """The record of the register that is surely meant."""
        return only_sure(self.likely)

    @property
    def is_person(self) -> bool:
        return not self.said.organisation

    @property
    def speaks(self) -> bool:
        """Whether the line names a person and for whom she speaks."""
        return bool(self.said.person and self.said.organisation)

    @property
    def is_strange_to_residents(self) -> bool:
        """Whether it is an organisation that nobody knows and that says itself that it is none of residents."""
        return not self.said.person and not self.likely and self.group != RESIDENTS

    @property
    def is_untold(self) -> bool:
        """Whether it is known what somebody does there, but not what it is called."""
        return bool(self.said.function) and not self.likely and is_untold(self.said.organisation)

    @property
    def is_person_alone(self) -> bool:
        """A person where organisations are asked for: is she a resident, or for whom does she speak?"""
        return self.is_person and self.status == DOUBTFUL and not self.likely

    @property
    def may_speak(self) -> str:
        """What stood beside the person's name and may be the organisation for which she speaks."""
        return self.said.organisation or (self.said.note if self.said.note[:1].isupper() else "")


def typed_lines(text: str) -> tuple[Typed, ...]:
    return taken_apart(text).lines


def said_in(gmina: Gmina, lines: Sequence[tuple[Typed, Box]]) -> list[Apart]:
    """What each line names; of what stands beside a person's name the gmina knows villages and organisations."""
    said = _in_nominative(gmina, [apart(typed.name, for_residents=box.is_of_residents) for typed, box in lines])
    if not any(each.note or (each.person and each.village) for each in said):
        return said
    villages = villages_of(gmina)
    said = [placed(each, villages) for each in said]
    beside = {each: _beside(each, villages) for each in said if each.person and not each.organisation}
    asked = list(dict.fromkeys(filter(None, beside.values())))
    known = dict(zip(asked, proposals(gmina, [Typed(name) for name in asked]) if asked else [], strict=True))
    return [_speaking(each, known.get(beside.get(each, ""))) for each in said]


def _in_nominative(gmina: Gmina, said: Sequence[Apart]) -> list[Apart]:
    """Of "prezes OSP Nowej" the organisation is OSP Nowa where another line or the register calls one so."""
    if not any(each.function and each.organisation for each in said):
        return list(said)
    listed = Organisation.objects.filter(gmina=gmina, state=Organisation.State.LISTED).values_list("name", flat=True)
    spoken = [each.organisation for each in said if each.organisation]
    names = dict.fromkeys([*spoken, *listed])
    return [
        replace(each, organisation=_called(each.organisation, names, spoken)) if each.function else each
        for each in said
    ]


def _called(organisation: str, names: Iterable[str], spoken: Sequence[str]) -> str:
    phrase = tuple(words(organisation))
    found = {tuple(words(name)): name for name in names if is_case_of(phrase, name)} if phrase else {}
    others = [name for said, name in found.items() if said != phrase]
    return others[0] if len(others) == 1 else in_nominative(organisation, spoken)


def _beside(said: Apart, villages: Sequence[str]) -> str:
    """What stands beside a person's name and is not known as a village: the register may know it as an organisation."""
    return said.note or ("" if said.village in villages else said.village)


def _speaking(said: Apart, beside: Proposal | None) -> Apart:
    if beside is None or not any(not known.is_person and not known.is_suggestion for known in beside.likely):
        return said
    return spoken_for(replace(said, village=said.village if said.note else ""), beside.line.name)


def matches(gmina: Gmina, lines: Sequence[tuple[Typed, Box]]) -> list[Match]:
    """Every line with who is meant, in the same order; a constant number of queries however many lines.

    For whom a resident speaks is asked, and whether an organisation is meant at all: the box is about her. So is
    whether a line is one name or several.
    """
    said = said_in(gmina, lines)
    found = matches_as_said(gmina, [(typed, box, each) for (typed, box), each in zip(lines, said, strict=True)])
    strange = _strange(gmina, {typed.village for typed, _box in lines})
    return [
        _asked(match, typed, is_strange=typed.village in strange, is_of_resident=box.is_of_residents)
        for (typed, box), match in zip(lines, found, strict=True)
    ]


def _strange(gmina: Gmina, villages: set[str]) -> set[str]:
    """What was taken for a village, and is shaped like a name and no place of the gmina: "Żdan Hnatiuk"."""
    strange = set(filter(may_be_somebody, villages))
    known = set(map(fold, villages_of(gmina))) if strange else set()
    return {village for village in strange if fold(village) not in known}


def _asked(match: Match, typed: Typed, *, is_strange: bool, is_of_resident: bool) -> Match:
    """A name that the register has so is one; in a place or a note nobody may stand at all."""
    of_name = () if match.status == KNOWN else (typed.name,)
    if is_strange or is_in_doubt(match.said, *of_name, typed.village, typed.note):
        return replace(match, status=DOUBTFUL, in_doubt=True)
    is_asked = match.speaks or match.is_strange_to_residents if is_of_resident else match.is_untold
    return replace(match, status=DOUBTFUL) if is_asked else match


def matches_as_said(gmina: Gmina, lines: Sequence[tuple[Typed, Box, Apart]]) -> list[Match]:
    """The same for lines of which somebody has said what they name."""
    if not lines:
        return []
    said = [each for _typed, _box, each in lines]
    asked = [
        replace(typed, name=each.organisation or each.person, village=typed.village or each.village)
        for typed, _box, each in lines
    ]
    found = with_institutions(gmina, [each.organisation for each in said], proposals(gmina, asked))
    people = _people(gmina, [each.person for each in said if each.person])
    rows = zip(lines, asked, found, strict=True)
    return [_match(box, each, replace(proposal, line=line), people) for (_typed, box, each), line, proposal in rows]


def own_office(gmina: Gmina, match: Match) -> Known | None:
    """The office of this gmina, where the line names it with the gmina's name, or without, and the register has one."""
    likely = {known.pk: known for known in match.likely if match.sector == OFFICE and not known.is_suggestion}
    offices = Organisation.objects.filter(pk__in=likely, gmina=gmina, sector=OFFICE)
    if len(offices) != 1:
        return None
    named, said = words(offices[0].name), words(match.name)
    more = tuple(word for word in [*said, *named] if (word in said) != (word in named) and word not in ("w", "we"))
    is_own = not more or more == tuple(words(gmina.name)) or is_case_of(more, gmina.name)
    return likely[offices[0].pk] if is_own else None


def _match(box: Box, said: Apart, found: Proposal, people: dict[str, list[Person]]) -> Match:
    line = found.line
    namesakes = tuple(_namesakes(said.person, line.village, people)) if said.person else ()
    if said.organisation:
        # What the name says of itself counts; the box speaks for names that say nothing.
        group, sector = (found.group, found.sector) if found.group else (_group_of(box), "")
        likely = tuple(known for known in found.likely if not known.is_person)
        status = KNOWN if only_sure(likely) else DOUBTFUL if likely else NEW
        return Match(line, said, status, group, sector, likely, namesakes)
    other_age = _other_age(box, said.person, namesakes, people)
    is_doubtful = len(namesakes) > 1 or not box.is_of_residents or bool(other_age)
    status = DOUBTFUL if is_doubtful else KNOWN if namesakes else NEW
    return Match(line, said, status, RESIDENTS, "", namesakes, other_age=other_age)


def _group_of(box: Box) -> str:
    """An organisation that says nothing of itself is no group of residents, wherever it was named."""
    return Group.NGO.value if box.is_of_residents else box.group


def _other_age(box: Box, name: str, namesakes: Sequence[Known], people: dict[str, list[Person]]) -> str:
    if len(namesakes) != 1 or not box.band:
        return ""
    known = people.get(person_keys(name)["name_key"], [])
    band = next((person.age_band for person in known if person.pk == namesakes[0].pk), "")
    return band if band != box.band else ""


def _people(gmina: Gmina, names: Sequence[str]) -> dict[str, list[Person]]:
    """Listed persons by the key of their name, one query."""
    keys = {key for name in names for key in (person_keys(name)["name_key"], fold(name))}
    found: dict[str, list[Person]] = {}
    if keys:
        rows = Person.objects.filter(gmina=gmina, state=Person.State.LISTED, name_key__in=keys)
        for person in rows.order_by("pk"):
            found.setdefault(person_keys(person.name)["name_key"], []).append(person)
    return found


def _namesakes(name: str, village: str, people: dict[str, list[Person]]) -> list[Known]:
    return [
        Known(person.pk, f"{person.name}, {person.village}" if person.village else person.name, True, True)
        for person in people.get(person_keys(name)["name_key"], [])
        if not village or not person.village or fold(village) == fold(person.village)
    ]
