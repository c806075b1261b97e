"""The comparable and searchable texts kept beside a record; every writer of records takes them from here."""

from koalicja.engine.matching.names import name_key
from koalicja.engine.matching.search import search_words
from koalicja.engine.matching.text import fold

KEY_LENGTH = 300
PERSON_KEY_LENGTH = 200
SEARCH_LENGTH = 500
PERSON_SEARCH_LENGTH = 400
TITLES = frozenset({"pan", "pani", "p", "p."})


def organisation_keys(name: str, *, village: str = "", kind_text: str = "", street: str = "") -> dict[str, str]:
    """The fields `name_key` and `search_key` of an organisation. No person and no contact is ever in them."""
    searched = search_words(name, village, street, kind_text)
    return {"name_key": name_key(name)[:KEY_LENGTH], "search_key": searched[:SEARCH_LENGTH]}


def person_keys(name: str, *, village: str = "") -> dict[str, str]:
    """The fields `name_key` and `search_key` of a person: words of the name in any order mean the same person."""
    key = " ".join(sorted(_without_title(fold(name).split())))
    searched = search_words(name, village)
    return {"name_key": key[:PERSON_KEY_LENGTH], "search_key": searched[:PERSON_SEARCH_LENGTH]}


def _without_title(name: list[str]) -> list[str]:
    """Pani Zofia Przykładowa is Zofia Przykładowa."""
    return name[1:] if len(name) > 2 and name[0] in TITLES else name
