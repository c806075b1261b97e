"""When somebody else writes so long that a page could not: a calm answer instead of a broken page.

SQLite has one writer at a time; on PostgreSQL only who writes to the same register waits. Either gives up after a while
(settings), nothing of the request is saved, and what was typed comes back in a form that sends it once more.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

T = TypeVar("T")
RETRY_AFTER_SECONDS = 60
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL: lock_timeout, or NOWAIT
DEADLOCK = "40P01"  # PostgreSQL: two waited for each other, and this one was taken back
NOT_SERIAL = "40001"  # PostgreSQL: what this one had read was changed before it could write
TAKEN_BACK = (DEADLOCK, NOT_SERIAL)
LOCKED = ("database is locked", "database table is locked")  # SQLite


def is_busy(error: BaseException | None) -> bool:
    """Whether the error, or one it came from, says that another transaction has held for too long what we need."""
    while error is not None:
        if isinstance(error, OperationalError) and _is_about_a_lock(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _is_about_a_lock(error: OperationalError) -> bool:
    return _sqlstate(error) in (LOCK_NOT_AVAILABLE, *TAKEN_BACK) or str(error).startswith(LOCKED)


def _sqlstate(error: OperationalError) -> object:
    return getattr(error.__cause__, "sqlstate", None)


def tried_again(work: Callable[[], T], *, pauses: Sequence[float] = (0,)) -> T:
    """What the work gives, which is one transaction; tried once more where it was taken back for another's sake.

    Where nobody waits for it, it is tried as often as there are `pauses`, each so many seconds long.
    """
    for pause in pauses:
        try:
            return work()
        except OperationalError as error:
            if _sqlstate(error) not in TAKEN_BACK or connection.in_atomic_block:
                raise
        time.sleep(pause)
    return work()


@contextmanager
def impatient(milliseconds: int) -> Iterator[None]:
    """A transaction that fails (see `is_busy`) where it has to wait longer than this for others."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {milliseconds:d}")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds:d}")
        try:
            with transaction.atomic():
                yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {1000 * settings.SECONDS_TO_WAIT_FOR_WRITERS:d}")


class BusyMiddleware:
    """503 with what was typed, where a view could not write because somebody else did so all the time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return page(request) if is_busy(error) else None


class CalmSessionMiddleware(SessionMiddleware):
    """Sessions are saved after the view, where no view can answer for it; the same page then."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (OperationalError, SessionInterrupted) as error:
            if is_busy(error):
                return page(request)
            raise


def page(request: HttpRequest) -> HttpResponse:
    """Nothing was saved; try in a minute. Files are not sent back by us: the browser's back button still has them."""
    is_form = request.method == "POST"
    typed = request.POST.lists() if is_form and not request.FILES else ()
    context = {
        "is_form": is_form,
        "fields": [(name, value) for name, values in typed for value in values if name != "csrfmiddlewaretoken"],
        "can_resend": is_form and not request.FILES,
        "path": request.get_full_path(),
        "csrf_token": get_token(request),
    }
    answer = HttpResponse(render_to_string("backroom/busy.html", context), status=503)
    answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer
