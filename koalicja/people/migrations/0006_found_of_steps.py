from typing import Any

from django.db import migrations
from django.db.models import Q

WAITING = ("reading", "preview", "accepting")
NAMES = ("target", "asked", "gmina", "class", "rule")
CHUNK = 500


def found_of(params: dict[str, Any]) -> list[dict[str, Any]]:
    """What the steps of this row found, oldest first; `was` held the whole row as the latest of them found it."""
    if "found" in params or "step" not in params:
        return list(params.get("found", []))
    if "was" not in params:
        return [{"step": params["step"], "said": {"decision": "", "target": None, "asked": None}}]
    was = params["was"]
    said = {"decision": was["decision"]} | {name: was["params"].get(name) for name in NAMES}
    return [*found_of(was["params"]), {"step": params["step"], "said": said}]


def renewed(params: dict[str, Any]) -> dict[str, Any]:
    if "step" not in params:
        return params
    return {name: value for name, value in params.items() if name != "was"} | {"found": found_of(params)}


def renew_steps(apps: Any, _schema: Any) -> None:
    """Rows that a decision about many has met say what it found there, so that it can be taken back."""
    row_model = apps.get_model("people", "BatchRow")
    rows = row_model.objects.filter(batch__state__in=WAITING, decision_params__has_key="step")
    keys = list(rows.exclude(decision_params__has_key="found").order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        some = list(row_model.objects.filter(pk__in=keys[start : start + CHUNK]))
        for row in some:
            row.decision_params = renewed(row.decision_params)
        row_model.objects.bulk_update(some, ["decision_params"])
    asked = Q(options__has_key="steps") | Q(options__has_key="kept")
    for batch in apps.get_model("people", "Batch").objects.filter(asked, state__in=WAITING):
        batch.options = renewed_options(batch.options)
        batch.save(update_fields=["options"])


def renewed_options(options: dict[str, Any]) -> dict[str, Any]:
    """The choice before the first step stands apart; decisions put aside while a file is read are renewed too."""
    chosen = [step["before"] for step in options.get("steps", []) if step["before"]]
    first = {"first": chosen[0]} if chosen else {}
    kept = {number: [decision, renewed(params)] for number, (decision, params) in options.get("kept", {}).items()}
    return first | options | ({"kept": kept} if kept else {})


class Migration(migrations.Migration):
    dependencies = [("people", "0005_whole_indexes_of_rows")]

    operations = [migrations.RunPython(renew_steps, migrations.RunPython.noop, elidable=True)]
