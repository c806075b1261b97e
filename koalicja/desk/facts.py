"""Pages that set a fact of the history right, or strike it out; the old entry stays readable."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koalicja.coalitions import access, actions
from koalicja.coalitions.models import Coalition
from koalicja.coalitions.queries.facts_together import facts_with
from koalicja.coalitions.queries.purpose import candidacies_of, purpose_of
from koalicja.coalitions.queries.undoing import leaves_with
from koalicja.desk.coalition import Names
from koalicja.people.views.pages import actor
from koalicja.standing import queries as ledger
from koalicja.standing import wording
from koalicja.standing.forms import CorrectFactForm, StrikeFactForm
from koalicja.standing.models import Fact, Kind
from koalicja.standing.refusals import FactOutdated, FactRefused


@login_required
@require_http_methods(["GET", "POST"])
def correct_fact(request: HttpRequest, pk: int, fact: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk, to="edit")
    found = _fact(coalition, fact)
    teller = _teller(request, coalition, found)
    form = CorrectFactForm(request.POST or None, fact=found, names=_people_of(coalition, found))
    if form.is_valid():
        said = {"right": form.right(), "reason": form.cleaned_data["reason"]}
        try:
            actions.correct_fact(coalition, found, by=actor(request), **said)
        except (FactRefused, FactOutdated) as refusal:
            form.refuse(refusal, teller)
        else:
            messages.success(request, _("Corrected. The old entry stays readable below the new one."))
            return redirect(f"{coalition.get_absolute_url()}?page=1#historia")
    return render(request, "desk/correct_fact.html", _page(coalition, found, teller, form))


@login_required
@require_http_methods(["GET", "POST"])
def strike_fact(request: HttpRequest, pk: int, fact: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk, to="edit")
    found = _fact(coalition, fact)
    teller = _teller(request, coalition, found)
    form = StrikeFactForm(request.POST or None, names=_people_of(coalition, found))
    if form.is_valid():
        try:
            actions.strike_fact(coalition, found, by=actor(request), reason=form.cleaned_data["reason"])
        except (FactRefused, FactOutdated) as refusal:
            form.refuse(refusal, teller)
        else:
            messages.success(request, _("Struck out. The entry stays readable with the reason."))
            return redirect(f"{coalition.get_absolute_url()}?page=1#historia")
    page = _page(coalition, found, teller, form) | {"leaves": leaves_with(found)}
    return render(request, "desk/strike_fact.html", page)


def _fact(coalition: Coalition, pk: int) -> Fact:
    return get_object_or_404(Fact.objects.select_related("root"), coalition=coalition.pk, pk=pk)


def _people_of(coalition: Coalition, fact: Fact) -> list[str]:
    """Whom it is about, and what goes with it, and who speaks for them: nobody of whom the reason may tell."""
    subjects = {each.subject for each in (fact, *facts_with(fact))}
    return [each.person.name for each in candidacies_of(coalition) if each.person and each.subject in subjects]


def _teller(request: HttpRequest, coalition: Coalition, fact: Fact) -> wording.Teller:
    """Names as this reader may know them, of this fact and of whatever may stand in its place by now."""
    knows = access.knows_people(request.user, coalition)
    names = Names(coalition, knows, candidacies_of(coalition))
    meetings = ledger.facts(coalition.pk, kinds=Kind.MET)
    return names.teller([fact, *facts_with(fact)], purpose_of(coalition), meetings)


def _page(coalition: Coalition, fact: Fact, teller: wording.Teller, form: Any) -> dict[str, Any]:
    return {
        "coalition": coalition,
        "brand": coalition.edition.coalition_label,
        "fact": fact,
        "line": teller.line(fact),
        "with_it": [teller.line(each) for each in facts_with(fact)] if not fact.is_struck else [],
        "when": wording.when(fact.on, fact.precision),
        "form": form,
    }
