"""Two pages of the look itself: choosing light or dark, and (in demo mode) every component in every state."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from koalicja.ui import samples
from koalicja.ui.themes import remember_theme


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen look in a cookie and goes back to where the choice was made."""
    back = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if is_ours and back.startswith("/") else "/")
    remember_theme(response, request.POST.get("theme", ""))
    return response


@require_GET
def showcase(request: HttpRequest) -> HttpResponse:
    """Every component in its normal, long, empty, error and read-only state."""
    if not settings.DEMO:
        raise Http404
    return render(request, "ui/showcase.html", samples.page())
