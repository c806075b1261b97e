"""A table reaches the villages although there are many of them."""

from koalicja.engine.composition.compose import compose
from koalicja.engine.composition.problem import Bounds, Candidate, Problem, Rules


def test_one_who_reaches_a_new_village_is_worth_a_seat_among_sixty_villages() -> None:
    people = tuple(
        Candidate(id=f"v{number:02}", name=f"V {number}", group="ngo", villages=frozenset({f"village {number}"}))
        for number in range(60)
    )
    answer = compose(Problem(candidates=people, rules=Rules(size=Bounds(8, 20))), seed=1)
    assert answer.status == "optimal"
    assert len(answer.members) == 20
