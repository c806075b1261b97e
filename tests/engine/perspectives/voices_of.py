"""Made-up rooms for property tests, and integrals that share nothing with the engine."""

import math
from collections.abc import Callable, Iterable
from random import Random

from hypothesis import strategies as st

from koalicja.engine.perspectives.voices import GROUPS, Person, Vote

BANDS = ("13-19", "20-34", "60+")
WORD = {"y": 1, "n": -1, "p": 0}


def people(text: str) -> list[Person]:
    """ "office:3 culture/60+:2": so many people of a group and, after a slash, a band; ids office1, office2 …"""
    found = []
    for part in text.split():
        who, _, count = part.partition(":")
        group, _, band = who.partition("/")
        start = sum(1 for person in found if person.group == group)
        found += [Person(f"{group}{start + at}", group, band) for at in range(1, int(count) + 1)]
    return found


def votes(statement: str, those: Iterable[Person], letters: str) -> list[Vote]:
    """One letter for each person: y, n, p, or - for who did not react."""
    return [
        Vote(person.id, statement, WORD[letter]) for person, letter in zip(those, letters, strict=True) if letter != "-"
    ]


@st.composite
def rooms(draw: st.DrawFn) -> tuple[list[Person], list[Vote]]:
    """Up to 14 people and 5 statements, with unknown groups and bands, repeated votes and silence."""
    those = [
        Person(f"p{at}", draw(st.sampled_from((*GROUPS, ""))), draw(st.sampled_from((*BANDS, ""))))
        for at in range(draw(st.integers(1, 14)))
    ]
    one = st.builds(
        Vote,
        st.sampled_from([person.id for person in those]),
        st.sampled_from("abcde"),
        st.sampled_from((1, 1, -1, 0)),
    )
    return those, draw(st.lists(one, max_size=80))


def beta_probability(
    a: float, b: float, low: float, high: float, weigh: Callable[[float], float] | None = None
) -> float:
    """The mass (or the mean of `weigh`) of Beta(a, b) between low and high, by Simpson's rule after p = sin²θ."""

    def integral(start: float, end: float, extra: Callable[[float], float]) -> float:
        steps = 4000
        width = (end - start) / steps
        total = 0.0
        for at in range(steps + 1):
            theta = start + at * width
            sine, cosine = math.sin(theta), math.cos(theta)
            value = 2 * abs(sine) ** (2 * a - 1) * abs(cosine) ** (2 * b - 1) * extra(sine * sine)
            total += value * (1 if at in (0, steps) else 4 if at % 2 else 2)
        return total * width / 3

    def angle(share: float) -> float:
        return math.asin(math.sqrt(share))

    whole = integral(0, math.pi / 2, lambda _share: 1.0)
    return integral(angle(low), angle(high), weigh or (lambda _share: 1.0)) / whole


def crowd(seed: int, size: int, statements: str, start: int = 0) -> tuple[list[Person], list[Vote]]:
    """So many residents and others, unevenly spread, each of whom reacts to most statements; ids from `start` on."""
    chance = Random(seed)
    shares = [chance.random() ** 3 for _ in (*GROUPS, "")]
    ages = [chance.random() ** 2 for _ in (*BANDS, "")]
    leaning = {name: chance.random() for name in statements}
    silence = chance.choice([0.0, 0.1, 0.4])
    those, given = [], []
    for at in range(start, start + size):
        group, band = chance.choices((*GROUPS, ""), shares)[0], chance.choices((*BANDS, ""), ages)[0]
        those.append(Person(f"p{at}", group, band))
        for name in statements:
            if chance.random() >= silence:
                value = 0 if chance.random() < 0.15 else 1 if chance.random() < leaning[name] else -1
                given.append(Vote(f"p{at}", name, value))
    return those, given
