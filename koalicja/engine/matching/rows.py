"""From the raw rows of a file to judged rows: what each would do to the register, and why (method matching-1)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from koalicja.engine.matching import changes as differences
from koalicja.engine.matching.cells import RowProblem, clean_values, find_problem, name_problem
from koalicja.engine.matching.changes import Change, RegisterEntry, added, changes, differing, is_corrected
from koalicja.engine.matching.duplicates import Entry, Match, NameIndex, address_words
from koalicja.engine.matching.gminas import Gazetteer, GminaAnswer
from koalicja.engine.matching.names import name_key
from koalicja.engine.matching.pairs import EarlierRows
from koalicja.engine.matching.phones import PhoneBook
from koalicja.engine.matching.sectors import MAYBE_PERSON, UNKNOWN, SectorGuess, guess_sector
from koalicja.engine.matching.telephones import numbers_in
from koalicja.engine.matching.text import fold, words

__all__ = [
    "OUTCOMES",
    "Change",
    "ParsedRow",
    "RegisterEntry",
    "RowProblem",
    "Verdict",
    "differing",
    "is_corrected",
    "judge",
    "parse_row",
    "venue_key",
]

OUTCOMES = ("new", "changed", "same", "doubtful", "error", "left_out", "repeated")
"""repeated: the file says the same organisation already, further up (see Verdict.repeats)."""

FILLS = "fills_row"  # the reason of a repeated row that says more than those before it
_SEVERAL = frozenset({"phone", "email", "website", "person", "role", "notes"})  # of these two rows may differ
_COMPARED = 50  # rows of one key that a later one is compared with
DECISIVE_IDENTIFIERS = ("rspo", "regon")


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row that names an organisation: `number` as the spreadsheet shows it, `values` by field, no empty ones."""

    number: int
    values: Mapping[str, str]


