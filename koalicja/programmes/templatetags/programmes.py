"""How rules of an edition read in templates."""

from django import template

from koalicja.programmes.age_bands import shown_band
from koalicja.programmes.models import Edition

register = template.Library()
register.filter("shown_band", shown_band)


@register.filter
def edition_name(pk: int) -> str:
    """The name of an edition of which a page knows only the number; one query."""
    return Edition.objects.filter(pk=pk).values_list("name", flat=True).first() or ""
