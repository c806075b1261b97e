"""Codes of the engine, of events and of the register → sentences. Codes are stored, sentences never are."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from koalicja.backroom.models import Event
from koalicja.engine.matching.sectors import SECTORS
from koalicja.engine.matching.text import fold
from koalicja.people.models import Contact, ContactEntry, Decided, Organisation
from koalicja.people.queries.names import Known
from koalicja.people.words import FIELD_NAMES, IDENTIFIER_NAMES, SECTOR_NAMES
from koalicja.ui.formats import day
from koalicja.ui.groups import GROUP_NAMES, UNKNOWN

NAMED = 5


def sector_name(key: str) -> str:
    """The sector in words; nothing for an unknown one."""
    return str(SECTOR_NAMES.get(key, ""))


def field_name(key: str) -> str:
    return str(FIELD_NAMES.get(key, key))


def field_names(keys: Mapping[str, Any] | list[str] | tuple[str, ...]) -> str:
    return ", ".join(field_name(key) for key in keys)


def identifier_name(key: str) -> str:
    """REGON, NIP …; a second number of the same register says so."""
    kind, _sep, count = key.partition("_")
    name = IDENTIFIER_NAMES.get(kind, kind.upper())
    return _("%(register)s (another one)") % {"register": name} if count else name


def class_name(value: str) -> str:
    """A class as forms write it (a sector key, "group:ngo" or nothing) in words."""
    if value.startswith("group:"):
        return str(GROUP_NAMES[value.removeprefix("group:")])
    return sector_name(value) or str(UNKNOWN)


def class_choices() -> list[tuple[str, Any]]:
    """Every class a select offers: sectors under their groups, each group alone, and unknown."""
    choices: list[tuple[str, Any]] = [("", str(UNKNOWN))]
    for group, name in GROUP_NAMES.items():
        sectors = [(sector.key, sector_name(sector.key)) for sector in SECTORS if sector.group == group]
        alone = (f"group:{group}", _("%(group)s, kind unknown") % {"group": name})
        choices.append((str(name), [*sectors, alone]))
    return choices


def age_band(key: str) -> str:
    """13–19 lat; an unknown band is unknown."""
    if not key:
        return str(UNKNOWN)
    if key.endswith("+"):
        return _("%(age)s and more") % {"age": key[:-1]}
    ages = {"ages": key.replace("-", "\N{EN DASH}")}
    last = key.rpartition("-")[2]
    return ngettext("%(ages)s year old", "%(ages)s years old", int(last) if last.isdecimal() else 0) % ages


def as_written(name: str, folded: str) -> str:
    """The words of a name that the engine recognised, as they stand there: "ośrodek kultury", not "osrodek kultury"."""
    wanted = folded.split()
    spans = list(re.finditer(r"[^\W_]+", name))
    for start in range(len(spans) - len(wanted) + 1):
        found = spans[start : start + len(wanted)]
        if wanted and [fold(word[0]) for word in found] == wanted:
            return name[found[0].start() : found[-1].end()]
    return folded


def class_reason(reason: Mapping[str, Any], decided: str, name: str = "") -> str:
    """Why an organisation has its class, in one sentence; with its name, the words are quoted as they stand there."""
    if decided == Decided.HUMAN and reason.get("code") not in {"remembered_name", "remembered_rule"}:
        return _("Checked by a human.")
    found = {"words": as_written(name, reason.get("words", ""))}
    sentences = {
        "remembered_name": _("Remembered: this name was put there before."),
        "remembered_rule": _("Remembered: names like this were put there before."),
        "kind_says": _("Recognised by “%(words)s” in the type.") % found,
        "name_says": _("Recognised by “%(words)s” in the name.") % found,
        "email_says": _("Recognised by “%(words)s” in the e-mail address.") % found,
        "person_name": _("This looks like a person's first and last name."),
        "person_trade": _("A person, and “%(words)s” beside the name.") % found,
        "maybe_person": _("This may be a person's name, and may be that of an organisation."),
        "file_says": _("The file says so."),
    }
    return sentences.get(reason.get("code", ""), _("We could not tell from the name. Please choose."))


def typed_reason(reason: Mapping[str, Any], name: str) -> str:
    """Why a typed line is taken for what it is, or left out, in one or two sentences."""
    sentences = {
        "person_at_work": _("A first and last name with a function. If an organisation is meant, choose its group."),
        "beside_organisation": _("A first and last name beside an organisation, for which she or he speaks."),
        "several": _("We are not sure whether this is one name. If there are several, type each in a line of its own."),
        "polite": _("This is how one speaks of a person. If an organisation is meant, choose its group."),
        "formula": _("Left out: this is a formula of a sheet. Type the name itself, or choose a group to keep it."),
        "website": _("Left out: an address of a website. Type the name of whose it is, or choose a group to keep it."),
        "number": _("Left out: a number without letters. If it is a name, choose its group."),
        "twice": _("Left out: twice in this text. If it is another one, add its village and choose its group."),
        "twice_more": _("Twice in this text: what this line says more is added to what the first one names."),
        "closed_institution": _("A closed institution (prison, hospital ward): such are left out."),
        "abroad": _("Abroad or on a ship: left out."),
    }
    return sentences.get(reason.get("code", "")) or class_reason(reason, "", name)


def likeness(code: str) -> str:
    """Why two records may be one."""
    sentences = {
        "same_identifier": _("the same register number"),
        "same_name": _("the same name"),
        "other_address": _("the same name, another address"),
        "village_unknown": _("the same name, one village unknown"),
        "village_spelled_differently": _("the village is spelled differently"),
        "patron_missing": _("one name lacks the patron"),
        "other_patron": _("another patron"),
        "number_missing": _("one name lacks the number"),
        "branch": _("one of them is a branch"),
        "small_mistake": _("the names differ by a small mistake"),
        "words_missing": _("one name is part of the other"),
        "other_level": _("a gmina usually has one of this kind"),
        "similar_name": _("similar names"),
        "same_phone": _("the same phone and place"),
        "other_identifier": _("similar names, but another register number"),
    }
    return sentences.get(code, _("similar names"))


def known_label(known: Known) -> str:
    """A record that a line may mean, with what tells it from another one called the same."""
    apart = known.apart
    if apart is None:
        return known.label
    told = [
        age_band(apart.age_band) if apart.age_band else "",
        _("phone ends in %(digits)s") % {"digits": apart.phone} if apart.phone else "",
        apart.serves,
        _("entered on %(day)s") % {"day": day(apart.added)} if apart.added else "",
        _("number %(place)d of those alike") % {"place": apart.place} if apart.place else "",
    ]
    return " · ".join([known.label, *(each for each in told if each)])


def known_record(known: Known) -> str:
    """The same beside a line that somebody types, with where the record is."""
    if known.is_suggestion:
        return _("a suggestion from the programme's file: %(name)s") % {"name": known_label(known)}
    return _("in the register: %(name)s") % {"name": known_label(known)}


def contact_kind(key: str) -> str:
    return str(Contact.Kind(key).label) if key in Contact.Kind.values else key


def entry_kind(key: str) -> str:
    return str(ContactEntry.Kind(key).label) if key in ContactEntry.Kind.values else key


def named_fields(records: Sequence[tuple[str, Sequence[str]]]) -> str:
    """The first records, each with the names of its fields, contacts among them, and how many others there are."""
    named = [f"{name} ({', '.join(contact_kind(field_name(key)) for key in keys)})" for name, keys in records]
    rest = len(named) - NAMED
    more = ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest} if rest > 0 else ""
    return "; ".join([*named[:NAMED], *([more] if more else [])])


def merge_refusal(code: str) -> str:
    """Why two records could not be merged or parted, and what helps."""
    sentences = {
        "same": _("This is one and the same record. Choose two different ones."),
        "gone": _("One of the two is not in the register any more. Nothing was changed. Look at the list again."),
        "outdated": _(
            "Somebody has just changed one of the two. Nothing is merged yet: look again and press once more."
        ),
        "both_used": _("Both records take part in the programme, so they cannot be made one. Nothing was changed."),
        "undone": _("This merge has been undone already."),
        "merged_further": _("This record has gone into yet another one. Undo that merge first."),
    }
    return sentences[code]


def event_line(event: Event) -> str:
    """What happened, in one line of a history; who and when stand beside it."""
    params = event.params
    if event.code in _COUNTED:
        return _COUNTED[event.code](params)
    if event.code in CHANGES:
        changed = field_names(params.get("changes", {}))
        return CHANGES[event.code]() % {"fields": changed}
    if event.code in _WITH_KIND:
        kind = entry_kind(params["kind"]) if event.code.startswith("log.") else contact_kind(params["kind"])
        return _WITH_KIND[event.code]() % {"kind": kind}
    plain = _PLAIN.get(event.code)
    return str(plain) if plain else event.code


def notice_line(event: Event) -> str:
    """What somebody is told whose edit met a later one; where both wrote in one field, what stood there before."""
    who = str(event.by) if event.by else str(UNKNOWN)
    changes, over = event.params.get("changes", {}), event.params.get("over", [])
    told = {"who": who, "fields": field_names(changes)}
    if not over:
        return _("%(who)s has also changed a record you changed: %(fields)s. Both changes are kept.") % told
    stands = _(
        "%(who)s has also changed a record you changed: %(fields)s. Where both wrote, the later stands: %(over)s."
    )
    before = [(field_name(name), changes[name][0]) for name in over if changes[name]]
    if len(before) == len(over):
        earlier = _("Before it: %(before)s.") % {
            "before": "; ".join(f"{name}: {text or UNKNOWN}" for name, text in before)
        }
    elif event.code == "contact.changed":
        earlier = _("The history keeps no earlier text of it; write yours again if it is needed.")
    else:
        earlier = _("The earlier text stands on the page of the entry, under “Every changed field”.")
    return f"{stands % {**told, 'over': field_names(over)}} {earlier}"


def _suggestions_added(params: Mapping[str, Any]) -> str:
    count = params["count"]
    return ngettext("Taken from the suggestions: %(count)d", "Taken from the suggestions: %(count)d", count) % {
        "count": count
    }


def _names_added(params: Mapping[str, Any]) -> str:
    count = params["count"]
    return ngettext("%(count)d name added", "%(count)d names added", count) % {"count": count}


def _dismissed(params: Mapping[str, Any]) -> str:
    count = params["count"]
    return ngettext("%(count)d suggestion put aside", "%(count)d suggestions put aside", count) % {"count": count}


def _brought_back(params: Mapping[str, Any]) -> str:
    count = params["count"]
    return ngettext("%(count)d suggestion brought back", "%(count)d suggestions brought back", count) % {"count": count}


def _classes_checked(params: Mapping[str, Any]) -> str:
    count = params["count"]
    return ngettext("%(count)d class checked", "%(count)d classes checked", count) % {"count": count}


def _exported(params: Mapping[str, Any]) -> str:
    count = params["count"]
    return ngettext("Exported: %(count)d record", "Exported: %(count)d records", count) % {"count": count}


_COUNTED = {
    "suggestions.added": _suggestions_added,
    "suggestions.dismissed": _dismissed,
    "suggestions.brought_back": _brought_back,
    "suggestions.taken_back": _brought_back,
    "names.added": _names_added,
    "register.classes_checked": _classes_checked,
    "register.exported": _exported,
}
# Events whose `changes` are {field: [old, new]}.
CHANGES = {
    "organisation.changed": lambda: _("Changed: %(fields)s"),
    "organisation.classified": lambda: _("Changed: %(fields)s"),
    "person.changed": lambda: _("Changed: %(fields)s"),
    "contact.changed": lambda: _("Contact changed: %(fields)s"),
}
_WITH_KIND = {
    "contact.added": lambda: _("Contact added: %(kind)s"),
    "contact.deleted": lambda: _("Contact deleted: %(kind)s"),
    "contact.put_back": lambda: _("Contact put back: %(kind)s"),
    "log.added": lambda: _("Noted: %(kind)s"),
    "log.deleted": lambda: _("Note taken back: %(kind)s"),
}
_PLAIN = {
    "organisation.added": gettext_lazy("Added to the register"),
    "organisation.removed": gettext_lazy("Taken out of the register"),
    "organisation.put_back": gettext_lazy("Put back into the register"),
    "person.added": gettext_lazy("Added to the register"),
    "person.removed": gettext_lazy("Taken out of the register"),
    "person.put_back": gettext_lazy("Put back into the register"),
    "person.erased": gettext_lazy("A person erased, with everything that said who it was"),
    "mandate.added": gettext_lazy("Begins to speak for the organisation"),
    "mandate.ended": gettext_lazy("Stops speaking for the organisation"),
    "record.merged": gettext_lazy("Two records made one"),
    "record.parted": gettext_lazy("Merge undone"),
    "pair.told_apart": gettext_lazy("Told apart from a look-alike"),
    "pair.proposed_again": gettext_lazy("Proposed again as a look-alike"),
}


def organisation_state(state: str) -> str:
    return str(Organisation.State(state).label)


def groups_in_words(keys: tuple[str, ...]) -> str:
    return ", ".join(str(GROUP_NAMES[key]) for key in keys)


def next_step(code: str, count: int, missing: tuple[str, ...]) -> dict[str, str]:
    """Title, reason and label of the button for the register's next step."""
    words = {
        "type_names": _type_names,
        "look_through": _look_through,
        "check_classes": _check_classes,
        "find_contacts": _find_contacts,
    }
    if code == "find_missing":
        return {
            "title": _("Who is missing: %(groups)s") % {"groups": groups_in_words(missing)},
            "why": _("A coalition needs all five groups, and in these there is nobody yet."),
            "action_label": _("Type or paste names"),
        }
    if code in words:
        return words[code](count)
    return {
        "title": _("The register has somebody in all five groups"),
        "why": _("All groups are checked. Look again when somebody new turns up or a contact changes."),
    }


def _type_names(_count: int) -> dict[str, str]:
    return {
        "title": _("Type the first names"),
        "why": _("The register is empty. Start with those you know: schools, the fire brigade, shops, neighbours."),
        "action_label": _("Type or paste names"),
        "other_label": _("Load a file"),
    }


def _look_through(count: int) -> dict[str, str]:
    title = ngettext("Look through %(count)d suggestion", "Look through %(count)d suggestions", count)
    return {
        "title": title % {"count": count},
        "why": _("They come from a file of your programme. Take in those that exist."),
        "action_label": pgettext("suggestions", "Look through"),
    }


def _check_classes(count: int) -> dict[str, str]:
    title = ngettext("Check the group of %(count)d organisation", "Check the groups of %(count)d organisations", count)
    return {
        "title": title % {"count": count},
        "why": _("The groups were guessed from the names. Once they are right, they show whom else to invite."),
        "action_label": _("Check the groups"),
    }


def _find_contacts(count: int) -> dict[str, str]:
    title = ngettext("%(count)d entry without a contact", "%(count)d entries without a contact", count)
    return {
        "title": title % {"count": count},
        "why": _("An invitation needs a phone or an e-mail. Begin with those you know best."),
        "action_label": _("Show entries without a contact"),
    }
