"""Contacts and the log of talks."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from koalicja.backroom.models import Event
from koalicja.people.actions import contacts as actions
from koalicja.people.actions.edits import EditConflict
from koalicja.people.models import Contact, ContactEntry
from koalicja.people.texts import event_line

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
PHONE = {"kind": "phone", "value": "600 100 200", "source": "rozmowa", "legal_basis": "consent"}


def codes() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("code", flat=True))


def test_a_contact_keeps_source_basis_and_date(anna: Any, make_person: Make) -> None:
    zofia = make_person()
    actions.add_contact(zofia, by=anna, **PHONE, obtained_on=date(2026, 11, 22))
    contact = zofia.contacts.get()
    assert (contact.value, contact.source, contact.legal_basis, contact.obtained_on, contact.organisation) == (
        "600 100 200",
        "rozmowa",
        "consent",
        date(2026, 11, 22),
        None,
    )
    assert "600" not in str(Event.objects.get().params)


def test_the_same_contact_is_not_added_twice(anna: Any, make_organisation: Make) -> None:
    osp = make_organisation()
    actions.add_contact(osp, by=anna, kind="email", value="OSP@example.pl", source="")
    with pytest.raises(actions.AlreadyThere):
        actions.add_contact(osp, by=anna, kind="email", value="osp@example.pl", source="")
    assert Contact.objects.count() == 1


def test_a_deleted_contact_can_be_put_back_once(anna: Any, make_organisation: Make) -> None:
    osp = make_organisation()
    contact = actions.add_contact(osp, by=anna, **PHONE, obtained_on=date(2026, 11, 22))
    deletion = actions.delete_contact(contact, by=anna)
    assert osp.contacts.count() == 0
    back = actions.put_back_contact(osp, by=anna, deletion=deletion)
    assert {name: getattr(back, name) for name in actions.EDITABLE} == PHONE | {"obtained_on": date(2026, 11, 22)}
    with pytest.raises(actions.AlreadyThere):
        actions.put_back_contact(osp, by=anna, deletion=deletion)
    assert codes() == ["contact.added", "contact.deleted", "contact.put_back"]
    assert "kept" not in Event.objects.get(code="contact.deleted").params


def test_deleting_what_is_gone_says_so(anna: Any, marek: Any, make_organisation: Make) -> None:
    contact = actions.add_contact(make_organisation(), by=anna, **PHONE)
    actions.delete_contact(Contact.objects.get(pk=contact.pk), by=anna)
    with pytest.raises(actions.Gone):
        actions.delete_contact(contact, by=marek)


def test_two_people_at_one_contact(anna: Any, marek: Any, make_organisation: Make) -> None:
    contact = actions.add_contact(make_organisation(), by=anna, **PHONE)
    seen = {"value": "600 100 200", "source": "rozmowa"}
    since = Event.objects.latest("pk").pk
    actions.update_contact(contact, by=anna, seen=seen, new=seen | {"value": "600 100 201"}, since=since)
    edit = actions.update_contact(contact, by=marek, seen=seen, new=seen | {"source": "strona"}, since=since)
    contact.refresh_from_db()
    assert (contact.value, contact.source) == ("600 100 201", "strona")
    assert [other.by for other in edit.others] == [anna]
    assert anna.notices.count() == 1
    with pytest.raises(EditConflict):
        actions.update_contact(contact, by=marek, seen=seen, new=seen | {"value": "600 100 202"}, since=since)


def test_the_history_says_that_a_contact_changed_and_not_to_what(anna: Any, make_organisation: Make) -> None:
    contact = actions.add_contact(make_organisation(), by=anna, **PHONE)
    new = {"value": "600 100 201", "source": "strona"}
    actions.update_contact(contact, by=anna, seen={"value": contact.value, "source": "rozmowa"}, new=new, since=0)
    event = Event.objects.get(code="contact.changed")
    assert event.params == {"contact": contact.pk, "changes": {"value": [], "source": ["rozmowa", "strona"]}}
    assert event_line(event) == "Zmiana kontaktu: kontakt, źródło"


def test_changing_a_deleted_contact_says_so(anna: Any, marek: Any, make_organisation: Make) -> None:
    contact = actions.add_contact(make_organisation(), by=anna, **PHONE)
    actions.delete_contact(Contact.objects.get(pk=contact.pk), by=marek)
    with pytest.raises(actions.Gone):
        actions.update_contact(contact, by=anna, seen={"value": "600 100 200"}, new={"value": "1"}, since=0)


def test_a_talk_is_noted_and_can_be_taken_back(anna: Any, make_organisation: Make) -> None:
    osp = make_organisation()
    entry = actions.add_log_entry(
        osp, by=anna, kind="call", on=date(2026, 11, 20), text="Przyjdą.", next_step="zaprosić"
    )
    assert (entry.organisation, entry.by, entry.text, entry.next_step) == (osp, anna, "Przyjdą.", "zaprosić")
    actions.delete_log_entry(entry, by=anna)
    assert (ContactEntry.objects.count(), codes()) == (0, ["log.added", "log.deleted"])
