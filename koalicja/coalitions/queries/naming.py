"""The screen of a naming session: boxes with who was named, what waits, what the registers suggest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from koalicja.coalitions.models import Candidacy, Coalition, NamedLine, NamingNote, NamingSession
from koalicja.coalitions.naming_questions import Questions, questions_of, residents_band
from koalicja.coalitions.queries.candidates import library_of
from koalicja.coalitions.queries.naming_matches import RESIDENTS, Box, Match, boxes_of, matches
from koalicja.coalitions.queries.naming_suggestions import Offered, suggestions
from koalicja.people.lines import typed_again
from koalicja.people.models import User
from koalicja.programmes.models import Edition

State = Candidacy.State


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody on the list; `line` is the typed line that put her there, where there was one."""

    candidacy: Candidacy
    line: NamedLine | None = None
    knows: int = 0

    @property
    def is_told(self) -> bool:
        """Whether anybody has said something about what matters."""
        each = self.candidacy
        return bool(each.brings or each.should_ask or self.knows or each.size not in ("", Candidacy.Size.UNKNOWN))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line that waits for an answer, with what it may mean; unanswered it is erased on `erase_on`."""

    line: NamedLine
    match: Match
    erase_on: date


@dataclass(frozen=True, slots=True)
class BoxPage:
    """One box of the screen."""

    box: Box
    number: int
    questions: Questions
    names: tuple[Name, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    offered: Offered = Offered()  # noqa: RUF009  # frozen

    @property
    def key(self) -> str:
        return self.box.key


@dataclass(frozen=True, slots=True)
class NamingPage:
    """Everything on the list by box. `others` are those of no box: a group or an age that nobody told us."""

    boxes: tuple[BoxPage, ...]
    others: tuple[Name, ...]
    count: int
    told: int

    def box(self, key: str) -> BoxPage | None:
        return next((each for each in self.boxes if each.key == key), None)


def sessions_of(coalition: Coalition) -> list[NamingSession]:
    """Newest day first."""
    return list(coalition.naming_sessions.select_related("created_by"))


def own_note(session: NamingSession, author: User) -> str:
    """What this person noted for herself or himself; asked with any other author it is another text."""
    return NamingNote.objects.filter(session=session, author=author).values_list("text", flat=True).first() or ""


def naming_boxes(coalition: Coalition) -> list[Box]:
    return boxes_of(coalition.edition.age_bands)


def names_of(coalition: Coalition) -> list[Name]:
    """Everybody on the list who has not parted, each with the line that named them: three queries."""
    rows = coalition.candidacies.exclude(state__in=Candidacy.PARTED).select_related("organisation", "person")
    lines: dict[int | None, NamedLine] = {}
    for line in NamedLine.objects.filter(session__coalition=coalition, candidacy__isnull=False).order_by("-pk"):
        if line.is_first or line.candidacy_id not in lines:
            lines[line.candidacy_id] = line
    known: dict[int, int] = {}
    for pk in Candidacy.knows.through.objects.filter(from_candidacy__coalition=coalition).values_list(
        "from_candidacy", flat=True
    ):
        known[pk] = known.get(pk, 0) + 1
    return [Name(each, lines.get(each.pk), known.get(each.pk, 0)) for each in rows]


def naming_page(coalition: Coalition) -> NamingPage:
    """The whole screen, in a number of queries that does not grow with the names."""
    boxes, names = naming_boxes(coalition), names_of(coalition)
    placed = by_box(boxes, names)
    waiting = _waiting(coalition, boxes)
    taken = coalition.candidacies.exclude(organisation=None).values_list("organisation", flat=True)
    offered = suggestions(coalition, boxes, {*taken, library_of(coalition).pk})
    pages = tuple(
        BoxPage(
            box,
            number,
            questions_of(box.group, box.band),
            tuple(placed.get(box.key, ())),
            tuple(waiting.get(box.key, ())),
            offered[box.key],
        )
        for number, box in enumerate(boxes, start=1)
    )
    return NamingPage(pages, tuple(placed.get("", ())), len(names), sum(each.is_told for each in names))


def by_box(boxes: Sequence[Box], names: Sequence[Name]) -> dict[str, list[Name]]:
    """Names by the box in which they belong, wherever they were typed; under "" those that belong in none."""
    keys, bands = {box.key for box in boxes}, [box.band for box in boxes if box.is_of_residents]
    found: dict[str, list[Name]] = {}
    for name in names:
        key = _place(name.candidacy, bands)
        found.setdefault(key if key in keys else "", []).append(name)
    return found


def _place(candidacy: Candidacy, bands: Sequence[str]) -> str:
    organisation, person = candidacy.organisation, candidacy.person
    if organisation:
        return Box(organisation.group, residents_band(organisation.sector, bands)).key
    return Box(RESIDENTS, person.age_band if person else "").key


def _waiting(coalition: Coalition, boxes: Sequence[Box]) -> Mapping[str, list[Waiting]]:
    """Lines that wait, of whichever talk; one whose box the edition has no more stands in the last one."""
    rows = NamedLine.objects.filter(session__coalition=coalition, candidacy=None).select_related("session")
    by_key = {box.key: box for box in boxes}
    lines = [(line, by_key.get(line.box, _nearest(line.box, boxes)), typed_again(line.text)) for line in rows]
    found = matches(coalition.gmina, [(typed, replace(box, band=_band(line.box))) for line, box, typed in lines])
    waiting: dict[str, list[Waiting]] = {}
    for (line, box, _typed), match in zip(lines, found, strict=True):
        waiting.setdefault(box.key, []).append(Waiting(line, match, erased_on(line, coalition.edition)))
    return waiting


def erased_on(line: NamedLine, edition: Edition) -> date:
    """When a line that nobody has answered goes: on the edition's schedule, never on the day it was typed."""
    return timezone.localdate(line.created_at) + timedelta(days=max(1, edition.erase_declined_after_days))


def unanswered(coalition: Coalition, today: date) -> QuerySet[NamedLine]:
    """Lines of this coalition that wait and whose day has come."""
    kept = timedelta(days=max(1, coalition.edition.erase_declined_after_days))
    return NamedLine.objects.filter(session__coalition=coalition, candidacy=None, created_at__date__lte=today - kept)


def _band(key: str) -> str:
    return key.partition("/")[2]


def _nearest(key: str, boxes: Sequence[Box]) -> Box:
    return next((box for box in boxes if box.group == key.partition("/")[0]), boxes[-1])


def list_for(candidacy: Candidacy) -> list[Candidacy]:
    """Whom somebody may know: everybody else on the list, organisations first."""
    rows = Candidacy.objects.filter(coalition=candidacy.coalition_id).exclude(pk=candidacy.pk)
    rows = rows.exclude(state__in=Candidacy.PARTED).select_related("organisation", "person")
    return sorted(rows, key=lambda each: (each.group == RESIDENTS, str(each.owner)))


def next_untold(coalition: Coalition, after: int) -> Candidacy | None:
    """The next name of whom nothing is known, after this one and then from the beginning."""
    untold = [name.candidacy for name in names_of(coalition) if not name.is_told and name.candidacy.pk != after]
    return next((each for each in untold if each.pk > after), next(iter(untold), None))
