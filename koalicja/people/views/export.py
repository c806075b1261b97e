"""The filtered list as a file: XLSX or CSV that a spreadsheet opens with Polish letters and no formula runs."""

import csv
from io import BytesIO, StringIO
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from koalicja.engine.matching.text import fold
from koalicja.people import access
from koalicja.people.actions.exports import record_export
from koalicja.people.forms.register import RegisterFilterForm
from koalicja.people.queries.export import Sheet, sheet
from koalicja.people.queries.register import listing
from koalicja.people.views.pages import actor
from koalicja.places.models import Gmina

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@login_required
@require_GET
def export(request: HttpRequest, code: str, form: str) -> HttpResponse:
    gmina = access.register_for(request.user, code, to="export")
    with_contacts = access.can(request.user, "export_contacts", access.gmina_scope(code))
    filters = RegisterFilterForm(request.GET, with_people=with_contacts).filters()
    found = listing(gmina, filters, with_people=with_contacts)
    table = sheet(gmina, found.entries, with_people=with_contacts, with_contacts=with_contacts)
    record_export(gmina, by=actor(request), count=len(table.rows), form=form, with_contacts=with_contacts)
    content = as_xlsx(table) if form == "xlsx" else as_csv(table)
    answer = HttpResponse(content, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(gmina)}.{form}"'
    return answer


def _file_name(gmina: Gmina) -> str:
    return f"spis-{slugify(fold(gmina.name))}-{gmina.pk}-{timezone.localdate():%Y-%m-%d}"


def as_csv(table: Sheet) -> bytes:
    """UTF-8 with BOM and semicolons: what a Polish spreadsheet opens by itself."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.headers)
    writer.writerows(table.rows)
    return ("\ufeff" + text.getvalue()).encode()


def _text_cell(page: Any, value: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(page, value=value or None)
    if value:
        cell.data_type = "s"
    return cell


def as_xlsx(table: Sheet) -> bytes:
    """Every cell is text: codes keep their zeros, and nothing is a formula."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet(_("Register"))
    page.freeze_panes = "A2"
    for number, header in enumerate(table.headers, start=1):
        page.column_dimensions[get_column_letter(number)].width = max(12, min(40, 2 * len(header)))

    for values in (table.headers, *table.rows):
        page.append([_text_cell(page, value) for value in values])
    file = BytesIO()
    book.save(file)
    return file.getvalue()
