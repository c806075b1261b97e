"""Whoever comes too late with a file is told what the file is now."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from koalicja.people import access
from koalicja.people.actions.batches import BatchMoved
from koalicja.people.actions.judging import is_for_edition
from koalicja.people.models import Batch

State = Batch.State
View = Callable[..., HttpResponse]


def says_if_moved(view: View) -> View:
    """A view of the file `pk` that answers BatchMoved with what the file is now, and where to look."""

    @wraps(view)
    def answer(request: HttpRequest, pk: int, **rest: Any) -> HttpResponse:
        try:
            return view(request, pk, **rest)
        except BatchMoved as error:
            messages.info(request, _told(error.state))
            found = access.batch_for(request.user, pk)
            return redirect(list_of(found) if error.state == State.EXPIRED else found.get_absolute_url())

    return answer


def _told(state: str) -> str:
    told = {
        State.PREVIEW: _("This file has not been accepted yet."),
        State.ACCEPTED: _("This file has been accepted already. Nothing was done a second time."),
        State.ACCEPTING: _("This file is being saved already. Nothing is done a second time."),
        State.UNDONE: _("This file has been taken back already."),
        State.READING: _("This file is being read. Wait a moment and try again."),
    }
    return told.get(State(state), _("This file is not here any more. Load it once more."))


def list_of(found: Batch) -> str:
    """The address of the files beside this one."""
    if is_for_edition(found):
        return reverse("people:edition_batches", args=[found.scope.removeprefix("edition:")])
    return reverse("people:batches", args=[found.gmina_id])


def page_of(found: Batch) -> dict[str, Any]:
    """What every page about one file is given."""
    edition = int(found.scope.removeprefix("edition:")) if is_for_edition(found) else None
    return {"batch": found, "gmina": found.gmina, "edition": edition}
