"""Words of desk pages."""

from django import template

from koalicja.backroom.models import Job
from koalicja.desk.next_steps import why_help

register = template.Library()
register.filter("why_help", why_help)

TONES = {Job.State.RUNNING: "accent", Job.State.DONE: "ok", Job.State.FAILED: "danger"}


@register.filter
def job_tone(state: str) -> str:
    """The tone of a state's tag."""
    return TONES.get(Job.State(state), "plain")
