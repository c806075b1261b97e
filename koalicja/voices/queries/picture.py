"""What came of a closed question, from its stored numbers alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from koalicja.voices.models import Question, Release, Statement

Keys = tuple[str, ...]
DIMENSIONS = {"groups": "group", "age_bands": "age_band"}
SIDES = (("agree",), ("disagree",), ("pass",))


@dataclass(frozen=True, slots=True)
class Share:
    """Of so many who took a side so many agree; with 95 % the share lies between `low` and `high`, in 0–1."""

    agree: int
    sides: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """People by their answers. `dimension` and `keys` say who: "" and none for all, several keys for who is joined."""

    dimension: str
    keys: Keys
    counts: tuple[int, ...]
    share: Share | None


@dataclass(frozen=True, slots=True)
class Viewed:
    """One statement as all see it, then each group, then each age. `answers` are the columns of all rows.

    `at_least`: an answer and how many gave it at least, where nearly all did; ("", 0) else. `is_shown`: whether any
    number of it may be.
    """

    statement: Statement
    answers: tuple[Keys, ...]
    rows: tuple[Row, ...]
    at_least: tuple[str, int]
    is_shown: bool

    @property
    def is_of_sides(self) -> bool:
        """Whether those who agree and those who disagree are shown apart, so that there are shares of them."""
        return ("agree",) in self.answers and ("disagree",) in self.answers


@dataclass(frozen=True, slots=True)
class Unheard:
    """Those of whom none, few, or ("together") nobody knows how many spoke; `could` of them there are, if known."""

    dimension: str
    key: str
    heard: str
    voices: int = 0
    could: int | None = None


@dataclass(frozen=True, slots=True)
class Across:
    """A statement that divides, and what it divides: two (groups of) keys of a dimension, or the whole."""

    viewed: Viewed
    dimension: str
    between: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    people: int
    is_of_members: bool
    uniting: tuple[Viewed, ...]
    dividing: tuple[Across, ...]
    viewed: tuple[Viewed, ...]
    unheard: tuple[Unheard, ...]
    method: str


def picture_of(question: Question) -> Picture | None:
    """Everything in two queries; None while the question is not closed."""
    release = Release.objects.filter(question=question).first()
    if release is None:
        return None
    content = release.content
    is_of_members = content["kind"] == "members"
    texts = {str(each.pk): each for each in question.statements.all()}
    rows = content["statements"] if is_of_members else content["release"]["statements"]
    viewed = {row["id"]: (_of_members if is_of_members else _released)(texts[row["id"]], row) for row in rows}
    return Picture(
        people=content["people"] if is_of_members else content["release"]["people"],
        is_of_members=is_of_members,
        uniting=tuple(viewed[each["id"]] for each in content["uniting"]),
        dividing=tuple(
            Across(viewed[each["id"]], each["dimension"], tuple(each["between"])) for each in content["dividing"]
        ),
        viewed=tuple(viewed.values()),
        unheard=tuple(_unheard(content, question)),
        method=release.method,
    )


def _of_members(statement: Statement, row: Mapping[str, Any]) -> Viewed:
    found = [_row("", (), SIDES, row["all"])]
    for name, dimension in DIMENSIONS.items():
        found += [_row(dimension, (key,), SIDES, counts) for key, counts in row[name].items()]
    return Viewed(statement, SIDES, tuple(found), ("", 0), True)


def _released(statement: Statement, row: Mapping[str, Any]) -> Viewed:
    answers = tuple(tuple(each) for each in row["answers"])
    found = [_row("", (), answers, row["all"])]
    for name, dimension in DIMENSIONS.items():
        parts = row[name] if len(row[name]) > 1 else []  # one part of all says nothing beside the whole
        found += [_row(dimension, tuple(part["keys"]), answers, part["counts"]) for part in parts]
    answer, least = row["at_least"]
    return Viewed(statement, answers, tuple(found), (answer, least), len(answers) > 1 or bool(least))


def _row(dimension: str, keys: Keys, answers: tuple[Keys, ...], counts: Any) -> Row:
    by = dict(zip(answers, counts, strict=True))
    agree, disagree = by.get(("agree",)), by.get(("disagree",))
    share = _share(agree, disagree) if agree is not None and disagree is not None else None
    return Row(dimension, keys, tuple(counts), share)


def _share(agree: int, disagree: int) -> Share | None:
    from koalicja.engine.perspectives.beta import jeffreys

    low, high = jeffreys(agree, disagree)
    return Share(agree, agree + disagree, low, high) if agree + disagree else None


def _unheard(content: Mapping[str, Any], question: Question) -> Iterator[Unheard]:
    """Of members as the engine said; of residents whoever is not shown alone, and never how many they are."""
    if question.round == Question.Round.SECRET:
        return
    if content["kind"] == "members":
        yield from (Unheard(**each) for each in content["not_heard"])
        return
    from koalicja.engine.perspectives.voices import GROUPS

    for dimension, keys in (("group", GROUPS), ("age_band", question.bands)):
        yield from (Unheard(dimension, key, "together") for key in keys if key not in content["alone"][dimension])
