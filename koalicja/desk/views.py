"""The first page of each role, and the pages that gather several rooms."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from koalicja.backroom import events, jobs, wording
from koalicja.backroom.interim import fresh
from koalicja.backroom.models import Notice
from koalicja.backroom.queries import recent_jobs
from koalicja.desk import access, homes, queries
from koalicja.desk.forms import JobFilter
from koalicja.people.access import can, roles_of

JOBS_PER_PAGE = 50
JOB_COLUMNS = [
    {"label": gettext_lazy("What")},
    {"label": gettext_lazy("State")},
    {"label": gettext_lazy("How far")},
    {"label": gettext_lazy("Who and when")},
]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "desk/welcome.html", {"doors": homes.demo_doors() if settings.DEMO else []})
    held = roles_of(request.user)
    return render(request, "desk/home.html", {"home": homes.home_of(held, timezone.now())})


@login_required
@require_GET
def jobs_list(request: HttpRequest) -> HttpResponse:
    scopes = access.job_scopes(request.user)
    form = JobFilter(request.GET)
    page = Paginator(recent_jobs(scopes=scopes, state=form.chosen()), JOBS_PER_PAGE).get_page(request.GET.get("page"))
    names = queries.scope_names({job.scope for job in page.object_list})
    files = queries.job_files(page.object_list)
    rows = [
        {
            "job": job,
            "file": files.get(job.pk),
            "may_open": can(request.user, "load", job.scope),
            "whose": names.get(job.scope, ""),
            "title": wording.title(job),
            "progress": wording.progress(job),
            "error": wording.error(job) if job.state == job.State.FAILED else "",
            "is_mine": job.created_by_id == request.user.pk,
        }
        for job in fresh(page.object_list)
    ]
    context = {"page": page, "rows": rows, "form": form, "columns": JOB_COLUMNS, "is_filtered": bool(form.chosen())}
    return render(request, "desk/jobs.html", context)


@login_required
@require_POST
def cancel_job(request: HttpRequest, pk: int) -> HttpResponse:
    job = access.job_for(request.user, pk)
    messages.info(request, wording.stop_answer(jobs.cancel(job, by=request.user), job))
    return redirect(job.result_url if "back" in request.POST and job.result_url else "desk:jobs")


@login_required
@require_POST
def close_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Close one's own notice and show what it was about."""
    notice = Notice.objects.filter(pk=pk, to=request.user.pk).first()
    events.mark_seen(request.user.pk or 0, pk)
    if notice and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect(notice.url)
    return redirect("desk:home")


@require_GET
def attributions(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/attributions.html", {})


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """For machines: whether this process reaches its database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
