"""Words of the register for templates: `{% load people %}`."""

from django import template

from koalicja.people import texts

register = template.Library()
register.filter("sector_name", texts.sector_name)
register.filter("age_words", texts.age_band)
register.filter("likeness_words", texts.likeness)
register.filter("entry_kind", texts.entry_kind)
register.filter("contact_kind", texts.contact_kind)
