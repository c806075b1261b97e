"""The words of a printed record: what stands in it, from where, on what ground, and what happens with it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.coalitions.actions.answers import step_in_words
from koalicja.coalitions.models import Answer, Candidacy
from koalicja.coalitions.queries.instead import naming_of
from koalicja.coalitions.queries.record import OneCandidacy, Record, coalitions_named
from koalicja.coalitions.views.candidate_words import step_note
from koalicja.people.facts import contact_line
from koalicja.people.models import Contact, Organisation, Person
from koalicja.people.sources import shown_source
from koalicja.people.texts import age_band, sector_name
from koalicja.standing import wording
from koalicja.ui.formats import day, keep_together, number
from koalicja.ui.groups import GROUP_NAMES

Row = tuple[str, str, str]
"""What it is, what it says, where it comes from."""


def record_data(record: Record, candidacy: Candidacy, today: date) -> dict[str, Any]:
    """What the template reads: every text as it is printed."""
    sections = [
        (_("In the register"), list(_register(record.owner))),
        (_("How to reach"), [_contact(contact) for contact in record.contacts]),
        (_("Who speaks for whom"), list(_mandates(record))),
        (_("Talks"), [_talk(entry) for entry in record.log]),
    ]
    for one in record.candidacies:
        coalition = one.candidacy.coalition
        sections.append((f"{coalition.edition.coalition_label}: {coalition.name}", list(_candidacy(one))))
    sections.append((_("History of the coalition, where it speaks of this entry"), list(_facts(record))))
    library = ", ".join(filter(None, [record.library.name, record.library_contact]))
    return {
        "title": _("Everything we hold: %(name)s") % {"name": record.owner},
        "author": record.library.name,
        "made": _("Printed on %(day)s. Library: %(library)s") % {"day": day(today), "library": library},
        "sections": [{"title": title, "rows": _kept(rows)} for title, rows in sections],
        "nothing": _("Nothing is written here."),
        "source": _("source"),
        "notes": [keep_together(note) for note in _notes(record, candidacy)],
        "what_next": _("What happens with it"),
    }


def _kept(rows: Iterable[Row]) -> list[list[str]]:
    """Rows that say something, with hard spaces."""
    return [[keep_together(part) for part in row] for row in rows if row[1]]


def _contact(contact: Contact) -> Row:
    """The contact with how it came; of a legal basis that nobody wrote down the paper says nothing."""
    told = contact_line(contact) if contact.legal_basis else shown_source(contact.source)
    return (str(contact.get_kind_display()), contact.value, told)


def _register(owner: Organisation | Person) -> Iterator[Row]:
    origin = ", ".join(filter(None, [owner.source, day(owner.created_at)]))
    if isinstance(owner, Organisation):
        yield (_("name"), owner.name, origin)
        yield (_("group"), str(GROUP_NAMES.get(owner.group, "")), "")
        yield (_("sector"), sector_name(owner.sector) if owner.sector else "", "")
        yield (_("type"), owner.kind_text, "")
        yield (_("address"), " ".join(filter(None, [owner.street, owner.house_number, owner.postcode])), "")
        for key, value in sorted(owner.identifiers.items()):
            yield (key.upper(), str(value), "")
    else:
        yield (_("first and last name"), owner.name, origin)
        yield (_("age"), age_band(owner.age_band) if owner.age_band else "", "")
    yield (_("village or town"), owner.village, "")
    yield (_("note"), owner.note, "")


def _mandates(record: Record) -> Iterator[Row]:
    for each in record.mandates:
        other = each.person if isinstance(record.owner, Organisation) else each.organisation
        since = _("from %(day)s") % {"day": day(each.since)} if each.since else ""
        until = _("to %(day)s") % {"day": day(each.until)} if each.until else ""
        if isinstance(record.owner, Organisation):
            label, name = _("speaks for this organisation"), ", ".join(filter(None, [other.name, each.function]))
        else:
            label, name = each.function or _("speaks for"), other.name
        yield (label, name, " ".join(filter(None, [since, until])))


def _talk(entry: Any) -> Row:
    said = ". ".join(filter(None, [entry.text, entry.next_step])) or "–"
    who = str(entry.by) if entry.by else ""
    return (f"{day(entry.on)}, {entry.get_kind_display()}", said, who)


def _candidacy(one: OneCandidacy) -> Iterator[Row]:
    each = one.candidacy
    yield (_("State"), str(each.get_state_display()), _("on the list since %(day)s") % {"day": day(each.created_at)})
    if each.organisation_id:
        yield (_("Who would speak for them"), str(each.person or ""), "")
    yield (_("How big it is"), str(each.get_size_display()) if each.size else "", "")
    yield (_("What they could bring"), each.brings, "")
    yield (_("Who should ask"), each.should_ask, "")
    yield (_("Knows"), _known(one), "")
    due = day(each.next_on) if each.next_on else ""
    yield (_("Next step"), ", ".join(filter(None, [step_in_words(each.next_step), each.next_who, due])), "")
    yield (_("Not now, come back after"), day(each.not_before) if each.not_before else "", "")
    for step in one.steps:
        undone = _("taken back %(day)s") % {"day": day(step.undone_at)} if step.undone_at else ""
        said = ". ".join(filter(None, [str(step.get_state_display()), step_note(step)]))
        yield (day(step.on), said, undone)
    if (naming := naming_of(each)) and naming.other_reach:
        yield (_("Where to look"), naming.other_reach, _("from somebody’s answer, %(day)s") % {"day": day(naming.on)})
    yield from _invitations(each)


def _invitations(candidacy: Candidacy) -> Iterator[Row]:
    """What was written to them and what they answered, the newest first."""
    for answer in candidacy.answers.all():
        instead = _("a name was given here") if answer.other_name else ""
        said = [str(answer.get_said_display()), instead, answer.gives, answer.question, answer.reach]
        agreed = _("consent: %(day)s") % {"day": day(answer.consent_on)} if answer.consent_on else ""
        how = ", ".join(filter(None, [str(answer.get_how_display()), agreed]))
        yield (_("Answer, %(day)s") % {"day": day(answer.on)}, ". ".join(filter(None, said)), how)
        yield from _replaced(answer)
    for sent in candidacy.invitations.exclude(sent_at=None):
        reminded = _("reminder: %(day)s") % {"day": day(sent.reminded_at)} if sent.reminded_at else ""
        how = ", ".join(filter(None, [str(sent.get_way_display()), reminded]))
        yield (_("Invitation, %(day)s") % {"day": day(sent.on)}, sent.text or "–", how)


def _replaced(answer: Answer) -> Iterator[Row]:
    """What the answer before this one said of how to reach them: it comes back where this one is taken back."""
    reach, agreed = answer.replaced.get("reach", ""), answer.replaced.get("consent_on")
    consent = _("consent: %(day)s") % {"day": day(date.fromisoformat(agreed))} if agreed else ""
    said = reach or (_("no way to reach them was written down") if consent else "")
    yield (_("How to reach them, in the answer before"), said, consent)


def _known(one: OneCandidacy) -> str:
    """Organisations by name; other residents only by number, for this paper leaves the house."""
    named = [str(each.organisation) for each in one.knows if each.organisation_id]
    people = len(one.knows) - len(named)
    told = ngettext("residents: %(count)s person", "residents: %(count)s people", people)
    return ", ".join([*named, *([told % {"count": number(people)}] if people else [])])


def _facts(record: Record) -> Iterator[Row]:
    names = coalitions_named(record)
    teller = wording.Teller({record.owner.key: record.owner.name}, free_text=True)
    for fact in record.facts:
        coalition = names[fact.coalition].name if len(names) > 1 and fact.coalition in names else ""
        said = wording.kind_label(fact.kind)
        yield (wording.when(fact.on, fact.precision), said, ", ".join(filter(None, [teller.source(fact), coalition])))


def _notes(record: Record, candidacy: Candidacy) -> Iterator[str]:
    yield _("The library keeps it to know whom to ask to the coalition. It is seen by the library and its animator.")
    yield _("You may ask the library to correct it, to add something, or to erase it.")
    if candidacy.erase_on:
        yield _("After the refusal, notes and talks will be erased on %(day)s.") % {"day": day(candidacy.erase_on)}
    if record.elsewhere:
        yield _("Another coalition holds entries as well, which this print has not. Ask its library for them.")
