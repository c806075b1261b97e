"""Whether a birth or a PESEL was left out of what somebody wrote or loaded, so that it can be said once. Pure."""

import re
from collections import Counter

from koalicja.engine.matching.cells import RowProblem
from koalicja.engine.matching.rows import ParsedRow
from koalicja.people.ages import is_column_of_births, line_without_age, may_tell_birth, without_birth_said
from koalicja.people.births_in_line import says_nothing
from koalicja.people.file_values import NO_TEXTS, checked, with_age_band
from koalicja.people.lines import Typed, taken_apart
from koalicja.people.pesel import with_pesel_as_day

_AROUND = ".,;:()*\"'"


def births_left_out(before: str, after: str) -> bool:
    """Whether what stood before told a birth that is not there any more; an age is none."""
    left = Counter(word.strip(_AROUND) for word in after.split())
    gone = []
    for word in before.split():
        if left[bare := word.strip(_AROUND)] > 0:
            left[bare] -= 1
        else:
            gone.append(word)
    figures = re.sub(r"\D", "", "".join(left.elements()))  # of what stands in another way, as a telephone may
    dropped = " ".join(word for word in gone if not _is_among(figures, word))
    return any(map(str.isdigit, dropped)) and (is_column_of_births(dropped) or may_tell_birth(dropped))


def _is_among(figures: str, word: str) -> bool:
    """Whether the word's figures are kept, as of a telephone that is written in another way."""
    own = re.sub(r"\D", "", word)
    return bool(own) and own in figures


def text_tells_births(text: str, *, year: int) -> bool:
    """Whether typed names tell a birth or a PESEL that is left out of the lines."""
    if births_left_out(text, with_pesel_as_day(text)):
        return True
    lines = taken_apart(text).lines
    return any(births_left_out(_said(line), _said(line_without_age(line, year=year)[0])) for line in lines)


def text_has_figures_left_out(text: str) -> bool:
    """Whether figures alone beside a person's name, which may be an age or the number of a house, are left out."""
    return any(says_nothing(said) for line in taken_apart(text).lines for said in line.births)


def _said(line: Typed) -> str:
    return " ".join([line.name, line.village, line.note, *line.births])


def row_tells_birth(row: ParsedRow | RowProblem, *, year: int) -> bool:
    """Whether a row of a file, before anything was left out of it, tells a birth that the register does not take."""
    if isinstance(row, RowProblem):
        return False
    for name, text in row.values.items():
        if is_column_of_births(text) and without_birth_said(text, is_name=name == "name") != text:
            return True
    texts = [text for name, text in row.values.items() if name not in NO_TEXTS]
    if not any(map(may_tell_birth, texts)):
        return False
    kept = checked(row)
    if isinstance(kept, RowProblem):
        return False
    return births_left_out(" ".join(texts), " ".join(with_age_band(kept, (), "%(age)s", year=year).values.values()))
