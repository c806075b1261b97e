"""One reader of telephones as people in Poland write them (method matching-1): cells of contacts, and names with more.

A telephone is its national digits, nine or, without the code of the area, seven: "(0-75) 100-20-30 wew. 12", "+48 75
100 20 30" and "75/1002030" are one. Numbers of other countries keep their "+" and all digits.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from koalicja.engine.matching.text import fold

LOCAL = 7  # digits of a number without the code of its area
_ODD = 3  # seven figures in groups that nobody writes are a number only where more would be left over without it
FOREIGN = 15  # the longest number of any country; more digits in a row are an account
_LEAST = re.compile(r"\d(?:\D{0,6}?\d){6}")
_BETWEEN = r"(?:[\s().\\/|_+*·•…\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}-]{0,3}|[,;])"
_RUN = re.compile(rf"(?<!\d)\+?\d(?:{_BETWEEN}\d)*")
_GROUP = re.compile(r"\d+")
_SEVERAL = re.compile(r"[,;\n|]|\b(?:lub|albo|oraz|i|or|and)\b", re.IGNORECASE)
_EXTENSION = re.compile(r"[\s,(/]*\b(?:wewn\w*|wew|w)\s?[.:]*\s?(?:nr\s?)?\d{1,5}(?!\d)\)?", re.IGNORECASE)
_LED = re.compile(
    r"(?:(?:\b(?:nr|numer)\s)?(?<![^\W\d_])"
    r"(?:tel(?:efon\w*)?|kom(?:órk\w*|orka|órkowy)?|mob(?:ile)?|fax|faks|phone)\b[.:]*[\s/(\[]*)+$"
    r"|\b(?:tel|kom|fax|faks)$|[\N{BLACK TELEPHONE}\N{TELEPHONE RECEIVER}\N{MOBILE PHONE}]\W*$",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?:regon|nip|krs|rspo|iban|konto|konta|rachun\w*)\W*(?:(?:nr|numer)\W*)?$")
_ALSO = re.compile(r"\s?[/-]\s?\d{1,3}")  # 600 100 200/201: the next line of the same house
_YEAR = r"(?:1\d|20)\d\d"
_CLOCK = r"\d{1,2}[.:]\d\d"
_SOMETHING_ELSE = re.compile(
    rf"(?<!\d)\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}(?!\d)|(?<!\d){_YEAR}-\d\d-\d\d(?!\d)"
    rf"|(?<!\d){_YEAR}\s?[-–—/]\s?{_YEAR}(?![\s./-]?\d)|(?<!\d){_CLOCK}\s?[-–—]\s?{_CLOCK}(?!\d)"
    r"|(?<![\d./-])(?<!\d\d\d\d\s)(?<![-–—]\s)\d\d\s?-\s?\d{3}(?=\s*,?\s*(?:[^\W\d]|\d\d\s?-\s?\d{3}\b)|\s*$)"
    r"|(?:\b(?:nr|numer\w*|od)|,)\s\d{1,4}\s[-–—]\s\d{1,4}(?!\d)(?!\s?[-–—]\s?\d)"
    r"|(?<!\d)\d{1,3}(?:[\s.]\d{3})+(?:,\d\d)?\s?(?:zł|pln|eur|euro|€)",
    re.IGNORECASE,
)
_USUAL = {(9,), (3, 3, 3), (2, 3, 2, 2), (2, 7), (3, 2, 2, 2), (2, 3, 4), (3, 6), (7,), (3, 2, 2), (3, 4)}


@dataclass(frozen=True, slots=True)
class Telephone:
    """A telephone inside a text: `written` is how it stands there, the span covers also "tel." before it."""

    start: int
    end: int
    written: str


@dataclass(frozen=True, slots=True)
class _Group:
    digits: str
    start: int
    end: int
    has_plus: bool


@dataclass(frozen=True, slots=True)
class _Number:
    """A number and the groups of figures it is written in, from `first` to before `after`."""

    national: str
    first: int
    after: int
    is_usual: bool


@lru_cache(maxsize=16384)
def numbers_in(cell: str) -> tuple[str, ...]:
    """All telephones of a cell of contacts, each once; where none can be told, its digits as they stand."""
    found: dict[str, None] = {}
    for part in _SEVERAL.split(cell):
        for run in _RUN.finditer(_EXTENSION.sub(" ", part)):
            found |= dict.fromkeys(number.national for number in _numbers(_groups(run)))
    digits = "".join(character for character in cell if character.isdecimal())
    return tuple(found) or ((digits,) if digits else ())


def is_known(cell: str, *known: str) -> bool:
    """Whether the cell has telephones, and all of them stand in the known cells too."""
    numbers = numbers_in(cell)
    return bool(numbers) and set(numbers) <= {number for each in known for number in numbers_in(each)}


def telephones_in(text: str) -> list[Telephone]:
    """The telephones inside a name or another short text, in their order.

    Left alone: dates, years, hours, postcodes, and what REGON, NIP, KRS, RSPO or an account number stands before.
    """
    return [found for run in _runs(text) for found in _in_run(text, run)]


def has_telephone(text: str) -> bool:
    """Whether seven figures or more stand in the text as those of telephones do, understood or not."""
    return any(LOCAL <= sum(len(group.digits) for group in _groups(run)) <= FOREIGN for run in _runs(text)) or bool(
        telephones_in(text)
    )


def _runs(text: str) -> Iterator[re.Match[str]]:
    """Figures that stand together and may be telephones."""
    if not _LEAST.search(text):
        return
    masked = _SOMETHING_ELSE.sub(lambda found: "x" * len(found[0]), text)
    for run in _RUN.finditer(masked):
        if not _LABELLED.search(fold(text[: run.start()])):
            yield run


def _in_run(text: str, run: re.Match[str]) -> Iterator[Telephone]:
    groups = _groups(run)
    lead = _LED.search(text[: run.start()])
    numbers = _numbers(groups)
    begun = {number.first for number in numbers}
    count = sum(len(group.digits) for group in groups)
    if not numbers and lead and LOCAL <= count <= FOREIGN:
        numbers = [_Number("", 0, len(groups), True)]
    if not lead and not _is_all(numbers, groups):
        numbers = [number for number in numbers if len(number.national) > LOCAL]
    for number in numbers:
        start, end = _span(text, groups, number, is_followed=number.after in begun)
        is_first = number is numbers[0]
        before = _LED.search(text[:start]) if is_first else None
        yield Telephone(before.start() if before else start, end, text[start:end].strip())


def _is_all(numbers: Sequence[_Number], groups: Sequence[_Group]) -> bool:
    return sum(number.after - number.first for number in numbers) == len(groups)


def _span(text: str, groups: Sequence[_Group], number: _Number, *, is_followed: bool) -> tuple[int, int]:
    """From the plus or bracket before the first figure to the last figure, or the extension behind it.

    Where the next number follows at once, the figures behind a slash are its own.
    """
    start, end = groups[number.first].start, groups[number.after - 1].end
    start -= groups[number.first].has_plus
    if start and text[start - 1] == "(" and ")" in text[start:end]:
        start -= 1
    if not is_followed and number.after < len(groups) and _ALSO.fullmatch(text[end : groups[number.after].end]):
        end = groups[number.after].end
    extension = _EXTENSION.match(text, end)
    return start, extension.end() if extension else end


def _groups(run: re.Match[str]) -> list[_Group]:
    at = run.start()
    return [
        _Group(found[0], at + found.start(), at + found.end(), found.start() > 0 and run[0][found.start() - 1] == "+")
        for found in _GROUP.finditer(run[0])
    ]


def _numbers(groups: Sequence[_Group]) -> list[_Number]:
    """The groups divided into numbers: as few figures left over as can be, then as usually written as can be."""
    best: list[tuple[int, int, list[_Number]]] = [
        (0, 0, [])
    ]  # from the end: (figures left over, unusual ones, numbers)
    for first in range(len(groups) - 1, -1, -1):
        choices = []
        for number in _beginning(groups, first):
            left, unusual, numbers = best[len(groups) - number.after]
            odd = 0 if number.is_usual or len(number.national) > LOCAL else _ODD
            choices.append((left + odd, unusual + (not number.is_usual), [number, *numbers]))
        left, unusual, numbers = best[-1]
        choices.append((left + len(groups[first].digits), unusual, numbers))
        best.append(min(choices, key=lambda choice: (*choice[:2], len(choice[2]))))  # of equals the one from here
    return best[-1][2]


def _beginning(groups: Sequence[_Group], first: int) -> Iterator[_Number]:
    digits = ""
    for after in range(first + 1, len(groups) + 1):
        if after > first + 1 and groups[after - 1].has_plus:
            return
        digits += groups[after - 1].digits
        if len(digits) > FOREIGN:
            return
        national = _national(digits, is_international=groups[first].has_plus)
        if national:
            lengths = [len(group.digits) for group in groups[first:after]]
            yield _Number(national, first, after, _is_usual(lengths, len(digits) - len(national)))


def _is_usual(lengths: list[int], prefix: int) -> bool:
    """Whether the groups are as most people write them, once the code of the country or the 0 is off."""
    while prefix and lengths:
        taken = min(prefix, lengths[0])
        lengths, prefix = [lengths[0] - taken, *lengths[1:]] if lengths[0] > taken else lengths[1:], prefix - taken
    return tuple(lengths) in _USUAL


def _national(digits: str, *, is_international: bool) -> str:
    """The digits that are dialled inside the country, "" where they are no whole number."""
    if is_international and not digits.startswith("48"):
        return f"+{digits}" if 9 <= len(digits) <= FOREIGN else ""
    for prefix in ("48", "480") if is_international else ("", "0", "48", "0048", "480"):
        if digits.startswith(prefix) and len(digits) - len(prefix) == 9:
            return digits.removeprefix(prefix)
    return digits if len(digits) == LOCAL and not is_international else ""
