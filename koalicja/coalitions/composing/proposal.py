"""The two-page proposal as PDF: the sheet's facts with the words around them, cut to what two pages hold."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from koalicja.coalitions.composing.differences import some
from koalicja.coalitions.composing.sheet import CoverLine, MemberLine, ProposalSheet
from koalicja.paper.documents import pdf
from koalicja.ui.formats import HARD_SPACE, ONE_LETTER_WORDS, day, keep_together
from koalicja.ui.groups import GROUP_NAMES, UNKNOWN

TEMPLATE = "coalitions/proposal.typ"

# What two pages hold; whatever is longer ends with an ellipsis, whatever is more is counted.
FEW_SEATS, REASONS = 16, 2
# A table is of thirty seats at most; only marks make a larger one, of which the first rows stand in letters of 10 pt.
TABLE, ROWS = 30, 50
NAME, LINE, TWO_LINES, SENTENCES, REST = 110, 160, 240, 400, 240
WHAT, SEATS_NAMED, SEAT_NAME, FOOT = 70, 2, 40, 60
NUMBER_AND_NOUN = re.compile(r"(?<=\d) (?=[^\W\d_])")  # "1 miejsce" stays on one line
COVERED, MISSING, UNKNOWNS, ALTERNATIVES, AGE_BANDS, UNMET, AGAINST = 9, 6, 3, 6, 5, 3, 3


def proposal_pdf(sheet: ProposalSheet) -> bytes:
    """The proposal as a tagged PDF in the active language: two A4 pages, with all members up to thirty."""
    return pdf(TEMPLATE, proposal_data(sheet))


def proposal_data(sheet: ProposalSheet) -> dict[str, Any]:
    """What the template reads: every text as it is printed."""
    texts = {
        "title": shortened(sheet.title, NAME),
        "author": sheet.author,
        "place_and_day": f"{_('Gmina')}: {shortened(sheet.gmina, NAME)} · {day(sheet.made_on)}",
        "library": _library(sheet),
        "finding": shortened(sheet.finding, SENTENCES),
        "members": _members(sheet),
        "seats_left": _seats_left(len(sheet.members)),
        "reasons_left": _("At most two reasons are printed for each seat; all of them stand on the proposal's page.")
        if any(len(member.reasons) > REASONS for member in sheet.members)
        else "",
        "groups": [{"group": row.group, "count": row.count, "minimum": row.minimum} for row in sheet.groups],
        "age_bands": [
            {"name": shortened(row.name, WHAT), "count": row.count, "minimum": row.minimum}
            for row in sheet.age_bands[:AGE_BANDS]
        ],
        "ages_left": _left(len(sheet.age_bands[AGE_BANDS:])),
        "unmet": _first(sheet.unmet, UNMET),
        "cover": [[shortened(row.what, WHAT), _seats(row, sheet)] for row in sheet.cover[:COVERED]]
        + _rest([row.what for row in sheet.cover[COVERED:]]),
        "missing_title": sheet.missing_title or _("Who is missing and where to look"),
        "against": _first(sheet.against, AGAINST),
        "missing": [[shortened(row.whom, LINE), shortened(row.where, LINE)] for row in sheet.missing[:MISSING]]
        + _rest([row.whom for row in sheet.missing[MISSING:]]),
        "nobody_missing": _("Nobody: all rules are met.")
        if sheet.rules_met
        else _("We do not know yet: no table was found that keeps all rules."),
        "proof": shortened(f"{sheet.proof} {sheet.known}", SENTENCES),
        "unknown": _first(sheet.unknown, UNKNOWNS),
        "questions_lead": sheet.questions_lead,
        "alternatives": _first(sheet.alternatives, ALTERNATIVES, SENTENCES),
        "next_step": shortened(sheet.next_step, SENTENCES),
        "made_with": made_with(sheet),
        "footer": " · ".join(part for part in (shortened(sheet.title, FOOT), shortened(sheet.note, FOOT)) if part),
        "group_names": {key: str(name) for key, name in GROUP_NAMES.items()},
        "words": words(sheet.number, is_whole=len(sheet.members) <= TABLE),
    }
    return {key: _with_hard_spaces(value) for key, value in texts.items()}


def words(number: int | None = None, *, is_whole: bool = True) -> dict[str, str]:
    """Headings and small words of the two pages; a stored proposal has the number that the screen shows.

    `is_whole`: page 1 has every seat, so that its numbers can stand for names.
    """
    numbered = _("Proposal %(number)s: whom to invite") % {"number": number}
    return {
        "proposal": _("Proposal: whom to invite") if number is None else numbered,
        "who": _("Who"),
        "group": _("Group"),
        "why": _("Why at the table"),
        "irreplaceable": _("no substitute"),
        "unknown": str(UNKNOWN),
        "groups": _("Five groups at one table"),
        "count": _("There are"),
        "minimum": _("At least"),
        "picture": _("Seats"),
        "picture_says": _("One shape is one seat, a hollow shape an empty one. The line shows the minimum."),
        "enough": _("enough"),
        "too_few": _("too few"),
        "unmet": _("Other rules not met"),
        "proof": _("Could it be better?"),
        "unknown_things": _("What we do not know"),
        "ask_first": _("What is worth asking"),
        "ask_first_why": _(
            "We know too little of most, so this proposal is a first guess. These answers would change it most."
        ),
        "cover": _("Who brings what"),
        "what": _("What"),
        "covered_by": _("Who (number as on page 1)") if is_whole else _("Who"),
        "whom": _("Who is missing"),
        "where": _("Where to look"),
        "alternatives": _("Other good tables"),
        "next_step": _("What next"),
        "notes": _("Notes from the talk"),
    }


def made_with(sheet: ProposalSheet) -> str:
    """How anyone can compute the proposal again."""
    parts = [_("Computed by the program Koalicja, version: %(version)s.") % {"version": sheet.version}]
    parts += [_("Number to check it by: %(number)s.") % {"number": sheet.run}] if sheet.run is not None else []
    return " ".join([*parts, _("The library can compute it again and show why somebody is not on the list.")])


def shortened(text: str, limit: int) -> str:
    """The text on one line, of at most `limit` characters, cut between words with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    if " " in cut[limit // 2 :]:
        cut = cut.rpartition(" ")[0]
    if cut.split(" ")[-1] in ONE_LETTER_WORDS:
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,;:") + "…"


def _library(sheet: ProposalSheet) -> str:
    """Biblioteka Wiodąca: Gminna Biblioteka Publiczna w Lipowie, tel. 500 100 200, biblioteka@lipowo.example"""
    named = ", ".join(part for part in (shortened(sheet.author, NAME), shortened(sheet.contact, NAME)) if part)
    return _("Lead Library: %(library)s") % {"library": named} if named else ""


def _first(lines: Sequence[str], most: int, limit: int = TWO_LINES) -> list[str]:
    """As many lines as have room, then how many are left."""
    left = _left(len(lines[most:]))
    return [shortened(line, limit) for line in lines[:most]] + ([left] if left else [])


def _left(count: int) -> str:
    return _("More of them on the proposal's page: %(count)s.") % {"count": count} if count else ""


def _members(sheet: ProposalSheet) -> list[dict[str, Any]]:
    """Each seat as it should be printed, and in brief for a page that would overflow."""
    few = len(sheet.members) <= FEW_SEATS
    return [
        {
            "group": member.group or None,
            "irreplaceable": member.irreplaceable,
            "full": _member(member, NAME, 60, 90),
            "brief": _member(member, NAME, 60, 70) if few else _member(member, 90, 30, 46),
        }
        for member in sheet.members[:ROWS]
    ]


def _seats_left(count: int) -> list[str]:
    """What stands below the first rows of a table too large for one page, by how many rows stand there."""
    if count <= TABLE:
        return []
    told = _("More seats on the proposal's page: %(count)s.")
    return [told % {"count": count - rows} if rows < count else "" for rows in range(ROWS + 1)]


def _member(member: MemberLine, name: int, detail: int, reason: int) -> dict[str, Any]:
    return {
        "name": shortened(member.name, name),
        "detail": shortened(member.detail, detail),
        "reasons": [shortened(text, reason) for text in member.reasons[:REASONS]],
    }


def _seats(row: CoverLine, sheet: ProposalSheet) -> str:
    """Fire brigade of Olszynki (1), Primary school (7); also: 9, 12"""
    if not row.seats:
        return _("nobody yet")
    if len(sheet.members) > TABLE:
        return some([shortened(sheet.members[seat - 1].name, SEAT_NAME) for seat in row.seats])
    named = [
        f"{shortened(sheet.members[seat - 1].name, SEAT_NAME)}{HARD_SPACE}({seat})" for seat in row.seats[:SEATS_NAMED]
    ]
    others = ", ".join(str(seat) for seat in row.seats[SEATS_NAMED:])
    also = [_("also: %(numbers)s") % {"numbers": others}] if others else []
    return "; ".join([", ".join(named), *also])


def _rest(whats: Sequence[str]) -> list[list[str]]:
    """What has no row of its own any more, by name."""
    return [[_("also"), shortened("; ".join(whats), REST)]] if whats else []


def _with_hard_spaces(value: Any) -> Any:
    match value:
        case str():
            return NUMBER_AND_NOUN.sub(HARD_SPACE, keep_together(value))
        case dict():
            return {key: _with_hard_spaces(item) for key, item in value.items()}
        case list():
            return [_with_hard_spaces(item) for item in value]
    return value
