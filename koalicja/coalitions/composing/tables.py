"""Any list the importer reads → candidates of one gmina. The ids are row-N, N the row number in the file.

A list says who exists, where and of what kind; everything else about its candidates is unknown.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from koalicja.coalitions.composing.canonical import AGE_BAND
from koalicja.coalitions.composing.refusals import InputRefused
from koalicja.engine.composition.guests import USUAL_BANDS
from koalicja.engine.composition.problem import Candidate
from koalicja.engine.matching.cells import proposed_name
from koalicja.engine.matching.columns import HEADER_SEARCH_ROWS, SAMPLE_ROWS, guess_columns
from koalicja.engine.matching.gminas import Gazetteer, GminaFact, PlaceFact
from koalicja.engine.matching.rows import ParsedRow, RowProblem, Verdict, judge, parse_row
from koalicja.engine.matching.sectors import SectorGuess
from koalicja.people.ages import age_apart, age_of, band_of, line_without_age
from koalicja.people.file_class import class_said
from koalicja.people.files import FileRefused, Table, read_table
from koalicja.people.lines import taken_apart
from koalicja.places.facts import read_facts

__all__ = ["Listed", "gazetteer", "gmina_line", "read_listed"]

_DASHES = re.compile(r"\s*[\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}-]\s*")
_NUMBERING = re.compile(r"^\s*\d{1,3}\s*[.)]\s+")
_TYPED = frozenset({"name", "person", "phone", "email"})  # what a list without a header may be told to hold
Row = ParsedRow | RowProblem


@dataclass(frozen=True, slots=True)
class Listed:
    """The candidates of one gmina in the order of the file.

    `problems` are rows that cannot be read; `elsewhere` counts rows of other gminas or of places that may lie
    elsewhere, `left_out` closed institutions and ships, `repeated` rows that say again what an earlier one said.
    """

    candidates: tuple[Candidate, ...]
    gmina: str
    gmina_name: str
    problems: tuple[RowProblem, ...]
    elsewhere: int
    left_out: int
    repeated: int


@dataclass(frozen=True, slots=True)
class _Ages:
    """How an age is read: by people/ages.py in this `year`, as on the page, into one of the `bands`."""

    year: int
    bands: Sequence[str]

    def band(self, age: int | None) -> str:
        return band_of(age, self.bands)

    def is_beside(self, line: str) -> bool:
        """Whether the line is a person with an age."""
        return age_apart(line, year=self.year)[0] != line

    def apart(self, row: Row) -> Row:
        """The row with its age apart from the name and as a band; what is a band already stays."""
        if isinstance(row, RowProblem) or not row.values.get("name"):
            return row
        values = dict(row.values)
        values["name"], beside = age_apart(values["name"], year=self.year)
        if values.get("person") == row.values["name"]:
            values["person"] = values["name"]
        age = age_of(values.get("age_band", ""), year=self.year)
        if band := self.band(beside if age is None else age):
            values["age_band"] = band
        return replace(row, values=values)


def read_listed(path: Path, *, gmina: str = "", year: int = 0, bands: Collection[str] = USUAL_BANDS) -> Listed:
    """Read a list of organisations or people of the gmina with this code, else of the one the file names.

    An age, or a year of birth in this `year` (0: none is read), becomes one of the `bands`. Raises InputRefused and
    FileRefused ("not_a_list" where no column names anybody).
    """
    places = gazetteer()
    chosen = _known(places, gmina) if gmina else ""
    rows, is_pasted = _parsed(read_table(path), _Ages(year, tuple(sorted(bands))))
    if not any(isinstance(row, ParsedRow) for row in rows):
        raise InputRefused("no_usable_row")
    code = chosen or _only_gmina(rows, places)
    verdicts = _judged(rows, places, code, all_here=is_pasted)
    here = _rows_here(verdicts)
    if not is_pasted and 0 < 5 * _elsewhere(verdicts) <= len(verdicts):
        verdicts = _judged(rows, places, code, all_here=True)  # villages share their names: a few lie here after all
        here = _rows_here(verdicts)
    name = gmina_line(code)
    if not here:
        raise InputRefused("nobody_there", gmina=f"{code} {name}")
    counts = {outcome: sum(verdict.outcome == outcome for verdict in verdicts) for outcome in ("error", "repeated")}
    closed = sum(verdict.code in {"closed_institution", "abroad"} for verdict in verdicts)
    return Listed(
        tuple(_candidate(verdict) for verdict in here),
        code,
        name,
        tuple(row for row in rows if isinstance(row, RowProblem)),
        len(verdicts) - len(here) - closed - sum(counts.values()),
        closed,
        counts["repeated"],
    )


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gminas and places that ship with the product."""
    facts = read_facts()
    gminas = (GminaFact(row.code, row.name, row.kind, row.powiat, row.voivodeship) for row in facts.gminas)
    return Gazetteer(gminas, (PlaceFact(row.name, row.gmina) for row in facts.places))


