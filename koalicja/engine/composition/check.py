"""A checked problem in one order, whatever the order of its rows: what every other part of the engine works on."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.problem import GROUPS, Bounds, Candidate, Problem, Rules, Weights

__all__ = ["Prepared", "Topic", "exact", "validated"]

KINDS = ("organisation", "resident", "")
LOCKS = ("must", "never", "")
MEASURES = ("influence", "interest", "willingness")
WEIGHTS = ("willingness", "influence", "reach", "cover", "ties", "size")
# Of the greatest weight: what is less would be rounded away in whole numbers (objective.py).
LEAST_WEIGHT = Fraction(1, 10_000)


@dataclass(frozen=True, slots=True)
class Topic:
    """An area or an offer: `column` is areas or offers, `who` serves it (never-locked left out), `need` the rule's."""

    column: str
    word: str
    who: frozenset[int]
    need: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A problem without contradictions in its form.

    Candidates stand in the order of their ids, and numbers below are places in that order. Kind and group follow from
    each other where one is empty. `ties` are symmetric, above 0, the greater strength counts; of those in `acquainted`
    it was told whom they know, were it nobody. `conflicts` are pairs (smaller, greater). `must` holds the library.
    `villages` and `topics` are those named by candidates not locked never, topics also by the rules; of so many of
    these candidates the interest group is known (`interests_known`).
    `declined` are those of the never who said so themselves, `near` those who come only where a rule needs one.
    """

    candidates: tuple[Candidate, ...]
    rules: Rules
    index: Mapping[str, int]
    library: int | None
    library_counts: bool
    ties: tuple[Mapping[int, Fraction], ...]
    acquainted: frozenset[int]
    conflicts: tuple[tuple[int, int], ...]
    must: frozenset[int]
    never: frozenset[int]
    residents: frozenset[int]
    villages: Mapping[str, frozenset[int]]
    topics: tuple[Topic, ...]
    interests_known: int
    declined: frozenset[int] = frozenset()
    near: frozenset[int] = frozenset()

    @property
    def has_ties(self) -> bool:
        return any(self.ties)

    def places(self, members: Iterable[str]) -> frozenset[int]:
        """The numbers of ids; raises KeyError for an id that is no candidate's."""
        return frozenset(self.index[member] for member in members)

    def ids(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.candidates[place].id for place in sorted(places))


def exact(value: float) -> Fraction:
    """The number as people wrote it: 0.1 is one tenth."""
    return Fraction(repr(float(value)))


def validated(problem: Problem) -> Prepared:
    """Raises CompositionError (see errors.py); the first finding by id decides, whatever the order of rows."""
    candidates = tuple(sorted(problem.candidates, key=lambda candidate: candidate.id))
    index = {candidate.id: place for place, candidate in enumerate(candidates)}
    _check_ids(candidates, problem.library, index)
    for candidate in candidates:
        _check_candidate(candidate, index)
    _check_rules(problem.rules)
    candidates = tuple(map(_completed, candidates))
    never = frozenset(place for place, candidate in enumerate(candidates) if candidate.lock == "never")
    library = index[problem.library] if problem.library else None
    return Prepared(
        candidates=candidates,
        rules=problem.rules,
        index=index,
        library=library,
        library_counts=problem.library_counts,
        ties=_ties(candidates, index),
        acquainted=_acquainted(candidates, index),
        conflicts=_conflicts(candidates, index),
        must=frozenset(place for place, c in enumerate(candidates) if c.lock == "must" or place == library),
        never=never,
        residents=frozenset(place for place, candidate in enumerate(candidates) if candidate.kind == "resident"),
        villages=dict(sorted(_named_by(candidates, "villages", never).items())),
        topics=_topics(candidates, problem.rules, never),
        interests_known=sum(bool(c.interest_group) for place, c in enumerate(candidates) if place not in never),
        declined=never & {index[key] for key in problem.declined if key in index},
        near=frozenset(index[key] for key in problem.near if key in index),
    )


def _check_ids(candidates: tuple[Candidate, ...], library: str, index: Mapping[str, int]) -> None:
    for place, candidate in enumerate(candidates):
        if not candidate.id:
            raise CompositionError("empty_id")
        if index[candidate.id] != place:
            raise CompositionError("duplicate_id", id=candidate.id)
    if library and library not in index:
        raise CompositionError("unknown_library", value=library)


def _check_candidate(candidate: Candidate, index: Collection[str]) -> None:
    for column, known in (("kind", KINDS), ("group", (*GROUPS, "")), ("lock", LOCKS)):
        if getattr(candidate, column) not in known:
            raise CompositionError("unknown_value", id=candidate.id, column=column, value=getattr(candidate, column))
    if candidate.kind and candidate.group and (candidate.kind == "resident") != (candidate.group == "resident"):
        raise CompositionError("kind_and_group", id=candidate.id, kind=candidate.kind, group=candidate.group)
    for column in MEASURES:
        _check_unit(candidate.id, column, getattr(candidate, column))
    for other in sorted(candidate.knows):
        _check_unit(candidate.id, "knows", candidate.knows[other])
        _check_other(candidate.id, "knows", other, index)
    for other in sorted(candidate.conflicts):
        _check_other(candidate.id, "conflicts", other, index)


def _check_unit(id_: str, column: str, value: float | None) -> None:
    if value is not None and not 0 <= value <= 1:
        raise CompositionError("outside_0_1", id=id_, column=column, value=value)


def _check_other(id_: str, column: str, other: str, index: Collection[str]) -> None:
    if other not in index:
        raise CompositionError("unknown_id", id=id_, column=column, value=other)
    if other == id_:
        raise CompositionError("refers_to_itself", id=id_, column=column)


def _check_rules(rules: Rules) -> None:
    for group in rules.groups:
        if group not in GROUPS:
            raise CompositionError("unknown_group", value=group)
    for name, bounds in _bounds(rules):
        _check_bounds(name, bounds)
    for name in WEIGHTS:
        if not 0 <= getattr(rules.weights, name) < float("inf"):
            raise CompositionError("below_zero", rule=f"weights.{name}")
    _check_weights(rules.weights)
    for name in ("max_interest_share", "min_villages_share"):
        share = getattr(rules, name)
        if share is not None and not 0 <= share <= 1:
            raise CompositionError("share_outside_0_1", rule=name)


def _check_weights(weights: Weights) -> None:
    given = {name: exact(getattr(weights, name)) for name in WEIGHTS}
    least = max(given.values()) * LEAST_WEIGHT
    for name, weight in given.items():
        if 0 < weight < least:
            raise CompositionError("weight_too_small", rule=f"weights.{name}", least=float(least))


def _bounds(rules: Rules) -> Iterator[tuple[str, Bounds]]:
    yield "size", rules.size
    yield "min_age_bands", Bounds(rules.min_age_bands)
    for column in ("groups", "age_bands", "sectors"):
        yield from ((f"{column}.{word}", bounds) for word, bounds in sorted(getattr(rules, column).items()))
    for column in ("areas", "offers"):
        yield from ((f"{column}.{word}", Bounds(need)) for word, need in sorted(getattr(rules, column).items()))


def _check_bounds(name: str, bounds: Bounds) -> None:
    if (bounds.min is not None and bounds.min < 0) or (bounds.max is not None and bounds.max < 0):
        raise CompositionError("below_zero", rule=name)
    if bounds.min is not None and bounds.max is not None and bounds.min > bounds.max:
        raise CompositionError("min_above_max", rule=name, min=bounds.min, max=bounds.max)


def _completed(candidate: Candidate) -> Candidate:
    if candidate.kind and candidate.group:
        return candidate
    if "resident" in (candidate.kind, candidate.group):
        return replace(candidate, kind="resident", group="resident")
    return replace(candidate, kind="organisation") if candidate.group else candidate


def _ties(candidates: tuple[Candidate, ...], index: Mapping[str, int]) -> tuple[Mapping[int, Fraction], ...]:
    ties: list[dict[int, Fraction]] = [{} for _ in candidates]
    for place, candidate in enumerate(candidates):
        for other, strength in candidate.knows.items():
            if strength > 0:
                best = max(exact(strength), ties[place].get(index[other], Fraction(0)))
                ties[place][index[other]] = ties[index[other]][place] = best
    return tuple(dict(sorted(known.items())) for known in ties)


def _acquainted(candidates: tuple[Candidate, ...], index: Mapping[str, int]) -> frozenset[int]:
    """Of whom anything was told about knowing others, a strength of 0 as well; what one side told holds for both."""
    named = {index[other] for candidate in candidates for other in candidate.knows}
    return frozenset(named | {place for place, candidate in enumerate(candidates) if candidate.knows})


def _conflicts(candidates: tuple[Candidate, ...], index: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    pairs = {
        (min(place, index[other]), max(place, index[other]))
        for place, candidate in enumerate(candidates)
        for other in candidate.conflicts
    }
    return tuple(sorted(pairs))


def _named_by(candidates: tuple[Candidate, ...], column: str, never: frozenset[int]) -> dict[str, frozenset[int]]:
    named: dict[str, set[int]] = {}
    for place, candidate in enumerate(candidates):
        for word in getattr(candidate, column) if place not in never else ():
            named.setdefault(word, set()).add(place)
    return {word: frozenset(who) for word, who in named.items()}


def _topics(candidates: tuple[Candidate, ...], rules: Rules, never: frozenset[int]) -> tuple[Topic, ...]:
    topics = []
    for column, needs in (("areas", rules.areas), ("offers", rules.offers)):
        named = _named_by(candidates, column, never)
        topics += [
            Topic(column, word, named.get(word, frozenset()), needs.get(word, 0)) for word in sorted({*named, *needs})
        ]
    return tuple(topics)
