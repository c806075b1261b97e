"""An age or a day of birth that somebody wrote beside a name → a band. The register keeps neither. Pure."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from koalicja.engine.matching.first_names import FIRST_NAMES, SHORT_NAMES
from koalicja.engine.matching.people import looks_like_person, may_be_person, person_at_work
from koalicja.engine.matching.sectors import guess_sector
from koalicja.engine.matching.text import fold
from koalicja.people.addresses import addresses_aside
from koalicja.people.birth_words import (
    A_DATE,
    A_WORD_OF_BIRTH,
    ALONE,
    AT_THE_END,
    BORN_ALONE,
    BORN_AT_THE_END,
    DAY,
    FIGURES_ALONE,
    IN_A_NAME,
    INSIDE,
    NAME_AND_FIGURES,
    NEAR,
    OF_A_PATRON,
    OF_AGES,
    OF_ANYBODY,
    OF_BIRTHS,
    OF_SOMETHING,
    ON_A_STREET,
    ONLY_FIGURES,
    OTHER_CASE,
    RANGE,
    SHORT_YEAR,
    SINCE_WHEN,
    TELLS_BIRTH,
    TOLD_PESEL,
    TWO_FIGURES,
    WITHOUT_YEAR,
    YEAR_IN,
)
from koalicja.people.births_in_line import (
    HIDDEN,
    names_somebody,
    says_nothing,
    with_figures_hidden,
    without_births_beside,
)
from koalicja.people.lines import Typed
from koalicja.people.pesel import with_pesel_as_day
from koalicja.people.pieces import is_two_people

OLDEST = 120
LAST_OF_MONTH = 31
_A_FIGURE = re.compile(r"\d")


@lru_cache(maxsize=4096)  # a file of the whole country names a few thousand schools alike
def age_apart(name: str, *, year: int, is_person: bool = False) -> tuple[str, int | None]:
    """A person's name and the age after it: "Anna Zmyślona, 65 lat", "Jan Testowy (ur. 1950)"; `year` is this year.

    An organisation's years belong to its name, but for what it says of a birth and for a day beside somebody's name.
    Where a human or a column says that it `is_person`, every name is one.
    """
    if not _may_say_when(name):
        return name, None
    name, back = addresses_aside(with_pesel_as_day(name))
    name, said = without_births_beside(name, is_person=is_person)
    bare, age = _age_apart(name, year, is_person)
    is_hers = is_person or not is_organisation(bare)
    return back(bare), _first(_by_births(said, year), age) if is_hers else age


def _may_say_when(text: str) -> bool:
    """Whether figures or a word of birth stand in the text: large files are full of names that have neither."""
    return _A_FIGURE.search(text) is not None or A_WORD_OF_BIRTH.search(text) is not None


def _age_apart(name: str, year: int, is_person: bool) -> tuple[str, int | None]:
    name, of_number = _lifted(name, TOLD_PESEL, year)
    bare, age = _said_beside(name, year, is_person)
    if bare != name:
        return bare, _first(of_number, age) if is_person or not is_organisation(bare) else None
    bare, age = _lifted(dotted := _dotted(name), DAY, year, unless=ON_A_STREET)
    if bare != dotted and (is_person or could_be_person(bare)):
        return bare, _first(of_number, age)
    alone = NAME_AND_FIGURES.fullmatch(name) if is_person else None
    if alone:  # an age, or the number of a house: it is no part of a name, and no band follows from it
        return alone[1], of_number
    bare, age = _lifted_inside(name, year)
    if bare != name and any(map(str.isalpha, bare)) and (is_person or _is_person(bare)):
        return bare, _first(of_number, age)
    for pattern in (AT_THE_END, BORN_AT_THE_END):
        found = pattern.search(name)
        bare = name[: found.start()].strip(" ,") if found else ""
        if (
            found
            and not SINCE_WHEN.search(" ".join(bare.split()[-NEAR:]))
            and (_is_person(bare) or (is_person and bare))
        ):
            return bare, _first(of_number, age_of(found[0].strip(" ,()*\N{EN DASH}-"), year=year))
    if not (is_person or could_be_person(name)) and _names_somebody(name):
        name, _of_owner = _lifted(name, DAY, year, unless=OF_SOMETHING)
    name, age = _age_between(name, year)
    return name, _first(of_number, age)


def without_birth_said(text: str, *, is_name: bool = False) -> str:
    """The text without every date and year that a word beside it says somebody was born on."""
    if not A_WORD_OF_BIRTH.search(text):
        return text
    text, back = addresses_aside(text)
    return back(_said_beside(text, 0)[0] if is_name else _said_apart(text, 0)[0])


def _lifted_inside(name: str, year: int) -> tuple[str, int | None]:
    """The name of a person without every age and year in it that no word says is of something else."""
    ages = []
    for pattern in INSIDE:
        name, age = _lifted(name, pattern, year, unless=SINCE_WHEN)
        ages.append(age)
    return name, _first(*ages)


def _said_beside(name: str, year: int, is_person: bool = False) -> tuple[str, int | None]:
    """A name without the birth that words say; figures that may belong to an organisation stay: Klub Rocznik 76."""
    bare, age = _said_apart(name, year)
    if bare == name or is_person or (bare and (could_be_person(bare) or _names_somebody(bare))):
        return bare, age
    return _said_apart(name, year, IN_A_NAME)


def _said_apart(text: str, year: int, patterns: tuple[re.Pattern[str], ...] = OF_ANYBODY) -> tuple[str, int | None]:
    """The text without the births that these patterns find, and the age by the first of them."""
    ages = []
    for pattern in patterns if A_WORD_OF_BIRTH.search(text) else ():
        text, age = _lifted(text, pattern, year)
        ages.append(age)
    return text, _first(*ages)


def _dotted(name: str) -> str:
    """Six or eight figures that say a day as people write one: 120385, 12031985 is 12.03.1985."""
    return FIGURES_ALONE.sub(r"\1.\2.\3", name)


def _names_somebody(name: str) -> bool:
    """Whether an organisation is called by somebody's first and last name: "Gospodarstwo rolne Karol Zmyślony"."""
    parts = [part.strip(',;()"\N{RIGHT DOUBLE QUOTATION MARK}') for part in name.split()]
    return any(
        first.istitle() and last.istitle() and _is_first_name(first) and fold(before).strip(".") not in OF_A_PATRON
        for before, one, other in zip(["", *parts], parts, parts[1:], strict=False)
        for first, last in ((one, other), (other, one))
    )


