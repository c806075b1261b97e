"""What an area of action, or something brought to the table, was called on an earlier day.

The row says today's words; the event of each change keeps those before it, and erasing somebody takes hers out there.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from koalicja.backroom import events
from koalicja.coalitions.models import Area, Asset, Coalition
from koalicja.standing.models import Fact

CHANGED = {"area.renamed": "area", "asset.changed": "asset"}
ERASED = "…"


@dataclass(frozen=True, slots=True)
class Called:
    """Records by their keys, and their changes from the oldest: when, and each field's words before and after."""

    records: Mapping[str, Area | Asset]
    changes: Mapping[str, Collection[tuple[datetime, Mapping[str, Any]]]]

    def when_told(self, fact: Fact) -> str:
        """The words of what a fact is about when it was first written down; "" where it is about none of these."""
        return self._then(fact, "what" if isinstance(self.records.get(fact.subject), Asset) else "name")

    def kind_when_told(self, fact: Fact) -> str:
        """The same for whoever may not read what people bring: its kind; names of areas are read by all."""
        if not isinstance(self.records.get(fact.subject), Asset):
            return self.when_told(fact)
        return str(Asset.Kind(self._then(fact, "kind")).label)

    def _then(self, fact: Fact, field: str) -> str:
        if fact.subject not in self.records:
            return ""
        told_at = (fact.root or fact).recorded_at
        for at, changed in self.changes.get(fact.subject, ()):
            if at >= told_at and field in changed:
                return changed[field][0] or ERASED
        return str(getattr(self.records[fact.subject], field))


def called_in(coalition: Coalition, records: Iterable[Area | Asset]) -> Called:
    """In one query. Whoever asks has the records already, those given up or taken away too."""
    changes: dict[str, list[tuple[datetime, Mapping[str, Any]]]] = {}
    told = events.about(coalition.key).filter(code__in=CHANGED).order_by("at", "pk")
    for code, params, at in told.values_list("code", "params", "at"):
        kind = CHANGED[code]
        changes.setdefault(f"{kind}:{params[kind]}", []).append((at, params["changes"]))
    return Called({each.key: each for each in records}, changes)
