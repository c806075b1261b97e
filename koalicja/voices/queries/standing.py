"""Which statements stand, what was merged into which, and what is counted of them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count

from koalicja.engine.perspectives.showing import order_to_show
from koalicja.engine.perspectives.voices import Person, Vote
from koalicja.voices.models import Participant, Question, Reaction, Statement


@dataclass(frozen=True, slots=True)
class Counted:
    """What the engine counts: people who reacted to something that stands, and their reactions, in their order."""

    votes: tuple[Vote, ...]
    people: tuple[Person, ...]
    statements: tuple[str, ...]
    ways: Mapping[str, int]


def root_of(statement: Statement) -> Statement:
    """The statement that this one was merged into, and that one perhaps into another; itself where it was not."""
    while statement.merged_into is not None:
        statement = statement.merged_into
    return statement


def counted(question: Question) -> Counted:
    """All that is counted of a question: reactions to what was merged count for what it was merged into.

    Of a secret round no group and no age goes to the engine, so that nothing but the whole can come of it.
    """
    roots = roots_of(question)
    votes, spoke = [], set()
    rows = Reaction.objects.filter(participant__question=question).order_by("participant", "turn", "statement")
    for person, statement, value in rows.values_list("participant", "statement", "value"):
        if statement in roots:
            votes.append(Vote(str(person), str(roots[statement]), value))
            spoke.add(person)
    is_secret = question.round == Question.Round.SECRET
    people, ways = [], Counter[str]()
    for each in Participant.objects.filter(pk__in=spoke).order_by("pk"):
        told = ("", "") if is_secret else (each.group, each.age_band)
        people.append(Person(str(each.pk), *told))
        ways[each.way] += 1
    return Counted(tuple(votes), tuple(people), tuple(str(key) for key in sorted(set(roots.values()))), dict(ways))


def roots_of(question: Question) -> dict[int, int]:
    """Of each statement whose words or whose root's words stand: the one it counts for."""
    rows = {row.pk: row for row in question.statements.only("pk", "state", "merged_into_id", "question_id")}
    found = {}
    for key, row in rows.items():
        while row.merged_into_id is not None:
            row = rows[row.merged_into_id]  # noqa: PLW2901  # walks up to the root
        if row.state == Statement.State.SHOWN:
            found[key] = row.pk
    return found


def left_to_answer(question: Question, participant: Participant) -> tuple[int, ...]:
    """Statements that she has not answered, in her order: those that fewest people have reacted to come first."""
    roots = roots_of(question)
    seen = {str(root): 0 for root in roots.values()}
    by_statement = Reaction.objects.filter(statement__question=question).values_list("statement").order_by("statement")
    for statement, people in by_statement.annotate(people=Count("pk")):
        if statement in roots:
            seen[str(roots[statement])] += people
    answered = {str(roots[key]) for key in _reacted(participant) if key in roots}
    return tuple(map(int, order_to_show(seen, seed=question.pk, person=str(participant.pk), answered=answered)))


def _reacted(participant: Participant) -> Iterator[int]:
    return participant.reactions.values_list("statement", flat=True).iterator()
