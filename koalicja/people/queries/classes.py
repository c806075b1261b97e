"""What class an organisation seems to have, with what a register has been taught before."""

from collections.abc import Mapping
from typing import Any

from koalicja.engine.matching.sectors import guess_sector
from koalicja.people.models import Correction, Decided


def corrections_of(code: str) -> dict[str, str]:
    """What humans have taught this gmina's register: name and rule keys → sector."""
    return dict(Correction.objects.filter(gmina_id=code).values_list("key", "sector"))


def class_fields(name: str, *, kind: str = "", corrections: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The fields group, sector, class_reason and class_decided that our rules give to this name."""
    guess = guess_sector(name, kind=kind, corrections=corrections)
    reason = {"code": guess.code, "rule": guess.rule, **guess.params}
    decided = Decided.GUESS if guess.sector else Decided.NOBODY
    if guess.code in {"remembered_name", "remembered_rule"}:
        decided = Decided.HUMAN
    return {"group": guess.group, "sector": guess.sector, "class_reason": reason, "class_decided": decided}
