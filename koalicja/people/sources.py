"""Where a record is from, in the reader's language where the words are ours.

What people write as a source stays as they wrote it. Ours are stored as they were shown to whoever typed the names.
"""

from functools import cache

from django.conf import settings
from django.utils.translation import gettext_lazy, override

TYPED = gettext_lazy("typed in by hand")
OURS = (TYPED, gettext_lazy("naming session"))


@cache
def _our_words() -> dict[str, int]:
    """Our sources as they read in every language of the site."""
    found: dict[str, int] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {str(source): place for place, source in enumerate(OURS)}
    return found


TOLD_OUTSIDE = (
    gettext_lazy("the library wrote it down"),
    gettext_lazy("somebody gave it in a talk about who is active in the gmina"),
)


def told_outside(source: str) -> str:
    """A source in a letter, for somebody who does not know our words for it."""
    place = _our_words().get(source)
    return source if place is None else str(TOLD_OUTSIDE[place])


def shown_source(source: str) -> str:
    """A source as it is stored, in the language of the page."""
    place = _our_words().get(source)
    return source if place is None else str(OURS[place])
