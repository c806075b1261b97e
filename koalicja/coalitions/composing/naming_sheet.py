"""The two-page sheet of a naming session, with what is known already or blank, for an evening without devices."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from koalicja.coalitions.composing.proposal import shortened
from koalicja.paper.documents import pdf
from koalicja.ui.formats import day, keep_together

TEMPLATE = "coalitions/naming.typ"
NAME, TITLE, FOOT, ALREADY = 70, 90, 60, 110
ROWS = 16  # names of page 2; whoever has no row is counted


@dataclass(frozen=True, slots=True)
class BoxLine:
    """One box as on the screen: its number, group, age in words, two questions, and who is named already."""

    number: int
    group: str
    title: str
    questions: tuple[str, str]
    names: tuple[str, ...] = ()
    is_of_residents: bool = False


@dataclass(frozen=True, slots=True)
class NameLine:
    """One row of page 2: what nobody told us is empty."""

    name: str
    brings: str = ""
    knows: str = ""
    should_ask: str = ""


@dataclass(frozen=True, slots=True)
class NamingSheet:
    """What stands on paper. No day: it is written in by hand."""

    label: str
    name: str
    gmina: str
    library: str
    on: date | None
    boxes: tuple[BoxLine, ...]
    names: tuple[NameLine, ...] = ()
    note: str = ""


def naming_pdf(sheet: NamingSheet) -> bytes:
    """Two tagged A4 pages in the active language."""
    return pdf(TEMPLATE, naming_data(sheet))


def naming_data(sheet: NamingSheet) -> dict[str, Any]:
    title = pgettext("naming session", "Who is there among us?")
    left = len(sheet.names) - ROWS
    return {
        "title": f"{title} {sheet.label}: {shortened(sheet.name, TITLE)}",
        "author": sheet.library,
        "heading": title,
        "whose": keep_together(f"{sheet.label}: {shortened(sheet.name, TITLE)}"),
        "gmina": _("Gmina: %(gmina)s") % {"gmina": shortened(sheet.gmina, TITLE)},
        "on": pgettext("naming session", "Date: %(day)s") % {"day": day(sheet.on) if sheet.on else ""},
        "has_date": sheet.on is not None,
        "boxes": [_box(each) for each in sheet.boxes],
        "names": [
            [shortened(text, NAME) for text in (each.name, each.brings, each.knows, each.should_ask)]
            for each in sheet.names[:ROWS]
        ],
        "more": _("Further names are on the screen: %(count)s.") % {"count": left} if left > 0 else "",
        "rows": ROWS,
        "footer": keep_together(" · ".join(filter(None, [shortened(sheet.library, FOOT), sheet.note]))),
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "how": keep_together(
            _("Write names as they come: an organisation, a person, or both: “Anna Nowak, KGW Lipowo”. One a line.")
        ),
        "already": _("There are already:"),
        "about": _("What matters about each name"),
        "name": pgettext("line", "Name"),
        "brings": _("What could they bring"),
        "knows": _("Whom do they know"),
        "asks": _("Who will ask"),
        "then": keep_together(
            _(
                "These sheets stay in the library, which types them in: the boxes have the same numbers on the screen. "
                "Who is named here is only thought of; she or he will be asked. Anybody may ask to see what is written "
                "about her or him."
            )
        ),
    }


def _box(each: BoxLine) -> dict[str, Any]:
    return {
        "number": each.number,
        "group": each.group,
        "title": each.title,
        "questions": [keep_together(text) for text in each.questions],
        "names": shortened(", ".join(each.names), ALREADY),
        "residents": each.is_of_residents,
    }
