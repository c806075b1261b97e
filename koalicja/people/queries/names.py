"""Typed lines against the register: what each seems to be, and who it may be already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from koalicja.engine.matching.sectors import guess_sector
from koalicja.engine.matching.text import fold
from koalicja.people.keys import person_keys
from koalicja.people.lines import Typed
from koalicja.people.models import Organisation, Person
from koalicja.people.queries.classes import corrections_of
from koalicja.people.queries.duplicates import LIKELY, Likeness, Register
from koalicja.places.models import Gmina

State = Organisation.State
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


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line, what it seems to be and why, and who it may be already, best first."""

    line: Typed
    is_person: bool
    sector: str
    group: str
    reason: dict[str, str]
    likely: tuple[Known, ...]


def proposals(gmina: Gmina, lines: Sequence[Typed]) -> list[Proposal]:
    """Every line with our guess; a constant number of queries however many lines."""
    corrections = corrections_of(gmina.pk)
    villages = {line.village for line in lines}
    register = Register(gmina, (State.LISTED, State.SUGGESTED), villages=villages)
    people = _people_by_name(gmina)
    return [_proposal(line, corrections, register, people) for line in lines]


def _proposal(
    line: Typed, corrections: dict[str, str], register: Register, people: dict[str, list[tuple[int, str, str]]]
) -> Proposal:
    guess = guess_sector(line.name, corrections=corrections)
    is_person = guess.group == "resident" and guess.code in {"person_name", "person_trade"}
    likely = _like_people(line, people) if is_person else _like_organisations(line, register)
    return Proposal(
        line,
        is_person,
        "" if is_person else guess.sector,
        "" if is_person else guess.group,
        {"code": guess.code, "rule": guess.rule, **guess.params},
        tuple(likely),
    )


def _people_by_name(gmina: Gmina) -> dict[str, list[tuple[int, str, str]]]:
    people: dict[str, list[tuple[int, str, str]]] = {}
    rows = Person.objects.filter(gmina=gmina, state=Person.State.LISTED).order_by("pk")
    for pk, name, village in rows.values_list("pk", "name", "village"):
        people.setdefault(person_keys(name)["name_key"], []).append((pk, name, village))
    return people


def _like_people(line: Typed, people: dict[str, list[tuple[int, str, str]]]) -> Iterable[Known]:
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
