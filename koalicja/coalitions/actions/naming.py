"""A naming session: names as they are typed, answers about who is meant, taking back, notes, what was agreed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from koalicja.coalitions.actions.candidacies import consider, set_spokesperson
from koalicja.coalitions.actions.naming_records import Recorded, record, unmake
from koalicja.coalitions.actions.steps import unlist
from koalicja.coalitions.actions.telling import record_fact, scope_of, tell
from koalicja.coalitions.models import Candidacy, Coalition, NamedLine, NamingNote, NamingSession
from koalicja.coalitions.naming_lines import is_two_people
from koalicja.coalitions.queries.candidates import library_of
from koalicja.coalitions.queries.naming_matches import (
    DOUBTFUL,
    RESIDENTS,
    Box,
    Match,
    matches,
    matches_as_said,
    own_office,
    said_in,
)
from koalicja.people.actions.edits import Edit, EditConflict, FieldConflict, Gone, Watched, held, save_edit
from koalicja.people.actions.locks import lock_registers
from koalicja.people.ages import band_of, line_without_age
from koalicja.people.lines import Typed, is_contact, taken_apart, typed_again
from koalicja.people.models import Organisation, User
from koalicja.people.queries.names import Known
from koalicja.people.remarks import Apart, spoken_for
from koalicja.standing import actions as ledger
from koalicja.standing.models import Fact, Kind
from koalicja.standing.told import Told

SAME, NEW, RESIDENT, SPEAKS = "same", "new", "resident", "speaks"
LONGEST_LINE = 400
WRITTEN_DOWN = {"on", "place", "agreed"}  # what of a talk stands in the ledger


class SessionTwice(Exception):
    """Another talk of this coalition has this date already."""


class NotNamed(Exception):
    """A text that is not taken, by its `code`, with the line that is why. Nothing was written.

    "nothing": it names nobody; "long", "many": a line, the text is; "number": no name, a telephone or an e-mail;
    "two": two people with one surname; "speaks": for which organisation was not said.
    """

    def __init__(self, code: str = "nothing", line: str = "") -> None:
        super().__init__(code)
        self.code, self.line = code, line


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant by a line that waits: one of the register (`record`), a new one, a resident, or a person who speaks
    for the organisation named in `organisation`."""

    how: str
    record: int | None = None
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What a text did. `library` says that it named the Lead Library, which is at the table anyway."""

    listed: tuple[NamedLine, ...] = ()
    waiting: tuple[NamedLine, ...] = ()
    already: tuple[NamedLine, ...] = ()
    library: bool = False


@transaction.atomic
def begin_session(*, coalition: Coalition, by: User, on: date) -> NamingSession:
    """The talk of a day; the same day has one, whoever begins it."""
    held(coalition)
    session, is_new = NamingSession.objects.get_or_create(coalition=coalition, on=on, defaults={"created_by": by})
    if is_new:
        tell("naming.begun", coalition, by, session=session.pk, on=on.isoformat())
    return session


@transaction.atomic
def name_lines(*, session: NamingSession, by: User, box: Box, text: str) -> Named:
    """Every line of a text: put on the list, or kept until somebody says who is meant. Raises NotNamed.

    Coalition and register are held from here on, so that two people who type the same name write it once.
    """
    coalition = _hold(session)
    lines = _lines_of(coalition, box, text)
    done: dict[str, list[NamedLine]] = {"listed": [], "waiting": [], "already": []}
    library = False
    for (typed, own), match in zip(lines, matches(coalition.gmina, lines), strict=True):
        if match.status == DOUBTFUL:
            done["waiting"].append(_wait(session, by, own, _as_typed(typed)))
            continue
        line = _list(session, by, own, match, match.same)
        library = library or line is None
        if line:
            done["listed" if line.is_first else "already"].append(line)
    return Named(**{name: tuple(found) for name, found in done.items()}, library=library)


def _lines_of(coalition: Coalition, box: Box, text: str) -> list[tuple[Typed, Box]]:
    """Lines that may be names, each with its box: an age beside a resident's name says which. Raises NotNamed."""
    typing, year = taken_apart(text), timezone.localdate().year
    if typing.left_over:
        raise NotNamed("many")
    if typing.too_long:
        raise NotNamed("long", typing.too_long[0])
    lines = []
    for line in typing.lines:
        typed, age = line_without_age(line, year=year)  # of births nothing is kept
        _check(typed)
        band = band_of(age, coalition.edition.age_bands) if box.is_of_residents else ""
        lines.append((typed, replace(box, band=band or box.band)))
    if not lines:
        raise NotNamed("nothing")
    return lines


