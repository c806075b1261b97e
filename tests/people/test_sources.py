"""Where a record is from, as a page in either language says it."""

import pytest
from django.utils import translation

from koalicja.people.sources import shown_source


@pytest.mark.parametrize(
    ("stored", "polish", "english"),
    [
        ("wpisane ręcznie", "wpisane ręcznie", "typed in by hand"),
        ("typed in by hand", "wpisane ręcznie", "typed in by hand"),
        ("rozmowa „Kto u nas…?”", "rozmowa „Kto u nas…?”", "naming session"),
        ("lista GOPS", "lista GOPS", "lista GOPS"),
        ("", "", ""),
    ],
)
def test_our_own_words_follow_the_page_and_those_of_people_stay(stored: str, polish: str, english: str) -> None:
    told = []
    for language in ("pl", "en"):
        with translation.override(language):
            told.append(shown_source(stored))
    assert told == [polish, english]
