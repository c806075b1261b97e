"""Words of the register for templates: `{% load people %}`."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koalicja.people import texts

register = template.Library()
register.filter("sector_name", texts.sector_name)
register.filter("age_words", texts.age_band)
register.filter("likeness_words", texts.likeness)
register.filter("entry_kind", texts.entry_kind)
register.filter("contact_kind", texts.contact_kind)


@register.simple_tag
def group_badge(group: str) -> str:
    """The badge of a group as ui/components/badge.html draws it, kept: a list shows it fifty times."""
    return _badge(get_language() or "", group=group)


@register.simple_tag
def to_check_badge() -> str:
    """The tag of a class that nobody has confirmed."""
    return _badge(get_language() or "", text=_("to be checked"), tone="attention")


@lru_cache(maxsize=64)
def _badge(language: str, **values: str) -> str:
    badge = render_to_string("ui/components/badge.html", values).strip()
    return mark_safe(badge)  # noqa: S308  # only spaces went: what the template made safe stays safe


@register.simple_tag
def class_options(value: str) -> str:
    """The options of a select of all classes, one of them chosen; kept, for a page shows up to two hundred of them."""
    return _class_options(get_language() or "", value)


@lru_cache(maxsize=256)
def _class_options(language: str, value: str) -> str:
    return render_to_string("people/parts/class_options.html", {"choices": texts.class_choices(), "value": value})
