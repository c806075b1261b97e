"""Who speaks for an organisation, from when and until when."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koalicja.people import access
from koalicja.people.actions import persons as actions
from koalicja.people.actions.edits import Gone
from koalicja.people.forms.records import EndMandateForm, MandateForm, MandateOfPersonForm
from koalicja.people.models import Organisation, Person
from koalicja.people.queries.duplicates import namesakes
from koalicja.people.queries.records import name_and_village, organisations_to_choose, people_to_choose
from koalicja.people.views.left_out import tell_left_out
from koalicja.people.views.pages import actor, gone, on_what_went_on, standing

NEW = "new"
OFFERED = 500  # names among which a browser offers those that begin as typed


@login_required
@require_http_methods(["GET", "POST"])
def add_mandate(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    organisation = access.organisation_for(request.user, code, pk, to="edit")
    form = MandateForm(request.POST or None)
    same_name: list[Person] = []
    if request.method == "POST" and form.is_valid():
        same_name = namesakes(organisation.gmina, form.cleaned_data["person"])
        who = _chosen_person(form, same_name)
        try:
            if who is not None and (kept := _save(request, organisation, form, who)):
                return redirect(kept)
        except Gone:
            return gone(request, organisation)
    context = {
        "gmina": organisation.gmina,
        "record": organisation,
        "form": form,
        "same_name": same_name if len(same_name) > 1 else [],
        "people": people_to_choose(code),
    }
    return render(request, "people/add_mandate.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_mandate_of_person(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The same from the person's page."""
    person = access.person_for(request.user, code, pk, to="edit")
    known = organisations_to_choose(code)
    form = MandateOfPersonForm(request.POST or None, known=known)
    if request.method == "POST" and form.is_valid():
        try:
            if _save(request, form.cleaned_data["organisation"], form, person, field="organisation"):
                return redirect(person)
        except Gone:
            return gone(request, person)
    offered = {organisation for each in known.values() for organisation in each}
    names = sorted(name_and_village(organisation) for organisation in offered)[:OFFERED]
    context = {"gmina": person.gmina, "record": person, "form": form, "names": names}
    return render(request, "people/add_mandate_of_person.html", context)


def _chosen_person(form: MandateForm, same_name: list[Person]) -> Person | str | None:
    """The one person of this name, a new one where there is none; None where several must be told apart first."""
    name: str = form.cleaned_data["person"]
    chosen = form.data.get("same", "")
    if chosen == NEW or not same_name:
        return name
    if len(same_name) == 1:
        return same_name[0]
    return next((person for person in same_name if str(person.pk) == chosen), None)


def _save(
    request: HttpRequest, organisation: Organisation, form: MandateForm, who: Person | str, *, field: str = "person"
) -> Organisation | None:
    """The organisation, or the one it was merged into meanwhile; None where the person speaks for it already."""
    facts = {name: form.cleaned_data[name] for name in ("function", "is_deputy", "since")}
    try:
        kept = on_what_went_on(
            request, organisation, lambda one: actions.add_mandate(one, by=actor(request), person=who, **facts)
        )
    except actions.AlreadySpeaks:
        form.add_error(field, _("This person is written down here already. Nothing was saved."))
        return None
    messages.success(request, _("Saved: who speaks for the organisation."))
    tell_left_out(request, form)
    return kept


@login_required
@require_http_methods(["GET", "POST"])
def end_mandate(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    mandate = access.mandate_for(request.user, code, pk)
    form = EndMandateForm(request.POST or None, initial={"on": timezone.localdate()}, since=mandate.since)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_mandate(mandate, by=actor(request), on=form.cleaned_data["on"])
        except actions.MandateEnded:
            messages.info(request, _("Somebody else has noted this already. Nothing was changed."))
        else:
            messages.success(request, _("Saved. The organisation and the person both stay in the register."))
        return redirect(standing(mandate.organisation))
    context = {"gmina": mandate.organisation.gmina, "record": mandate.organisation, "mandate": mandate, "form": form}
    return render(request, "people/end_mandate.html", context)
