"""The page of one piece of background work, which can be left and come back to."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from koalicja.backroom import access, jobs, wording
from koalicja.backroom.models import Job


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
    messages.info(request, wording.stop_answer(jobs.cancel(job, by=request.user)))
    return redirect(job.result_url or job)
