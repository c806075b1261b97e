"""Files as people send them, and batches on their way, for the tests of loading."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from koalicja.people.actions import batches
from koalicja.people.models import Batch

HEAD = ("Nazwa", "Miejscowość", "Telefon")
ROWS = (
    ("OSP Olszynki", "Olszynki", "600 100 100"),
    ("Szkoła Podstawowa nr 2 w Lipowie", "Lipowo", ""),
    ("KGW Jagoda", "Olszynki", "600 100 200"),
)


def csv_text(rows: Iterable[Sequence[str]] = ROWS, *, head: Sequence[str] = HEAD, mark: str = ";") -> str:
    return "\r\n".join(mark.join(row) for row in (head, *rows)) + "\r\n"


def upload(content: str | bytes | None = None, *, name: str = "lista.csv") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    text = csv_text() if content is None else content
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def xlsx(sheets: dict[str, Iterable[Sequence[Any]]]) -> bytes:
    """A workbook with these sheets."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def previewed(user: Any, gmina: Any = None, content: str | bytes | None = None, **over: Any) -> Batch:
    """A small file loaded into a register, in its preview; rows without a gmina belong to it."""
    facts = {"scope": f"gmina:{gmina.pk}", "gmina": gmina, "default_gmina": gmina} if gmina is not None else {}
    name = over.pop("name", "lista.csv")
    facts |= over
    batch = batches.load_file(file=upload(content, name=name), name=name, by=user, **facts)
    return Batch.objects.get(pk=batch.pk)


def outcomes(batch: Batch) -> list[tuple[int, str, str]]:
    """(row number, outcome, reason) of all rows."""
    return list(batch.rows.order_by("number").values_list("number", "outcome", "reason"))


def shown(answer: Any) -> str:
    """The text of a page, with ordinary spaces."""
    return str(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")
