"""From the raw rows of a file to judged rows: what each would do to the register, and why (method matching-1)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from koalicja.engine.matching.cells import RowProblem, clean_values, find_problem, name_problem
from koalicja.engine.matching.columns import FIELDS
from koalicja.engine.matching.duplicates import Entry, Match, NameIndex, address_words
from koalicja.engine.matching.gminas import Gazetteer, GminaAnswer
from koalicja.engine.matching.names import name_key
from koalicja.engine.matching.sectors import SectorGuess, guess_sector
from koalicja.engine.matching.text import fold, word_set, words

__all__ = [
    "OUTCOMES",
    "Change",
    "ParsedRow",
    "RegisterEntry",
    "RowProblem",
    "Verdict",
    "is_corrected",
    "judge",
    "parse_row",
    "venue_key",
]

OUTCOMES = ("new", "changed", "same", "doubtful", "error", "left_out", "repeated")
"""repeated: the file says the same organisation again, further up; it adds nothing (see Verdict.repeats)."""

DECISIVE_IDENTIFIERS = ("rspo", "regon")
_NOT_COMPARED = word_set("name kind sector group gmina_code voivodeship powiat gmina row_id")
COMPARED_FIELDS = tuple(name for name in FIELDS if name not in _NOT_COMPARED)


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row that names an organisation: `number` as the spreadsheet shows it, `values` by field, no empty ones."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """An organisation the register has: `values` by field as in FIELDS (at least name).

    `keys` are Verdict.key of rows once accepted as this organisation, however it is called now; `loaded` are the values
    last taken over from a file, so that a file saying them again does not undo what a person corrected since.
    """

    id: str
    values: Mapping[str, str]
    keys: tuple[str, ...] = ()
    loaded: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """A field the file would set: `old` is "" where the register knew nothing."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one row of the file would do.

    `outcome` is one of OUTCOMES, `code`/`params` its reason:
      new: new_here; changed: fields_differ; same: nothing_new; repeated: same_as_row;
      doubtful: likely_duplicate, gmina_from_place, gmina_ambiguous, gmina_unknown, gmina_missing, place_elsewhere,
        twice_in_register;
      error: the codes of RowProblem; left_out: closed_institution, abroad, other_gmina, empty_row.
    `key` is stable for the same organisation of the same file ("" for errors): keep it with the accepted row.
    `target` is the id of the register entry for changed and same; `repeats` the number of the first row alike.
    `duplicates` are register entries worth showing side by side, best first; `like_row` is the number of an earlier
    new row that reads like this new one but is not surely the same.
    """

    number: int
    outcome: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    gmina: GminaAnswer | None = None
    sector: SectorGuess | None = None
    target: str = ""
    repeats: int | None = None
    changes: tuple[Change, ...] = ()
    duplicates: tuple[Match, ...] = ()
    like_row: int | None = None


def parse_row(
    number: int, cells: Sequence[str], mapping: Mapping[str, int], *, note: str = ""
) -> ParsedRow | RowProblem | None:
    """The row's values by field, what is wrong with it, or None for a row with nothing in it.

    `note` is people.files' remark on the row (formula_without_value, nul_byte). Unknown is left out, never "".
    """
    raw = {name: cells[column] for name, column in mapping.items() if column < len(cells)}
    if not note and not any(cell.strip() for cell in cells):
        return None
    problem = find_problem(number, raw, note)
    if problem:
        return problem
    values = clean_values(raw)
    unusable = name_problem(values.get("name", ""), cells)
    return RowProblem(number, unusable, {}) if unusable else ParsedRow(number, values)


def venue_key(values: Mapping[str, str], gmina: str) -> str:
    """The key under which rows of one file are the same organisation: gmina, name, village, and what tells apart.

    What tells apart is the first known of RSPO number, address, e-mail and phone: two "Liceum dla Dorosłych" of one
    town with different e-mails are two schools.
    """
    village = values.get("village", "")
    name = name_key(values.get("name", ""), village=village)
    return "|".join((gmina, name, " ".join(words(village)), _distinction(values)))


def _distinction(values: Mapping[str, str]) -> str:
    if values.get("rspo"):
        return f"rspo {values['rspo']}"
    address = " ".join(address_words(_address(values)))
    return address or fold(values.get("email", "")) or _digits(values.get("phone", ""))


def _address(values: Mapping[str, str]) -> str:
    parts = (values.get(name, "") for name in ("street", "house_number", "flat", "address"))
    return " ".join(part for part in parts if part)


def judge(
    rows: Iterable[ParsedRow | RowProblem],
    *,
    register: Sequence[RegisterEntry],
    gazetteer: Gazetteer,
    default_gmina: str | None = None,
    corrections: Mapping[str, str] | None = None,
    only_gminas: frozenset[str] | None = None,
    accept_places: bool = False,
    all_here: bool = False,
    find_like_rows: bool = False,
) -> Iterator[Verdict]:
    """One verdict per row, in the order of the file; nothing is changed anywhere.

    `default_gmina` is the code chosen once for the file, for rows that do not say theirs; `corrections` as in
    sectors.guess_sector; rows of gminas outside `only_gminas` are left out; with `accept_places` a gmina found by the
    name of a place alone no longer makes a row doubtful (a person has looked at them), with `all_here` neither does a
    place outside the default gmina; with `find_like_rows` new rows say which earlier new row they resemble (a third
    more time).
    """
    judge_row = _Judge(
        register,
        gazetteer,
        default_gmina=default_gmina,
        corrections=corrections or {},
        only_gminas=only_gminas,
        accept_places=accept_places,
        all_here=all_here,
        find_like_rows=find_like_rows,
    )
    for row in rows:
        yield judge_row(row)


class _Judge:
    def __init__(
        self,
        register: Sequence[RegisterEntry],
        gazetteer: Gazetteer,
        *,
        default_gmina: str | None,
        corrections: Mapping[str, str],
        only_gminas: frozenset[str] | None,
        accept_places: bool,
        all_here: bool,
        find_like_rows: bool,
    ) -> None:
        self._gazetteer = gazetteer
        self._default = default_gmina
        self._corrections = corrections
        self._only = only_gminas
        self._accept_places = accept_places
        self._all_here = all_here
        self._first_rows: dict[str, int] = {}
        self._claimed: set[str] = set()
        self._new_rows = NameIndex(()) if find_like_rows else None
        self._register = {entry.id: entry for entry in register}
        self._by_key: dict[str, list[str]] = {}
        for entry in register:
            for key in dict.fromkeys((*entry.keys, venue_key(entry.values, _gmina_code(entry)))):
                self._by_key.setdefault(key, []).append(entry.id)
        self._index = NameIndex(_as_entry(entry.id, entry.values, _gmina_code(entry)) for entry in register)

    def __call__(self, row: ParsedRow | RowProblem) -> Verdict:
        if isinstance(row, RowProblem):
            return Verdict(row.number, "error", row.code, row.params)
        values = row.values
        sector = guess_sector(
            values["name"], kind=values.get("kind", ""), email=values.get("email", ""), corrections=self._corrections
        )
        gmina = self._gmina(values)
        key = venue_key(values, gmina.code or "")
        base = Verdict(row.number, "", "", {}, key, values, gmina, sector)
        left_out = self._reason_to_leave_out(sector, gmina)
        if left_out:
            return replace(base, outcome="left_out", code=left_out)
        is_certain = bool(gmina.code) and (gmina.status != "placed" or self._accept_places)
        first = self._first_rows.setdefault(key if is_certain else f"?{key}", row.number)
        if first != row.number:
            return replace(base, outcome="repeated", code="same_as_row", params={"row": str(first)}, repeats=first)
        if not is_certain:
            return replace(base, outcome="doubtful", code=_gmina_doubt(gmina), params=gmina.params)
        return self._against_register(base, gmina.code or "")

    def _gmina(self, values: Mapping[str, str]) -> GminaAnswer:
        answer = self._gazetteer.resolve(
            code=values.get("gmina_code", ""),
            voivodeship=values.get("voivodeship", ""),
            powiat=values.get("powiat", ""),
            gmina=values.get("gmina", ""),
            village=values.get("village", ""),
        )
        default = self._default
        if not default or answer.status in {"given", "named"}:
            return answer
        said = values.get("gmina_code") or values.get("gmina")
        if said and default not in answer.candidates and answer.status != "placed":
            return answer
        if not self._all_here and self._is_elsewhere(values, default):
            place = {"place": values.get("village") or values.get("powiat") or values.get("voivodeship", "")}
            return GminaAnswer(None, "ambiguous", (default, *answer.candidates), "place_elsewhere", place)
        village = values.get("village", "")
        is_unknown = bool(village) and not self._gazetteer.is_place_name(village)
        return GminaAnswer(default, "given", (default,), "chosen_place_unknown" if is_unknown else "chosen", {})

    def _is_elsewhere(self, values: Mapping[str, str], default: str) -> bool:
        """Whether the place lies, as far as we know, only in other gminas, or the row names another part of Poland."""
        known = self._gazetteer.gminas_of_place(values.get("village", ""))
        area = {name: values.get(name, "") for name in ("voivodeship", "powiat")}
        return (bool(known) and default not in known) or not self._gazetteer.is_in_area(default, **area)

    def _reason_to_leave_out(self, sector: SectorGuess, gmina: GminaAnswer) -> str:
        if sector.closed:
            return sector.code
        return "other_gmina" if self._only is not None and gmina.code and gmina.code not in self._only else ""

    def _against_register(self, verdict: Verdict, gmina: str) -> Verdict:
        known = self._by_key.get(verdict.key, [])
        entry = _as_entry("", verdict.values, gmina)
        matches = () if len(known) == 1 else self._index.matches(entry)
        same = known or [match.id for match in matches if match.verdict == "same"]
        is_claimed = not known and not self._claimed.isdisjoint(same)
        if len(same) == 1 and not is_claimed:
            self._claimed.add(same[0])
            return self._update(verdict, self._register[same[0]])
        if len(same) > 1:
            return replace(verdict, outcome="doubtful", code="twice_in_register", duplicates=matches)
        if any(match.verdict in {"same", "likely"} for match in matches):
            return replace(verdict, outcome="doubtful", code="likely_duplicate", duplicates=matches)
        return self._new(replace(verdict, outcome="new", code="new_here", duplicates=matches), entry)

    def _new(self, verdict: Verdict, entry: Entry) -> Verdict:
        if self._new_rows is None:
            return verdict
        alike = [match for match in self._new_rows.matches(entry, limit=1) if match.verdict != "possible"]
        self._new_rows.add(replace(entry, id=str(verdict.number)))
        return replace(verdict, like_row=int(alike[0].id)) if alike and alike[0].code != "other_address" else verdict

    def _update(self, verdict: Verdict, entry: RegisterEntry) -> Verdict:
        changes = tuple(_changes(verdict.values, entry))
        if changes:
            return replace(verdict, outcome="changed", code="fields_differ", target=entry.id, changes=changes)
        return replace(verdict, outcome="same", code="nothing_new", target=entry.id)


def _gmina_doubt(answer: GminaAnswer) -> str:
    if answer.reason == "place_elsewhere":
        return "place_elsewhere"
    return "gmina_from_place" if answer.status == "placed" else f"gmina_{answer.status}"


def _gmina_code(entry: RegisterEntry) -> str:
    return entry.values.get("gmina_code", "")


def _as_entry(identity: str, values: Mapping[str, str], gmina: str) -> Entry:
    identifiers = tuple(f"{kind}:{values[kind]}" for kind in DECISIVE_IDENTIFIERS if values.get(kind))
    return Entry(identity, values.get("name", ""), values.get("village", ""), gmina, _address(values), identifiers)


def _changes(values: Mapping[str, str], entry: RegisterEntry) -> Iterator[Change]:
    """What the row would set: empty cells erase nothing; the same said otherwise (case, "ul.") is no change."""
    for name in COMPARED_FIELDS:
        new, old = values.get(name, ""), entry.values.get(name, "")
        if new and not _is_alike(name, new, old) and not _is_alike(name, new, entry.loaded.get(name, "")):
            yield Change(name, old, new)


def is_corrected(entry: RegisterEntry, name: str) -> bool:
    """Whether somebody has set this field: files have said something of the record, and not what stands in it."""
    now = entry.values.get(name, "")
    return bool(entry.loaded and now) and not _is_alike(name, now, entry.loaded.get(name, ""))


def _is_alike(name: str, one: str, other: str) -> bool:
    if name in {"phone", "nip", "regon"}:
        return _digits(one) == _digits(other) and bool(other)
    if name == "website":
        return _bare_website(one) == _bare_website(other)
    if name in {"street", "address"}:
        return address_words(one) == address_words(other)
    return fold(one) == fold(other)


def _digits(text: str) -> str:
    digits = "".join(character for character in text if character.isdigit())
    return digits[2:] if len(digits) == 11 and digits.startswith("48") else digits


def _bare_website(text: str) -> str:
    bare = fold(text).removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare.rstrip("/")
