"""What a row says otherwise than the register, or than another row, and what somebody has corrected since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from koalicja.engine.matching.columns import FIELDS
from koalicja.engine.matching.duplicates import address_words
from koalicja.engine.matching.names import name_key
from koalicja.engine.matching.telephones import is_known
from koalicja.engine.matching.text import fold, word_set

_NOT_COMPARED = word_set(
    "name kind sector group gmina_code voivodeship powiat gmina row_id contact contact_2 contact_3"
)
COMPARED_FIELDS = tuple(name for name in FIELDS if name not in _NOT_COMPARED)
_OF_A_SPEAKER = word_set("phone person role notes")


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """An organisation the register has: `values` by field as in FIELDS (at least name).

    `keys` are Verdict.key of rows once accepted as this organisation, however it is called now; `loaded` are the values
    last taken over from a file, so that a file saying them again does not undo what a person corrected since. Where one
    file had rows of several keys for it, `said` keeps what each last said: the row saying it again is no change.
    """

    id: str
    values: Mapping[str, str]
    keys: tuple[str, ...] = ()
    loaded: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """A field the file would set: `old` is "" where the register knew nothing."""

    field: str
    old: str
    new: str


def changes(values: Mapping[str, str], key: str, entry: RegisterEntry) -> Iterator[Change]:
    """What the row would set: empty cells erase nothing; the same said otherwise (case, "ul.") is no change."""
    loaded = entry.said.get(key, entry.loaded)
    for name in COMPARED_FIELDS:
        new, old = values.get(name, ""), entry.values.get(name, "")
        if new and not _is_alike(name, new, old) and not _is_alike(name, new, loaded.get(name, "")):
            yield Change(name, old, new)


def names_another(values: Mapping[str, str], key: str, entry: RegisterEntry) -> bool:
    """Whether a row says no more than who else speaks for the entry, and by which phone."""
    fields = {change.field for change in changes(values, key, entry)}
    return "person" in fields and fields <= _OF_A_SPEAKER


def has_contact_of(values: Mapping[str, str], entry: Mapping[str, str]) -> bool:
    """Whether a row says a phone or an e-mail that the entry has."""
    return any(values.get(name) and _is_alike(name, values[name], entry.get(name, "")) for name in ("phone", "email"))


def added(values: Mapping[str, str], said: Sequence[Mapping[str, str]]) -> list[str]:
    """The fields that a row says and none of these rows says alike."""
    return [name for name in COMPARED_FIELDS if values.get(name) and not _is_among(name, values[name], said)]


def _is_among(name: str, value: str, said: Sequence[Mapping[str, str]]) -> bool:
    known = [row[name] for row in said if row.get(name)]
    return is_known(value, *known) if name == "phone" else any(_is_alike(name, value, each) for each in known)


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The fields of which two rows say both something, and not the same; the names first, where their keys differ."""
    both = [name for name in COMPARED_FIELDS if one.get(name) and other.get(name)]
    fields = [
        name
        for name in both
        if not (_is_alike(name, one[name], other[name]) or _is_alike(name, other[name], one[name]))
    ]
    has_two_names = name_key(one.get("name", "")) != name_key(other.get("name", ""))
    return ["name", *fields] if has_two_names else fields


def is_corrected(entry: RegisterEntry, name: str) -> bool:
    """Whether somebody has set this field: files have said something of the record, and not what stands in it."""
    now = entry.values.get(name, "")
    return bool(entry.loaded and now) and not _is_alike(name, now, entry.loaded.get(name, ""))


def _is_alike(name: str, one: str, other: str) -> bool:
    if name == "phone":
        return is_known(one, other)
    if name in {"nip", "regon"}:
        return _digits(one) == _digits(other) and bool(other)
    if name == "website":
        return _bare_website(one) == _bare_website(other)
    if name in {"street", "address"}:
        return address_words(one) == address_words(other)
    return fold(one) == fold(other)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _bare_website(text: str) -> str:
    bare = fold(text).removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare.rstrip("/")
