"""What whoever takes part sees: the next statement, and what she has said and answered so far."""

from dataclasses import dataclass

from koalicja.voices.models import Participant, Question, Reaction, Statement
from koalicja.voices.queries.standing import left_to_answer, root_of, roots_of


@dataclass(frozen=True, slots=True)
class Shown:
    """The statement to react to, what she thought of it if she has said so, and how many are left with it.

    `turn` goes with her answer; `before` is the statement that she answered last, 0 where there is none.
    """

    statement: Statement | None
    turn: int
    left: int
    answered: int
    value: int | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """A statement that stands, and what she thinks of it."""

    statement: Statement
    value: str


@dataclass(frozen=True, slots=True)
class Own:
    statements: tuple[Statement, ...]
    reactions: tuple[Answered, ...]


def next_statement(question: Question, participant: Participant, *, asked: str = "") -> Shown:
    """The next one in her order, or the one `asked` for where it stands."""
    left = left_to_answer(question, participant)
    wanted = int(asked) if asked.isdecimal() and len(asked) < 18 else 0
    statement = question.statements.standing().filter(pk=wanted).first() if wanted else None
    if statement is None and left:
        statement = question.statements.filter(pk=left[0]).first()
    given = list(participant.reactions.order_by("-turn", "-pk").values_list("statement", "value"))
    roots = roots_of(question)
    before = next((roots[key] for key, _value in given if key in roots), 0)
    known = dict(reversed(given))
    return Shown(
        statement,
        participant.turns + 1,
        len(left),
        len({roots[key] for key, _value in given if key in roots}),
        known.get(statement.pk) if statement else None,
        0 if statement and before == statement.pk else before,
    )


def own(question: Question, participant: Participant) -> Own:
    """Her statements as they now stand, and her reactions to what is shown."""
    mine = participant.statements.exclude(state=Statement.State.WITHDRAWN).select_related("merged_into")
    rows = participant.reactions.exclude(statement__author=participant).select_related("statement").order_by("turn")
    last = {root_of(row.statement).pk: row for row in rows}
    shown = [
        Answered(root, str(Reaction.Value(row.value).label))
        for row in last.values()
        if (root := root_of(row.statement)).state == Statement.State.SHOWN
    ]
    return Own(tuple(mine), tuple(shown))
