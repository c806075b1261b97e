"""Which sector, and so which of the five groups, an organisation belongs to: a guess with its reason, correctable."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from koalicja.engine.matching.names import PATRON, name_key
from koalicja.engine.matching.people import looks_like_person, may_be_person, priest_written_out, trade_of
from koalicja.engine.matching.sector_patterns import Rule, word_beginnings
from koalicja.engine.matching.sector_rules import (
    CIVIC_FORM,
    CLOSED_RULES,
    EMAIL_RULES,
    KIND_RULES,
    NAME_RULES,
)
from koalicja.engine.matching.text import fold, without_addresses, words

__all__ = [
    "GROUPS",
    "SECTORS",
    "SECTOR_GROUPS",
    "Sector",
    "SectorGuess",
    "guess_sector",
    "looks_like_person",
    "name_correction",
    "rule_correction",
]

GROUPS: tuple[str, ...] = ("office", "culture", "ngo", "business", "resident")


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of local life; `group` is one of GROUPS."""

    key: str
    group: str


SECTORS: tuple[Sector, ...] = tuple(
    Sector(key, group)
    for group, keys in {
        "office": "office council village_head social_welfare care_home municipal_unit health public_service",
        "culture": "school kindergarten school_library library culture_centre village_hall museum university",
        "ngo": (
            "association foundation fire_brigade rural_housewives sports_club third_age_university parish lag "
            "informal_group"
        ),
        "business": "firm farmer cooperative_bank agritourism local_media",
        "resident": "resident youth adults parents seniors",
    }.items()
    for key in keys.split()
)
SECTOR_GROUPS: Mapping[str, str] = {sector.key: sector.group for sector in SECTORS}


@dataclass(frozen=True, slots=True)
class SectorGuess:
    """A guessed sector ("" when nothing is known) and why.

    `code` is one of: remembered_name, remembered_rule, kind_says, name_says, email_says, person_name, person_trade,
    maybe_person (who is meant must be asked), closed_institution, abroad, nothing_known. `params` holds
    {"words": what was recognised} where something was.
    `rule` names the rule for `rule_correction`; `closed` asks to leave the row out (prison, hospital ward).
    """

    sector: str
    group: str
    code: str
    params: Mapping[str, str]
    rule: str
    certain: bool
    closed: bool


def name_correction(name: str) -> str:
    """The key under which a register remembers a corrected sector for this very name."""
    return f"name:{name_key(name)}"


def rule_correction(rule: str) -> str:
    """The key under which a register remembers a corrected sector for everything a rule finds."""
    return f"rule:{rule}"


def guess_sector(
    name: str, *, kind: str = "", email: str = "", corrections: Mapping[str, str] | None = None
) -> SectorGuess:
    """The sector of an organisation or person from its name, its type column and its e-mail address.

    `corrections` maps name_correction(…) and rule_correction(…) to sector keys; a name beats a rule, and both beat
    every guess (a corrected name is never closed). Unknown sector keys in it are ignored.
    """
    guess = _guess(name, kind, email)
    if not corrections:
        return guess
    by_name = corrections.get(name_correction(name), "")
    if by_name in SECTOR_GROUPS:
        return _remembered(by_name, "remembered_name", guess)
    by_rule = corrections.get(rule_correction(guess.rule), "") if guess.rule and not guess.closed else ""
    return _remembered(by_rule, "remembered_rule", guess) if by_rule in SECTOR_GROUPS else guess


def _remembered(sector: str, code: str, guess: SectorGuess) -> SectorGuess:
    return SectorGuess(sector, SECTOR_GROUPS[sector], code, guess.params, guess.rule, True, False)


@lru_cache(maxsize=65536)
def _guess(name: str, kind: str, email: str) -> SectorGuess:
    text, by_kind = _readable(name), _guess_by_kind(kind)
    closed = _closed(text, by_kind)
    if closed:
        return closed
    by_kind = None if by_kind and by_kind.closed else by_kind
    by_name = _found(NAME_RULES, text, source="name")
    if by_kind and not (by_name and _is_generic(by_kind) and by_name.group == by_kind.group):
        return by_kind
    if looks_like_person(name) and not (by_name and by_name.certain):
        return _person(name)
    if by_name is None and may_be_person(name):
        return MAYBE_PERSON
    return by_name or _found(EMAIL_RULES, " ".join(words(email)), source="email") or UNKNOWN


def _closed(text: str, by_kind: SectorGuess | None) -> SectorGuess | None:
    """Why the row is to be left out, if it is: a civic organisation never is, whatever it works for."""
    if by_kind and by_kind.closed and by_kind.code == "abroad":
        return by_kind
    if CIVIC_FORM.match(text) or (by_kind and by_kind.sector in CIVIC_SECTORS):
        return None
    return by_kind if by_kind and by_kind.closed else _found(CLOSED_RULES, text, source="name")


@lru_cache(maxsize=4096)
def _guess_by_kind(kind: str) -> SectorGuess | None:
    text = _readable(kind)
    return _found(CLOSED_RULES, text, source="kind") or _found(KIND_RULES, text, source="kind")


UNKNOWN = SectorGuess("", "", "nothing_known", {}, "", False, False)
MAYBE_PERSON = SectorGuess("", "", "maybe_person", {}, "", False, False)
CIVIC_SECTORS = frozenset({"foundation", "association"})


def _readable(text: str) -> str:
    """Folded words without addresses and the patron, so that a school named after an artist is no arts centre."""
    folded = without_addresses(fold(priest_written_out(text)))
    return " ".join(words(PATRON.sub(" ", folded) if "im" in folded else folded))


def _found(rules: tuple[Rule, ...], text: str, *, source: str) -> SectorGuess | None:
    if not text:
        return None
    offered = word_beginnings(text)
    for rule in rules:
        if rule.beginnings and rule.beginnings.isdisjoint(offered):
            continue
        match = rule.pattern.search(text)
        if match:
            code = rule.code or f"{source}_says"
            group = SECTOR_GROUPS.get(rule.sector, "")
            params = {"words": match[0].strip()}
            return SectorGuess(rule.sector, group, code, params, rule.id, rule.certain, rule.closed)
    return None


def _is_generic(guess: SectorGuess) -> bool:
    return guess.rule.endswith("_any")


def _person(name: str) -> SectorGuess:
    trade, sector = trade_of(name)
    if sector:
        return SectorGuess(
            sector, SECTOR_GROUPS[sector], "person_trade", {"words": trade}, "person_trade", False, False
        )
    return SectorGuess("resident", "resident", "person_name", {}, "person_name", False, False)
