"""The door to places. The facts about a gmina are public: everyone may open them, signed in or not."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from koalicja.places import queries
from koalicja.places.models import Gmina


def public_gminas() -> QuerySet[Gmina]:
    """Gminas that everyone may see: all of them, the ended ones too."""
    return queries.gminas()


def gmina_for(code: str) -> Gmina:
    """The gmina of this code, or 404."""
    return get_object_or_404(public_gminas().select_related("merged_into"), pk=code)