def _is_first_name(word: str) -> bool:
    """Whether the word is a first name, also in another case: "u Jana", "u Danuty"."""
    said = fold(word)
    stem = OTHER_CASE.sub("", said)
    return not {said, stem, f"{stem}a"}.isdisjoint(FIRST_NAMES)


def _first(*ages: int | None) -> int | None:
    return next((age for age in ages if age is not None), None)


def could_be_person(name: str) -> bool:
    """Whether the name is a person's, or may be one as far as its shape tells."""
    return _is_person(name) or may_be_person(name)


def _age_between(name: str, year: int) -> tuple[str, int | None]:
    """Zosia Mała, 15 lat, córka sąsiada: a part of its own with more behind it."""
    first, *rest = (part.strip() for part in name.split(","))
    ages = [part for part in rest if not part.isdigit() and is_age(part)]
    if len(ages) != 1 or not (_is_person(first) or fold(first) in FIRST_NAMES | SHORT_NAMES):
        return name, None
    return ", ".join([first, *(part for part in rest if part not in ages)]), age_of(ages[0], year=year)


def birth_apart(text: str, *, year: int, of_person: bool = False, since: int | None = None) -> tuple[str, int | None]:
    """A text as it may be stored, without the day or year that it says somebody was born on, and the age by it.

    A PESEL goes from every text. In what is written `of_person` every day that may be one of birth goes, unless a word
    beside it says what else it is, or it is later than the year `since`.
    """
    text = with_pesel_as_day(text)
    if not of_person and not A_WORD_OF_BIRTH.search(text):
        return text, None
    lines, ages = [], []
    text, back = addresses_aside(text)
    for line in text.split("\n"):
        bare, age = _said_apart(line, year)
        ages.append(age)
        if of_person:
            bare, age = _lifted(bare, DAY, year, unless=OF_SOMETHING, since=since)
            ages.append(age)
        lines += [bare] if bare or not line else []
    return back("\n".join(lines)), _first(*ages)


