"""The list of a register, the suggestions that wait for it, and the classes that wait for a check."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from koalicja.people import access
from koalicja.people.actions import organisations as actions
from koalicja.people.forms.register import RegisterFilterForm
from koalicja.people.models import Organisation
from koalicja.people.queries import register as queries
from koalicja.people.queries.duplicates import likely_pair_count
from koalicja.people.queries.suggestions import dismissed_suggestions, removed_people, suggestion_rows, taken_last
from koalicja.people.texts import class_choices, class_reason, next_step
from koalicja.people.views.pages import actor, ids
from koalicja.places.models import Gmina

PAGE_SIZE = queries.PAGE_SIZE
CHECKED_AT_ONCE = 20  # as many as one reads through before pressing the button below them


@login_required
@require_GET
def register(request: HttpRequest, code: str) -> HttpResponse:
    gmina = access.register_for(request.user, code)
    allowed = access.permissions_in(request.user, access.gmina_scope(code))
    with_people = "contacts" in allowed
    form = RegisterFilterForm(request.GET, with_people=with_people)
    filters = form.filters()
    found = queries.listing(gmina, filters, with_people=with_people)
    active = _active(form, request.GET)
    waiting = queries.suggestions(gmina).count() if "edit" in allowed else 0
    context: dict[str, Any] = {
        "gmina": gmina,
        "may": allowed,
        "with_people": with_people,
        "form": form,
        "found": found,
        "active": active,
        "clear_url": "?" if active else "",
        "waiting": waiting,
        "twins": likely_pair_count(gmina, listed=found.counts.total) if "edit" in allowed else None,
        "next_step": _next_step(gmina, found, waiting, allowed),
    }
    return render(
        request, "people/register.html", context | _list(request.GET, gmina, found, filters, with_people=with_people)
    )


def _list(
    query: QueryDict, gmina: Gmina, found: queries.Listing, filters: queries.Filters, *, with_people: bool
) -> dict[str, Any]:
    """One page of the list, and the ways to other parts of it."""
    page = queries.page_of(found.entries, query.get("page"))
    return {
        "page": page,
        "rows": queries.rows_of(page, with_people=with_people, similar=found.similar),
        "row_extra": {"code": gmina.pk, "with_people": with_people},
        "columns": _columns(query, filters.sort, with_people=with_people),
        "tabs": _tabs(query, found, filters) if with_people else [],
        "groups": _groups(query, found, filters),
        "query": query.urlencode(),
    }


def _with(query: QueryDict, **changes: str) -> str:
    """The address of the list with some filters changed; an empty value takes a filter out, and paging starts anew."""
    changed = query.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return f"?{changed.urlencode()}"


def _columns(query: QueryDict, sort: str, *, with_people: bool) -> list[dict[str, Any]]:
    columns: list[dict[str, Any]] = [
        {
            "label": _("Name and village"),
            "sort_url": _with(query, sort="name"),
            "sorted": "ascending" if sort == "name" else "",
        },
        {"label": _("Group and sector")},
    ]
    return [*columns, *([{"label": _("Who speaks, and contact")}] if with_people else [])]


def _active(form: RegisterFilterForm, query: QueryDict) -> list[dict[str, str]]:
    """The filters in force, each with the address of the list without it."""
    active = []
    for name in ("q", "group", "sector", "to_check", "no_contact"):
        value = form.cleaned_data.get(name)
        if value:
            active.append({"label": _label(form, name, value), "url": _with(query, **{name: ""})})
    return active


def _label(form: RegisterFilterForm, name: str, value: Any) -> str:
    if value is True:
        return str(form.fields[name].label)
    if name == "q":
        return _("search: %(text)s") % {"text": value}
    flat: list[tuple[str, Any]] = []
    for key, label in form.fields[name].choices:  # type: ignore[attr-defined]  # both are choice fields
        flat += label if isinstance(label, list) else [(key, label)]
    return str(dict(flat)[value])


def _tabs(query: QueryDict, found: queries.Listing, filters: queries.Filters) -> list[dict[str, str]]:
    counts = found.counts
    kinds = [
        ("", _("Everybody (%(count)d)") % {"count": counts.total}),
        (queries.ORGANISATIONS, _("Organisations (%(count)d)") % {"count": counts.organisations}),
        (queries.PERSONS, _("Persons (%(count)d)") % {"count": counts.persons}),
    ]
    return [
        {"label": label, "url": _with(query, kind=kind), "state": "current" if filters.kind == kind else "later"}
        for kind, label in kinds
    ]


def _groups(query: QueryDict, found: queries.Listing, filters: queries.Filters) -> list[dict[str, Any]]:
    """The five groups and how many of each; nobody known is unknown, never zero."""
    rows: list[tuple[str, int]] = [*found.counts.groups.items()]
    if found.counts.unknown:
        rows.append((queries.UNKNOWN_GROUP, found.counts.unknown))
    return [
        {
            "key": "" if key == queries.UNKNOWN_GROUP else key,
            "count": count,
            "url": _with(query, group="" if filters.group == key else key),
            "current": filters.group == key,
        }
        for key, count in rows
    ]


STEP_URLS = {
    "type_names": "people:add_names",
    "look_through": "people:suggestions",
    "check_classes": "people:check_classes",
    "find_missing": "people:add_names",
    "find_contacts": "people:register",
}
STEP_FILTERS = {"find_contacts": "?no_contact=on"}


def step_url(step: str, code: str) -> str:
    """Where this step is done in the gmina's register; empty when nothing waits."""
    return reverse(STEP_URLS[step], args=[code]) + STEP_FILTERS.get(step, "") if step in STEP_URLS else ""


