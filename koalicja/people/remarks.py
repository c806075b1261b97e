"""What stands beside a person's name in a typed line: a village, an organisation, a remark about her. Pure."""

import re
from dataclasses import dataclass, replace

from koalicja.engine.matching.declension import is_case_of
from koalicja.engine.matching.text import fold, words
from koalicja.people.pieces import FROM, OUTSIDE, is_organisation

_BETWEEN = re.compile(r"\s*[,(]\s*|\s*(?:(?<!\d)/|/(?!\d))\s*|\s+[-–—]\s*|\s*[–—]\s+")


@dataclass(frozen=True, slots=True)
class Apart:
    """What a line names: `organisation` and `person`, each may be empty; `function` is what she is there.

    `note` is what else stands after her name: a remark about her, never a name.
    """

    organisation: str = ""
    person: str = ""
    function: str = ""
    village: str = ""
    note: str = ""


def told_of(person: str, rest: str) -> Apart:
    """A village is one word with a capital; what is more is known by the gmina alone, see placed()."""
    remarks = parts_of(rest) if rest else []
    organisation = next((each for each in remarks if is_organisation(each)), "")
    remarks = [each for each in remarks if each != organisation]
    village = next((each for each in remarks if each.isalpha() and each.istitle()), "") if not organisation else ""
    note = ", ".join(each for each in remarks if each != village)
    return Apart(organisation, person.strip(OUTSIDE), "", village, note)


def placed(said: Apart, villages: list[str]) -> Apart:
    """The same with a village of the gmina that the note names: "z Lipek" is Lipki."""
    for part in said.note.split(", ") if not said.village else ():
        phrase = tuple(words(FROM.sub("", part, count=1)))
        village = next((each for each in villages if phrase == tuple(words(each)) or is_case_of(phrase, each)), "")
        if village:
            return replace(said, village=village, note=_without(said.note, part))
    return said


def spoken_for(said: Apart, organisation: str) -> Apart:
    """The person with the organisation for which she speaks; what named it is no note any more."""
    return replace(said, organisation=organisation, note=_without(said.note, organisation))


def _without(note: str, part: str) -> str:
    return ", ".join(each for each in note.split(", ") if fold(each) != fold(part))


def parts_of(text: str) -> list[str]:
    return [part for part in (each.strip(OUTSIDE) for each in _BETWEEN.split(text)) if part] or [text]
