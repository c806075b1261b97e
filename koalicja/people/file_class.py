"""The group and sector that a file itself says, in our words in either language."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils import translation

from koalicja.engine.matching.sectors import SECTOR_GROUPS
from koalicja.engine.matching.text import fold
from koalicja.people.words import SECTOR_NAMES
from koalicja.ui.groups import GROUP_NAMES


def class_said(values: Mapping[str, str]) -> tuple[str, str] | None:
    """(group, sector) where the file's columns name one of ours; None where they say nothing we know."""
    sectors, groups = _words()
    sector = sectors.get(fold(values.get("sector", "")), "")
    by_group = groups.get(fold(values.get("group", "")), "")
    kind = sectors.get(fold(values.get("kind", "")), "")
    if not sector and by_group and SECTOR_GROUPS.get(kind) == by_group:
        sector = kind  # our own lists call the sector "rodzaj" beside the group
    group = SECTOR_GROUPS.get(sector, "") or by_group
    return (group, sector) if group else None


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, str], dict[str, str]]:
    sectors: dict[str, str] = {fold(key): key for key in SECTOR_NAMES}
    groups: dict[str, str] = {fold(key): key for key in GROUP_NAMES}
    for language in ("pl", "en"):
        with translation.override(language):
            sectors |= {fold(str(name)): key for key, name in SECTOR_NAMES.items()}
            groups |= {fold(str(name)): key for key, name in GROUP_NAMES.items()}
    return sectors, groups
