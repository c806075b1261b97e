"""The picture in words: who, what they answered, how sure that is, and how to hear whoever was not heard."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from koalicja.ui.formats import number
from koalicja.ui.groups import GROUP_NAMES
from koalicja.voices.queries.picture import Across, Keys, Picture, Row, Share, Unheard, Viewed

YOUNG, OLD = 20, 60
HEAR_GROUP = {
    "office": gettext_lazy("Ask the mayor or the secretary of the office for a quarter of an hour with its people."),
    "culture": gettext_lazy("Leave paper forms with the school, the kindergarten and the house of culture."),
    "ngo": gettext_lazy("Go to a gathering of the fire brigade, the housewives’ circle or the sports club."),
    "business": gettext_lazy("Ask in the shop, at the hairdresser’s, at the bakery: ten minutes at the counter."),
    "resident": gettext_lazy("Put paper forms on the counter, in the shop and with the village heads."),
}
HEAR_YOUNG = gettext_lazy("Take the tablet to school for one lesson, or ask where the young wait for the bus.")
HEAR_OLD = gettext_lazy("Take paper in large print to the senior club, and read it aloud for whoever wishes.")
HEAR_BETWEEN = gettext_lazy("Ask at a parents’ evening, or where people wait: at the doctor’s, in the shop.")


@dataclass(frozen=True, slots=True)
class ShownShare:
    """A bar: how many of how many, and the interval, in hundredths for the drawing."""

    text: str
    between: str
    agree: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ShownRow:
    who: str
    group: str
    counts: tuple[str, ...]
    share: ShownShare | None


@dataclass(frozen=True, slots=True)
class ShownStatement:
    pk: int
    text: str
    origin: Any
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    note: str
    is_shown: bool
    across: str = ""

    @property
    def whole(self) -> ShownRow:
        return self.rows[0]


def answer_words(answers: Keys) -> str:
    """A column: one answer, or several that are shown together."""
    names = {
        "agree": pgettext("reaction", "yes"),
        "disagree": pgettext("reaction", "no"),
        "pass": pgettext("reaction", "pass"),
        "none": pgettext("reaction", "no answer"),
    }
    return " + ".join(names[each] for each in answers)


def who_words(dimension: str, keys: Keys) -> str:
    """A row: all, one group or age, or several together."""
    return ", ".join(_name(dimension, key) for key in keys) if keys else _("All together")


def _name(dimension: str, key: str) -> str:
    if not key:
        return pgettext("of whoever takes part", "did not say")
    if dimension == "group":
        return str(GROUP_NAMES[key])
    return _("%(band)s years") % {"band": key.replace("-", "–")}


def shown_statement(viewed: Viewed, across: Across | None = None) -> ShownStatement:
    text = viewed.statement.text or _("(withdrawn by its author)")
    return ShownStatement(
        viewed.statement.pk,
        text if viewed.statement.state == "shown" else _("(taken off the page)"),
        viewed.statement,
        tuple(answer_words(each) for each in viewed.answers),
        tuple(_shown_row(row, viewed) for row in viewed.rows),
        _at_least(viewed),
        viewed.is_shown,
        _across(across) if across else "",
    )


def _shown_row(row: Row, viewed: Viewed) -> ShownRow:
    group = row.keys[0] if row.dimension == "group" and len(row.keys) == 1 else ""
    share = _shown_share(row.share) if row.share else _of_all(row, viewed)
    return ShownRow(who_words(row.dimension, row.keys), group, tuple(map(number, row.counts)), share)


def _shown_share(share: Share) -> ShownShare:
    text = _("%(agree)s of %(sides)s say yes") % {"agree": number(share.agree), "sides": number(share.sides)}
    low, high = round(100 * share.low), round(100 * share.high)
    between = _("with so few answers: between %(low)s and %(high)s of a hundred") % {"low": low, "high": high}
    return ShownShare(text, between, round(100 * share.agree / share.sides), low, high)


def _of_all(row: Row, viewed: Viewed) -> ShownShare | None:
    """Where "no" is shown together with other answers: how many of all who took part say yes."""
    if ("agree",) not in viewed.answers or viewed.is_of_sides:
        return None
    agree, people = row.counts[viewed.answers.index(("agree",))], sum(row.counts)
    told = _("%(agree)s of all %(people)s say yes; “no” is shown together with other answers")
    return ShownShare(told % {"agree": number(agree), "people": number(people)}, "", round(100 * agree / people), 0, 0)


def _at_least(viewed: Viewed) -> str:
    answer, least = viewed.at_least
    if not answer:
        return ""
    return _("Nearly all: at least %(least)s say %(answer)s.") % {
        "least": number(least),
        "answer": answer_words((answer,)),
    }


def _across(across: Across) -> str:
    if not across.between:
        return _("It splits everybody: at least a third on either side.")
    sides = [who_words(across.dimension, tuple(each.split("|"))) for each in across.between]
    return _("Most likely they differ: %(one)s – %(other)s") % {"one": sides[0], "other": sides[-1]}


def unheard_rows(unheard: Iterable[Unheard]) -> list[dict[str, str]]:
    """Who was not heard, what is known of it, and what would help."""
    return [
        {
            "group": each.key if each.dimension == "group" else "",
            "who": who_words(each.dimension, (each.key,)),
            "told": _heard(each),
            "helps": str(_helps(each)),
        }
        for each in unheard
    ]


def _heard(each: Unheard) -> str:
    if each.heard == "together":
        return _("Shown only together with others: here or there are few answers, or none.")
    if each.could is None:
        return (
            _("Nobody answered.") if each.voices == 0 else _("Answers: %(voices)s.") % {"voices": number(each.voices)}
        )
    told = _("Answers: %(voices)s. At the table: %(could)s.")
    return told % {"voices": number(each.voices), "could": number(each.could)}


def _helps(each: Unheard) -> Any:
    if each.dimension == "group":
        return HEAR_GROUP[each.key]
    first = each.key.rstrip("+").partition("-")[0]
    age = int(first) if first.isdecimal() else YOUNG
    return HEAR_YOUNG if age < YOUNG else HEAR_OLD if age >= OLD else HEAR_BETWEEN


def finding(picture: Picture) -> str:
    """What came of it, in one sentence."""
    if not picture.people:
        return _("Too few answers to show a result without pointing at people (fewer than 5).")
    people = ngettext("%(count)s person answered.", "%(count)s people answered.", picture.people)
    lists = _("Statements that unite: %(unite)s, that divide: %(divide)s.")
    told = lists % {"unite": len(picture.uniting), "divide": len(picture.dividing)}
    return f"{people % {'count': number(picture.people)}} {told}"
