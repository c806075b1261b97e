"""Words of others that name somebody who is erased: the rooms' texts, answers, the log, what is told and remembered.

A name is recognised whole, in any order of its words, and a telephone or an e-mail however it is written; an inflected
name, or a surname alone where nothing beside it says who is meant, is not. Of a text only the sentences that name her
go. Names of organisations stay, also where they bear hers.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from koalicja.backroom.models import Event, Mail
from koalicja.coalitions.models import (
    Answer,
    Area,
    Asset,
    Candidacy,
    CandidacyStep,
    Coalition,
    Invitation,
    InvitationPlan,
    InvitationText,
    Leadership,
    NamedLine,
    NamingNote,
    NamingSession,
    Statement,
)
from koalicja.coalitions.queries.instead import naming_of, namings_of
from koalicja.coalitions.queries.leaving import Leaving
from koalicja.engine.matching.text import fold
from koalicja.people.actions.erasing import erase_note
from koalicja.people.models import Contact, ContactEntry, Organisation, Person
from koalicja.people.traces import Traces, traces_of
from koalicja.standing.models import Fact

GAP = "…"
SENTENCES = re.compile(r"(?<=[.!?;\n])\s+")
TELEPHONE = re.compile(r"\+?\d(?:[\s().-]{0,3}\d){8,}")
EMAIL = re.compile(r"\S+@\S+\w")
WAYS_TO_REACH = ("reach", "replaced")
SAID: Mapping[type[models.Model], tuple[str, tuple[str, ...]]] = {
    Statement: ("coalition", ("text",)),
    Leadership: ("coalition", ("words",)),
    Area: ("coalition", ("name",)),
    Asset: ("coalition", ("what", "note")),
    InvitationPlan: ("coalition", ("place", "takes", "asks", "by_meeting")),
    InvitationText: ("coalition", ("subject", "text")),
    NamingSession: ("coalition", ("place", "notes", "agreed")),
    NamingNote: ("session__coalition", ("text",)),
    Candidacy: ("coalition", ("brings", "should_ask", "next_step", "next_who")),
    CandidacyStep: ("candidacy__coalition", ("note",)),
    Invitation: ("candidacy__coalition", ("subject", "text")),
    Answer: ("candidacy__coalition", ("question", "gives", "reach", "replaced")),
}
"""Where people write in their own words in this room: the way to the coalition, and the fields."""
Model = type[models.Model]


def forget_elsewhere(candidacy: Candidacy, leaving: Leaving) -> None:
    """Whoever leaves the register goes from all words of her gmina; a resident who stays there, from answers here."""
    if candidacy.person and not candidacy.organisation_id and candidacy.person not in leaving.people:
        _forget_in_answers([candidacy.coalition_id], candidacy, _traces([candidacy.person]))
    if not leaving.people:
        return
    gmina = candidacy.coalition.gmina_id
    coalitions = list(Coalition.objects.filter(gmina=gmina).values_list("pk", flat=True))
    traces = _traces(leaving.people, _told(candidacy, leaving))
    _forget_in_answers(coalitions, candidacy, traces)
    _forget_in_words(gmina, coalitions, traces)


def _told(candidacy: Candidacy, leaving: Leaving) -> list[str]:
    """Where ways to reach her were typed besides the register."""
    naming = naming_of(candidacy)
    brought = [int(key.partition(":")[2]) for key in leaving.made if key.startswith("contact:")]
    told = list(Contact.objects.filter(pk__in=brought).values_list("value", flat=True))
    return [*told, *candidacy.answers.values_list("reach", flat=True), naming.other_reach if naming else ""]


def _traces(people: Iterable[Person], told: Iterable[str] = ()) -> Traces:
    """Their names, those of records merged into theirs, contacts, and numbers in what was `told`."""
    names, contacts = set[str](), set[str]()
    for person in people:
        names |= {person.name, *(each.name for each in person.absorbed.all())}
        contacts |= set(person.contacts.values_list("value", flat=True))
    for text in told:
        contacts |= {*TELEPHONE.findall(text), *EMAIL.findall(text)}
    return traces_of(names, contacts)


def _forget_in_answers(coalitions: Collection[int], candidacy: Candidacy, traces: Traces) -> None:
    """Whoever named her instead of themselves: the name and where to look for her go.

    An answer that brought somebody else of her name onto the list, who still stands there, is about that one.
    """
    others = Candidacy.objects.filter(coalition__in=coalitions, origin=Candidacy.Origin.INSTEAD)
    living = list(others.exclude(pk=candidacy.pk).exclude(person=candidacy.person))
    kept = {answer.pk for answer in namings_of(living).values()}
    answers = Answer.objects.filter(candidacy__coalition__in=coalitions).exclude(pk__in=kept)
    named = answers.exclude(other_name="", other_reach="").values_list("pk", "other_name", "other_reach")
    hers = [pk for pk, name, reach in named if traces.are_in(name) or traces.are_in(reach)]
    Answer.objects.filter(pk__in=hers).update(other_name="", other_reach="")


def _forget_in_words(gmina: str, coalitions: Collection[int], traces: Traces) -> None:
    """All that people wrote in their own words about others, or about the coalition, and what is remembered of it."""
    for model, (way, fields) in SAID.items():
        _forget_in(model, {f"{way}__in": coalitions}, fields, traces)
    _forget_in(Fact, {"coalition__in": coalitions}, ("detail", "source_text", "strike_reason"), traces)
    for owner in ("organisation__gmina", "person__gmina"):
        _forget_in(ContactEntry, {owner: gmina}, ("text", "next_step"), traces)
    _forget_in(Person, {"gmina": gmina}, ("note",), traces)
    for organisation in Organisation.objects.filter(gmina=gmina).exclude(note="").order_by("pk"):
        erase_note(organisation, left=without(organisation.note, traces))
    for line in NamedLine.objects.filter(session__coalition__in=coalitions, candidacy=None):
        if traces.are_in(line.text):
            line.delete()
    _forget_in_mail(coalitions, traces)
    _forget_in_events(coalitions, traces)
    _forget_in_audit(gmina, coalitions, traces)


def without(value: Any, traces: Traces) -> Any:
    """The same, each text without its sentences that name her, and "" where nothing else is said.

    Where a sentence names her in full, one with a part of her name means her, too.
    """
    if isinstance(value, list):
        return [without(each, traces) for each in value]
    if isinstance(value, dict):
        return {key: without(each, traces) for key, each in value.items()}
    return _left_of(value, traces) if isinstance(value, str) else value


def _left_of(text: str, traces: Traces) -> str:
    sentences = SENTENCES.split(text)
    if not any(traces.are_in(each) for each in sentences):
        return text
    kept = [GAP if _tells(each, traces) else each for each in sentences]
    left = [each for place, each in enumerate(kept) if each != GAP or kept[place - 1 : place] != [GAP]]
    return "" if left == [GAP] else " ".join(left)


def _tells(sentence: str, traces: Traces) -> bool:
    words = set(re.findall(r"\w+", fold(sentence)))
    return traces.are_in(sentence) or any(name & words for name in traces.names)


def _forget_in(model: Model, where: dict[str, Any], fields: Iterable[str], traces: Traces) -> None:
    """Each text only where it still says what was read: whoever writes at this moment is not overwritten."""
    names = tuple(fields)
    for row in model._default_manager.filter(**where).order_by("pk").values("pk", *names):
        for name in names:
            field, now = model._meta.get_field(name), without(row[name], _telling(name, traces))
            if now == row[name]:
                continue
            same = {} if isinstance(field, models.JSONField) else {name: row[name]}
            model._default_manager.filter(pk=row["pk"], **same).update(**{name: now or _instead(model, name, row)})


def _telling(name: str, traces: Traces) -> Traces:
    """A telephone by which somebody else wants to be reached is theirs, also where it was hers."""
    return replace(traces, contacts=frozenset()) if name in WAYS_TO_REACH else traces


def _instead(model: Model, name: str, row: Mapping[str, Any]) -> str:
    """What stands where nothing is left and something has to stand; areas of action are each called otherwise."""
    if model is Area:
        return f"{GAP} {row['pk']}"
    field: Any = model._meta.get_field(name)
    return "" if field.blank and model is not Mail and name != "strike_reason" else GAP


def _forget_in_mail(coalitions: Collection[int], traces: Traces) -> None:
    sent = Invitation.objects.filter(candidacy__coalition__in=coalitions)
    about = [f"invitation:{pk}" for pk in sent.values_list("pk", flat=True)]
    _forget_in(Mail, {"about__in": about, "erased_at": None}, ("subject", "text", "said"), traces)


def _forget_in_events(coalitions: Collection[int], traces: Traces) -> None:
    subjects = {f"coalition:{pk}" for pk in coalitions}
    for model in (Candidacy, NamingSession):
        rows = model._default_manager.filter(coalition__in=coalitions).values_list("pk", flat=True)
        kind = "naming" if model is NamingSession else "candidacy"
        subjects |= {f"{kind}:{pk}" for pk in rows}
    for event in Event.objects.filter(subject__in=subjects).exclude(params={}).iterator():
        params = without(event.params, traces) | {key: event.params[key] for key in ("name",) if key in event.params}
        if params != event.params:
            Event.objects.filter(pk=event.pk).update(params=params)


def _forget_in_audit(gmina: str, coalitions: Collection[int], traces: Traces) -> None:
    """What the audit remembers of rows that it watches, also of lines of the log that were taken back."""
    watched: list[tuple[Model, Q]] = [(model, Q(coalition__in=coalitions)) for model in (Area, Asset, Fact)]
    watched.append((ContactEntry, Q(organisation__gmina=gmina) | Q(person__gmina=gmina)))
    told = Event.objects.filter(code__startswith="candidacy.", params__has_key="entry")
    keys = [f"candidacy:{pk}" for pk in Candidacy.objects.filter(coalition__in=coalitions).values_list("pk", flat=True)]
    taken_back = {params["entry"] for params in told.filter(subject__in=keys).values_list("params", flat=True)}
    for model, where in watched:
        ids = set(model._default_manager.filter(where).values_list("pk", flat=True))
        ids |= {each for each in taken_back if each and model is ContactEntry}
        kind = ContentType.objects.get_for_model(model)
        for entry in LogEntry.objects.filter(content_type=kind, object_id__in=ids):
            changes, name = without(entry.changes, traces), without(entry.object_repr, traces) or GAP
            if (changes, name) != (entry.changes, entry.object_repr):
                LogEntry.objects.filter(pk=entry.pk).update(changes=changes, object_repr=name)
