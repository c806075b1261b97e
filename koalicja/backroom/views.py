"""The page of one piece of background work, which can be left and come back to; the mail of the demo."""

from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from koalicja.backroom import access, jobs, outbox, queries, wording
from koalicja.backroom.models import Job

MAILS_ON_A_PAGE = 50


@login_required
@require_GET
@never_cache
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress while the work goes on, then its result or what went wrong. A waiting page is led on by itself."""
    job = access.job_for(request.user, pk)
    is_waiting_page = request.headers.get("HX-Request") == "true"
    if is_waiting_page and not job.is_open:
        return _led_on(request, job)
    context = {"job": job, "title": wording.title(job), "progress": wording.progress(job), "error": wording.error(job)}
    context["stopped"] = wording.stopped(job)
    return render(request, "backroom/_job_progress.html" if is_waiting_page else "backroom/job.html", context)


def _led_on(request: HttpRequest, job: Job) -> HttpResponse:
    """From the work's own pages to its result or to what went wrong; any other page that shows it is read anew."""
    own = job.result_url or job.get_absolute_url()
    shown_on = urlsplit(request.headers.get("HX-Current-URL", "")).path
    is_own = shown_on in {"", own, job.get_absolute_url()}
    return HttpResponseClientRedirect(own) if is_own else HttpResponseClientRefresh()


@login_required
@require_POST
def cancel_job(request: HttpRequest, pk: int) -> HttpResponse:
    job = access.job_for(request.user, pk)
    messages.info(request, wording.stop_answer(jobs.cancel(job, by=request.user), job))
    return redirect(job.result_url or job)


@login_required
@require_GET
@never_cache
def demo_mail(request: HttpRequest) -> HttpResponse:
    """What this person sent in the demo, where no mail leaves the machine."""
    access.demand_demo()
    page = Paginator(queries.mail_written_by(request.user), MAILS_ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [{"mail": mail, "shown": wording.mail_state(mail)} for mail in page]
    extra = {"csrf_token": get_token(request), "back": request.get_full_path()}
    columns: list[dict[str, Any]] = [{"label": label} for label in (_("To whom"), _("What about"), _("State"))]
    columns.append({"label": _("When"), "number": True})
    return render(request, "backroom/demo_mail.html", {"rows": rows, "columns": columns, "page": page, "extra": extra})


@login_required
@require_GET
@never_cache
def demo_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail of the demo as its reader would see it: its links open."""
    access.demand_demo()
    mail = access.mail_for(request.user, pk)
    context = {"mail": mail, "shown": wording.mail_state(mail), "sender": parseaddr(outbox.message_of(mail).from_email)}
    return render(request, "backroom/demo_letter.html", context)


@login_required
@require_POST
def send_mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    """What may have been sent, or was not, goes once more."""
    mail = access.mail_for(request.user, pk)
    messages.info(request, wording.decided(outbox.send_again(mail, by=request.user), wording.SENT_AGAIN))
    return redirect(_way_back(request))


@login_required
@require_POST
def mail_arrived(request: HttpRequest, pk: int) -> HttpResponse:
    """What may have been sent did arrive."""
    mail = access.mail_for(request.user, pk)
    messages.info(request, wording.decided(outbox.it_arrived(mail, by=request.user), wording.ARRIVED))
    return redirect(_way_back(request))


def _way_back(request: HttpRequest) -> str:
    """The page of this site that the button stood on, else the first one."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if is_ours and back.startswith("/") else "desk:home"
