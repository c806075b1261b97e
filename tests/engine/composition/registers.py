"""Small registers of fictional people, drawn by hypothesis or written by hand."""

from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from koalicja.engine.composition.problem import GROUPS, Bounds, Candidate, Problem, Rules, Weights

BANDS = ("", "13-19", "20-39", "60+")
VILLAGES = ("Wola", "Zarzecze", "Kąty")
AREAS = ("youth", "sport")
OFFERS = ("room", "car")
GRADES = (None, 0.0, 0.3, 0.5, 0.75, 1.0)


def person(id_: str, **facts: object) -> Candidate:
    return Candidate(id=id_, name=f"Fictional {id_}", **facts)  # type: ignore[arg-type]


def problem(*candidates: Candidate, library: str = "", library_counts: bool = True, **rules: object) -> Problem:
    return Problem(candidates, Rules(**rules), library, library_counts)  # type: ignore[arg-type]


def shuffled(given: Problem, seed: int) -> Problem:
    rows = list(given.candidates)
    Random(seed).shuffle(rows)
    return Problem(tuple(rows), given.rules, given.library, given.library_counts)


def weighing(given: Problem, factor: float) -> Problem:
    weights = Weights(*(getattr(given.rules.weights, name) * factor for name in Weights.__dataclass_fields__))
    rules = Rules(
        **{name: weights if name == "weights" else getattr(given.rules, name) for name in Rules.__dataclass_fields__}
    )
    return Problem(given.candidates, rules, given.library, given.library_counts)


def some(words: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(words), max_size=2)


@st.composite
def candidates(draw: st.DrawFn, ids: tuple[str, ...], place: int) -> Candidate:
    group = draw(st.sampled_from((*GROUPS, "resident", "")))
    others = [other for other in ids if other != ids[place]]
    knows = (
        draw(st.dictionaries(st.sampled_from(others), st.sampled_from((0.0, 0.4, 1.0)), max_size=3)) if others else {}
    )
    conflicts = (
        draw(st.frozensets(st.sampled_from(others), max_size=1)) if others and draw(st.booleans()) else frozenset()
    )
    return person(
        ids[place],
        group=group,
        kind="resident" if group == "resident" else "",
        sector=draw(st.sampled_from(("", "school", "firm"))),
        age_band=draw(st.sampled_from(BANDS)),
        interest_group=draw(st.sampled_from(("", "", "", "commune", "parish"))),
        villages=draw(some(VILLAGES)),
        areas=draw(some(AREAS)),
        offers=draw(some(OFFERS)),
        influence=draw(st.sampled_from(GRADES)),
        willingness=draw(st.sampled_from(GRADES)),
        knows=knows,
        conflicts=conflicts,
        lock=draw(st.sampled_from(("", "", "", "", "", "", "must", "never"))),
    )


@st.composite
def bounds(draw: st.DrawFn, greatest: int) -> Bounds:
    low = draw(st.none() | st.integers(0, greatest))
    return Bounds(low, draw(st.none() | st.integers(low or 0, greatest + 2)))


@st.composite
def rule_sets(draw: st.DrawFn) -> Rules:
    return Rules(
        size=draw(bounds(4)),
        max_interest_share=draw(st.sampled_from((None, Fraction(49, 100), Fraction(1, 4), Fraction(0), Fraction(1)))),
        min_villages_share=draw(st.sampled_from((None, Fraction(1, 2), Fraction(1)))),
        min_age_bands=draw(st.sampled_from((None, None, 1, 2))),
        allow_isolated=draw(st.booleans()),
        groups=draw(st.dictionaries(st.sampled_from(GROUPS), bounds(1), max_size=3)),
        age_bands=draw(st.dictionaries(st.sampled_from(BANDS[1:]), bounds(1), max_size=1)),
        areas=draw(st.dictionaries(st.sampled_from(AREAS), st.integers(0, 2), max_size=1)),
        offers=draw(st.dictionaries(st.sampled_from((*OFFERS, "boat")), st.integers(0, 1), max_size=1)),
        sectors=draw(st.dictionaries(st.sampled_from(("school", "firm")), bounds(1), max_size=1)),
        weights=Weights(*(draw(st.sampled_from((0.0, 0.1, 1.0, 1.0, 2.5))) for _ in Weights.__dataclass_fields__)),
    )


@st.composite
def problems(draw: st.DrawFn, greatest: int = 8) -> Problem:
    ids = tuple(f"p{number:02d}" for number in range(draw(st.integers(0, greatest))))
    people = tuple(draw(candidates(ids, place)) for place in range(len(ids)))
    library = draw(st.sampled_from(("", *ids[:1])))
    return Problem(people, draw(rule_sets()), library, draw(st.booleans()))
