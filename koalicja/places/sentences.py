"""Sentences for what a TERC file changes and for why it is refused: what, why, what helps."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from koalicja.places.models import Gmina
from koalicja.places.terc import GminaUnit, Moved, Renamed, Retyped, TercError, TercReport, Unit
from koalicja.ui.formats import day

Item = TypeVar("Item")
LISTED = 200  # items of one kind that a report names; what is beyond is counted

REFUSALS: Mapping[str, Promise] = {
    "empty": gettext_lazy("The file is empty."),
    "too_large": gettext_lazy("The file is larger than %(limit)s MB; TERC has less than 1 MB."),
    "archive": gettext_lazy("This is an archive or a workbook, not a CSV file. Unpack it, or save it as CSV."),
    "xml": gettext_lazy("This is an XML or HTML file. Download TERC as CSV (“official version”)."),
    "encoding": gettext_lazy("The file is not UTF-8 text. Download TERC as CSV again, without opening it elsewhere."),
    "simc": gettext_lazy("This is SIMC (the list of localities), not TERC. Download TERC as CSV."),
    "missing_columns": gettext_lazy(
        "This is not a TERC file. Missing columns: %(missing)s. Columns found: %(found)s. Download TERC as CSV."
    ),
    "bad_row": gettext_lazy("Row %(row)s cannot be read. Column: %(column)s, content: “%(value)s”."),
    "open_quote": gettext_lazy(
        "A quotation mark is opened in row %(row)s and not closed there, so the rows behind it cannot be told apart. "
        "Use the downloaded file, unchanged."
    ),
    "lost_zeros": gettext_lazy(
        "Row %(row)s has lost a leading zero. Column: %(column)s, content: “%(value)s”."
        " Use the downloaded file, not one saved by a spreadsheet."
    ),
    "bad_date": gettext_lazy("STAN_NA is not a date: “%(value)s”."),
    "mixed_dates": gettext_lazy("The file mixes states of several days: %(dates)s. Use one whole file."),
    "duplicate_code": gettext_lazy("Row %(row)s repeats the code %(code)s (%(name)s). Use one whole file."),
    "missing_voivodeships": gettext_lazy("The file is not whole: nothing about voivodeships %(codes)s."),
    "missing_parent": gettext_lazy("The file is not whole: %(code)s (%(name)s) is there, but %(parent)s is missing."),
    "too_few_gminas": gettext_lazy(
        "The file is not whole. Gminas: %(found)s, at least %(least)s are expected. Use the file of the whole country."
    ),
    "too_many_gone": gettext_lazy(
        "The file is not whole: %(count)s gminas that exist are missing in it (%(names)s …)."
    ),
    "older": gettext_lazy(
        "The file gives the state of %(file)s, and a newer one was applied: %(held)s."
        " To go back to the older state, add --older."
    ),
}


def refusal(error: TercError) -> str:
    """Why the file was not applied, and that nothing has changed."""
    params = {name: _plain(value) for name, value in error.params.items()}
    reason = str(REFUSALS[error.code]) % params
    return _("The file was not applied. %(reason)s Nothing has been changed.") % {"reason": reason}


def _plain(value: object) -> str:
    if isinstance(value, date):
        return day(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def report_lines(report: TercReport) -> Iterator[str]:
    """What the file changed, in the order in which a reader asks; one line if nothing."""
    yield _("State of the file: %(day)s") % {"day": day(report.state_on)}
    if not report.counts:
        yield _("No changes.")
        return
    yield from _listed(_("New gminas"), report.added, _gmina)
    yield from _listed(_("Gminas that ended"), report.abolished, _gmina)
    yield from _listed(_("Gminas that are back"), report.restored, _gmina)
    yield from _listed(_("Probable successors (the same name in the same voivodeship)"), report.moved, _moved)
    yield from _listed(_("Renamed gminas"), report.renamed, _renamed)
    yield from _listed(_("Gminas of another type than before"), report.retyped, _retyped)
    if report.typed:
        yield _("Gminas whose type is known now: %(count)s") % {"count": len(report.typed)}
    yield from _listed(_("New powiats"), report.powiats_added, _unit)
    yield from _listed(_("Powiats that ended"), report.powiats_abolished, _unit)
    yield from _listed(_("Powiats that are back"), report.powiats_restored, _unit)
    yield from _listed(_("Renamed powiats"), report.powiats_renamed, _renamed)
    yield from _listed(_("New voivodeships"), report.voivodeships_added, _unit)
    yield from _listed(_("Renamed voivodeships"), report.voivodeships_renamed, _renamed)


def _listed(title: str, items: Sequence[Item], line: Callable[[Item], str]) -> Iterator[str]:
    if not items:
        return
    yield f"{title}: {len(items)}"
    yield from (f"  {line(item)}" for item in items[:LISTED])
    rest = len(items) - LISTED
    if rest > 0:
        yield "  " + ngettext("and %(count)s more", "and %(count)s more", rest) % {"count": rest}


def _unit(unit: Unit) -> str:
    return f"{unit.code} {unit.name}"


def _gmina(gmina: GminaUnit) -> str:
    kind = f" ({Gmina.Kind(gmina.kind).label})" if gmina.kind else ""
    return f"{gmina.code} {gmina.name}{kind}"


def _renamed(item: Renamed) -> str:
    return f"{item.code} {item.old} → {item.new}"


def _retyped(item: Retyped) -> str:
    return f"{item.code} {item.name}: {Gmina.Kind(item.old).label} → {Gmina.Kind(item.new).label}"


def _moved(item: Moved) -> str:
    return f"{item.old_code} → {item.new_code} {item.name}"