def gmina_line(code: str) -> str:
    """A gmina with its powiat and voivodeship, because names repeat. Raises InputRefused for an unknown code."""
    places = gazetteer()
    fact = places.fact(_known(places, code))
    return f"{fact.name} ({fact.powiat}, {fact.voivodeship})" if fact else code


def _known(places: Gazetteer, code: str) -> str:
    found = places.resolve(code=code).code
    if not found:
        raise InputRefused("unknown_gmina", value=code)
    return found


def _judged(rows: Sequence[Row], places: Gazetteer, code: str, *, all_here: bool) -> list[Verdict]:
    only = frozenset({code})
    return list(judge(rows, register=(), gazetteer=places, default_gmina=code, only_gminas=only, all_here=all_here))


def _elsewhere(verdicts: Sequence[Verdict]) -> int:
    return sum(verdict.code in {"place_elsewhere", "other_gmina"} for verdict in verdicts)


def _parsed(table: Table, ages: _Ages) -> tuple[list[Row], bool]:
    """(the rows below the header, whether they are a bare list). Raises FileRefused where they name nobody."""
    head = list(islice(table, SAMPLE_ROWS))
    guess = guess_columns([row.cells for row in head])
    is_bare = guess.header_row is None and not guess.problem and guess.mapping.keys() <= _TYPED
    if table.column_count == 1 or is_bare:
        return list(_pasted(table, ages)), True
    if guess.problem:
        raise FileRefused("empty" if guess.problem == "no_rows" else "not_a_list")
    header = 0 if guess.header_row is None else head[guess.header_row].number
    body = (row for row in table if row.number > header)
    parsed = (parse_row(row.number, row.cells, guess.mapping, note=row.note) for row in body)
    return [ages.apart(row) for row in parsed if row is not None], False


def _pasted(table: Table, ages: _Ages) -> Iterator[Row]:
    """Bare lines are read as the page reads a pasted list: bullets and numbers off, village, age and contacts apart."""
    lines = [(row.number, "; ".join(row.cells)) for row in table]
    lines = [(number, line) for number, line in lines if any(map(str.isalnum, line))]
    heads = [at for at, (_number, line) in enumerate(lines[:HEADER_SEARCH_ROWS]) if not taken_apart(line).lines]
    lines = lines[heads[0] + 1 :] if heads else lines
    is_numbered = 2 * sum(bool(_NUMBERING.match(line)) for _number, line in lines) > len(lines)
    for number, line in lines:
        alone = _NUMBERING.sub("", line)
        for typed in taken_apart(alone if is_numbered or ages.is_beside(alone) else line, columns=True).lines:
            bare, age = line_without_age(typed, year=ages.year)
            cells = (bare.name, bare.village, ages.band(age))
            parsed = parse_row(number, cells, {"name": 0, "village": 1, "age_band": 2})
            if parsed is not None:
                yield parsed


def _only_gmina(rows: Sequence[Row], places: Gazetteer) -> str:
    """The one gmina that rows name by code or name; the name of a place alone is too weak to choose by."""
    named = {code for row in rows if isinstance(row, ParsedRow) and (code := _named(row.values, places))}
    if not named:
        raise InputRefused("gmina_needed")
    if len(named) > 1:
        raise InputRefused("several_gminas", count=len(named), example=min(named))
    return named.pop()


def _named(values: Mapping[str, str], places: Gazetteer) -> str | None:
    columns = {"code": "gmina_code", "voivodeship": "voivodeship", "powiat": "powiat", "gmina": "gmina"}
    answer = places.resolve(**{name: values.get(field, "") for name, field in columns.items()})
    return answer.code if answer.status in {"given", "named"} else None


def _rows_here(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Each candidate's first row. In a list mostly of other places, a place we do not know is taken as one of them."""
    here = [verdict for verdict in verdicts if verdict.outcome == "new"]
    if _elsewhere(verdicts) <= len(here):
        return here
    return [verdict for verdict in here if not (verdict.gmina and verdict.gmina.reason == "chosen_place_unknown")]


def _candidate(verdict: Verdict) -> Candidate:
    values = verdict.values
    group, sector = class_said(values) or _guessed(values, verdict.sector)
    kind = "resident" if group == "resident" else "organisation" if group else ""
    return Candidate(
        id=f"row-{verdict.number}",
        name=proposed_name(values),
        kind=kind,
        group=group,
        sector=sector,
        age_band=_age_band(values.get("age_band", "")) if kind == "resident" else "",
        villages=frozenset({values["village"]} if values.get("village") else ()),
    )


def _guessed(values: Mapping[str, str], guess: SectorGuess | None) -> tuple[str, str]:
    """(group, sector) by the name; somebody listed only as a person and of no known kind is a resident."""
    if guess and guess.group:
        return guess.group, guess.sector
    says_only_person = bool(values.get("person")) and values.get("name") == values.get("person")
    return ("resident", "resident") if says_only_person else ("", "")


def _age_band(written: str) -> str:
    band = _DASHES.sub("-", written).replace(" +", "+")
    return band if AGE_BAND.fullmatch(band) else ""