def _check(line: Typed) -> None:
    if len(_as_typed(line)) > LONGEST_LINE:
        raise NotNamed("long", line.name)
    if is_contact(line.name) or not any(map(str.isalpha, line.name)):
        raise NotNamed("number", line.name)
    if is_two_people(line.name):
        raise NotNamed("two", line.name)


@transaction.atomic
def decide_line(line: NamedLine, *, by: User, meant: Meant) -> NamedLine | None:
    """Say who is meant by a line that waits; None where it is the Lead Library.

    The answer may lead to another question: then the line waits on. Raises Gone, and NotNamed where nothing was said.
    """
    coalition = _hold(line.session)
    waiting = held(line)
    if not waiting.is_waiting:
        return waiting
    typed, box, said = _as_meant(coalition, waiting, meant)
    match = matches_as_said(coalition.gmina, [(typed, box, said)])[0]
    if meant.how == SAME:
        known = next((each for each in match.likely if each.pk == meant.record), None)
        if known is None:
            raise Gone(str(meant.record))
        return _list(line.session, by, box, match, known, line=waiting)
    office = own_office(coalition.gmina, match) if meant.how == SPEAKS else None
    if meant.how != NEW and match.status == DOUBTFUL and office is None:
        return _wait_on(waiting, box, typed, said)
    same = None if meant.how == NEW else office or match.same
    return _list(line.session, by, box, match, same, is_another=meant.how == NEW, line=waiting)


def _as_meant(coalition: Coalition, line: NamedLine, meant: Meant) -> tuple[Typed, Box, Apart]:
    """The line as its author now says it is to be read."""
    typed, box = typed_again(line.text), box_of(line.box)
    said = said_in(coalition.gmina, [(typed, box)])[0]
    if meant.how == SPEAKS:
        if not meant.organisation or not said.person:
            raise NotNamed("speaks")
        return typed, box, spoken_for(said, meant.organisation)
    if meant.how == RESIDENT:
        return typed, box if box.is_of_residents else Box(RESIDENTS), _as_resident(said)
    if meant.how == NEW and said.person and not said.organisation and not box.is_of_residents:
        return typed, box, Apart(organisation=typed.name)
    return typed, box, said


def _as_resident(said: Apart) -> Apart:
    """In her own name: what she is elsewhere stays in her note."""
    if not said.person:
        return replace(said, organisation="", person=said.organisation)
    return replace(said, organisation="", note=", ".join(filter(None, [said.organisation, said.note])))


def _wait_on(line: NamedLine, box: Box, typed: Typed, said: Apart) -> NamedLine:
    person = " ".join(filter(None, [said.function, said.person]))
    both = f"{person}, {said.organisation}" if said.organisation else typed.name
    line.box, line.text = box.key, _as_typed(replace(typed, name=both))
    line.save(update_fields=["box", "text"])
    return line


@transaction.atomic
def take_back_line(line: NamedLine, *, by: User) -> None:
    """Undo of a typed name: off the list, and out of the register what came with it. Raises StepOutdated, Gone."""
    _hold(line.session)
    own = held(line)
    others = NamedLine.objects.filter(candidacy=own.candidacy_id).exclude(pk=own.pk) if own.candidacy_id else None
    if heir := others.first() if others is not None and own.is_first else None:
        heir.is_first, heir.made = True, [*heir.made, *own.made]  # somebody else named the same: her line stays
        heir.save(update_fields=["is_first", "made"])
        own.delete()
        return
    candidacy, made, is_first = own.candidacy, list(own.made), own.is_first
    own.delete()
    if candidacy and is_first:
        unlist(candidacy, by=by, reason=_("typed by mistake"))
    unmake(made, by=by)


@transaction.atomic
def take_suggestion(*, session: NamingSession, by: User, organisation: Organisation, box: Box) -> NamedLine:
    """One tap: an organisation of this or a neighbouring register comes onto the list. Raises Gone."""
    _hold(session)
    if organisation.state != Organisation.State.LISTED:
        raise Gone(organisation.key)
    line = _listed(session, by, box, Recorded(organisation, None, ()), None)
    assert line is not None  # noqa: S101 - a suggestion is never the Lead Library
    return line