def _next_step(gmina: Gmina, found: queries.Listing, waiting: int, allowed: frozenset[str]) -> dict[str, Any] | None:
    """The lamp: only those who may act are told what to do."""
    if "edit" not in allowed:
        return None
    step = queries.next_step(found.counts, waiting, queries.unreachable([gmina.pk])[gmina.pk])
    words: dict[str, Any] = next_step(step.code, step.count, step.missing)
    words["action_url"] = step_url(step.code, gmina.pk)
    if "other_label" in words and "load" in allowed:
        words["other_url"] = reverse("people:load", args=[gmina.pk])
    return words | {"calm": step.code == "all_well"}


SUGGESTION_COLUMNS = [
    {"label": gettext_lazy("Name, place and source")},
    {"label": gettext_lazy("Group and sector")},
    {"label": gettext_lazy("In the register already?")},
    {"label": gettext_lazy("Decision")},
]


@login_required
@require_http_methods(["GET", "POST"])
def suggestions(request: HttpRequest, code: str) -> HttpResponse:
    gmina = access.register_for(request.user, code, to="edit")
    if request.method == "POST":
        _act_on_suggestions(request, gmina)
        return redirect("people:suggestions", code=code)
    page = Paginator(queries.suggestions_in_order(gmina), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "gmina": gmina,
        "page": page,
        "rows": suggestion_rows(gmina, queries.organisations_of(page)),
        "columns": SUGGESTION_COLUMNS,
        "dismissed": dismissed_suggestions(gmina)[:PAGE_SIZE],
        "taken": taken_last(gmina),
        "removed_people": removed_people(gmina)[:PAGE_SIZE],
        "listed": gmina.organisations.filter(state=Organisation.State.LISTED).count(),
    }
    return render(request, "people/suggestions.html", context)


def _act_on_suggestions(request: HttpRequest, gmina: Gmina) -> None:
    """One button: add or put aside the ticked ones or all, add a single one, or bring some back."""
    by = actor(request)
    verb, _sep, single = request.POST.get("do", "").partition(":")
    pks = ids([single]) or ids(request.POST.getlist("pk"))
    if verb in {"add", "dismiss", "back"} and not pks:
        messages.error(request, _("Tick at least one suggestion first. Nothing was changed."))
    elif verb in {"add", "add-all"}:
        count = actions.add_suggestions(gmina, by=by, pks=None if verb == "add-all" else pks)
        done = ngettext("Added to the register: %(count)d.", "Added to the register: %(count)d.", count)
        messages.success(request, done % {"count": count})
    elif verb in {"dismiss", "dismiss-all"}:
        count = actions.dismiss_suggestions(gmina, by=by, pks=None if verb == "dismiss-all" else pks)
        messages.success(request, _put_aside(count))
    elif verb == "undo" and pks:
        count = actions.take_back_added(gmina, by=by, added=pks[0])
        done = ngettext("Suggestions again: %(count)d.", "Suggestions again: %(count)d.", count)
        messages.success(request, done % {"count": count})
    elif verb == "back":
        count = actions.bring_back_suggestions(gmina, by=by, pks=pks)
        done = ngettext("Brought back: %(count)d.", "Brought back: %(count)d.", count)
        messages.success(request, done % {"count": count})


def _put_aside(count: int) -> str:
    done = ngettext(
        "Put aside: %(count)d. You can bring it back below.",
        "Put aside: %(count)d. You can bring them back below.",
        count,
    )
    return done % {"count": count}


@login_required
@require_http_methods(["GET", "POST"])
def check_classes(request: HttpRequest, code: str) -> HttpResponse:
    gmina = access.register_for(request.user, code, to="edit")
    if request.method == "POST":
        choices, seen = _chosen_classes(request.POST)
        count = actions.confirm_classes(gmina, by=actor(request), choices=choices, seen=seen)
        done = ngettext("%(count)d class checked.", "%(count)d classes checked.", count)
        messages.success(request, done % {"count": count})
        return redirect("people:check_classes", code=code)
    page = Paginator(queries.to_check(gmina), CHECKED_AT_ONCE).get_page(1)
    columns = [{"label": _("Name and why")}, {"label": _("Group and sector")}]
    rows = [_class_row(organisation) for organisation in queries.organisations_of(page)]
    guessed = sum(bool(row["value"]) for row in rows)
    context = {"gmina": gmina, "rows": rows, "total": page.paginator.count, "columns": columns}
    context |= {"guessed": guessed, "unknown": len(rows) - guessed}
    return render(request, "people/check_classes.html", context)


def _class_row(organisation: Organisation) -> dict[str, Any]:
    reason = class_reason(organisation.class_reason, organisation.class_decided, organisation.name)
    return {"organisation": organisation, "value": actions.class_value(organisation), "reason": reason}


def _chosen_classes(data: QueryDict) -> tuple[dict[int, str], dict[int, str]]:
    """(chosen, shown) classes by organisation; anything that is no class is left out."""
    known = {""} | {key for _group, options in class_choices()[1:] for key, _name in options}
    chosen, seen = {}, {}
    for key, value in data.items():
        if key.startswith("class-") and key[6:].isdecimal() and value in known:
            chosen[int(key[6:])] = str(value)
            seen[int(key[6:])] = str(data.get(f"seen-{key[6:]}", ""))
    return chosen, seen
