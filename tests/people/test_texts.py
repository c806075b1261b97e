"""Every code has its sentence."""

import re
from pathlib import Path

import pytest

from koalicja.backroom.models import Event
from koalicja.engine.matching.sectors import SECTORS
from koalicja.people import texts

ACTIONS = Path(texts.__file__).parent / "actions"
MINE = ("contacts", "exports", "leaving", "merges", "names", "organisations", "persons")
CODE = re.compile(r'"((?:organisation|person|mandate|contact|log|record|pair|register|names|suggestions)\.[a-z_]+)"')


def codes() -> list[str]:
    written = (ACTIONS / f"{name}.py" for name in MINE)
    return sorted({code for path in written for code in CODE.findall(path.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("code", codes())
def test_every_event_of_the_register_reads_as_a_sentence(code: str) -> None:
    line = texts.event_line(Event(code=code, params={"count": 2, "kind": "call", "changes": {"name": ["a", "b"]}}))
    assert line not in ("", code)
    assert "%(" not in line


def test_there_are_as_many_event_codes_as_the_actions_write() -> None:
    assert len(codes()) == 28


def test_every_sector_has_a_name_and_stands_in_the_choices_once() -> None:
    offered = [key for _group, options in texts.class_choices()[1:] for key, _name in options]
    assert sorted(offered) == sorted([s.key for s in SECTORS] + [f"group:{g}" for g in texts.GROUP_NAMES])
    assert [sector.key for sector in SECTORS if not texts.sector_name(sector.key)] == []


def test_recognised_words_are_quoted_as_they_stand_in_the_name() -> None:
    reason = {"code": "name_says", "words": "osrodek kultury"}
    assert texts.class_reason(reason, "guess", "Gminny Ośrodek Kultury") == "Rozpoznano po „Ośrodek Kultury” w nazwie."


def test_a_class_that_a_human_checked_says_so() -> None:
    assert texts.class_reason({"code": "name_says", "words": "osp"}, "human") == "Sprawdzone ręcznie."


@pytest.mark.parametrize(
    ("key", "words"), [("", "nie wiemy"), ("13-19", "13–19 lat"), ("20-34", "20–34 lata"), ("60+", "60 lat i więcej")]
)
def test_age_bands_in_words(key: str, words: str) -> None:
    assert texts.age_band(key) == words


def test_a_second_register_number_says_that_it_is_another_one() -> None:
    assert (texts.identifier_name("regon"), texts.identifier_name("regon_2")) == ("REGON", "REGON (drugi numer)")


def test_a_class_may_be_a_group_alone() -> None:
    assert (texts.class_name("group:ngo"), texts.class_name("school")) == ("organizacje społeczne", "szkoła")
