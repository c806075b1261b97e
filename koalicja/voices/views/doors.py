"""The way in of every page of whoever takes part: the question, whether it is open, and who holds this browser."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from koalicja.coalitions.queries.candidates import library_contact, library_of
from koalicja.people.actions.edits import Gone
from koalicja.voices import access, actions
from koalicja.voices.models import Participant, Question
from koalicja.voices.views import keys


@dataclass(frozen=True, slots=True)
class Door:
    """Whoever is at the door of an open question."""

    question: Question
    participant: Participant | None
    at_tablet: bool

    @property
    def should_tell(self) -> bool:
        """Whether group and age are still to be asked for; of a secret round they are not."""
        asks = self.question.round == Question.Round.OPEN
        return asks and self.participant is not None and not self.participant.has_told


View = Callable[[HttpRequest, Door], HttpResponse]


def at_the_door(*, inside: bool) -> Callable[[View], Callable[[HttpRequest, str], HttpResponse]]:
    """A page under the public code. `inside`: only for who has begun; others are led to the first page.

    What the question refuses while the page writes is a page, too.
    """

    def decorate(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
        @wraps(view)
        @never_cache
        def opened(request: HttpRequest, code: str) -> HttpResponse:
            question = access.question_of_code(code)
            if question is None:
                return private(render(request, "voices/unknown.html", status=404))
            if not question.is_open(timezone.localdate()):
                return closed(request, question)
            found = access.participant_of(question, keys.key_of(request, question))
            if inside and found is None:
                return private(redirect("voices:take_part", question.public_code))
            try:
                return private(view(request, Door(question, found, keys.is_tablet(request, question))))
            except actions.QuestionClosed:
                return closed(request, question)
            except Gone:
                return private(redirect("voices:take_part", question.public_code))

        return opened

    return decorate


def page(
    request: HttpRequest, door: Door, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    frame = {"question": door.question, "door": door, "brand": door.question.coalition.edition.coalition_label}
    return render(request, template, frame | context, status=status)


def closed(request: HttpRequest, question: Question) -> HttpResponse:
    """Nothing is taken any more, and the page says whether something was just sent in vain."""
    coalition = question.coalition
    context = {
        "question": question,
        "brand": coalition.edition.coalition_label,
        "is_late": request.method == "POST",
        "library": str(library_of(coalition)),
        "contact": library_contact(coalition),
    }
    return private(render(request, "voices/closed.html", context, status=410 if request.method == "POST" else 200))


def private(response: HttpResponse) -> HttpResponse:
    """No search engine keeps a page on which somebody answers."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
