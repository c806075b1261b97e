"""The picture of a closed question."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from koalicja.voices import access
from koalicja.voices.queries.picture import Picture, picture_of
from koalicja.voices.views import picture_words as words
from koalicja.voices.views.questions import asked_frame


@login_required
@require_GET
def picture(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Seen by whoever may see the coalition; while the question is open there is none, and it says so."""
    asked = access.question_for(request.user, pk, question, to="view")
    found = picture_of(asked)
    if found is None:
        return redirect("voices:questions", pk)
    return render(request, "voices/picture.html", asked_frame(asked) | in_words(found))


def in_words(found: Picture) -> dict[str, Any]:
    """What the templates of a picture need."""
    return {
        "found": found,
        "finding": words.finding(found),
        "uniting": [words.shown_statement(each) for each in found.uniting],
        "dividing": [words.shown_statement(each.viewed, each) for each in found.dividing],
        "statements": [words.shown_statement(each) for each in found.viewed],
        "unheard": words.unheard_rows(found.unheard),
    }
