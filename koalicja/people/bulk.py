"""Writing tens of thousands of rows of a file quickly: one prepared statement for all of them, on either database.

Django's bulk_create and bulk_update build a text per value; for a whole country's file that is most of the time.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import JSONField

from koalicja.people.models import BatchRow


def insert_rows(rows: Iterable[BatchRow]) -> None:
    """Insert unsaved rows of a file; their keys are not read back."""
    fields = [field for field in BatchRow._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(_quoted(field) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    _run(f"INSERT INTO {_table()} ({columns}) VALUES ({marks})", rows, fields)  # noqa: S608  # names from our own model


def update_rows(rows: Iterable[BatchRow], names: Sequence[str]) -> None:
    """Write these fields of saved rows."""
    fields = [BatchRow._meta.get_field(name) for name in names]
    sets = ", ".join(f"{_quoted(field)} = %s" for field in fields)
    key = BatchRow._meta.pk
    _run(f"UPDATE {_table()} SET {sets} WHERE {_quoted(key)} = %s", rows, [*fields, key])  # noqa: S608  # as above


def _table() -> str:
    return connection.ops.quote_name(BatchRow._meta.db_table)


def _quoted(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _run(statement: str, rows: Iterable[BatchRow], fields: Sequence[Any]) -> None:
    adapted = _Adapter(fields)
    values = [adapted(row) for row in rows]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)


class _Adapter:
    """The values of a row as the driver takes them; empty JSON, which is most of it, is adapted once."""

    def __init__(self, fields: Sequence[Any]) -> None:
        self._plain = [(field.attname, isinstance(field, JSONField), field) for field in fields]
        empty = JSONField().get_db_prep_save
        self._empty = {"{}": empty({}, connection), "[]": empty([], connection)}

    def __call__(self, row: BatchRow) -> tuple[Any, ...]:
        return tuple(
            self._json(getattr(row, name), field) if is_json else getattr(row, name)
            for name, is_json, field in self._plain
        )

    def _json(self, value: Any, field: Any) -> Any:
        return field.get_db_prep_save(value, connection) if value else self._empty["[]" if value == [] else "{}"]
