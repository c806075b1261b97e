"""The whole register as plain values, to tell whether two moments are the same."""

from typing import Any

from koalicja.people.models import Contact, Correction, Mandate, NotSame, Organisation, Person

# A version never goes back, so that an open form notices; everything else must.
LEFT_OUT = {"version"}


def register_state() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of the register."""
    tables = (Organisation, Person, Mandate, Contact, NotSame)
    state = {model.__name__: _rows(model) for model in tables}
    state["Correction"] = sorted(Correction.objects.values("gmina_id", "key", "sector"), key=str)
    return state


def _rows(model: Any) -> list[dict[str, Any]]:
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in LEFT_OUT]
    return list(model.objects.order_by("pk").values(*names))
