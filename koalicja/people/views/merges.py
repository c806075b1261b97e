"""Look-alikes: made one, told apart, and taken apart again."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koalicja.people import access, texts
from koalicja.people.actions import merges as actions
from koalicja.people.models import Organisation
from koalicja.people.queries import merges as queries
from koalicja.people.queries.duplicates import likely_pairs
from koalicja.people.views.pages import actor, ids

PAGE_SIZE = 20


@login_required
@require_GET
def duplicates(request: HttpRequest, code: str) -> HttpResponse:
    gmina = access.register_for(request.user, code, to="edit")
    found = likely_pairs(gmina)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "gmina": gmina,
        "page": page,
        "pairs": [{"pair": pair, "why": texts.likeness(pair.code)} for pair in page],
        "apart": queries.told_apart_names(gmina),
        "merges": queries.standing_merges(gmina),
        "merged": queries.standing_merge(gmina, ids([request.GET.get("merged", "")])),
        "next_pair": found[0] if found else None,
    }
    return render(request, "people/duplicates.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, code: str, kind: str, pk: int, other: int) -> HttpResponse:
    kept = access.record_for(request.user, code, kind, pk, to="edit")
    absorbed = access.record_for(request.user, code, kind, other, to="edit")
    choices = {key.removeprefix("keep-"): str(request.POST[key]) for key in request.POST if key.startswith("keep-")}
    if request.method == "POST" and "do" in request.POST:
        sides = {field: "kept" if side == "left" else "absorbed" for field, side in choices.items()}
        try:
            actions.merge(kept, absorbed, by=actor(request), choices=sides, seen=_seen(request.POST.get("seen", "")))
        except actions.MergeRefused as error:
            if not _is_merged(absorbed, kept):  # else it was this very merge, asked for twice
                messages.error(request, texts.merge_refusal(error.code))
                if error.code != "outdated":
                    return redirect("people:duplicates", code=code)
                return _side_by_side(request, kept, absorbed, choices)
        return redirect(_done(kept, absorbed))
    return _side_by_side(request, kept, absorbed, choices)


def _done(kept: actions.Record, absorbed: actions.Record) -> str:
    """The list of pairs, with what was just merged above it: to undo it, or to go on with the next pair."""
    query = urlencode({"merged": queries.newest_merge(kept, absorbed)})
    return f"{reverse('people:duplicates', args=[kept.gmina_id])}?{query}"


def _is_merged(absorbed: actions.Record, kept: actions.Record) -> bool:
    return type(absorbed)._default_manager.filter(pk=absorbed.pk, merged_into=kept.pk).exists()


def _seen(text: str) -> tuple[int, int]:
    """The versions that stood on the page, "3-1"; unreadable ones are of no version."""
    one, _dash, other = text.partition("-")
    return (int(one), int(other)) if one.isdecimal() and other.isdecimal() else (0, 0)


def _side_by_side(
    request: HttpRequest,
    kept: actions.Record,
    absorbed: actions.Record,
    choices: dict[str, str],
) -> HttpResponse:
    """The two as they are now, with the choices made so far."""
    for record in (kept, absorbed):
        record.refresh_from_db()
    context: dict[str, Any] = {"gmina": kept.gmina, "kept": kept, "absorbed": absorbed}
    context["kind"] = "organisation" if isinstance(kept, Organisation) else "person"
    context |= {"rows": _rows(kept, absorbed, choices), "together": queries.together(kept, absorbed)}
    return render(request, "people/merge.html", context)


def _rows(kept: actions.Record, absorbed: actions.Record, choices: dict[str, str]) -> list[dict[str, Any]]:
    """Every field of both; where they differ, what is known is chosen before what is unknown."""
    rows = []
    for field in actions.FIELDS[type(kept)]:
        left, right = actions.value_of(kept, field), actions.value_of(absorbed, field)
        rows.append(
            {
                "label": texts.field_name(field),
                "left": _shown(kept, field, left),
                "right": _shown(absorbed, field, right),
                "differs": left != right,
                "name": f"keep-{field}",
                "chosen": choices.get(field, "left" if left or not right else "right"),
            }
        )
    return rows


def _shown(record: actions.Record, field: str, value: Any) -> str:
    if not value:
        return ""
    if field == "class":
        return texts.class_name(value)
    return texts.age_band(value) if field == "age_band" else str(value)


@login_required
@require_POST
def tell_apart(request: HttpRequest, code: str, kind: str, pk: int, other: int) -> HttpResponse:
    one = access.record_for(request.user, code, kind, pk, to="edit")
    two = access.record_for(request.user, code, kind, other, to="edit")
    if one.pk == two.pk:
        raise Http404
    if request.POST.get("again"):
        actions.propose_again(one.gmina, by=actor(request), kind=kind, one=pk, other=other)
        messages.success(request, _("This pair is proposed again."))
        return redirect("people:duplicates", code=code)
    try:
        actions.tell_apart(one.gmina, by=actor(request), kind=kind, one=pk, other=other)
    except actions.MergeRefused as error:
        messages.error(request, texts.merge_refusal(error.code))
    else:
        messages.success(request, _("Remembered: these are two different ones. They will not be proposed again."))
    return redirect("people:duplicates", code=code)


@login_required
@require_POST
def undo_merge(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    merged = access.merge_for(request.user, code, pk)
    kept, absorbed = actions.kept_of(merged), actions.absorbed_of(merged)
    try:
        later = actions.undo_merge(merged, by=actor(request))
    except actions.MergeRefused as error:
        messages.error(request, texts.merge_refusal(error.code))
        return redirect(kept)
    kept.refresh_from_db()
    messages.success(request, _("These are two records again: %(one)s and %(two)s.") % {"one": kept, "two": absorbed})
    if later:
        told = _("Changed after the merge, so it stays as it is now: %(fields)s.")
        messages.info(request, told % {"fields": texts.field_names(later)})
    return redirect(reverse("people:duplicates", args=[code]))
