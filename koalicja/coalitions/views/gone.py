"""What a page says where whom it is about was erased or taken off the list meanwhile."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from koalicja.people.actions.edits import Gone

View = Callable[..., HttpResponse]


def told_when_gone(view: View) -> View:
    """The view; a sentence and the board where what it writes to is not there any more."""

    @wraps(view)
    def calm(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, pk, *args, **kwargs)
        except Gone:
            messages.error(request, _("This candidate is not on the list any more. Nothing was saved."))
            return redirect("coalitions:board", pk)

    return calm
