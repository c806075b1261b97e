"""Where somebody who is missing may be found: a hint for each of the five groups."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from koalicja.engine.matching.sectors import SECTOR_GROUPS

__all__ = ["CITY", "RURAL", "TOWN", "where_to_look"]

# Who heads a gmina is called by what it is: wójt, burmistrz or prezydent miasta.
RURAL, TOWN, CITY = "rural", "town", "city"

_WHERE: Mapping[str, str | Promise] = {
    "office": gettext_lazy("Ask at the gmina office, the social welfare centre or a village head."),
    "culture": gettext_lazy("Ask at schools, the kindergarten, the culture centre and the village hall."),
    "ngo": gettext_lazy(
        "Ask the volunteer fire brigade, the rural housewives' association, the sports club and the parish."
    ),
    "business": gettext_lazy("Ask in shops, at the cooperative bank, among farmers and craftspeople."),
    "resident": gettext_lazy("Ask people who borrow books, parents at school, the pupils' council, the seniors' club."),
}
_FROM_THE_OFFICE: Mapping[str, str | Promise] = {
    "": pgettext_lazy(
        "any gmina",
        "Somebody else may come for the gmina office: the deputy, the secretary or one of those who work there.",
    ),
    RURAL: pgettext_lazy(
        "rural gmina",
        "Somebody else may come for the gmina office: the deputy, the secretary or one of those who work there.",
    ),
    TOWN: pgettext_lazy(
        "town", "Somebody else may come for the town office: the deputy, the secretary or one of those who work there."
    ),
    CITY: pgettext_lazy(
        "city", "Somebody else may come for the city office: the deputy, the secretary or one of those who work there."
    ),
}


def where_to_look(profile: Mapping[str, str | tuple[str, ...]], gmina: str = "") -> str:
    """Where such a person may be found, in one sentence; nothing where we have no advice.

    `gmina` is RURAL, TOWN or CITY, "" where nobody said which it is.
    """
    sector = str(profile.get("sector", ""))
    if sector == "office":
        return str(_FROM_THE_OFFICE[gmina])
    group = str(profile.get("group", "")) or SECTOR_GROUPS.get(sector, "")
    return str(_WHERE.get(group or ("resident" if profile.get("kind") == "resident" else ""), ""))