@dataclass(slots=True)
class _Alike:
    """The rows of one key, of which none says what another says; `target` is the register entry that they mean."""

    number: int
    said: list[Mapping[str, str]]
    target: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one row of the file would do.

    `outcome` is one of OUTCOMES, `code`/`params` its reason:
      new: new_here; changed: fields_differ; same: nothing_new; repeated: same_as_row, fills_row
        (params: differ, the fields of which an earlier row says otherwise, between commas);
      doubtful: likely_duplicate, gmina_from_place, gmina_ambiguous, gmina_unknown, gmina_missing, place_elsewhere,
        twice_in_register, same_phone and like_row (an earlier new row of the file);
      error: the codes of RowProblem; left_out: closed_institution, abroad, other_gmina, empty_row.
    `key` is stable for the same organisation of the same file ("" for errors): keep it with the accepted row.
    `target` is the id of the register entry for changed and same; `repeats` the number of the first row alike.
    `duplicates` are register entries worth showing side by side, best first; `like_row` is the number of an earlier
    new row that may be the same.
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
    return address or fold(values.get("email", "")) or next(iter(numbers_in(values.get("phone", ""))), "")


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
    placed_stay: bool = False,
    by_phone: bool = False,
    find_like_rows: bool = False,
) -> Iterator[Verdict]:
    """One verdict per row, in the order of the file; nothing is changed anywhere.

    `default_gmina` is the code chosen once for the file, for rows that do not say theirs; `corrections` as in
    sectors.guess_sector; rows of gminas outside `only_gminas` are left out; with `accept_places` a gmina found by the
    name of a place alone no longer makes a row doubtful (a person has looked at them), with `all_here` neither does a
    place outside the default gmina; with `placed_stay` the default gmina is for rows without any, not for those whose
    place alone lies surely in one; with `by_phone` an entry or an earlier new row of the same phone and village makes
    a row doubtful, whatever its name (see phones); with `find_like_rows` so does an earlier new row of a name alike
    (see pairs). Where the register has the very row of a place that the file leaves in doubt, or other entries in that
    village, nobody is asked about it again.
    """
    judge_row = _Judge(
        register,
        gazetteer,
        default_gmina=default_gmina,
        corrections=corrections or {},
        only_gminas=only_gminas,
        accept_places=accept_places,
        all_here=all_here,
        placed_stay=placed_stay,
        by_phone=by_phone,
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
        placed_stay: bool,
        by_phone: bool,
        find_like_rows: bool,
    ) -> None:
        self._gazetteer = gazetteer
        self._default = default_gmina
        self._corrections = corrections
        self._only = only_gminas
        self._accept_places = accept_places
        self._all_here = all_here
        self._placed_stay = placed_stay
        self._alike: dict[str, _Alike] = {}
        self._claimed: set[str] = set()
        self._earlier = EarlierRows() if find_like_rows else None
        self._phones = PhoneBook(self._corrections) if by_phone else None
        self._phones_of_rows = PhoneBook(self._corrections) if by_phone else None
        self._register = {entry.id: entry for entry in register}
        self._by_key: dict[str, list[str]] = {}
        self._home = default_gmina or (next(iter(only_gminas)) if only_gminas and len(only_gminas) == 1 else "")
        self._settled = {
            words(entry.values.get("village", "")) for entry in register if _gmina_code(entry) == self._home
        }
        for entry in register:
            for key in dict.fromkeys((*entry.keys, venue_key(entry.values, _gmina_code(entry)))):
                self._by_key.setdefault(key, []).append(entry.id)
            if self._phones is not None:
                self._phones.add(entry.id, entry.values, _gmina_code(entry))
        self._index = NameIndex(_as_entry(entry.id, entry.values, _gmina_code(entry)) for entry in register)

    def __call__(self, row: ParsedRow | RowProblem) -> Verdict:
        if isinstance(row, RowProblem):
            return Verdict(row.number, "error", row.code, row.params)
        values = row.values
        sector = guess_sector(
            values["name"], kind=values.get("kind", ""), email=values.get("email", ""), corrections=self._corrections
        )
        if sector == MAYBE_PERSON and self._gazetteer.is_place_name(values["name"]):
            sector = UNKNOWN
        gmina = self._gmina(values)
        key = venue_key(values, gmina.code or "")
        base = Verdict(row.number, "", "", {}, key, values, gmina, sector)
        left_out = self._reason_to_leave_out(sector, gmina)
        if left_out:
            return replace(base, outcome="left_out", code=left_out)
        is_certain = bool(gmina.code) and (gmina.status != "placed" or self._accept_places)
        alike = self._alike.get(key if is_certain else f"?{key}")
        if alike is not None:
            return self._again(replace(base, repeats=alike.number), alike, is_certain=is_certain)
        if is_certain:
            verdict = self._against_register(base, gmina.code or "")
        else:
            verdict = replace(base, outcome="doubtful", code=_gmina_doubt(gmina), params=gmina.params)
        self._alike[key if is_certain else f"?{key}"] = _Alike(row.number, [values], verdict.target)
        return verdict

    def _again(self, verdict: Verdict, alike: _Alike, *, is_certain: bool) -> Verdict:
        """What a row does whose key an earlier one had; each that says more has a key of its own from then on."""
        more, row = added(verdict.values, alike.said[:_COMPARED]), {"row": str(alike.number)}
        if not more or not is_certain:
            return replace(verdict, outcome="repeated", code="same_as_row", params=row)
        differ = [name for name in more if any(each.get(name) for each in alike.said)]
        alike.said.append(verdict.values)
        verdict = replace(verdict, key=f"{verdict.key}|{len(alike.said)}")
        if not alike.target:
            return replace(verdict, outcome="repeated", code=FILLS, params=row | {"differ": ",".join(differ)})
        found = self._update(verdict, self._register[alike.target])
        news = tuple(change for change in found.changes if change.field in more)
        if any(change.field not in _SEVERAL and (change.old or change.field in differ) for change in news):
            match = Match(alike.target, 100, "same", "same_name")
            return replace(verdict, outcome="doubtful", code="likely_duplicate", duplicates=(match,))
        if news:
            return replace(found, changes=news)
        return replace(verdict, outcome="same", code="nothing_new", target=alike.target)

    def _gmina(self, values: Mapping[str, str]) -> GminaAnswer:
        answer = self._answer(values)
        is_open = answer.status not in {"given", "named"}
        return _known_here(self._home) if is_open and self._home and self._says_nothing_new(values) else answer

    def _says_nothing_new(self, values: Mapping[str, str]) -> bool:
        """Whether one entry of the register was this very row: its place was settled when it came there."""
        key = venue_key(values, self._home)
        known = self._by_key.get(key, ())
        if len(known) != 1:
            return False
        entry = self._register[known[0]]
        return key in entry.keys and not any(changes(values, key, entry))

    def _answer(self, values: Mapping[str, str]) -> GminaAnswer:
        answer = self._gazetteer.resolve(
            code=values.get("gmina_code", ""),
            voivodeship=values.get("voivodeship", ""),
            powiat=values.get("powiat", ""),
            gmina=values.get("gmina", ""),
            village=values.get("village", ""),
        )
        default = self._default
        if not default or answer.status in {"given", "named"} or self._stays(answer, default):
            return answer
        said = values.get("gmina_code") or values.get("gmina")
        if said and default not in answer.candidates and answer.status != "placed":
            return answer
        is_elsewhere = self._is_elsewhere(values, default)
        if is_elsewhere and not self._all_here:
            place = {"place": values.get("village") or values.get("powiat") or values.get("voivodeship", "")}
            return GminaAnswer(None, "ambiguous", (default, *answer.candidates), "place_elsewhere", place)
        village = values.get("village", "")
        is_unknown = bool(village) and not is_elsewhere and not self._gazetteer.is_place_name(village)
        return GminaAnswer(default, "given", (default,), "chosen_place_unknown" if is_unknown else "chosen", {})

    def _stays(self, answer: GminaAnswer, default: str) -> bool:
        return self._placed_stay and answer.status == "placed" and answer.code != default

    def _is_elsewhere(self, values: Mapping[str, str], default: str) -> bool:
        """Whether the place lies, as far as we know, only in other gminas, or the row names another part of Poland."""
        known = self._gazetteer.gminas_of_place(values.get("village", ""))
        area = {name: values.get(name, "") for name in ("voivodeship", "powiat")}
        is_settled = words(values.get("village", "")) in self._settled
        is_known_elsewhere = bool(known) and default not in known and not is_settled
        return is_known_elsewhere or not self._gazetteer.is_in_area(default, **area)

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
        if len(same) == 1 and (
            not is_claimed or differences.names_another(verdict.values, verdict.key, self._register[same[0]])
        ):
            self._claimed.add(same[0])
            return self._update(verdict, self._register[same[0]])
        if len(same) > 1:
            shown = matches or tuple(Match(each, 100, "same", "same_name") for each in same)
            return replace(verdict, outcome="doubtful", code="twice_in_register", duplicates=shown)
        if any(match.verdict in {"same", "likely"} for match in matches):
            return self._as_known(verdict, matches) or replace(
                verdict, outcome="doubtful", code="likely_duplicate", duplicates=matches
            )
        by_phone = self._by_phone(verdict, matches, gmina)
        if by_phone and by_phone.like_row is None:
            return by_phone
        new = self._new(replace(verdict, outcome="new", code="new_here", duplicates=matches), entry)
        return by_phone or new

    def _as_known(self, verdict: Verdict, matches: tuple[Match, ...]) -> Verdict | None:
        """The row of the one entry that has its name and its phone or e-mail, where it says nothing more than that."""
        is_named = {match.id for match in matches if match.verdict == "same" or match.code == "village_unknown"}
        entries = [self._register[each] for each in sorted(is_named)]
        known = [entry for entry in entries if differences.has_contact_of(verdict.values, entry.values)]
        if len(known) != 1 or any(changes(verdict.values, verdict.key, known[0])):
            return None
        self._claimed.add(known[0].id)
        return replace(verdict, outcome="same", code="nothing_new", target=known[0].id)

    def _by_phone(self, verdict: Verdict, matches: tuple[Match, ...], gmina: str) -> Verdict | None:
        """A doubt about a row that is new by its name, where another answers its phone in its village."""
        if self._phones is None or self._phones_of_rows is None:
            return None
        found = self._phones.matches(verdict.values, gmina)
        if found:
            others = tuple(match for match in matches if match.id not in {each.id for each in found})
            return replace(verdict, outcome="doubtful", code="likely_duplicate", duplicates=(*found, *others)[:5])
        rows = self._phones_of_rows.matches(verdict.values, gmina)
        self._phones_of_rows.add(str(verdict.number), verdict.values, gmina)
        if not rows:
            return None
        first = rows[0].id
        return replace(verdict, outcome="doubtful", code="same_phone", params={"row": first}, like_row=int(first))

    def _new(self, verdict: Verdict, entry: Entry) -> Verdict:
        """The new row, or a doubt about it where an earlier one may well be the same."""
        if self._earlier is None:
            return verdict
        is_person = verdict.sector is not None and verdict.sector.group == "resident"
        alike = self._earlier.like(replace(entry, id=str(verdict.number)), is_person=is_person)
        if alike is None:
            return verdict
        like = {"row": alike.id, "like": alike.code}
        return replace(verdict, outcome="doubtful", code="like_row", params=like, like_row=int(alike.id))

    def _update(self, verdict: Verdict, entry: RegisterEntry) -> Verdict:
        found = tuple(changes(verdict.values, verdict.key, entry))
        if found:
            return replace(verdict, outcome="changed", code="fields_differ", target=entry.id, changes=found)
        return replace(verdict, outcome="same", code="nothing_new", target=entry.id)


def _known_here(code: str) -> GminaAnswer:
    return GminaAnswer(code, "given", (code,), "known_here", {})


def _gmina_doubt(answer: GminaAnswer) -> str:
    if answer.reason == "place_elsewhere":
        return "place_elsewhere"
    return "gmina_from_place" if answer.status == "placed" else f"gmina_{answer.status}"


def _gmina_code(entry: RegisterEntry) -> str:
    return entry.values.get("gmina_code", "")


def _as_entry(identity: str, values: Mapping[str, str], gmina: str) -> Entry:
    identifiers = tuple(f"{kind}:{values[kind]}" for kind in DECISIVE_IDENTIFIERS if values.get(kind))
    return Entry(identity, values.get("name", ""), values.get("village", ""), gmina, _address(values), identifiers)
