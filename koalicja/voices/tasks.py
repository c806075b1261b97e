"""Questions whose last day is over are closed by themselves."""

from django.utils import timezone

from koalicja.backroom import jobs
from koalicja.voices import actions


@jobs.every("voices.close_due", minutes=30)
def close_due() -> None:
    """Close them; until then nobody's answer is taken, for the day decides."""
    actions.close_due(timezone.localdate())
