"""Typing names: a text, then every line looked through, then saved in one go."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from koalicja.people import access, texts
from koalicja.people.actions import names as actions
from koalicja.people.forms.names import PERSON, SKIP, LineForm, NamesForm, asked_about, speaks_first
from koalicja.people.lines import MOST_LINES, Typed, Typing, taken_apart
from koalicja.people.queries.age_bands import age_bands_of
from koalicja.people.queries.names import Known, Proposal, only_sure, proposals
from koalicja.people.views.pages import actor
from koalicja.places.models import Gmina

SHOWN_WHILE_TYPING = 20

# What was done with the lines, in the words of the message afterwards.
NEW = ngettext_lazy("%(count)d new name in the register.", "%(count)d new names in the register.", "count")
JUST_BEFORE = ngettext_lazy(
    "%(count)d name is in the register, added a moment ago.",
    "%(count)d names are in the register, added a moment ago.",
    "count",
)
NOTHING_NEW = gettext_lazy("No new name: everything was in the register already. Nothing was changed.")
NOTHING_SAVED = gettext_lazy("Every line was left out. Nothing was saved.")
SPOKEN_FOR = ngettext_lazy(
    "Written down for %(count)d person for whom she or he speaks.",
    "Written down for %(count)d persons for whom they speak.",
    "count",
)
KNOWN = ngettext_lazy(
    "%(count)d name was there already and was not added twice.",
    "%(count)d names were there already and were not added twice.",
    "count",
)
TWICE = ngettext_lazy(
    "%(count)d line stood in the text twice and is in the register once.",
    "%(count)d lines stood in the text twice and are in the register once.",
    "count",
)


@login_required
@require_http_methods(["GET", "POST"])
def add_names(request: HttpRequest, code: str) -> HttpResponse:
    gmina = access.register_for(request.user, code, to="edit")
    if "save" in request.POST:
        return _save(request, gmina)
    form = NamesForm(request.POST or None, known_url=reverse("people:known_names", args=[code]))
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        typing = taken_apart(form.cleaned_data["text"])
        if typing.lines:
            bands = age_bands_of(gmina)
            lines = [_line_form(i, found, bands) for i, found in enumerate(proposals(gmina, typing.lines))]
            return _look_through(request, gmina, lines, form.cleaned_data["text"], typing)
        form.add_error("text", _("There is no name in this text. Type at least one; nothing was saved."))
    return render(request, "people/add_names.html", {"gmina": gmina, "form": form, "most": MOST_LINES})


def _line_form(number: int, found: Proposal, bands: Sequence[str], data: QueryDict | None = None) -> LineForm:
    line, contacts = found.line, dict(found.line.contacts)
    initial = {
        "name": line.name,
        "what": SKIP if found.leave_out else PERSON if found.is_person else found.sector,
        "village": line.village,
        "phone": contacts.get("phone", ""),
        "email": contacts.get("email", ""),
        "note": line.note,
        "same": _sure(found.likely),
        "asked": asked_about(found),
        "speaks": speaks_first(found),
    }
    return LineForm(data, initial=initial, number=number, proposal=found, bands=bands)


def _sure(likely: Sequence[Known]) -> str:
    """The answer that stands there before anybody gives one: the only record that is surely the same."""
    only = only_sure(likely)
    return str(only.pk) if only else ""


def _look_through(
    request: HttpRequest, gmina: Gmina, lines: list[LineForm], text: str, typing: Typing | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "gmina": gmina,
        "lines": [
            {
                "form": line,
                "why": texts.typed_reason(line.proposal.reason, line.proposal.line.name),
                "is_known": bool(line.proposal.likely),
            }
            for line in lines
        ],
        "columns": [{"label": _("Name and why")}, {"label": _("Who or what is it")}],
        "text": text,
        "typing": typing,
        "most": MOST_LINES,
        "waiting": sum(_waits(line) for line in lines),
        "has_errors": any(line.is_bound and line.errors for line in lines),
    }
    return render(request, "people/look_through_names.html", context)


def _waits(line: LineForm) -> bool:
    """Whether the line needs an answer that nobody, nor we, has given."""
    return "same" in line.fields and not line["same"].value() and line["what"].value() != SKIP


def _save(request: HttpRequest, gmina: Gmina) -> HttpResponse:
    """The second step: what was looked through; known names are found again, so nothing is added twice."""
    count = min(int(request.POST["count"]) if request.POST.get("count", "").isdecimal() else 0, MOST_LINES)
    typed = [_typed(request.POST, i) for i in range(count)]
    bands = age_bands_of(gmina)
    sent = request.POST.copy()
    lines = [_line_form(i, found, bands, sent) for i, found in enumerate(proposals(gmina, typed))]
    if False in [line.is_valid() for line in lines]:
        return _look_through(request, gmina, lines, request.POST.get("text", ""))
    organisations = {form.number for form in lines if form.is_organisation}
    chosen = [line for line in (form.line(organisations) for form in lines) if line]
    added = actions.add_names(gmina, by=actor(request), lines=chosen, source=_("typed in by hand"))
    _tell(request, added)
    return redirect("people:register", code=gmina.pk)


def _typed(data: QueryDict, number: int) -> Typed:
    return Typed(data.get(f"line-{number}-name", ""), data.get(f"line-{number}-village", ""))


def _tell(request: HttpRequest, added: actions.Added) -> None:
    if added.count:
        messages.success(request, NEW % {"count": added.count})
    elif added.just_before:
        messages.success(request, JUST_BEFORE % {"count": added.just_before})
    elif not added.mandates:
        messages.info(request, NOTHING_NEW if added.known else NOTHING_SAVED)
    if added.mandates:
        messages.success(request, SPOKEN_FOR % {"count": added.mandates})
    if added.count and added.known:
        messages.info(request, KNOWN % {"count": added.known})
    if added.repeated:
        messages.info(request, TWICE % {"count": added.repeated})


@login_required
@require_POST
def known_names(request: HttpRequest, code: str) -> HttpResponse:
    """The piece beside the text area: which of the last typed lines the register knows already."""
    gmina = access.register_for(request.user, code, to="edit")
    typing = taken_apart(request.POST.get("text", "")[:60_000].replace("\x00", ""))
    found = proposals(gmina, typing.lines[-SHOWN_WHILE_TYPING:])
    known = [proposal for proposal in reversed(found) if proposal.likely]
    context = {"gmina": gmina, "known": known, "count": len(typing.lines)}
    return render(request, "people/parts/known_names.html", context)
