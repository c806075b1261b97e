"""Ages that stand in advice as an example only: any that is not at the table yet would do."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from koalicja.engine.composition.result import Advice

__all__ = ["is_example", "together"]


def is_example(advice: Advice) -> bool:
    """Whether different ages are asked for, and not this one."""
    is_any_new = "min_age_bands" in advice.rules and not any(rule.startswith("age_bands.") for rule in advice.rules)
    return "age_band" in advice.profile and is_any_new


def together(advice: Sequence[Advice]) -> list[Advice]:
    """Of those who differ in an example only each has all the examples, so that they are told in one line."""
    ages: dict[object, set[str]] = defaultdict(set)
    for each in advice:
        ages[_but_age(each)] |= {str(each.profile["age_band"])} if is_example(each) else set()
    return [
        replace(each, profile={**each.profile, "age_band": tuple(sorted(ages[_but_age(each)]))})
        if is_example(each) and len(ages[_but_age(each)]) > 1
        else each
        for each in advice
    ]


def _but_age(advice: Advice) -> object:
    profile = tuple(sorted((column, value) for column, value in advice.profile.items() if column != "age_band"))
    return advice.code, is_example(advice), profile, tuple(sorted(advice.params.items()))
