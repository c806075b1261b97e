"""What keeps a statement from being shown before somebody has looked at it, and what no statement may hold. Pure."""

import re

from koalicja.people.lines import has_contact

_LINK = re.compile(r"https?:|\bwww\.|\b[\w-]+\.(?:pl|eu|com|org|net|info|me|ly|gov)\b(?!\w)", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*[/!a-zA-Z][^>]*>?")


def held_for(text: str, *, looks_first: bool = False) -> str:
    """Why the text waits to be looked at: a contact, a link, or because each does; nothing where it may be shown."""
    if _LINK.search(text):
        return "link"
    if has_contact(text):
        return "contact"
    return "each" if looks_first else ""


def has_markup(text: str) -> bool:
    """Whether marks of a web page stand in the text, which would be shown as they are."""
    return _MARKUP.search(text) is not None
