"""What is unknown of people who are in the register already and could meet a rule that is not met."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.coalitions.queries.runs import Known, Shown
from koalicja.engine.composition.problem import Candidate
from koalicja.engine.composition.result import Composition, RuleRow
from koalicja.ui.formats import number


@dataclass(frozen=True, slots=True)
class Gap:
    """An unknown `column` (age_band or group) of these people.

    `is_enough`: it is proved that answers could meet all rules; `answers`, how many that takes at least (0: not known).
    """

    column: str
    who: tuple[Known, ...]
    is_enough: bool
    answers: int = 0

    @property
    def title(self) -> str:
        """One sentence: what to fill in, for how many, and what it may bring."""
        count = len(self.who)
        titles = {
            "age_band": ngettext("Fill in the age: %(count)s person", "Fill in the age: %(count)s people", count),
            "group": ngettext("Fill in the group: %(count)s entry", "Fill in the group: %(count)s entries", count),
        }
        end = _("that may be enough") if self.is_enough else _("that may help")
        return f"{titles[self.column] % {'count': number(count)}}; {end}"

    @property
    def then(self) -> str:
        """What to do with the answers, and what they may bring."""
        if not self.is_enough:
            return _("Then compute again: the proposal may come nearer to the rules.")
        if not self.answers:
            return _("Then compute again: the proposal may keep all rules.")
        return ngettext(
            "Then compute again: %(count)s fitting answer may be enough to keep all rules.",
            "Then compute again: %(count)s fitting answers may be enough to keep all rules.",
            self.answers,
        ) % {"count": number(self.answers)}


def gap(shown: Shown, answer: Composition) -> Gap | None:
    """The first unknown that could meet a rule; None where all are met, or where somebody new is needed."""
    if answer.status != "infeasible":
        return None
    unmet = [row for row in answer.rules if not row.met]
    could = {row.name: list(_could_meet(row, shown.problem.candidates)) for row in unmet}
    filled = next((who for who in could.values() if who), [])
    if not filled:
        return None
    column = "group" if not filled[0].group else "age_band"
    known = tuple(shown.known[each.id] for each in filled)
    proved = [each for each in answer.questions if each.column == column and each.params.get("enough")]
    answers = max((int(str(each.params.get("together", 0))) for each in proved), default=0)
    return Gap(column, known, is_enough=bool(proved), answers=answers)


def _could_meet(row: RuleRow, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Those whose unknown age or group could meet the rule, if they are enough of them."""
    table, _dot, key = row.name.removesuffix(".min").partition(".")
    may = [each for each in candidates if each.lock != "never"]
    if table in {"min_age_bands", "age_bands"}:
        unknown = [each for each in may if each.id.startswith("person:") and not each.age_band]
        bands = [each.age_band for each in may if each.kind == "resident" and each.age_band]
        known = bands.count(key) if key else len(set(bands))
    elif table == "groups" and row.name.endswith(".min"):
        unknown = [each for each in may if not each.group]
        known = sum(each.group == key for each in may)
    else:
        return
    if known < row.required <= known + len(unknown):
        yield from unknown


def proof(found: Gap) -> str:
    """In place of a proof: with what nobody told us the rules could be met."""
    if found.column == "age_band":
        return _(
            "With what we know the rules are not met. Residents who are in the register may meet them: we do not know "
            "how old they are."
        )
    return _(
        "With what we know the rules are not met. Entries of the register may meet them: we do not know their group."
    )
