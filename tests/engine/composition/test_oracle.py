"""The oracle itself, held against tables counted by hand."""

from fractions import Fraction

from koalicja.engine.composition.problem import Bounds, Candidate, Problem, Rules
from tests.engine.composition.oracle import best, broken, can_be_met, value

LIBRARY = Candidate("lib", "Biblioteka", "organisation", "culture", "library", villages=frozenset({"Wola"}))
FIRM = Candidate("firm", "Piekarnia", group="business", villages=frozenset({"Zarzecze"}), willingness=0.9)
ANNA = Candidate("anna", "Anna (przykład)", "resident", age_band="60+", knows={"lib": 0.5}, influence=0.25)
JAN = Candidate("jan", "Jan (przykład)", group="resident", age_band="13-19", conflicts=frozenset({"anna"}))
PEOPLE = (LIBRARY, FIRM, ANNA, JAN)


def test_rules_are_counted_as_written() -> None:
    rules = Rules(
        size=Bounds(2, 3),
        max_interest_share=Fraction(1, 3),
        min_villages_share=Fraction(51, 100),
        min_age_bands=2,
        allow_isolated=False,
        groups={"culture": Bounds(1), "resident": Bounds(1, 1)},
        age_bands={"60+": Bounds(None, 0)},
        areas={"youth": 1},
        offers={"room": 0},
    )
    problem = Problem(PEOPLE, rules, library="lib", library_counts=False)
    assert broken(problem, {"lib", "anna", "jan"}) == {
        "age_bands.60+.max", "allow_isolated", "areas.youth", "conflicts", "groups.culture.min", "groups.resident.max",
        "min_villages_share",
    }  # fmt: skip
    assert broken(problem, {"firm"}) == {
        "allow_isolated", "areas.youth", "groups.culture.min", "groups.resident.min", "locks.must",
        "max_interest_share", "min_age_bands", "min_villages_share", "size.min",
    }  # fmt: skip
    assert not can_be_met(problem)
    lacking = {"areas.youth", "groups.culture.min", "min_age_bands"}
    assert [can_be_met(problem, without=lacking | more) for more in (set(), {"allow_isolated"})] == [False, True]


def test_a_table_is_worth_the_sum_of_its_terms() -> None:
    problem = Problem(PEOPLE, Rules(size=Bounds(2, 2)), library="lib")
    # ties 2 × 0.25 × 0.5 / 2, villages 2 × 1/2, influence 0.25 − 0.5, three of four cells that a seat is paid for.
    assert value(problem, {"lib", "anna"}) == Fraction(1, 8) + 1 - Fraction(1, 4) - Fraction(3, 40)
    # villages 2 × 2/2, willingness 0.8 − 0.5, three of four cells again.
    assert value(problem, {"lib", "firm"}) == 2 + Fraction(3, 10) - Fraction(3, 40)
    assert best(problem) == (Fraction(89, 40), [frozenset({"lib", "firm"})])
