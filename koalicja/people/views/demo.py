"""Signing in with a link of the demo."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from koalicja.people.models import SignInLink


@require_GET
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    link = get_object_or_404(SignInLink.objects.select_related("user"), token=token)
    login(request, link.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("desk:home")
