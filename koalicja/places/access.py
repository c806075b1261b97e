"""The door to places. The facts about a gmina are public: everyone may open them, signed in or not."""

from django.shortcuts import get_object_or_404

from koalicja.places.models import Gmina


def gmina_for(code: str) -> Gmina:
    """The gmina of this code with all that its page shows, also one that ended; or 404."""
    return get_object_or_404(Gmina.objects.select_related("powiat__voivodeship", "merged_into"), pk=code)
