"""The seats of a proposal as rows: the five groups in order, in each one those without a substitute first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.coalitions.composing import sentences
from koalicja.coalitions.composing.exchange import exchange_names, exchange_sentences
from koalicja.coalitions.composing.printing import is_irreplaceable, last_reason, seats_of
from koalicja.coalitions.queries.runs import Known, Shown
from koalicja.engine.composition.problem import GROUPS, Candidate, Problem
from koalicja.engine.composition.result import Composition, Reason
from koalicja.ui.formats import number

REASONS = 3
LINE = 52  # letters
# By the tags of the row; the last of all seats, once above them.
SAID_BY_TAGS = frozenset({"irreplaceable", "library", "locked_must", "misses_more"})


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One seat. `pk` is the candidate's key; `more` are the reasons after the first few.

    `instead` says who could take exactly this seat, "" where nobody could; `instead_all` names all where it does not.
    """

    pk: str
    known: Known
    group: str
    is_library: bool
    is_irreplaceable: bool
    reasons: tuple[str, ...]
    more: tuple[str, ...]
    instead: str = ""
    instead_all: str = ""
    lock: str = ""

    def __str__(self) -> str:
        return self.known.name

    @property
    def is_detail_said(self) -> bool:
        """Whether the reasons say all that stands beside the name: on a phone it need not stand there twice."""
        return all(any(part in reason for reason in self.reasons) for part in self.known.detail.split(", "))


@dataclass(frozen=True, slots=True)
class SeatGroup:
    """The seats of one of the five groups ("" where nobody said which); `count` in words."""

    group: str
    count: str
    rows: tuple[MemberRow, ...]


def members(shown: Shown, answer: Composition) -> list[MemberRow]:
    """The five groups in order; in each those without a substitute, then the Lead Library, then by name."""
    rows = [_member(each, shown, answer) for each in seats_of(answer, shown.problem)]
    place = {key: at for at, key in enumerate(GROUPS)}
    return sorted(
        rows, key=lambda row: (place.get(row.group, len(GROUPS)), not row.is_irreplaceable, not row.is_library)
    )


def _member(candidate: Candidate, shown: Shown, answer: Composition) -> MemberRow:
    is_library = candidate.id == shown.problem.library
    given = answer.reasons.get(candidate.id, ())
    instead, everybody = _instead(given, shown)
    said = sentences.reason_sentences(
        [each for each in given if each.code not in SAID_BY_TAGS and not (is_library and sentences.is_place(each))],
        candidate,
    )
    return MemberRow(
        pk=candidate.id,
        known=shown.known[candidate.id],
        group=candidate.group,
        is_library=is_library,
        is_irreplaceable=is_irreplaceable(candidate, answer, shown.problem),
        reasons=tuple(said[:REASONS]) or (() if is_library else last_reason(candidate, given)),
        more=tuple(said[REASONS:]),
        instead=instead,
        instead_all=everybody,
        lock=candidate.lock,
    )


def _instead(given: Sequence[Reason], shown: Shown) -> tuple[str, str]:
    """Who could sit there instead: as many names as one line holds, at least one; of a neighbour the gmina too.

    The second text names all of them, "" where the line does.
    """
    near = {key: each.near for key, each in shown.known.items() if each.near}
    told = [line for named in (3, 2, 1) for line in exchange_sentences(given, shown.problem, named=named, near=near)]
    line = next((line for line in told if len(line) <= LINE), told[-1] if told else "")
    names = exchange_names(given, shown.problem, near=near)
    return line, "" if all(name in line for name in names) else ", ".join(names)


def seat_groups(rows: Sequence[MemberRow], problem: Problem) -> list[SeatGroup]:
    """The rows by group, in the order they stand in."""
    keys = dict.fromkeys(row.group for row in rows)
    return [_seat_group(key, tuple(row for row in rows if row.group == key), problem) for key in keys]


def _seat_group(key: str, rows: tuple[MemberRow, ...], problem: Problem) -> SeatGroup:
    count = ngettext("%(count)s seat", "%(count)s seats", len(rows)) % {"count": number(len(rows))}
    if any(row.is_library for row in rows) and not problem.library_counts:
        count = _("%(seats)s, the Lead Library does not count towards the minimum") % {"seats": count}
    return SeatGroup(key, count, rows)