def _lifted(
    text: str,
    pattern: re.Pattern[str],
    year: int,
    *,
    unless: re.Pattern[str] | None = None,
    since: int | None = None,
) -> tuple[str, int | None]:
    """The text without all that the pattern finds, and the age by the first of it."""
    age, start = None, 0
    while found := pattern.search(text, start):
        if "day" in found.groupdict() and not (
            _may_be_birth(found["day"], since or year) and not _is_of(found, unless)
        ):
            start = found.end()
            continue
        said = _age_of_one(found, year)
        age = _first(age, said)
        is_open = bool(found["open"]) and not found[0].endswith(")")
        before, after = text[: found.start()], text[found.end() :]
        if looks_like_person(before) and after.strip()[:1].isupper():  # what stands behind it is no part of the name
            before += ","
        text = (
            f"{before} ({after.lstrip(' ,')}" if is_open else f"{before} {after.lstrip(' ,') if not before else after}"
        )
        text, start = re.sub(r"\s+(?=[,;)])", "", " ".join(text.split())).strip(" ,;"), 0
    return text, age


def _may_be_birth(day: str, year: int) -> bool:
    """Whether the day is one of the calendar, no later than this year; a telephone has nothing but spaces in it."""
    whole, figures = YEAR_IN.search(day), ONLY_FIGURES.match(day)
    if whole and int(whole[0]) > year:
        return False
    if not figures:
        return True
    first, between, month, last = figures.groups()
    in_order = last if int(first) > LAST_OF_MONTH else first
    is_telephone = not between.strip() and not whole
    return not is_telephone and 1 <= int(month) <= 12 and 1 <= int(in_order) <= LAST_OF_MONTH


def _is_of(found: re.Match[str], unless: re.Pattern[str] | None) -> bool:
    """Whether words beside a day say what it is the day of."""
    if unless is None:
        return False
    day, text = found.span("day"), found.string
    before = re.split(r"[,;()]", text[: day[0]])[-1].split()[-NEAR:]
    after = re.split(r"[,;()]", text[day[1] :])[0].split()[:NEAR]
    return bool(unless.search(" ".join(before)) or unless.search(" " + " ".join([*after, "."])))


def _age_of_one(found: re.Match[str], year: int) -> int | None:
    """The age by what was found; two years are of two people, and no age follows from them."""
    named = found.groupdict()
    if named.get("more"):
        return None
    if "day" in named:
        return age_of(found["day"], year=year)
    return None if len(YEAR_IN.findall(found[0])) > 1 else _age_by(found[0], year)


def _age_by(text: str, year: int) -> int | None:
    """The age by a year of birth; of two figures those that make a person younger than a hundred."""
    whole = YEAR_IN.search(text)
    short = None if whole or WITHOUT_YEAR.search(text) else SHORT_YEAR.search(text)
    figures = ONLY_FIGURES.search(text) if short else None
    if figures and int(figures[1]) > LAST_OF_MONTH:  # 85-03-12 begins with the year
        short = re.match(r"\d\d", figures[1])
    if not whole and not short:
        return None
    born = int(whole[0]) if whole else 1900 + int(short[0]) if short else 0
    if short and born + 100 <= year:
        born += 100
    return year - born if 0 <= year - born <= OLDEST else None


def _is_person(name: str) -> bool:
    is_one = guess_sector(name).code in {"person_name", "person_trade"} or person_at_work(name) is not None
    return is_one or is_two_people(name)


