"""Beginnings to choose with one tap, each a whole sentence that may be changed; and why each part matters.

Nothing here is stored: whoever chooses one writes it down as the coalition's own words.
"""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from koalicja.coalitions.models import Area, Statement

Kind = Statement.Kind
# The part of the address that names a text.
SLUGS: Mapping[str, Kind] = {
    "problem": Kind.PROBLEM,
    "cel": Kind.GOAL,
    "rola-biblioteki": Kind.LIBRARY_ROLE,
    "korzysc-biblioteki": Kind.LIBRARY_GAIN,
}
AREAS: Mapping[str, Promise] = {
    "youth": _("Young people: free time and a place of their own"),
    "children": _("Small children and their parents"),
    "seniors": _("Seniors"),
    "generations": _("Meetings of generations"),
    "heritage": _("History, traditions and memory of the place"),
    "learning": _("Learning, reading and the digital world"),
    "help": _("Volunteers and help among neighbours"),
    "places": _("Nature and common places"),
}
# Key → (name of the button, the sentence it begins with). The three goals are those that the programme names.
STATEMENTS: Mapping[str, Mapping[str, tuple[Promise, Promise]]] = {
    Kind.PROBLEM: {
        "young": (
            pgettext_lazy("starter of a problem", "young people leave"),
            _("After school young people have no place of their own, and many want to leave."),
        ),
        "apart": (
            pgettext_lazy("starter of a problem", "generations apart"),
            _("People of different ages live side by side and hardly know each other."),
        ),
        "villages": (
            pgettext_lazy("starter of a problem", "far villages"),
            _("Whoever lives in the farther villages has nothing to come to and no way to come."),
        ),
    },
    Kind.GOAL: {
        "active": (pgettext_lazy("starter of a goal", "active residents"), _("More residents do something together.")),
        "young": (pgettext_lazy("starter of a goal", "young people in culture"), _("More young people in culture.")),
        "ties": (
            pgettext_lazy("starter of a goal", "bonds between generations"),
            _("Stronger bonds between generations."),
        ),
    },
    Kind.LIBRARY_ROLE: {
        "host": (
            pgettext_lazy("library's role", "host"),
            _("Host: gives a place to meet and sees to it that everybody feels at home."),
        ),
        "initiator": (
            pgettext_lazy("library's role", "initiator"),
            _("Initiator: brings people together and helps with the first steps."),
        ),
        "partner": (
            pgettext_lazy("library's role", "partner"),
            _("Partner: takes its share of the work, like everybody at the table."),
        ),
        "knowledge": (
            pgettext_lazy("library's role", "source of knowledge"),
            _("Source of knowledge: gathers and shares what is known about the place and its people."),
        ),
        "secretariat": (
            pgettext_lazy("library's role", "secretariat"),
            _("Secretariat: keeps dates, notes of meetings and the list of members."),
        ),
        "bridge": (
            pgettext_lazy("library's role", "go-between"),
            _("Go-between: makes those meet who would not meet otherwise."),
        ),
    },
    Kind.LIBRARY_GAIN: {
        "readers": (
            pgettext_lazy("library's gain", "new people"),
            _("People come to the library who did not come before."),
        ),
        "allies": (
            pgettext_lazy("library's gain", "allies"),
            _("There are people who speak up for the library when money is decided about."),
        ),
        "programme": (
            pgettext_lazy("library's gain", "a better offer"),
            _("The library makes its offer together with those it is for."),
        ),
        "grants": (
            pgettext_lazy("library's gain", "common grants"),
            _("The library applies for grants together with others."),
        ),
    },
}
# Why an empty part matters, in one sentence. Nothing is blocked by it.
WHY: Mapping[str, Promise] = {
    Kind.PROBLEM: _("People come for a matter that touches them. Invitations will quote this sentence."),
    Kind.GOAL: _("A goal says what will change for people. Invitations will quote it."),
    Kind.LIBRARY_ROLE: _("The library need not lead, but others should know what they can count on it for."),
    Kind.LIBRARY_GAIN: _("Work from which the library has something too lasts longer than a favour."),
    "areas": _("Areas show what there will be to do, so that each person finds something for herself or himself."),
    "leader": _("Whoever leads calls the next meeting. It may be anybody at the table."),
    "assets": _("Partners see at once what is there to work with, and grant applications ask about it."),
    "rhythm": _("Only you know how often is enough: once a year is fine, too."),
    "groups": _("Each group sees the matter from another side. Without it, nobody tells that side."),
}


def starters_left(areas: Iterable[Area]) -> list[tuple[str, Promise]]:
    """Areas that are offered with one tap: those of ours the coalition has not chosen."""
    taken = {area.starter for area in areas}
    return [(key, name) for key, name in AREAS.items() if key not in taken]
