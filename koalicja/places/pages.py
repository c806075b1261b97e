"""Page-shaped values: search results, and the facts of a gmina with their sources."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from koalicja.places import queries
from koalicja.places.models import Gmina, Update
from koalicja.places.queries import FoundGmina
from koalicja.ui.formats import number

SHOWN = 20


def search(text: str, found: Sequence[FoundGmina]) -> dict[str, Any]:
    """The list, and which of its states is meant: nothing typed, nothing found, too many, or no table at all."""
    columns = [_("Gmina"), pgettext("gmina", "Type"), _("Powiat"), _("Voivodeship")]
    shown = list(found[:SHOWN])
    return {
        "text": text,
        "found": shown,
        "count": _count(len(shown), has_more=len(found) > SHOWN) if shown else "",
        "columns": [{"label": label} for label in columns],
        "is_table_empty": not shown and not queries.version(),
    }


def _count(shown: int, *, has_more: bool) -> str:
    if has_more:
        return _("The first %(count)s are shown. Add a word, such as the powiat, to narrow it down.") % {"count": shown}
    return ngettext("%(count)s gmina found", "%(count)s gminas found", shown) % {"count": shown}


def gmina(found: Gmina) -> dict[str, Any]:
    """Facts about a gmina; what nobody told us is unknown."""
    official = queries.last_update(Update.Source.TERC)
    return {
        "facts": [*_official_facts(found, official), *_table_facts(found)],
        "places": queries.place_names(found),
        "terc": official,
    }


def _official_facts(found: Gmina, official: Update | None) -> list[dict[str, Any]]:
    source = {"source": "TERC (GUS)", "date": official.state_on} if official else {"source": "GeoNames"}
    return [
        {"label": _("TERYT code"), "value": found.pk},
        _type(found, source if official else {}),
        {"label": _("City with powiat rights") if found.powiat.is_city else _("Powiat"), "value": found.powiat.name}
        | source,
        {"label": _("Voivodeship"), "value": found.powiat.voivodeship.name} | source,
    ]


def _type(found: Gmina, official: dict[str, Any]) -> dict[str, Any]:
    """The type and who says so; before an official file it is known of namesakes alone, by how dense they are."""
    fact = {"label": pgettext("gmina", "Type"), "value": found.get_kind_display() if found.kind else ""}
    if not found.kind or official:
        return fact | (official if found.kind else {})
    basis = _("the more densely peopled of two namesakes is the town")
    return fact | {"source": _("Eurostat, LAU 2018"), "basis": basis}


def _table_facts(found: Gmina) -> list[dict[str, Any]]:
    eurostat = {"source": _("Eurostat, LAU 2018")}
    population = {"label": _("Inhabitants"), "value": None}
    if found.population is not None:
        population |= {"value": number(found.population), **eurostat}
    area = {"label": pgettext("gmina", "Area"), "value": None}
    if found.area_km2 is not None:
        area |= {"value": f"{number(found.area_km2)} km²", **eurostat}
    position = {"label": pgettext("gmina", "Position"), "value": None}
    if found.latitude is not None and found.longitude is not None:
        degrees = {"latitude": number(round(found.latitude, 3)), "longitude": number(round(found.longitude, 3))}
        position |= {"value": _("%(latitude)s° N, %(longitude)s° E") % degrees, "source": "GeoNames"}
        position["basis"] = _("the seat, or another town or village that stands for the gmina")
    return [population, area, position]
