"""The comparable and searchable texts kept beside a record; every writer of records takes them from here."""

from koalicja.engine.matching.names import name_key
from koalicja.engine.matching.text import fold

KEY_LENGTH = 300
PERSON_KEY_LENGTH = 200
SEARCH_LENGTH = 500
PERSON_SEARCH_LENGTH = 400


def organisation_keys(name: str, *, village: str = "", kind_text: str = "", street: str = "") -> dict[str, str]:
    """The fields `name_key` and `search_key` of an organisation. No person and no contact is ever in them."""
    key = name_key(name)
    searched = " ".join(fold(part) for part in (name, village, street, kind_text) if part)
    return {"name_key": key[:KEY_LENGTH], "search_key": f"{searched} {key}"[:SEARCH_LENGTH]}


def person_keys(name: str, *, village: str = "") -> dict[str, str]:
    """The fields `name_key` and `search_key` of a person: words of the name in any order mean the same person."""
    folded = fold(name)
    key = " ".join(sorted(folded.split()))
    searched = f"{folded} {fold(village)}".strip()
    return {"name_key": key[:PERSON_KEY_LENGTH], "search_key": searched[:PERSON_SEARCH_LENGTH]}
