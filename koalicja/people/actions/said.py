"""What people have said about a row, in parts, and what each step found there, so that steps are taken back in turn.

A row keeps under `found` [{step, said}], oldest first: what a decision about many rows replaced in this row; `step` is
the number of the last of them. What is said about one row alone leaves nothing of that part to be taken back.
"""

from collections.abc import Mapping
from typing import Any

from koalicja.people.models import BatchRow

STEP, FOUND = "step", "found"
DECISION, GMINA, CLASS = ("decision", "target", "asked"), ("gmina",), ("class", "rule")
ALL = DECISION + GMINA + CLASS
NOTHING: Mapping[str, str | None] = {"decision": ""}


def say(row: BatchRow, part: tuple[str, ...], said: Mapping[str, str | None], *, step: int = 0) -> None:
    """Let the unsaved row say this in place of what it said in that part; without a step it is about this row alone."""
    found = row.decision_params.get(FOUND, [])
    if step:
        found = [*found, {"step": step, "said": said_by(row, part)}]
    else:
        kept = [{**each, "said": unsaid(each["said"], part)} for each in found]
        found = [each for each in kept if each["said"]]
    _put(row, {name: said.get(name) for name in part}, found)


def take_back_to(row: BatchRow, step: int) -> None:
    """Let the unsaved row say what this step found, beside what has been said about the row alone since."""
    found = row.decision_params[FOUND]
    for each in reversed([each for each in found if each["step"] >= step]):
        _put(row, each["said"], [])
    _put(row, {}, [each for each in found if each["step"] < step])


def said_by(row: BatchRow, part: tuple[str, ...]) -> dict[str, str | None]:
    """What the row says in that part; None for what it does not say."""
    return {name: row.decision if name == "decision" else row.decision_params.get(name) for name in part}


def _put(row: BatchRow, said: Mapping[str, str | None], found: list[dict[str, Any]]) -> None:
    params = unsaid(row.decision_params, (STEP, FOUND, *said))
    params |= {name: value for name, value in said.items() if value is not None and name != "decision"}
    row.decision = said.get("decision", row.decision) or BatchRow.Decision.NONE
    row.decision_params = params | ({STEP: found[-1]["step"], FOUND: found} if found else {})


def unsaid(said: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """What is said, without these names."""
    return {name: value for name, value in said.items() if name not in names}
