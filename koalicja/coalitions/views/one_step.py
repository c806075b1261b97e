"""The one next step of a coalition, the same on its page, on its board and beside its invitations."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from koalicja.coalitions.queries.board import COMING, Board, board_of
from koalicja.coalitions.queries.progress import Progress
from koalicja.coalitions.queries.purpose import AT_THE_TABLE, GroupAtTable, groups_at_table
from koalicja.coalitions.starters import WHY
from koalicja.coalitions.views import leading
from koalicja.coalitions.views.board_words import tasks
from koalicja.coalitions.views.rhythm import rhythm_words
from koalicja.standing import queries as ledger
from koalicja.standing.models import Kind
from koalicja.ui.groups import GROUP_NAMES

Step = dict[str, Any]


def next_step(progress: Progress, board: Board | None = None) -> Step:
    """What waits or is not there yet; then a late meeting, a gap, an area, who leads, answers; else when to look again.

    The board is asked for only where the step follows from it.
    """
    if step := leading.next_step(progress):
        return step
    if step := _late(progress):
        return step
    board = board or board_of(progress.coalition, today=progress.today, knows_people=False)
    step = _gap(progress, board) or _missing(progress) or _choose(progress) or leading.waits(progress)
    return step or _calm(board)


def _late(progress: Progress) -> Step | None:
    met = ledger.facts(progress.coalition.pk, kinds=Kind.MET).first() if progress.has_met else None
    words, is_late = rhythm_words(progress.coalition.rhythm_months, met.on if met else None, progress.today)
    return {"title": _("Agree on the date of a meeting"), "why": words} if is_late else None


def _gap(progress: Progress, board: Board) -> Step | None:
    """What the rules ask of a table that is being put together; of one that sits only its groups are counted."""
    if progress.has_met or any(each.state in AT_THE_TABLE for each in progress.candidacies):
        return None
    gap = next(iter(tasks(progress.coalition, board)), None)
    return {"title": gap.title, "why": gap.text, "url": gap.url, "label": gap.label} if gap else None


def _missing(progress: Progress) -> Step | None:
    """Before the first meeting a group is missing only where nobody of it is being asked either."""
    library = progress.coalition.participation.library
    rows = groups_at_table(progress.candidacies, library.pk, library.group)
    groups = ", ".join(str(GROUP_NAMES[row.group]) for row in rows if _is_missing(row, has_met=progress.has_met))
    if not groups:
        return None
    title = _("At the table there is nobody yet from: %(groups)s") % {"groups": groups}
    return _step(progress, title, "groups", "board", _("See whom to invite"))


def _is_missing(row: GroupAtTable, *, has_met: bool) -> bool:
    return not row.at_table and (has_met or not row.on_the_way)


def _choose(progress: Progress) -> Step | None:
    if not progress.coalition.areas.filter(dropped_at=None).exists():
        return _step(progress, _("Choose areas of action"), "areas", "areas", _("Choose"))
    if not progress.said.is_led:
        return _step(progress, _("Say who leads"), "leader", "leadership", _("Choose"))
    return None


def _step(progress: Progress, title: str, why: str, name: str, label: str) -> Step:
    url = reverse(f"coalitions:{name}", args=[progress.coalition.pk])
    return {"title": title, "why": str(WHY[why]), "url": url, "label": label}


def _calm(board: Board) -> Step:
    if board.of_stage(COMING):
        title = _("Everybody on the list has been asked, and no group is missing")
        return {"title": title, "why": _("Look again when an answer comes, or before the first meeting."), "calm": True}
    title = _("You know what you are here for, and all five groups are at the table")
    return {"title": title, "why": _("Look again before the next meeting."), "calm": True}
