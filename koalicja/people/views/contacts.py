"""Contacts of organisations and persons, and the log of talks with them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koalicja.backroom import events
from koalicja.backroom.models import Event
from koalicja.people import access
from koalicja.people.actions import contacts as actions
from koalicja.people.actions.edits import EditConflict, Gone, last_event, went_on
from koalicja.people.forms.fields import with_choices
from koalicja.people.forms.records import ContactForm, LogEntryForm
from koalicja.people.views.left_out import tell_left_out
from koalicja.people.views.pages import actor, conflict_page, gone, on_what_went_on, standing, tell_saved


@login_required
@require_http_methods(["GET", "POST"])
def add_contact(request: HttpRequest, code: str, kind: str, pk: int) -> HttpResponse:
    owner = access.record_for(request.user, code, kind, pk, to="edit")
    initial = {"obtained_on": timezone.localdate(), "kind": request.GET.get("kind", "phone")}
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = on_what_went_on(
                request, owner, lambda one: actions.add_contact(one, by=actor(request), **form.new())
            )
        except actions.AlreadyThere:
            form.add_error("value", _("This contact is here already. Nothing was saved."))
        except Gone:
            return gone(request, owner)
        else:
            messages.success(request, _("Contact saved."))
            tell_left_out(request, form)
            return redirect(kept)
    return render(request, "people/contact.html", {"gmina": owner.gmina, "record": owner, "kind": kind, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def edit_contact(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    try:
        contact = access.contact_for(request.user, code, pk)
    except Http404:
        return _deleted_meanwhile(request, code, pk)
    owner = actions.owner_of(contact)
    initial = {name: getattr(contact, name) for name in actions.EDITABLE}
    data = with_choices(request.POST) if request.method == "POST" else None
    form = ContactForm(data, initial=initial | {"since": last_event(owner.key)})
    if form.is_bound and form.is_valid():
        try:
            edit = actions.update_contact(
                contact, by=actor(request), seen=form.seen(), new=form.new(), since=form.opened_at()
            )
        except EditConflict as error:
            return conflict_page(request, error, form, record=owner)
        except actions.AlreadyThere:
            form.add_error("value", _("This contact is here already. Nothing was saved."))
        except Gone:
            return _left_behind(request, code, pk, owner)
        else:
            tell_saved(request, edit)
            tell_left_out(request, form)
            return redirect(standing(owner))
    context = {"gmina": owner.gmina, "record": owner, "contact": contact, "form": form}
    return render(request, "people/contact.html", context)


def _left_behind(request: HttpRequest, code: str, pk: int, owner: actions.Owner) -> HttpResponse:
    """The contact was deleted, or its owner was merged: what was typed stays, and can be added to who went on."""
    if _deletions(code, pk).exists():
        return _deleted_meanwhile(request, code, pk)
    kept = went_on(owner)
    if kept is None:
        return gone(request, owner)
    told = _("“%(old)s” was merged into “%(new)s” in the meantime. What you typed is below: save it to add it there.")
    messages.warning(request, told % {"old": owner.name, "new": kept.name})
    kind = kept.key.partition(":")[0]
    form = ContactForm(request.POST)
    return render(request, "people/contact.html", {"gmina": kept.gmina, "record": kept, "kind": kind, "form": form})


def _deletions(code: str, pk: int) -> QuerySet[Event]:
    return Event.objects.filter(code="contact.deleted", scope=access.gmina_scope(code), params__contact=pk)


def _deleted_meanwhile(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Somebody has deleted the contact that is being changed: what was typed stays, and can be added anew."""
    gmina = access.register_for(request.user, code, to="edit")
    event = get_object_or_404(_deletions(code, pk).select_related("by").order_by("-pk")[:1])
    kind, _sep, owner_pk = event.subject.partition(":")
    owner = access.record_for(request.user, code, kind, int(owner_pk), to="edit")
    told = _("%(who)s deleted this contact in the meantime. What you typed is below: save it to add it again.")
    messages.warning(request, told % {"who": event.by})
    form = ContactForm(request.POST if request.method == "POST" else None, initial=event.params.get("kept"))
    return render(request, "people/contact.html", {"gmina": gmina, "record": owner, "kind": kind, "form": form})


@login_required
@require_POST
def delete_contact(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    contact = access.contact_for(request.user, code, pk)
    owner = actions.owner_of(contact)
    try:
        actions.delete_contact(contact, by=actor(request))
    except Gone:
        messages.info(request, _("Somebody else has deleted this contact already."))
    else:
        messages.success(request, _("Contact deleted: %(contact)s. You can put it back below.") % {"contact": contact})
    return redirect(standing(owner))


@login_required
@require_POST
def put_back_contact(request: HttpRequest, code: str, kind: str, pk: int, event: int) -> HttpResponse:
    owner = access.record_for(request.user, code, kind, pk, to="edit")
    deletion = get_object_or_404(events.about(owner.key), pk=event, code="contact.deleted")
    try:
        kept = on_what_went_on(
            request, owner, lambda one: actions.put_back_contact(one, by=actor(request), deletion=deletion)
        )
    except actions.AlreadyThere:
        messages.info(request, _("This contact is here already. Nothing was changed."))
        return redirect(standing(owner))
    except Gone:
        return gone(request, owner)
    messages.success(request, _("The contact is back."))
    return redirect(kept)


@login_required
@require_POST
def add_log_entry(request: HttpRequest, code: str, kind: str, pk: int) -> HttpResponse:
    owner = access.record_for(request.user, code, kind, pk, to="edit")
    form = LogEntryForm(request.POST, auto_id="log_%s")
    if not form.is_valid():
        context = {"gmina": owner.gmina, "record": owner, "log_form": form, "kind": kind}
        return render(request, "people/log_entry.html", context | {"log_kinds": form.fields["kind"].choices})  # type: ignore[attr-defined]  # a choice field
    try:
        kept = on_what_went_on(
            request, owner, lambda one: actions.add_log_entry(one, by=actor(request), **form.cleaned_data)
        )
    except Gone:
        return gone(request, owner)
    messages.success(request, _("Noted."))
    tell_left_out(request, form)
    return redirect(f"{kept.get_absolute_url()}#log")


@login_required
@require_POST
def delete_log_entry(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    entry = access.log_entry_for(request.user, code, pk)
    owner = actions.owner_of(entry)
    if entry.by_id != actor(request).pk:
        messages.error(request, _("Only the person who noted it can take it back. Nothing was changed."))
        return redirect(f"{owner.get_absolute_url()}#log")
    try:
        actions.delete_log_entry(entry, by=actor(request))
    except Gone:
        messages.info(request, _("This note has been taken back already."))
    else:
        messages.success(request, _("The note is taken back."))
    return redirect(f"{standing(owner)}#log")
