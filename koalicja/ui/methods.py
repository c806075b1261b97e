"""Pages are looked at, forms are sent: no address takes another method; a form's address leads back to its page."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

KNOWN = ("GET", "HEAD", "OPTIONS", "POST")
FIRST_PAGE = "/"


class KnownMethodsMiddleware:
    """405 for PUT, PATCH, DELETE and whatever else, before any view sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if request.method in KNOWN else HttpResponseNotAllowed(KNOWN)


class CalmRefusalMiddleware:
    """A page with the way back, where a browser opens an address that only takes forms, or sends one to a mere page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HttpResponseNotAllowed.status_code or response.content:
            return response
        page = render(request, "405.html", {"back": way_back(request)}, status=response.status_code)
        page["Allow"] = response["Allow"]
        return page


def way_back(request: HttpRequest) -> str:
    """Where a page can be opened that shows what this one shows, or what it belongs to.

    That is this very address; for one that only takes forms the page it was sent from, else the page of the object
    whose address it begins with, else the first page.
    """
    if may_be_opened(request.path):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(came_from)
        if may_be_opened(parts.path):
            return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return next(filter(may_be_opened, _above(request.path)), FIRST_PAGE)


def may_be_opened(path: str) -> bool:
    """Whether a browser can open this address: some view is there, and it takes more than forms."""
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return all("GET" in methods for methods in _demanded(view))


def _above(path: str) -> Iterator[str]:
    steps = path.strip("/").split("/")
    return (f"/{'/'.join(steps[:count])}/" for count in range(len(steps) - 1, 0, -1))


def _demanded(view: Callable[..., Any] | None) -> Iterator[list[str]]:
    """The methods that Django's require_POST and its kin, wrapped around the view, let through."""
    while view is not None:
        held = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
        if "request_method_list" in held:
            yield held["request_method_list"]
        view = getattr(view, "__wrapped__", None)
