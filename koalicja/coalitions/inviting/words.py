"""What an invitation says: one template for each group, with marks that are filled for each person.

A mark without a value leaves no empty place behind: its line is left out, and the page shows the gap with a link.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from koalicja.engine.purpose import speaks_of_the_library_alone
from koalicja.people.sources import told_outside
from koalicja.ui.formats import clock, day

# Each mark as it may be written, in either language.
MARKS: Mapping[str, tuple[str, str]] = {
    "name": ("nazwa", "name"),
    "brings": ("prośba", "ask"),
    "problem": ("problem", "problem"),
    "goal": ("cel", "goal"),
    "meeting": ("spotkanie", "meeting"),
    "time": ("czas", "time"),
    "reply": ("odpowiedź", "reply"),
    "asks": ("kto", "who"),
    "library": ("biblioteka", "library"),
}
KEYS = {word: key for key, words in MARKS.items() for word in words}
MARK = re.compile(r"\[([^\[\]\n]{1,20})\]")
GAPS = ("problem", "goal", "meeting", "time", "asks")  # what an invitation should say
SUBJECT = gettext_lazy("Invitation: [name]")
TEXT = gettext_lazy(
    "Good morning,\n\n[name] invites you to a common table.\n\n%(why)s\n\n[ask]\n[problem]\n[goal]\n\n"
    "[meeting]\n[time]\nComing to the meeting binds you to nothing.\n\n[reply]\n\n[who]\n[library]"
)
WHY: Mapping[str, Promise] = {
    "office": gettext_lazy(
        "The office knows the plans and the budget of the municipality. At a common table it is clear at once what can "
        "be done, and residents say what they need before decisions are taken."
    ),
    "culture": gettext_lazy(
        "You know children, young people and families whom we do not reach alone. Together we can do what one "
        "institution has too few people, rooms or hours for."
    ),
    "ngo": gettext_lazy(
        "You know how to bring people together and get things done. We want what each of us does to fit together, and "
        "to apply for money for projects together."
    ),
    "business": gettext_lazy(
        "You run a business here and know what people need who work and shop here. Money is not what matters most: "
        "your voice, an idea and help with one definite thing do."
    ),
    "resident": gettext_lazy(
        "Nobody knows this place better than the people who live here. We want to hear what is missing and what is "
        "good. You need no experience and no organisation."
    ),
    "": gettext_lazy(
        "We want people from different parts of the municipality and of different ages at the table. Each sees "
        "something else, and together we can do more."
    ),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What all invitations of one coalition share. `contact` is the library's phone and e-mail, as on its page."""

    name: str
    library: str
    contact: str = ""
    problem: str = ""
    goal: str = ""
    meets_on: date | None = None
    meets_at: time | None = None
    place: str = ""
    takes: str = ""
    asks: str = ""
    reply_by: date | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """A subject and a text, with marks in them or filled."""

    subject: str
    text: str


def template_of(group: str) -> Wording:
    """The product's own words for a group, in the active language."""
    return Wording(str(SUBJECT), str(TEXT) % {"why": WHY.get(group, WHY[""])})


def filled(wording: Wording, frame: Frame, *, brings: str = "") -> Wording:
    """The wording for one person; lines whose mark has no value are left out, and what then stands empty."""
    values = _values(frame, brings)
    lines = [line for line in (_filled_line(line, values) for line in wording.text.split("\n")) if line is not None]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    subject = _filled_line(wording.subject, values)
    return Wording(subject if subject is not None else frame.name, text)


def spoken(frame: Frame, *, brings: str = "") -> str:
    """What to say in a talk or on the phone: a few short sentences, not the letter."""
    values = _values(frame, brings)
    opening = _("Good morning, I am calling from the library: %(library)s.") % {"library": frame.library}
    meeting, goal = values["meeting"], values["goal"] or values["problem"]
    asked = _("May we count on you? “Maybe” is an answer, too. Coming binds you to nothing.")
    why = _("We are putting a common table together: %(name)s.") % {"name": frame.name}
    return "\n\n".join(filter(None, [opening, why, goal, values["brings"], meeting, values["time"], asked]))


