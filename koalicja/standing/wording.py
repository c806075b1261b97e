"""Facts in words: "First meeting: 14 people". Label and value, because Polish inflects names.

Names are given by the caller, a mapping from key to text, for only the caller knows who reads. Somebody whose key is
not in it appears as "a person"; `free_text=False` also leaves out what people typed, where a name might stand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from koalicja.backroom.wording import Shown
from koalicja.standing.details import LONGEST_REASON
from koalicja.standing.models import FIRST_DAY, Fact, Kind, Precision, Source
from koalicja.standing.queries import Entry
from koalicja.standing.refusals import FactOutdated, FactRefused
from koalicja.ui.formats import day, is_polish, keep_together
from koalicja.ui.groups import GROUP_NAMES

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history as a page shows it; `url` leads to its correction, `trace` holds its older versions."""

    on: date
    when: str
    text: str
    notes: tuple[str, ...]
    source: str
    author: str
    recorded_at: datetime
    struck: str = ""
    trace: tuple["Line", ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Teller:
    """Says facts to one reader: with these names, and with or without what people typed freely.

    `numbers` says which meeting each one was (queries.numbers_of); without it only what somebody said is told. `then`
    is what a fact's subject was called when it was first written down, where that may have changed. Both are by the key
    of the first version.
    """

    names: Names = field(default_factory=dict)
    free_text: bool = True
    numbers: Mapping[int, int] = field(default_factory=dict)
    then: Mapping[int, str] = field(default_factory=dict)

    def line(self, fact: Fact) -> str:
        """The fact in one line, such as "Invitation: OSP Olszynki"."""
        label, value = self._label(fact), self._value(fact)
        words = {"label": label, "value": value}
        return keep_together(_("%(label)s: %(value)s") % words if value else label)

    def notes(self, fact: Fact) -> tuple[str, ...]:
        """What else was said, each in a line of its own."""
        detail = fact.detail
        said = (
            (pgettext("note of a fact", "who came"), groups(detail.get("groups", {}))),
            (pgettext("note of a fact", "place"), self._text(fact, "place")),
            (pgettext("note of a fact", "moderated by"), moderator(detail)),
            (pgettext("note of a fact", "agreed"), self._text(fact, "agreed")),
            (pgettext("note of a fact", "next date"), _next_date(fact)),
            (pgettext("note of a fact", "by"), way(detail)),
            (pgettext("note of a fact", "concerns"), self.names.get(detail.get("about", ""), "")),
            (pgettext("note of a fact", "range"), _("the library alone") if detail.get("library_only") else ""),
        )
        both = _("%(label)s: %(value)s")
        return tuple(keep_together(both % {"label": label, "value": value}) for label, value in said if value)

    def source(self, fact: Fact) -> str:
        """How we know it, such as "minutes (gdkburzenin.pl)"."""
        label = Source(fact.source).label
        if not (fact.source_text and self.free_text):
            return str(label)
        return _("%(source)s (%(words)s)") % {"source": label, "words": fact.source_text}

    def struck(self, fact: Fact) -> str:
        """Who took the fact out of force, when and why; nothing while it stands."""
        if fact.struck_at is None:
            return ""
        words = {"on": day(fact.struck_at), "who": fact.struck_by or "–", "why": fact.strike_reason}
        if not self.free_text:
            return _("%(on)s, %(who)s") % words
        return _("%(on)s, %(who)s. Why: %(why)s") % words

    def _label(self, fact: Fact) -> str:
        if fact.kind == Kind.MET:
            return meeting(fact.detail.get("number") or self.numbers.get(fact.first))
        if fact.kind == Kind.RHYTHM_SET and not fact.detail.get("months"):
            return _("Rhythm of meetings taken off")
        return kind_label(fact.kind)

    def _value(self, fact: Fact) -> str:
        match fact.kind:
            case Kind.ANSWERED:
                return _both(self._who(fact), answer(fact.detail))
            case Kind.LEADER_SET:
                return _both(how_led(fact.detail), self._named(fact.subject))
            case Kind.RHYTHM_SET:
                return rhythm(fact.detail.get("months"))
        return self._who(fact)

    def _who(self, fact: Fact) -> str:
        """Whom or what it is about; else how many."""
        return self.then.get(fact.first) or self._named(fact.subject) or people(fact.detail.get("people"))

    def _named(self, key: str) -> str:
        if name := self.names.get(key):
            return name
        unnamed = {"person": pgettext("somebody", "a person"), "organisation": pgettext("somebody", "an organisation")}
        return unnamed.get(key.partition(":")[0], "")

    def _text(self, fact: Fact, key: str) -> str:
        return str(fact.detail.get(key, "")) if self.free_text else ""


def _next_date(fact: Fact) -> str:
    return day(date.fromisoformat(fact.detail["next_on"])) if "next_on" in fact.detail else ""


def kind_label(kind: str) -> str:
    """The kind in words; of one that another version of the program wrote, its key."""
    return str(Kind(kind).label) if kind in Kind.values else kind


def meeting(number: int | None) -> str:
    """First meeting, second meeting …; simply a meeting where nobody knows which."""
    ordinals = {
        1: _("First meeting"),
        2: _("Second meeting"),
        3: _("Third meeting"),
        4: _("Fourth meeting"),
        5: _("Fifth meeting"),
    }
    if not number:
        return str(Kind.MET.label)
    return ordinals.get(number) or _("Meeting no. %(number)s") % {"number": number}


def people(count: int | None) -> str:
    """14 people; nothing where nobody said how many."""
    if count is None:
        return ""
    return npgettext("fact", "%(count)s person", "%(count)s people", count) % {"count": Shown(count)}


def groups(counted: Mapping[str, int]) -> str:
    """How many came from each group, in the order of the groups."""
    return ", ".join(f"{name} {counted[key]}" for key, name in GROUP_NAMES.items() if key in counted)


def rhythm(months: int | None) -> str:
    """once a month, every 3 months, once a year"""
    if not months:
        return ""
    if months in (1, 12):
        return _("once a month") if months == 1 else _("once a year")
    return ngettext("every %(count)s month", "every %(count)s months", months) % {"count": Shown(months)}


def way(detail: Mapping[str, object]) -> str:
    words = {
        "email": pgettext("way", "e-mail"),
        "letter": pgettext("way", "letter"),
        "talk": pgettext("way", "talk"),
        "phone": pgettext("way", "phone"),
    }
    return words.get(str(detail.get("way")), "")


def moderator(detail: Mapping[str, object]) -> str:
    words = {
        "animator": pgettext("moderator", "animator"),
        "library": pgettext("moderator", "the library"),
        "member": pgettext("moderator", "somebody of the table"),
        "outside": pgettext("moderator", "somebody from outside"),
    }
    return words.get(str(detail.get("moderated_by")), "")


def answer(detail: Mapping[str, object]) -> str:
    words = {
        "yes": pgettext("answer", "yes"),
        "maybe": pgettext("answer", "maybe"),
        "no": pgettext("answer", "no"),
        "other": pgettext("answer", "somebody else instead"),
    }
    return words.get(str(detail.get("answer")), "")


def how_led(detail: Mapping[str, object]) -> str:
    words = {
        "member": pgettext("who leads", "one member"),
        "shared": pgettext("who leads", "several together"),
        "rotating": pgettext("who leads", "in turns"),
        "nobody": pgettext("who leads", "nobody yet"),
    }
    return words.get(str(detail.get("how")), "")


def _both(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def when(on: date, precision: str) -> str:
    """7.10.2010, October 2010 (październik 2010) or 2010, as exactly as it is known."""
    if precision == Precision.YEAR:
        return str(on.year)
    if precision != Precision.MONTH:
        return day(on)
    month = date_format(on, "F Y")
    return month.lower() if is_polish() else month


def timeline(entries: Iterable[Entry], teller: Teller, *, urls: Mapping[int, str] | None = None) -> list[Line]:
    """Lines of standing/parts/history.html. `urls` leads from a fact's key to the page that corrects it."""
    leads = urls or {}
    return [
        _line(entry.fact, teller, tuple(_line(each, teller) for each in entry.trace), leads.get(entry.fact.pk, ""))
        for entry in entries
    ]


def _line(fact: Fact, teller: Teller, trace: tuple[Line, ...] = (), url: str = "") -> Line:
    return Line(
        on=fact.on,
        when=when(fact.on, fact.precision),
        text=teller.line(fact),
        notes=teller.notes(fact),
        source=teller.source(fact),
        author=str(fact.author or ""),
        recorded_at=fact.recorded_at,
        struck=teller.struck(fact),
        trace=trace,
        url="" if fact.is_struck else url,
    )


def refusal(error: FactRefused | FactOutdated, teller: Teller | None = None) -> str:
    """What is wrong, and what would help. Nothing was written."""
    if isinstance(error, FactOutdated):
        return _outdated(error, teller or Teller())
    sentences = {
        "future": _("This day has not come yet. Write it down when it has happened."),
        "too_early": _("This day is before %(first)s. Check the year.") % {"first": day(FIRST_DAY)},
        "talk_twice": _("Another talk about whom to invite has this day. Look at that one first."),
        "contact": _("A phone or an e-mail stands in this text. Take it out: the history is no place for contacts."),
        "no_reason": _("Say in a few words why. It stays beside the old entry."),
        "request_reused": _("This was sent once already with other content. Reload the page and look at the history."),
    }
    too_long = _(
        "This does not fit here. A number is whole and not negative, a reason has at most %(most)s characters."
    )
    return sentences.get(error.code) or too_long % {"most": Shown(LONGEST_REASON)}


def _outdated(error: FactOutdated, teller: Teller) -> str:
    words = {
        "who": error.before.struck_by or pgettext("fact", "Somebody"),
        "line": teller.line(error.now),
        "on": when(error.now.on, error.now.precision),
    }
    if error.now.is_struck:
        return _("%(who)s has just struck this entry out: %(line)s (%(on)s). Nothing of yours was saved.") % words
    told = _(
        "%(who)s has just corrected this entry. Now it says: %(line)s (%(on)s). Nothing of yours was saved: if the new "
        "entry is wrong too, correct that one."
    )
    return told % words
