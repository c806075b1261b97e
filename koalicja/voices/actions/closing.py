"""Closing a question: once, and with it the only numbers that will ever be shown of it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from koalicja.backroom.busy import tried_again
from koalicja.coalitions.actions.telling import tell
from koalicja.people.models import User
from koalicja.voices.models import Participant, Question, Release
from koalicja.voices.queries.standing import counted
from koalicja.voices.queries.table import members_by_group


@transaction.atomic
def close_question(question: Question, *, by: User | None = None) -> Release:
    """Take nothing more and work out what may be shown. Closed already: the release that there is.

    Answers being saved at this moment are waited for: each of them holds its participant's row.
    """
    closed = Question.objects.filter(pk=question.pk, closed_at=None).update(closed_at=timezone.now(), closed_by=by)
    if not closed:
        return Release.objects.get(question=question)
    list(Participant.objects.filter(question=question).select_for_update().order_by("pk").values_list("pk", flat=True))
    found = counted(question)
    from koalicja.voices.releasing import METHOD, members_content, residents_content  # loads numbers' heavy part

    if question.speaks_by_name_of_groups:
        content = members_content(found, bands=question.bands, members=members_by_group(question.coalition))
    else:
        content = residents_content(found, bands=question.bands)
    release = Release.objects.create(question=question, method=METHOD, content=content)
    tell("question.closed", question.coalition, by, question=question.pk, text=question.text)
    return release


def close_due(today: date) -> int:
    """Close every question whose last day is over; how many there were."""
    due = Question.objects.filter(closed_at=None, closes_on__lt=today).select_related("coalition")
    for question in due:
        tried_again(lambda question=question: close_question(question))  # type: ignore[misc]
    return len(due)