def save_session(
    session: NamingSession, *, by: User, seen: Mapping[str, Any], new: Mapping[str, Any], since: int
) -> Edit:
    """Date, place, shared notes, what was agreed; see save_edit. What was agreed stands in the ledger.

    Raises EditConflict, SessionTwice, and FactRefused for an agreement dated in the future or with a telephone in it.
    """
    coalition = session.coalition
    watched = Watched("naming.changed", session.key, scope_of(coalition), coalition.get_absolute_url(), {})
    try:
        with transaction.atomic():
            held(coalition)
            edit = save_edit(session, by=by, seen=seen, new=new, since=since, watched=watched)
            if WRITTEN_DOWN & set(edit.changed):
                _write_down(NamingSession.objects.get(pk=session.pk), by)
    except IntegrityError as error:
        raise SessionTwice from error
    return edit


@transaction.atomic
def save_own_note(session: NamingSession, *, by: User, seen: str, text: str) -> None:
    """One's own notes: no event tells of them. Raises EditConflict where one wrote otherwise in another window."""
    held(session)
    note, _is_new = NamingNote.objects.get_or_create(session=session, author=by)
    if note.text not in (seen, text):
        raise EditConflict((FieldConflict("own", note.text, text),), ())
    note.text, note.updated_at = text, timezone.now()
    note.save(update_fields=["text", "updated_at"])


def box_of(key: str) -> Box:
    """The box of a stored key."""
    group, _slash, band = key.partition("/")
    return Box(group, band)


def _hold(session: NamingSession) -> Coalition:
    """The coalition first, then the register: the same order for everybody who names."""
    coalition = session.coalition
    held(coalition)
    lock_registers([coalition.gmina_id])
    return coalition


def _as_typed(line: Typed) -> str:
    """The line again as one text, its parts apart as in a pasted list."""
    parts = [line.name, line.village, *(value for _kind, value in line.contacts), line.note]
    return "; ".join(filter(None, parts))


def _wait(session: NamingSession, by: User, box: Box, text: str) -> NamedLine:
    line, _is_new = NamedLine.objects.get_or_create(
        session=session, box=box.key, text=text, candidacy=None, defaults={"by": by}
    )
    return line


def _list(
    session: NamingSession,
    by: User,
    box: Box,
    match: Match,
    same: Known | None,
    *,
    is_another: bool = False,
    line: NamedLine | None = None,
) -> NamedLine | None:
    gmina = session.coalition.gmina
    recorded = record(gmina, by=by, box=box, match=match, same=same.pk if same else None, is_another=is_another)
    return _listed(session, by, box, recorded, line)


def _listed(session: NamingSession, by: User, box: Box, recorded: Recorded, line: NamedLine | None) -> NamedLine | None:
    """The line with its candidacy; None where the Lead Library was named."""
    coalition = session.coalition
    organisation, person = recorded.organisation, recorded.person
    if organisation and organisation == library_of(coalition):
        return None
    one = {"organisation": organisation} if organisation else {"organisation": None, "person": person}
    is_first = not Candidacy.objects.filter(coalition=coalition, **one).exists()
    candidacy = consider(
        coalition=coalition,
        by=by,
        organisation=organisation,
        person=person,
        on=min(session.on, timezone.localdate()),
        origin=Candidacy.Origin.SESSION,
        origin_key=session.key,
    )
    if organisation and person and not candidacy.person_id:
        set_spokesperson(candidacy, by=by, seen=None, person=person, since=0)
    line = line or NamedLine(session=session, box=box.key, by=by)
    line.candidacy, line.text, line.is_first, line.made = candidacy, "", is_first, list(recorded.made)
    line.save()
    return line


def _write_down(session: NamingSession, by: User) -> None:
    """The ledger's entry of the talk, once something was agreed; later changes correct it."""
    detail = {"agreed": session.agreed, "place": session.place}
    told = Told(kind=Kind.NAMING_HELD, on=session.on, subject=session.key, detail=detail)
    before = Fact.objects.filter(pk=session.fact or 0, struck_at=None).first()
    scope = scope_of(session.coalition)
    if before and session.agreed:
        fact = ledger.correct(before, by=by, right=told, reason=_("changed in the notes"), scope=scope, tell=False)
        NamingSession.objects.filter(pk=session.pk).update(fact=fact.pk)
    elif before:
        ledger.strike(before, by=by, reason=_("changed in the notes"), scope=scope, tell=False)
        NamingSession.objects.filter(pk=session.pk).update(fact=None)
    elif session.agreed:
        fact_key = record_fact(
            session.coalition, Kind.NAMING_HELD, by=by, on=session.on, subject=session.key, detail=detail
        )
        NamingSession.objects.filter(pk=session.pk).update(fact=fact_key)