def gaps(frame: Frame) -> tuple[str, ...]:
    """What an invitation should say and cannot yet."""
    values = _values(frame, "")
    missing = [key for key in GAPS if not values[key]]
    if frame.meets_on and not frame.place:
        missing.append("place")
    if speaks_of_the_library_alone(frame.goal):
        missing.append("residents")
    return tuple(missing if frame.contact else [*missing, "contact"])


def unknown_marks(text: str) -> list[str]:
    """Words in brackets that are no mark: they would go out as they stand."""
    return [word for word in MARK.findall(text) if word.strip().lower() not in KEYS]


def marks() -> list[tuple[str, str]]:
    """Each mark in the reader's language, with what it is filled with."""
    place = 1 if pgettext("mark", "name") == "name" else 0
    said = {
        "name": _("what you are called"),
        "brings": _("what you ask of this person"),
        "problem": _("the problem"),
        "goal": _("the goal"),
        "meeting": _("when and where you meet"),
        "time": _("how much time it takes"),
        "reply": _("until when you wait for an answer"),
        "asks": _("who asks"),
        "library": _("the library and its phone"),
    }
    return [(f"[{words[place]}]", said[key]) for key, words in MARKS.items()]


def foot_of_mail(link: str, *, expires_on: date | None, contact: str, source: str = "", is_member: bool = False) -> str:
    """What stands under every invitation by mail: where to answer, until when, how else, and where we have her from."""
    lines = [
        _("Please answer here, without an account:"),
        link,
        _("This address is for you alone. It works until: %(day)s.") % {"day": day(expires_on)},
    ]
    if contact:
        lines.append(_("Or tell the library: %(contact)s") % {"contact": contact})
    told = _("If you answer “no”, we shall erase what came with this invitation and write no more.")
    if is_member:
        told = _("A “no” says that you do not come this time; you go on belonging to the coalition.")
    if source:
        known = _("Where we have your address from: %(source)s.") % {"source": told_outside(source).rstrip(".")}
        told = f"{known} {told}"
    return "\n".join([*lines, "", told])


def reminder_of(frame: Frame, invited_on: date | None) -> Wording:
    """The text of a reminder: as it goes by itself, and as one by hand begins."""
    lines = [
        _("Good morning,"),
        _("on %(day)s %(name)s invited you to a common table. We do not know yet whether you will come.")
        % {"day": day(invited_on), "name": frame.name},
        meeting_words(frame),
        _("One word is enough: yes, maybe or no. We shall not write about it again."),
        "\n".join(filter(None, [frame.asks, frame.library])),
    ]
    return Wording(_("A reminder: %(name)s") % {"name": frame.name}, "\n\n".join(filter(None, lines)))


def meeting_words(frame: Frame) -> str:
    """When and where, as one line; nothing where the day is not known."""
    if not frame.meets_on:
        return ""
    when = day(frame.meets_on)
    if frame.meets_at:
        when = _("%(day)s at %(hour)s") % {"day": when, "hour": clock(frame.meets_at)}
    told = _("We meet: %(when)s.") % {"when": when}
    if not frame.place:
        return told
    return told + " " + _("Place: %(place)s.") % {"place": frame.place}


def _values(frame: Frame, brings: str) -> dict[str, str]:
    def said(sentence: str, value: str) -> str:
        return sentence % {"value": value.strip().rstrip(".")} if value.strip() else ""

    library = ", ".join(filter(None, [frame.library, frame.contact]))
    return {
        "name": frame.name,
        "brings": said(_("What we thought of: %(value)s."), brings),
        "problem": said(_("What we want to change: %(value)s."), frame.problem),
        "goal": said(_("What we want to reach together: %(value)s."), frame.goal),
        "meeting": meeting_words(frame),
        "time": said(_("How much time it takes: %(value)s."), frame.takes),
        "reply": said(_("We wait for your answer until: %(value)s."), day(frame.reply_by) if frame.reply_by else ""),
        "asks": said(_("You are invited by: %(value)s"), frame.asks),
        "library": library,
    }


def _filled_line(line: str, values: Mapping[str, str]) -> str | None:
    """The line with its marks filled; None where one of them has no value."""
    found = [KEYS[word.strip().lower()] for word in MARK.findall(line) if word.strip().lower() in KEYS]
    if any(not values[key] for key in found):
        return None
    return MARK.sub(lambda match: values.get(KEYS.get(match[1].strip().lower(), ""), match[0]), line)
