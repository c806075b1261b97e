"""The thin library behind `{% load ui %}`: icons, cells, folded sections, the look, numbers and dates."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from koalicja.ui import formats
from koalicja.ui.groups import GROUP_NAMES, UNKNOWN
from koalicja.ui.methods import way_back
from koalicja.ui.themes import chosen_theme

register = template.Library()
for written in (formats.number, formats.day, formats.clock, formats.moment, formats.grade, formats.keep_together):
    register.filter(written.__name__, written)

SHAPES = {"office": "square", "culture": "circle", "ngo": "triangle", "business": "diamond", "resident": "hexagon"}
MESSAGE_ICONS = {"success": "check", "ok": "check", "warning": "attention", "attention": "attention"}
MESSAGE_ICONS |= {"error": "stop", "danger": "stop"}
STATE_ICONS = {
    "empty": "table",
    "none": "search",
    "error": "stop",
    "readonly": "lock",
    "offline": "offline",
    "waiting": "clock",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing from icons.svg beside a word; it says nothing of its own."""
    address = static("ui/icons.svg")
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', address, name
    )


@register.simple_tag(takes_context=True)
def theme_choice(context: Context) -> str:
    """ "light", "dark", or nothing: as on the device."""
    request = context.get("request")
    return chosen_theme(request) if request else ""


@register.simple_tag(takes_context=True)
def page_path(context: Context) -> str:
    """The address of this page without its query; also inside `include … only`."""
    request = getattr(context, "request", None)
    return str(request.path) if request else ""


@register.simple_tag(takes_context=True)
def page_to_open(context: Context) -> str:
    """Where choosing a language or a look leads: here, or to the page of what a refused form was about."""
    request = context.get("request")
    return way_back(request) if request else "/"


@register.filter
def group_name(key: str | None) -> str:
    return str(GROUP_NAMES.get(key or "", UNKNOWN))


@register.filter
def group_shape(key: str | None) -> str:
    return SHAPES.get(key or "", "unknown")


@register.filter
def message_icon(level: str | None) -> str:
    return MESSAGE_ICONS.get((level or "").split(" ")[-1], "info")


@register.filter
def state_icon(kind: str) -> str:
    return STATE_ICONS.get(kind, "info")


@register.filter
def at(items: Sequence[Any], position: int) -> Any:
    """The item at a position; nothing where the list is too short."""
    return items[position] if position < len(items) else None


@register.filter
def percent_of(value: float | None, whole: float | None) -> str:
    """The length of a bar as an SVG number between 0 and 100, always with a point."""
    if not value or not whole:
        return "0"
    return f"{max(0.0, min(100.0, 100 * value / whole)):.2f}".rstrip("0").rstrip(".")


@register.simple_block_tag
def cell(content: str, label: str = "", *, number: bool = False, header: bool = False) -> SafeString:
    """One table cell that knows its column, so that a row can become a card on a phone.

    {% cell _("Name") header=True %}…{% endcell %}
    """
    classes = "cell cell-number" if number else "cell"
    if header:
        return format_html(
            '<th scope="row" role="rowheader" class="{}" data-label="{}">{}</th>', classes, label, content
        )
    return format_html('<td role="cell" class="{}" data-label="{}">{}</td>', classes, label, content)


@register.simple_block_tag
def folded(content: str, title: str, count: int | None = None, *, is_open: bool = False) -> str:
    """Evidence and history, closed until asked for: {% folded _("History") count=3 %}…{% endfolded %}"""
    values: dict[str, Any] = {"title": title, "count": count, "content": content, "is_open": is_open}
    return render_to_string("ui/components/folded.html", values)
