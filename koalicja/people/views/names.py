"""Typing names: a text, then every line looked through, then saved in one go."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from koalicja.people import access, texts
from koalicja.people.actions import names as actions
from koalicja.people.ages import band_of
from koalicja.people.forms.names import (
    AND,
    LONGEST_TEXT,
    SKIP,
    LineForm,
    NamesForm,
    asked_about,
    speaks_first,
    what_first,
)
from koalicja.people.left_out import text_has_figures_left_out, text_tells_births
from koalicja.people.lines import MOST_LINES, Typed, Typing, taken_apart
from koalicja.people.queries.age_bands import age_bands_of
from koalicja.people.queries.names import Known, Proposal, only_sure, proposals
from koalicja.people.sources import TYPED
from koalicja.people.views.left_out import AGE_LEFT_OUT, LEFT_OUT
from koalicja.people.views.pages import actor
from koalicja.places.models import Gmina

SHOWN_WHILE_TYPING = 20  # of the known names; all lines are looked at

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
COMPLETED = gettext_lazy("Added to what the register had already: %(what)s.")
LEFT = gettext_lazy(
    "The list says something else, and the register was left as it is: %(what)s. Correct it on the page of the entry "
    "if it has changed."
)


@login_required
@require_http_methods(["GET", "POST"])
def add_names(request: HttpRequest, code: str) -> HttpResponse:
    gmina = access.register_for(request.user, code, to="edit")
    if "save" in request.POST:
        return _save(request, gmina)
    form = NamesForm(request.POST or None, known_url=_known_url(gmina))
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        typing = taken_apart(form.cleaned_data["text"], speakers=True)
        if typing.lines:
            bands = age_bands_of(gmina)
            lines = [_line_form(i, found, bands) for i, found in enumerate(proposals(gmina, typing.lines))]
            return _look_through(request, gmina, lines, form.cleaned_data["text"], typing)
        form.add_error("text", _("There is no name in this text. Type at least one; nothing was saved."))
    return _box(request, gmina, form)


def _line_form(number: int, found: Proposal, bands: Sequence[str], data: QueryDict | None = None) -> LineForm:
    line = found.line
    initial = {
        "name": line.name,
        "what": what_first(found),
        "village": line.village,
        "age_band": band_of(found.age, bands),
        "phone": _joined(line, "phone"),
        "email": _joined(line, "email"),
        "note": line.note,
        "same": _sure(found.likely),
        "asked": asked_about(found),
        "speaks": speaks_first(found),
    }
    return LineForm(data, initial=initial, number=number, proposal=found, bands=bands)


def _joined(line: Typed, kind: str) -> str:
    return AND.join(value for each, value in line.contacts if each == kind)


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
        "rest": typing.rest if typing else request.POST.get("rest", ""),
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
    added = actions.add_names(gmina, by=actor(request), lines=chosen, source=str(TYPED))
    _tell(request, added)
    _tell_left_out(request, lines)
    rest = request.POST.get("rest", "").replace("\x00", "")[:LONGEST_TEXT]
    return _go_on(request, gmina, rest) if rest.strip() else redirect("people:register", code=gmina.pk)


def _tell_left_out(request: HttpRequest, lines: Sequence[LineForm]) -> None:
    """Once for the list; an age alone is told only where it went after the second step was shown."""
    text, year = request.POST.get("text", "")[:LONGEST_TEXT], timezone.localdate().year
    if any(line.left_out for line in lines) or text_tells_births(text, year=year):
        messages.info(request, LEFT_OUT)
    elif any(line.left_age_out for line in lines) or text_has_figures_left_out(text):
        messages.info(request, AGE_LEFT_OUT)


def _go_on(request: HttpRequest, gmina: Gmina, rest: str) -> HttpResponse:
    """The first step once more, with the lines for which there was no room; until they are sent they are only here."""
    told = ngettext(
        "Below stands %(count)d line of your text that is not saved yet.",
        "Below stand %(count)d lines of your text that are not saved yet.",
        count := len(rest.splitlines()),
    )
    messages.warning(request, told % {"count": count})
    return _box(request, gmina, NamesForm(initial={"text": rest}, known_url=_known_url(gmina)))


def _box(request: HttpRequest, gmina: Gmina, form: NamesForm) -> HttpResponse:
    return render(request, "people/add_names.html", {"gmina": gmina, "form": form, "most": MOST_LINES})


def _known_url(gmina: Gmina) -> str:
    return reverse("people:known_names", args=[gmina.pk])


def _typed(data: QueryDict, number: int) -> Typed:
    """The line as the second step sends it, with the contacts that stood beside the name."""
    said = {name: data.get(f"line-{number}-{name}", "") for name in ("name", "village", "note", "phone", "email")}
    contacts = tuple((kind, each) for kind in ("phone", "email") for each in said[kind].split(AND) if each)
    return Typed(said["name"], said["village"], contacts, said["note"])


def _tell(request: HttpRequest, added: actions.Added) -> None:
    if added.count:
        messages.success(request, NEW % {"count": added.count})
    elif added.just_before:
        messages.success(request, JUST_BEFORE % {"count": added.just_before})
    elif not added.mandates and not any(each.filled for each in added.completed):
        messages.info(request, NOTHING_NEW if added.known else NOTHING_SAVED)
    if added.mandates:
        messages.success(request, SPOKEN_FOR % {"count": added.mandates})
    if added.count and added.known:
        messages.info(request, KNOWN % {"count": added.known})
    if added.repeated:
        messages.info(request, TWICE % {"count": added.repeated})
    if filled := [(each.name, each.filled) for each in added.completed if each.filled]:
        messages.success(request, COMPLETED % {"what": texts.named_fields(filled)})
    if left := [(each.name, each.left) for each in added.completed if each.left]:
        messages.warning(request, LEFT % {"what": texts.named_fields(left)})


@login_required
@require_POST
def known_names(request: HttpRequest, code: str) -> HttpResponse:
    """The piece beside the text area: which of the typed lines the register knows already, the last ones first."""
    gmina = access.register_for(request.user, code, to="edit")
    typing = taken_apart(request.POST.get("text", "")[:60_000].replace("\x00", ""), speakers=True)
    known = [proposal for proposal in reversed(proposals(gmina, typing.lines)) if proposal.likely]
    shown = [(each.line.name, [texts.known_record(like) for like in each.likely[:2]]) for each in known]
    more = max(0, len(known) - SHOWN_WHILE_TYPING)
    context = {"gmina": gmina, "known": shown[:SHOWN_WHILE_TYPING], "more": more, "count": len(typing.lines)}
    return render(request, "people/parts/known_names.html", context)
