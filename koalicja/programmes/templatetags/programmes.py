"""How rules of an edition read in templates."""

from django import template

from koalicja.programmes.age_bands import shown_band

register = template.Library()
register.filter("shown_band", shown_band)
