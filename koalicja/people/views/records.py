"""Pages of one organisation and one person, and their forms."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koalicja.people import access, texts
from koalicja.people.actions import leaving
from koalicja.people.actions import organisations as actions
from koalicja.people.actions import persons as person_actions
from koalicja.people.actions.edits import EditConflict, Gone, last_event
from koalicja.people.facts import class_facts, organisation_facts, origin, person_facts
from koalicja.people.forms.fields import with_choices
from koalicja.people.forms.records import (
    ClassForm,
    NewOrganisationForm,
    NewPersonForm,
    OrganisationForm,
    PersonForm,
)
from koalicja.people.models import Decided, Organisation, Person
from koalicja.people.queries.age_bands import age_bands_of
from koalicja.people.queries.duplicates import like_organisation, like_person
from koalicja.people.views.left_out import tell_left_out
from koalicja.people.views.pages import actor, asked_by, conflict_page, gone, moved_page, standing, tell_saved
from koalicja.people.views.record_context import record_context


@login_required
@require_GET
def organisation(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    organisation = access.organisation_for(request.user, code, pk)
    if organisation.state == Organisation.State.MERGED and organisation.merged_into_id:
        messages.info(request, _("“%(name)s” has been merged into this record.") % {"name": organisation.name})
        return redirect("people:organisation", code=code, pk=organisation.merged_into_id)
    context = record_context(request, organisation)
    known = context["known"]
    rule = organisation.class_reason.get("rule", "")
    context |= {
        "organisation": organisation,
        "class_facts": class_facts(organisation),
        "class_form": ClassForm(initial=_class_initial(organisation), auto_id="class_%s"),
        "to_check": organisation.class_decided != Decided.HUMAN,
        "alike": actions.alike(organisation, rule).count() if rule and context["can_edit"] else 0,
        "facts": organisation_facts(organisation, known),
        "origin": origin(organisation, known),
        "likely": like_organisation(organisation) if context["can_edit"] else [],
    }
    return render(request, "people/organisation.html", context)


def _class_initial(organisation: Organisation) -> dict[str, str]:
    value = actions.class_value(organisation)
    return {"value": value, "seen": value}


@login_required
@require_GET
def person(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    person = access.person_for(request.user, code, pk, to="contacts")
    if person.state == Person.State.MERGED and person.merged_into_id:
        messages.info(request, _("“%(name)s” has been merged into this record.") % {"name": person.name})
        return redirect("people:person", code=code, pk=person.merged_into_id)
    context = record_context(request, person)
    context |= {
        "person": person,
        "facts": person_facts(person, context["known"]),
        "origin": origin(person, context["known"]),
        "likely": like_person(person) if context["can_edit"] else [],
    }
    return render(request, "people/person.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_organisation(request: HttpRequest, code: str) -> HttpResponse:
    gmina = access.register_for(request.user, code, to="edit")
    form = NewOrganisationForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    likely: list[Any] = []
    if request.method == "POST" and form.is_valid():
        distinct = "distinct" in request.POST
        try:
            organisation = actions.add_organisation(gmina, by=actor(request), distinct=distinct, **form.facts())
        except actions.OrganisationLooksAlike as error:
            likely = error.likely
        else:
            messages.success(request, _("Added to the register: %(name)s.") % {"name": organisation.name})
            tell_left_out(request, form)
            return redirect(organisation)
    context = {"gmina": gmina, "form": form, "likely": likely, "kind": "organisation"}
    return render(request, "people/add_record.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_person(request: HttpRequest, code: str) -> HttpResponse:
    gmina = access.register_for(request.user, code, to="edit")
    form = NewPersonForm(request.POST or None, bands=age_bands_of(gmina), initial={"name": request.GET.get("name", "")})
    likely: list[Person] = []
    if request.method == "POST" and form.is_valid():
        distinct = "distinct" in request.POST
        try:
            person = person_actions.add_person(gmina, by=actor(request), distinct=distinct, **form.facts())
        except person_actions.PersonLooksAlike as error:
            likely = error.likely
        else:
            messages.success(request, _("Added to the register: %(name)s.") % {"name": person.name})
            tell_left_out(request, form)
            return redirect(person)
    return render(request, "people/add_record.html", {"gmina": gmina, "form": form, "likely": likely, "kind": "person"})


@login_required
@require_http_methods(["GET", "POST"])
def edit_organisation(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    organisation = access.organisation_for(request.user, code, pk, to="edit")
    initial = {name: getattr(organisation, name) for name in actions.EDITABLE}
    data = with_choices(request.POST) if request.method == "POST" else None
    form = OrganisationForm(data, initial=initial | {"since": last_event(organisation.key)})
    back = asked_by(request, form)
    if form.is_bound and form.is_valid():
        try:
            edit = actions.update_organisation(
                organisation, by=actor(request), seen=form.seen(), new=form.new(), since=form.opened_at()
            )
        except EditConflict as error:
            return conflict_page(request, error, form, record=organisation)
        except Gone:
            return moved_page(request, form, organisation)
        tell_saved(request, edit)
        tell_left_out(request, form)
        return redirect(back or organisation)
    context = {"gmina": organisation.gmina, "record": organisation, "form": form, "kind": "organisation", "back": back}
    return render(request, "people/edit_record.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit_person(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    person = access.person_for(request.user, code, pk, to="edit")
    initial = {name: getattr(person, name) for name in person_actions.EDITABLE}
    data = with_choices(request.POST) if request.method == "POST" else None
    form = PersonForm(data, bands=age_bands_of(person.gmina), initial=initial | {"since": last_event(person.key)})
    back = asked_by(request, form)
    if form.is_bound and form.is_valid():
        try:
            edit = person_actions.update_person(
                person, by=actor(request), seen=form.seen(), new=form.new(), since=form.opened_at()
            )
        except EditConflict as error:
            return conflict_page(request, error, form, record=person)
        except Gone:
            return moved_page(request, form, person)
        tell_saved(request, edit)
        tell_left_out(request, form)
        return redirect(back or person)
    context = {"gmina": person.gmina, "record": person, "form": form, "kind": "person", "back": back}
    return render(request, "people/edit_record.html", context)


@login_required
@require_POST
def set_class(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    organisation = access.organisation_for(request.user, code, pk, to="edit")
    form = ClassForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This is none of the groups. Choose one from the list; nothing was changed."))
        return redirect(organisation)
    try:
        count = actions.set_class(organisation, by=actor(request), **form.cleaned_data)
    except EditConflict as error:
        now = texts.class_name(error.conflicts[0].theirs)
        told = _("In the meantime somebody else chose: %(class)s. Nothing was changed; choose again if it is wrong.")
        messages.warning(request, told % {"class": now})
        return redirect(organisation)
    except Gone:
        return gone(request, organisation)
    done = ngettext(
        "The group is checked and remembered.", "Checked and remembered for %(count)d organisations.", count
    )
    messages.success(request, done % {"count": count})
    return redirect(organisation)


@login_required
@require_POST
def remove_organisation(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    organisation = access.organisation_for(request.user, code, pk, to="edit")
    if actions.remove_organisation(organisation, by=actor(request)):
        messages.success(request, _("Taken out of the register. Everything is kept; you can put it back on this page."))
    else:
        messages.info(request, _("It is not in the register any more. Nothing was changed."))
    return redirect(standing(organisation))


@login_required
@require_POST
def put_back_organisation(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    organisation = access.organisation_for(request.user, code, pk, to="edit")
    try:
        actions.put_back_organisation(organisation, by=actor(request))
    except Gone:
        return gone(request, organisation)
    messages.success(request, _("It is in the register."))
    return redirect(organisation)


@login_required
@require_POST
def remove_person(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    person = access.person_for(request.user, code, pk, to="edit")
    if leaving.remove_person(person, by=actor(request)):
        messages.success(request, _("Taken out of the register. Everything is kept; you can put it back on this page."))
    else:
        messages.info(request, _("It is not in the register any more. Nothing was changed."))
    return redirect(standing(person))


@login_required
@require_POST
def put_back_person(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    person = access.person_for(request.user, code, pk, to="edit")
    try:
        leaving.put_back_person(person, by=actor(request))
    except Gone:
        return gone(request, person)
    messages.success(request, pgettext("person", "She or he is in the register."))
    return redirect(person)
