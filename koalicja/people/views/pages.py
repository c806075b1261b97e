"""What the register's views share: who acts, the page of a conflict, words for two people at one record."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.contrib import messages
from django.forms import ChoiceField, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from koalicja.people.actions.edits import Edit, EditConflict, FieldConflict, Gone, last_event, went_on
from koalicja.people.forms.fields import WatchedForm
from koalicja.people.models import Organisation, Person, User
from koalicja.people.texts import field_name, field_names
from koalicja.ui.formats import clock

R = TypeVar("R", bound=Organisation | Person)


def actor(request: HttpRequest) -> User:
    """The signed-in person; every view here demands one."""
    assert isinstance(request.user, User)  # noqa: S101  # @login_required
    return request.user


def ids(values: Iterable[str]) -> list[int]:
    """The numbers among the sent values; anything else is left out."""
    return [int(value) for value in values if value.isdecimal() and len(value) < 18]


def asked_by(request: HttpRequest, form: Form) -> str:
    """The page of ours that led to this form for one field (`wroc`), "" where none did; that field has the cursor."""
    field = request.GET.get("pole", "")
    if field in form.fields:
        form.fields[field].widget.attrs["autofocus"] = True
    back = request.GET.get("wroc", "")
    return back if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""


def tell_saved(request: HttpRequest, edit: Edit) -> None:
    """Say what was saved, and whose change it met."""
    if not edit.changed:
        messages.info(request, _("Nothing has changed."))
    else:
        messages.success(request, _("Saved: %(fields)s.") % {"fields": field_names(edit.changed)})
    for other in edit.others:
        told = {"who": str(other.by), "at": clock(other.at), "fields": field_names(other.params.get("changes", {}))}
        messages.info(request, _met(edit.replaced(other)) % told)


def _met(replaced: list[str]) -> str:
    """What was met and what stands now: where both wrote in one field, the text that was saved later."""
    if not replaced:
        return _("In the meantime %(who)s changed this record (%(at)s): %(fields)s. Both changes are kept.")
    told = _("In the meantime %(who)s changed this record (%(at)s): %(fields)s.")
    stands = _("Your text stands now where both wrote: %(fields)s. The other person is told.")
    return f"{told} {(stands % {'fields': field_names(replaced)}).replace('%', '%%')}"


def standing(record: Organisation | Person) -> str:
    """The address of the record, or of its register where it is not there any more."""
    is_there = type(record)._default_manager.filter(pk=record.pk).exists()
    return record.get_absolute_url() if is_there else reverse("people:register", args=[record.gmina_id])


def gone(request: HttpRequest, record: Organisation | Person) -> HttpResponse:
    """Say that nothing was saved, and lead to what is left: the record it was merged into, or the register."""
    told = _("This record is not there any more: it was merged, or its file was taken back. Nothing was saved.")
    messages.error(request, told)
    return redirect(standing(record))


def on_what_went_on(request: HttpRequest, record: R, write: Callable[[R], object]) -> R:
    """Write to the record, or to the one it was merged into meanwhile, and say so; returns which it was.

    Raises Gone where neither is there.
    """
    one, written = record, False
    while not written:
        try:
            write(one)
            written = True
        except Gone:
            kept = went_on(one)
            if kept is None:
                raise
            one = kept
    if one != record:
        told = _("“%(old)s” was merged into “%(new)s” in the meantime. What you wrote is saved there.")
        messages.info(request, told % {"old": record.name, "new": one.name})
    return one


def moved_page(request: HttpRequest, form: WatchedForm, record: Organisation | Person) -> HttpResponse:
    """An edit of a record that was merged meanwhile: the one that went on, beside what was typed; nothing is saved."""
    kept = went_on(record)
    if kept is None:
        return gone(request, record)
    seen, now = form.seen(), {name: getattr(kept, name) for name in form.watched}
    typed = {name: value for name, value in form.new().items() if value not in (seen.get(name, now[name]), now[name])}
    if not typed:
        told = _("“%(old)s” was merged into “%(new)s” in the meantime. What you wrote stands there already.")
        messages.info(request, told % {"old": record.name, "new": kept.name})
        return redirect(kept)
    sent = {**now, **typed, **{f"initial-{name}": value for name, value in now.items()}, "since": last_event(kept.key)}
    context = {
        "record": kept,
        "gmina": kept.gmina,
        "rows": [_moved_row(FieldConflict(name, now[name], value), form) for name, value in typed.items()],
        "kept": sent.items(),
        "moved": record,
        "action": reverse(f"people:edit_{kept.key.partition(':')[0]}", args=[kept.gmina_id, kept.pk]),
    }
    return render(request, "people/conflict.html", context, status=409)


def _moved_row(conflict: FieldConflict, form: Form) -> dict[str, Any]:
    """What the record that went on does not know is what was typed, unless somebody chooses otherwise."""
    row = _conflict_row(conflict, EditConflict((conflict,), ()), form)
    return row | {"chosen": "left" if conflict.theirs else "right"}


def conflict_page(
    request: HttpRequest, error: EditConflict, form: Form, *, record: Organisation | Person
) -> HttpResponse:
    """Both texts side by side; nothing was saved, and what she typed travels along in hidden fields."""
    kept = {
        key: value
        for key, value in request.POST.items()
        if key != "csrfmiddlewaretoken" and not key.startswith("keep-")
    }
    for conflict in error.conflicts:
        kept[f"initial-{conflict.field}"] = str(conflict.theirs or "")
    context = {
        "record": record,
        "gmina": record.gmina,
        "rows": [_conflict_row(conflict, error, form) for conflict in error.conflicts],
        "kept": kept.items(),
        "also": field_names(_changed_too(error, form)),
    }
    return render(request, "people/conflict.html", context, status=409)


def _changed_too(error: EditConflict, form: Form) -> list[str]:
    """Fields that will be saved along, because nobody else changed them."""
    asked = {conflict.field for conflict in error.conflicts}
    return [name for name in form.changed_data if name not in asked and name != "since"]


def _conflict_row(conflict: FieldConflict, error: EditConflict, form: Form) -> dict[str, Any]:
    who = next((event for event in error.others if conflict.field in event.params.get("changes", {})), None)
    return {
        "label": field_name(conflict.field),
        "left": _shown(form, conflict.field, conflict.theirs),
        "right": _shown(form, conflict.field, conflict.yours),
        "differs": True,
        "name": f"keep-{conflict.field}",
        "chosen": "left",
        "by": who.by if who else None,
        "at": who.at if who else None,
    }


def _shown(form: Form, field: str, value: Any) -> str:
    """A value as people read it: the label of a choice, otherwise itself."""
    declared = form.fields[field]
    if isinstance(declared, ChoiceField):
        choices: Any = declared.choices
        return next((str(label) for key, label in choices if key == value), str(value))
    return str(value or "")
