"""Typed lines against the register: what each seems to be, and who it may be already."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils import timezone

from koalicja.engine.matching.declension import is_case_of
from koalicja.engine.matching.duplicates import Entry, NameIndex
from koalicja.engine.matching.names import name_key
from koalicja.engine.matching.people import (
    PersonAtWork,
    function_of,
    looks_like_person,
    person_and_rest,
    person_at_work,
    trade_of,
)
from koalicja.engine.matching.sectors import guess_sector
from koalicja.engine.matching.text import fold, words
from koalicja.people.ages import could_be_person, line_without_age
from koalicja.people.keys import person_keys
from koalicja.people.lines import Typed
from koalicja.people.models import Organisation, Person
from koalicja.people.names_in_line import hidden, names_of_part, speaker_in
from koalicja.people.queries.classes import corrections_of
from koalicja.people.queries.duplicates import LIKELY, Likeness, Register
from koalicja.people.queries.namesakes import Apart, apart_of, counted, repeated
from koalicja.people.remarks import Apart as Said
from koalicja.people.remarks import placed, told_of
from koalicja.places.models import Gmina
from koalicja.places.queries import place_names

State = Organisation.State
WEBSITE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OF_RESIDENTS = {"", "parents", "seniors", "youth"}  # what a resident is, and no trade
SURE = {"same_identifier", "same_name", "village_unknown", "other_address"}


@dataclass(frozen=True, slots=True)
class Known:
    """A record of the register that a line may mean."""

    pk: int
    label: str
    is_person: bool
    is_sure: bool
    is_suggestion: bool = False
    code: str = ""
    line: int | None = None
    """The place of the line that names it, counted from 0, where it is no record yet: then `pk` means nothing."""
    apart: Apart | None = None
    """What tells it from another record of the same label that the line may mean."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line, what it seems to be and why, and who it may be already, best first.

    `at_work` is the person a line names with a function, `serves` whom of the register, or of the other lines, that
    person may speak for.
    `age` is what somebody wrote beside the name; only its band may be kept.
    `asks_who` says that neither the name nor the register tells whether it is a person: a human must.
    `leave_out` says that nothing is saved of the line unless a human wants it; `reason` says why.
    """

    line: Typed
    is_person: bool
    sector: str
    group: str
    reason: dict[str, str]
    likely: tuple[Known, ...]
    at_work: PersonAtWork | None = None
    serves: tuple[Known, ...] = ()
    leave_out: bool = False
    age: int | None = None
    asks_who: bool = False

    @property
    def name(self) -> str:
        """The name of the record: without the function where a person is named with one."""
        return self.at_work.name if self.at_work else self.line.name


People = dict[str, list[tuple[int, str, str]]]


def proposals(gmina: Gmina, lines: Sequence[Typed]) -> list[Proposal]:
    """Every line with our guess; a constant number of queries however many lines."""
    corrections = corrections_of(gmina.pk)
    year = timezone.localdate().year
    ageless = [line_without_age(line, year=year) for line in lines]
    lines = _with_remarks_apart(gmina, [line for line, _age in ageless])
    villages = {line.village for line in lines}
    register = Register(gmina, (State.LISTED, State.SUGGESTED), villages=villages)
    people = _people_by_name(gmina)
    found = [_proposal(line, age, corrections, register, people) for line, (_, age) in zip(lines, ageless, strict=True)]
    found = [
        _twice(proposal, [found[at] for at in before]) if before else proposal
        for proposal, before in zip(found, _repeats(found), strict=True)
    ]
    return _told_apart(_serving_lines(found))


def _told_apart(found: Sequence[Proposal]) -> list[Proposal]:
    """Records called the same that one line may mean say what tells them apart."""
    twins = [like for each in found for offered in (each.likely, each.serves) for like in _twins(offered)]
    pks = {is_person: {like.pk for like in twins if like.is_person is is_person} for is_person in (True, False)}
    known = apart_of(people=pks[True], organisations=pks[False])
    return [replace(each, likely=_apart(each.likely, known), serves=_apart(each.serves, known)) for each in found]


def _twins(offered: Sequence[Known]) -> list[Known]:
    same = repeated(like.label for like in offered)
    return [like for like in offered if like.label in same and like.line is None]


def _apart(offered: tuple[Known, ...], known: Mapping[tuple[bool, int], Apart]) -> tuple[Known, ...]:
    twins = [like for like in offered if (like.is_person, like.pk) in known and like in _twins(offered)]
    told = dict(zip(twins, counted([known[like.is_person, like.pk] for like in twins]), strict=True))
    return tuple(replace(like, apart=told[like]) if like in told else like for like in offered)


def villages_of(gmina: Gmina) -> list[str]:
    """The places of the gmina, and what its register calls a village."""
    found = [*place_names(gmina)]
    for model in (Organisation, Person):
        found += model.objects.filter(gmina=gmina).exclude(village="").values_list("village", flat=True).distinct()
    return list(dict.fromkeys(found))


def _with_remarks_apart(gmina: Gmina, lines: Sequence[Typed]) -> list[Typed]:
    """The lines with the name of a person alone: a place beside it is her village, other words go into the note."""
    said = [_remark(line) or _place_before(line) for line in lines]
    villages = villages_of(gmina) if any(each and each.note for each in said) else []
    told = [each and placed(each, villages) for each in said]
    return [
        _with_remark(line, each) if each and (each.village or _remark(line)) else line
        for line, each in zip(lines, told, strict=True)
    ]


def _remark(line: Typed) -> Said | None:
    """What stands beside the name of a resident; None where nothing does, or where an organisation does."""
    function, _served = function_of(line.name)
    person, rest = person_and_rest(line.name[len(function) :].strip())
    if not (person and rest and (function or _is_resident(line.name, person, rest))):
        return None
    said = told_of(f"{function} {person}".strip(), rest)
    return None if said.organisation else said


def _is_resident(name: str, person: str, rest: str) -> bool:
    """Whether what stands behind the name tells of her: a village, "harcerz"; with a trade it may be a firm."""
    if person_at_work(name):
        return False
    guess = guess_sector(name)
    tells_of_her = looks_like_person(person) and rest[0].islower() and trade_of(name)[1] in _OF_RESIDENTS
    return tells_of_her or (guess.code in {"person_name", "person_trade"} and guess.group == "resident")


def _place_before(line: Typed) -> Said | None:
    """Lipki - Anna Nowak: what stands before the name of a resident and may be a place, which the gmina knows."""
    named = names_of_part(line.name)
    if len(named) != 1 or named[0].organisation or named[0].function or len(named[0].rest) != 1:
        return None
    person, place = named[0].person, named[0].rest[0]
    is_before = looks_like_person(person) and line.name.startswith(place)
    return Said(person=person, note=place) if is_before else None


def _with_remark(line: Typed, said: Said) -> Typed:
    village = line.village or said.village
    other = said.village if said.village != village else ""
    return replace(line, name=said.person, village=village, note=", ".join(filter(None, (other, said.note, line.note))))


def _proposal(
    line: Typed, age: int | None, corrections: dict[str, str], register: Register, people: People
) -> Proposal:
    doubt = _doubt(line.name)
    guess = guess_sector(line.name, corrections=corrections)
    at_work = None if guess.code.startswith("remembered") or guess.closed else _at_work(line.name)
    is_person = at_work is not None or (guess.group == "resident" and guess.code in {"person_name", "person_trade"})
    named = replace(line, name=at_work.name) if at_work else line
    likely = list(_like_people(named, people))
    if not is_person:
        organisations = list(_like_organisations(line, register))
        is_person = bool(likely) and not any(like.is_sure for like in organisations)
        likely = likely if is_person else organisations
    reason = {"code": guess.code, "rule": guess.rule, **guess.params}
    if doubt or at_work:
        reason = {"code": doubt or _way_of_naming(at_work)}
    elif _may_be_several(line, likely):
        reason = {"code": "several"}
    return Proposal(
        line,
        is_person,
        "" if is_person else guess.sector,
        "" if is_person else guess.group,
        reason,
        tuple(likely),
        at_work,
        tuple(_served(line, at_work, register)) if at_work and at_work.organisation else (),
        guess.closed or bool(doubt),
        age,
        not (is_person or guess.sector or guess.closed or doubt) and could_be_person(_YEAR.sub(" ", line.name)),
    )


def _at_work(name: str) -> PersonAtWork | None:
    """Who is named with a function, or beside the organisation for which she speaks."""
    if found := person_at_work(name):
        return found
    said = speaker_in(name)
    return PersonAtWork(said.person, said.organisation, said.organisation) if said else None


def _way_of_naming(at_work: PersonAtWork | None) -> str:
    if at_work is None or not at_work.role:
        return "polite"
    return "beside_organisation" if at_work.role == at_work.organisation else "person_at_work"


def _may_be_several(line: Typed, likely: Sequence[Known]) -> bool:
    """Whether somebody else may stand in the line; a name that the register has so is one."""
    of_name = [] if any(like.is_sure for like in likely) else [line.name]
    texts = (*of_name, line.village, line.note)
    is_hidden = any(hidden(text, organisation=line.name, person=line.name) for text in texts)
    return is_hidden or any(map(_holds_two_people, of_name))


def _holds_two_people(name: str) -> bool:
    """Adam Kowalski Jan Nowak: no sign between the two."""
    pairs = [looks_like_person(f"{one} {other}") for one, other in pairwise(re.sub(r"[\d.)]+", " ", name).split())]
    return any(one and other for one, other in zip(pairs, pairs[2:], strict=False))


def only_sure(likely: Sequence[Known]) -> Known | None:
    """The only one that is surely meant, where it is also the likeliest."""
    sure = [like for like in likely if like.is_sure]
    return sure[0] if len(sure) == 1 and sure[0] is likely[0] else None


def _doubt(name: str) -> str:
    """Why a line seems to be no name at all: a formula or a number from a sheet, or an address of the web."""
    if WEBSITE.fullmatch(name):
        return "website"
    if name.startswith(("=", "+", "@")):
        return "formula"
    return "" if any(letter.isalpha() for letter in name) else "number"


def _repeats(found: Sequence[Proposal]) -> list[list[int]]:
    """For every line the earlier ones that name the same, spelled otherwise: the same text already counts once."""
    seen: dict[tuple[bool, str], list[tuple[str, int]]] = {}
    repeats = []
    for at, proposal in enumerate(found):
        key = person_keys(proposal.name)["name_key"] if proposal.is_person else name_key(proposal.name)
        before, village = seen.setdefault((proposal.is_person, key), []), fold(proposal.line.village)
        repeats.append([place for other, place in before if not village or not other or village == other])
        before.append((village, at))
    return repeats


def _twice(proposal: Proposal, before: Sequence[Proposal]) -> Proposal:
    """What a line says more than the one before goes to it; where that is nothing, or two may be meant, it is out."""
    if len(before) == 1 and not proposal.leave_out and _says_more(proposal, before[0]):
        return replace(proposal, reason={"code": "twice_more"})
    return replace(proposal, reason={"code": "twice"}, leave_out=True)


def _says_more(proposal: Proposal, before: Proposal) -> bool:
    line, earlier = proposal.line, before.line
    roles = [each.at_work.role if each.at_work else "" for each in (proposal, before)]
    said = [(line.village, earlier.village), (line.note, earlier.note), (roles[0], roles[1])]
    is_more = any(one and fold(one) not in fold(other) for one, other in said)
    return is_more or not set(line.contacts) <= set(earlier.contacts) or proposal.age not in {None, before.age}


def _served(line: Typed, at_work: PersonAtWork, register: Register) -> Iterable[Known]:
    meant = replace(line, name=at_work.organisation)
    return [known for known in _like_organisations(meant, register) if not known.is_suggestion]


def _serving_lines(found: Sequence[Proposal]) -> list[Proposal]:
    """Who is named with a function may speak for what another line names, though it is no record yet."""
    named = {
        str(number): proposal
        for number, proposal in enumerate(found)
        if not proposal.is_person and not proposal.leave_out and not _listed(proposal)
    }
    index = NameIndex(Entry(number, each.name, each.line.village) for number, each in named.items())
    return [replace(each, serves=(*each.serves, *_served_lines(each, named, index))) for each in found]


def _listed(proposal: Proposal) -> bool:
    """Whether the line surely means what the register has already, and so is offered as that."""
    return any(known.is_sure and not known.is_suggestion for known in proposal.likely)


def _served_lines(proposal: Proposal, named: dict[str, Proposal], index: NameIndex) -> Iterable[Known]:
    if not proposal.at_work or not proposal.at_work.organisation:
        return
    organisation = _called(proposal.at_work.organisation, [each.line.name for each in named.values()])
    for match in index.matches(Entry("", organisation, proposal.line.village), limit=3):
        if match.verdict in LIKELY:
            line, is_sure = named[match.id].line, match.verdict == "same" or match.code in SURE
            yield Known(0, _label(line.name, line.village), False, is_sure, line=int(match.id))


def _called(organisation: str, names: Iterable[str]) -> str:
    """Of "prezes OSP Nowej" the organisation is the OSP Nowa of another line."""
    return next((name for name in names if is_case_of(words(organisation), name)), organisation)


def _people_by_name(gmina: Gmina) -> People:
    people: People = {}
    rows = Person.objects.filter(gmina=gmina, state=Person.State.LISTED).order_by("pk")
    for pk, name, village in rows.values_list("pk", "name", "village"):
        people.setdefault(person_keys(name)["name_key"], []).append((pk, name, village))
    return people


def _like_people(line: Typed, people: People) -> Iterable[Known]:
    for pk, name, village in people.get(person_keys(line.name)["name_key"], []):
        if not line.village or not village or fold(line.village) == fold(village):
            yield Known(pk, _label(name, village), True, True, code="same_name")


def _like_organisations(line: Typed, register: Register) -> Iterable[Known]:
    for like in register.like(line.name, village=line.village):
        if like.verdict in LIKELY:
            suggested = like.state == State.SUGGESTED
            yield Known(like.pk, _label(like.name, like.village), False, _is_sure(like), suggested, like.code)


def _is_sure(like: Likeness) -> bool:
    return like.verdict == "same" or like.code in SURE


def _label(name: str, village: str) -> str:
    return f"{name}, {village}" if village else name
