"""Words of a naming session and of next steps in templates: {% load naming %}."""

from django import template

from koalicja.coalitions.actions.answers import step_in_words
from koalicja.coalitions.views.naming_words import REASONS

register = template.Library()


@register.filter
def naming_reason(code: str) -> str:
    """Why an organisation is suggested."""
    return str(REASONS.get(code, ""))


@register.filter
def step_words(step: str) -> str:
    """A next step in the language of the page, where the program wrote it."""
    return step_in_words(step)
