"""Telling registers which age bands to ask for; the room that knows editions decides which."""

from collections.abc import Mapping, Sequence

from koalicja.people.models import AgeBands


def set_age_bands(bands: Mapping[str, Sequence[str]]) -> None:
    """By gmina code; an empty list brings the usual bands back. What people already have stays."""
    AgeBands.objects.filter(gmina__in=[code for code, keys in bands.items() if not keys]).delete()
    rows = [AgeBands(gmina_id=code, keys=list(keys)) for code, keys in sorted(bands.items()) if keys]
    AgeBands.objects.bulk_create(rows, update_conflicts=True, unique_fields=["gmina"], update_fields=["keys"])
