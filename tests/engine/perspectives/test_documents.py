"""What the method's page says is what the code does."""

import re
from pathlib import Path

from koalicja.engine.perspectives.agreement import METHOD, agreement
from koalicja.engine.perspectives.beta import jeffreys, majority
from koalicja.engine.perspectives.blocks import SMALL
from koalicja.engine.perspectives.disclosure import Part, released
from koalicja.engine.perspectives.hearing import FEW
from koalicja.engine.perspectives.ranking import FEWEST, USUAL
from koalicja.engine.perspectives.voices import Person
from tests.engine.perspectives.voices_of import BANDS, people, votes

ROOT = Path(__file__).resolve().parents[3]
PAGE = re.sub(r"\s+", " ", (ROOT / "docs" / "algorithms" / f"{METHOD}.md").read_text(encoding="utf-8"))
WHO = [
    Person("w1", "office", "35-59"),
    Person("s1", "culture", "35-59"),
    Person("s2", "culture", "20-34"),
    Person("k1", "ngo", "60+"),
    Person("k2", "ngo", "60+"),
    Person("m1", "resident", "13-19"),
    Person("m2", "resident", "13-19"),
    Person("m3", "resident", "60+"),
    Person("m4"),
]


def test_the_page_tells_the_limits() -> None:
    assert f"half of those on the statement with most, and {USUAL}, or all" in PAGE
    assert f"never below {FEWEST}." in PAGE
    assert f"`few`: fewer than {FEW}," in PAGE
    assert f"No number below {SMALL} is shown" in PAGE


def test_the_page_tells_what_one_voice_and_more_say() -> None:
    lows = [round(jeffreys(count, 0)[0], 2) for count in (1, 2, 10)]
    assert "With one voice that agrees it is {}–1, with two {}–1, with ten {}–1".format(*lows) in PAGE
    sure = [f"{majority(*counts):.{digits}f}" for counts, digits in (((1, 0, 0), 2), ((2, 0, 0), 2), ((5, 0, 0), 3))]
    assert "One who agrees: {}; two: {}; five: {};".format(*sure) in PAGE
    assert f"one who passes: {majority(2, 0, 1):.3f}." in PAGE


def test_the_worked_example_of_a_room_works() -> None:
    given_votes = [
        *votes("bus", WHO, "yyyyyyypy"),
        *votes("lodowisko", WHO, "nyynnyyn-"),
        *votes("park", WHO, "-----y---"),
    ]
    found = agreement(given_votes, WHO)
    assert [(each.id, f"{each.sureness:.3f}") for each in found.uniting] == [("bus", "0.501")]
    assert [(each.id, f"{each.sureness:.3f}", each.between) for each in found.dividing] == [
        ("lodowisko", "0.896", ("13-19", "60+"))
    ]
    assert found.few_voices == ("park",)
    assert [(each.key, each.voices, each.could) for each in found.not_heard[:2]] == [
        ("business", 0, 0),
        ("office", 1, 1),
    ]
    assert "= 0.501, and by bands the same" in PAGE
    assert "= 0.896; it divides" in PAGE


def test_the_worked_example_of_residents_works() -> None:
    those = people("ngo/20-34:3 resident/13-19:9 resident/20-34:8 resident/60+:14 resident:10")
    letters = "yyy" + "nnnnnnnny" + "nnnnnnny" + "y" * 13 + "n" + "yyyyyyyypp"
    look = released(votes("s", those, letters), those, statements="s", bands=BANDS, closed=True)
    assert [part.people for part in look.age_bands] == [9, 11, 14, 10]
    assert look.groups == (Part(("office", "culture", "ngo", "business", "resident", ""), 44),)
    assert (look.statements[0].all, look.statements[0].at_least) == ((26, 18), ("disagree", 14))
    assert [letters.count(letter) for letter in "ynp"] == [26, 16, 2]