def is_organisation(name: str) -> bool:
    """Whether the name is surely an organisation's."""
    return not _is_person(name) and guess_sector(name).sector != ""


def line_without_age(line: Typed, *, year: int) -> tuple[Typed, int | None]:
    """The same for a typed line, where the age may also be a part of its own: "Anna Zmyślona; 65 lat; Wola"."""
    name, beside = age_apart(line.name, year=year)
    of_organisation = is_organisation(name)
    parts = [line.village, *line.note.split(", ")] if line.note else [line.village]
    (village, *note), age = parts_without_age(parts, year=year, of_person=not of_organisation)
    bare_line = replace(line, name=name, village=village, note=", ".join(note), births=())
    of_her = _by_births(line.births, year) if names_somebody(name) or not of_organisation else None
    return bare_line, of_her if of_organisation else _first(of_her, beside, age)


def _by_births(births: Iterable[str], year: int) -> int | None:
    """The age by what stood beside a name; figures alone may be the number of a house."""
    return _first(*(age_of(said, year=year) for said in births if not _is_of_none(said)))


def _is_of_none(said: str) -> bool:
    return says_nothing(said) or len(YEAR_IN.findall(said)) > 1


def parts_without_age(parts: Iterable[str], *, year: int, of_person: bool) -> tuple[list[str], int | None]:
    """What else a line says, without births and, `of_person`, without parts that are an age; never without a part."""
    left, ages = [], []
    for part in parts:
        says_age = of_person and not part.isdigit() and is_age(part)
        bare, age = ("", age_of(part, year=year)) if says_age else birth_apart(part, year=year, of_person=of_person)
        ages.append(age)
        left += [bare] if bare or not part else []
    return left or [""], _first(*ages)


def is_age(text: str) -> bool:
    """Whether the text says an age or a day of birth and nothing else."""
    text = text.strip()
    return bool(ALONE.fullmatch(text) or BORN_ALONE.fullmatch(text))


def age_of(text: str, *, year: int) -> int | None:
    """The age that the text says and nothing else, or that follows from a day or year of birth."""
    text = text.strip()
    found = ALONE.fullmatch(text)
    if found and (found["earlier"] or found["later"]):  # of two people
        return None
    if found:
        return int(found["after"] or found["before"] or found["said"] or found["alone"])
    return _age_by(text, year) if BORN_ALONE.fullmatch(text) else None


def is_column_of_births(heading: str) -> bool:
    """Whether a column says when somebody was born, and not how old she is."""
    return OF_BIRTHS.search(heading) is not None and OF_AGES.search(heading) is None


def year_of_birth_said(cell: str) -> str:
    """A cell of such a column so that the two last figures of a year are not taken for an age."""
    found = TWO_FIGURES.fullmatch(cell)
    return f"ur. {found[1]:0>2}" if found else with_pesel_as_day(cell)


def may_tell_birth(text: str) -> bool:
    """Whether the text may say when somebody was born; then it is kept nowhere."""
    return A_DATE.search(text) is not None


def with_births_hidden(text: str) -> str:
    """The text as a sample of a column may be kept: the figures of days of birth and of PESEL are hidden."""
    text, back = addresses_aside(text)
    return back(with_figures_hidden(TELLS_BIRTH.sub(_hidden, text)))


def _hidden(found: re.Match[str]) -> str:
    """The figures hidden; those with nothing but spaces between them are of a telephone."""
    is_telephone = not re.search(r"[^\d\s]", found[0]) and " " in found[0] and not YEAR_IN.search(found[0])
    return found[0] if is_telephone else re.sub(r"\d", HIDDEN, found[0])


def band_of(age: int | None, bands: Iterable[str]) -> str:
    """The band that the age is in; nothing where none is."""
    for band in bands if age is not None else ():
        found = RANGE.fullmatch(band)
        if found and int(found[1] or found[3]) <= (age or 0) <= int(found[2] or 999):
            return band
    return ""
