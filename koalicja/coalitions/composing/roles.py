"""What an organisation of each kind usually brings in a gmina: what is worth asking of a seat with no other reason."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koalicja.engine.composition.problem import Candidate
from koalicja.ui.groups import GROUP_NAMES

__all__ = ["usual_role"]

_ROLES: Mapping[str, str | Promise] = {
    "office": gettext_lazy("runs the matters of the gmina"),
    "council": gettext_lazy("decides about the budget of the gmina"),
    "village_head": gettext_lazy("knows the people of the village"),
    "social_welfare": gettext_lazy("knows families that need help"),
    "care_home": gettext_lazy("people in care and their families"),
    "municipal_unit": gettext_lazy("services of the gmina, people and equipment"),
    "health": gettext_lazy("contact with patients and families"),
    "public_service": gettext_lazy("safety of the people who live here"),
    "school": gettext_lazy("contact with parents and young people"),
    "kindergarten": gettext_lazy("contact with parents of small children"),
    "school_library": gettext_lazy("contact with pupils who read"),
    "library": gettext_lazy("a place open to everybody"),
    "culture_centre": gettext_lazy("a hall, events and people who run them"),
    "village_hall": gettext_lazy("a meeting place in the village"),
    "museum": gettext_lazy("the history of the place"),
    "university": gettext_lazy("knowledge and students"),
    "association": gettext_lazy("people who act of their own will"),
    "foundation": gettext_lazy("people who act, and projects"),
    "fire_brigade": gettext_lazy("people and a fire station"),
    "rural_housewives": gettext_lazy("meetings and events in the village"),
    "sports_club": gettext_lazy("contact with young people and volunteers"),
    "third_age_university": gettext_lazy("contact with seniors"),
    "parish": gettext_lazy("contact with parishioners"),
    "lag": gettext_lazy("grants and contacts of the region"),
    "informal_group": gettext_lazy("people who like to act together"),
    "firm": gettext_lazy("an employer in the gmina"),
    "farmer": gettext_lazy("the voice of farmers"),
    "cooperative_bank": gettext_lazy("supports local events"),
    "agritourism": gettext_lazy("guests and places to sleep"),
    "local_media": gettext_lazy("passes news on to people"),
    "youth": gettext_lazy("the voice of young people"),
    "parents": gettext_lazy("the voice of parents"),
    "seniors": gettext_lazy("the voice of seniors"),
}


def usual_role(candidate: Candidate) -> str:
    """ "warto zapytać, co wnosi (zwykle: ludzie i remiza)": never a reason, because nobody told us.

    Where the kind is unknown, the group; "" where nothing is known.
    """
    if candidate.sector in _ROLES:
        return _("worth asking what it brings (usually: %(role)s)") % {"role": _ROLES[candidate.sector]}
    if candidate.group in GROUP_NAMES:
        return _("one more voice of the group: %(group)s") % {"group": GROUP_NAMES[candidate.group]}
    return ""
