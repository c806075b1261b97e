"""What the board says: targets of each group and age, and gaps as tasks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.coalitions.composing.rule_names import rule_figures, rule_subject
from koalicja.coalitions.models import Coalition
from koalicja.coalitions.queries.board import COMING, LATER, STAGES, TABLE, UNASKED, Board, Lane
from koalicja.coalitions.views import leading
from koalicja.engine.composition.problem import GROUPS
from koalicja.engine.composition.result import RuleRow
from koalicja.engine.matching.sectors import SECTOR_GROUPS
from koalicja.people.models import Group
from koalicja.people.texts import age_band
from koalicja.ui.formats import number


@dataclass(frozen=True, slots=True)
class Band:
    """One line of a group on the board; `label` only where the group has several."""

    label: str
    lane: Lane
    target: str = ""

    @property
    def cells(self) -> list[dict[str, Any]]:
        """Of each stage the seats with a name, and how many have none to show."""
        found = []
        for stage in STAGES:
            seats = self.lane.seats[stage]
            named = [seat for seat in seats if seat.name]
            found.append({"stage": stage, "seats": named, "others": len(seats) - len(named)})
        return found


@dataclass(frozen=True, slots=True)
class GroupLines:
    """A group on the board: what the rules ask of it, and its lines."""

    group: str
    target: str
    is_short: bool
    lines: tuple[Band, ...]
    has_library: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A gap as something to do."""

    title: str
    text: str
    url: str
    label: str


def group_lines(board: Board) -> list[GroupLines]:
    """The board in the order of the groups; those whose group nobody knows come last."""
    rules = {row.name: row for row in board.underway}
    found = []
    for group in (*GROUPS, ""):
        lanes = [lane for lane in board.lanes if lane.group == group]
        if not lanes:
            continue
        row = rules.get(f"groups.{group}.min")
        found.append(
            GroupLines(
                group=group,
                target=_target(row),
                is_short=bool(row and not row.met),
                lines=tuple(_line(lane, rules) for lane in lanes),
                has_library=group == board.library_group,
            )
        )
    return found


def _line(lane: Lane, rules: dict[str, RuleRow]) -> Band:
    if lane.band is None:
        return Band("", lane)
    label = age_band(lane.band) if lane.band else _("age unknown")
    return Band(label, lane, _target(rules.get(f"age_bands.{lane.band}.min")))


def _target(row: RuleRow | None) -> str:
    if row is None:
        return ""
    needed, actual = rule_figures(row)
    return _("on the way or at the table: %(actual)s, needed: %(needed)s") % {"actual": actual, "needed": needed}


def finding(board: Board) -> str:
    """One sentence above the board: how many are where."""
    counts = {stage: len(board.of_stage(stage)) for stage in (*STAGES, LATER)}
    said = {
        UNASKED: _("nobody asked yet: %(count)s"),
        COMING: _("talked with or invited: %(count)s"),
        TABLE: _("at the table: %(count)s"),
        LATER: _("later: %(count)s"),
    }
    parts = [said[stage] % {"count": number(count)} for stage, count in counts.items() if count]
    return (
        _("On the list: %(total)s (%(parts)s).")
        % {
            "total": number(sum(counts.values())),
            "parts": ", ".join(parts),
        }
        if parts
        else ""
    )


def tasks(coalition: Coalition, board: Board) -> list[Task]:
    """Every rule that more people on the list could meet, with where to find them."""
    return list(_tasks(coalition, board))


def _tasks(coalition: Coalition, board: Board) -> Iterator[Task]:
    for row in _asked_once(board.short):
        table, _dot, key = row.name.removesuffix(".min").partition(".")
        needed, actual = rule_figures(row)
        words = {"what": rule_subject(row.name), "needed": needed, "actual": actual}
        if table == "min_age_bands":
            title = _("Different ages among residents: %(actual)s, needed: %(required)s") % (
                words | {"required": needed}
            )
        elif table == "sectors" and not row.actual:
            title = _("Not on the list: %(what)s") % words
        elif not row.actual:
            title = _("Nobody from: %(what)s") % words
        else:
            title = _("%(what)s: %(actual)s, needed: %(needed)s") % words
        group = {"groups": key, "sectors": SECTOR_GROUPS.get(key, "")}.get(table, Group.RESIDENT.value)
        yield _task(coalition, board, title, group, band=key if table == "age_bands" else "")


def _asked_once(short: Sequence[RuleRow]) -> Iterator[RuleRow]:
    """Where the gmina office itself is missing, its group is not asked for a second time: one entry meets both."""
    named = {row.name for row in short}
    for row in short:
        is_said = row.name == "groups.office.min" and "sectors.office.min" in named and row.required - row.actual <= 1
        if not is_said:
            yield row


def _task(coalition: Coalition, board: Board, title: str, group: str, *, band: str) -> Task:
    there = board.unlisted.bands.get(band, 0) if band else board.unlisted.groups.get(group, 0)
    if not there:
        return Task(
            title=title,
            text=_("The register has nobody of this group whom you could still ask. A name is enough to begin with."),
            url=reverse("people:add_names", args=[coalition.gmina_id]),
            label=_("Type names"),
        )
    text = ngettext(
        "In the register there is %(count)s entry that nobody has asked yet.",
        "In the register there are %(count)s entries that nobody has asked yet.",
        there,
    )
    find = reverse("coalitions:find_candidates", args=[coalition.pk])
    return Task(title, text % {"count": number(there)}, f"{find}?group={group}", _("Choose whom to put on the list"))


def list_label(board: Board) -> str:
    """Put 14 members of proposal 3 on the list"""
    return leading.list_label(board.proposal.number, board.unlisted_members) if board.proposal else ""
