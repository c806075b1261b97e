"""What a coalition remembers, as rows and hidden fields of the forms that ask for a proposal."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from koalicja.coalitions.forms import GRADES
from koalicja.coalitions.models import Coalition, CompositionRun
from koalicja.coalitions.queries.memory import Memory, remembered, with_memory
from koalicja.coalitions.queries.runs import Shown, known_of
from koalicja.ui.formats import number


def kept(coalition: Coalition, memory: Memory, *, with_people: bool) -> list[dict[str, Any]]:
    """Locks as check boxes: who cannot, who must be there; taking one away forgets it. Whoever is gone has none."""
    locked = [each for each in memory.candidates if each.id in memory.locks]
    if not locked:
        return []
    known = known_of(locked, coalition, with_people=with_people)
    return [
        {"key": key, "known": known[key], "lock": memory.locks[key], "text": _said(memory, key)}
        for key in (each.id for each in locked)
        if not known[key].gone
    ]


def _said(memory: Memory, key: str) -> str:
    if key in memory.declined:
        return _("cannot (proposal %(number)s)") % {"number": memory.declined[key]}
    return _("must be there") if memory.locks[key] == "must" else _("not this time")


def hidden(memory: Memory, *, without: str = "", only_told: bool = False) -> list[tuple[str, str]]:
    """(name, value) of fields that carry what is remembered into the next proposal, all but the lock of one."""
    locks = () if only_told else tuple((f"lock/{key}", lock) for key, lock in memory.locks.items() if key != without)
    return [*locks, *_told(memory)]


def _told(memory: Memory) -> Iterator[tuple[str, str]]:
    words = {value: word for word, value in GRADES.items()}
    for key, grades in memory.told.items():
        for column, grade in grades.items():
            if grade in words:
                yield f"told/{column}/{key}", words[grade]


def remembering(shown: Shown, memory: Memory) -> Shown:
    """The proposal with the locks and grades of the newest one, for the form that asks again."""
    candidates, declined = with_memory(shown.problem.candidates, memory), frozenset(memory.declined)
    return replace(shown, problem=replace(shown.problem, candidates=candidates, declined=declined))


def beside(shown: Shown, memory: Memory) -> list[tuple[str, str]]:
    """Fields for those remembered who were no candidates of this proposal."""
    keys = {each.id for each in shown.problem.candidates}
    return [(name, value) for name, value in hidden(memory) if name.rpartition("/")[2] not in keys]


def goes_along(shown: Shown, memory: Memory, newest: CompositionRun) -> str:
    """What "cannot" takes into its proposal beside what this one knew: the marks and answers of the newest one."""
    if newest.pk == shown.run.pk:
        return ""
    own = remembered([shown.run])
    if (own.locks, own.told) == (memory.locks, memory.told):
        return ""
    counts = Counter(
        pgettext("member", "cannot") if key in memory.declined else _said(memory, key) for key in memory.locks
    )
    counts[_("answers")] = sum(map(len, memory.told.values()))
    words = {
        "number": newest.number,
        "marks": ", ".join(f"{what} ({number(count)})" for what, count in counts.items() if count),
    }
    if not words["marks"]:
        return _("Marks do not go over to the new one: proposal %(number)s has none any more.") % words
    return _("Marks and answers go over to the new one as in proposal %(number)s: %(marks)s.") % words


def undo(shown: Shown, memory: Memory) -> list[dict[str, Any]]:
    """Everybody who could not for this proposal and is still left out, with the fields of "can after all"."""
    return [
        {"known": shown.known[key], "fields": hidden(memory, without=key)}
        for key in shown.run.declined
        if key in memory.declined and key in shown.known
    ]
