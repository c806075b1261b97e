"""Contacts, talks and mandates as people enter them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from koalicja.backroom.models import Event
from koalicja.people.models import Contact, ContactEntry, Mandate, Organisation, Person

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


@pytest.fixture
def annas(anna: Any, client_of: Callable[[Any], Client]) -> Client:
    return client_of(anna)


@pytest.fixture
def mareks(marek: Any, client_of: Callable[[Any], Client]) -> Client:
    return client_of(marek)


@pytest.fixture
def osp(make_organisation: Make) -> Organisation:
    return make_organisation()


def contact(kind: str, value: str, **over: str) -> dict[str, str]:
    return {"kind": kind, "value": value, "source": "rozmowa", "legal_basis": "", "obtained_on": ""} | over


@pytest.mark.parametrize(
    ("kind", "value", "saved"),
    [
        ("phone", "600100200", "600 100 200"),
        ("phone", "+48 600 100 200", "+48 600 100 200"),
        ("phone", "(75) 732 00 00 wew. 12", "(75) 732 00 00 wew. 12"),
        ("email", " osp@example.pl ", "osp@example.pl"),
        ("website", "osp.example.pl/o-nas", "https://osp.example.pl/o-nas"),
        ("address", "ul. Długa 1, 59-700 Bolesławiec", "ul. Długa 1, 59-700 Bolesławiec"),
    ],
)
def test_a_contact_is_saved_as_people_read_it(
    annas: Client, osp: Organisation, kind: str, value: str, saved: str
) -> None:
    annas.post(
        f"{osp.get_absolute_url()}kontakty/dodaj/", contact(kind, value, obtained_on="7.10.2026", legal_basis="task")
    )
    row = osp.contacts.get()
    assert (row.kind, row.value, row.obtained_on, row.legal_basis) == (kind, saved, date(2026, 10, 7), "task")


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("phone", "brak", "To nie jest numer telefonu. Wpisz cyfry, na przykład 600\xa0100\xa0200."),
        *(
            (
                "phone",
                two,
                "Stoi tu kilka numerów, a w jednym kontakcie mieści się jeden numer. Wpisz jeden, a każdy następny "
                "dopisz jako osobny kontakt.",
            )
            for two in ("600 100 200, 600 100 300", "600100200 lub 75 100 20 30")
        ),
        ("email", "osp(at)example.pl", "To nie jest adres e-mail. Ma jeden znak @, na przykład zofia@example.pl."),
        ("website", "javascript:alert(1)", "To nie jest adres strony. Powinien wyglądać tak: biblioteka.example.pl."),
        (
            "website",
            "https://zly@example.pl",
            "To nie jest adres strony. Powinien wyglądać tak: biblioteka.example.pl.",
        ),
    ],
)
def test_a_wrong_contact_is_answered_with_what_helps(
    annas: Client, osp: Organisation, kind: str, value: str, sentence: str
) -> None:
    answer = annas.post(f"{osp.get_absolute_url()}kontakty/dodaj/", contact(kind, value))
    assert answer.context["form"].errors == {"value": [sentence]}
    assert Contact.objects.count() == 0


def test_the_same_contact_again_is_refused(annas: Client, osp: Organisation) -> None:
    for _ in range(2):
        answer = annas.post(f"{osp.get_absolute_url()}kontakty/dodaj/", contact("email", "osp@example.pl"))
    assert answer.context["form"].errors == {"value": ["Ten kontakt już tu jest. Nic nie zapisano."]}


def test_a_deleted_contact_is_put_back_from_the_page(annas: Client, osp: Organisation) -> None:
    annas.post(f"{osp.get_absolute_url()}kontakty/dodaj/", contact("phone", "600100200"))
    page = text(annas.post(f"/spis/020102/kontakty/{osp.contacts.get().pk}/usun/", follow=True))
    assert "Usunięto kontakt: 600 100 200." in page
    assert "Przywróć usunięty kontakt: 600 100 200" in page
    event = Event.objects.get(code="contact.deleted")
    address = f"{osp.get_absolute_url()}kontakty/przywroc/{event.pk}/"
    assert "Kontakt jest z powrotem." in text(annas.post(address, follow=True))
    assert "Ten kontakt już tu jest. Nic się nie zmieniło." in text(annas.post(address, follow=True))
    assert osp.contacts.get().value == "600 100 200"


def test_two_people_at_one_contact_choose_side_by_side(annas: Client, mareks: Client, osp: Organisation) -> None:
    row = Contact.objects.create(organisation=osp, kind="phone", value="600 100 200", source="rozmowa")
    address = f"/spis/020102/kontakty/{row.pk}/zmien/"
    seen = {f"initial-{name}": value for name, value in contact("phone", "600 100 200").items()}
    annas.post(address, seen | contact("phone", "600 100 201"))
    conflict = mareks.post(address, seen | contact("phone", "600 100 202"))
    assert (conflict.status_code, "kontakt różni się 600 100 201 600 100 202" in text(conflict)) == (409, True)
    mareks.post(address, dict(conflict.context["kept"]) | {"keep-value": "right"})
    row.refresh_from_db()
    assert row.value == "600 100 202"


def test_what_was_typed_into_a_deleted_contact_is_not_lost(annas: Client, mareks: Client, osp: Organisation) -> None:
    row = Contact.objects.create(organisation=osp, kind="phone", value="600 100 200", source="rozmowa")
    annas.post(f"/spis/020102/kontakty/{row.pk}/usun/")
    answer = mareks.post(f"/spis/020102/kontakty/{row.pk}/zmien/", contact("phone", "600 100 201"))
    assert "W tym czasie ten kontakt został usunięty (Anna)." in text(answer)
    assert answer.context["form"]["value"].value() == "600 100 201"
    assert f'action="{osp.get_absolute_url()}kontakty/dodaj/"' in answer.content.decode()


def test_a_talk_is_noted_in_two_taps(annas: Client, osp: Organisation) -> None:
    form = annas.get(osp.get_absolute_url()).context["log_form"]
    today = form["on"].value()
    annas.post(f"{osp.get_absolute_url()}rozmowy/dodaj/", {"kind": "call", "on": today, "text": "", "next_step": ""})
    entry = osp.log.get()
    assert (entry.kind, entry.on, entry.by.name) == ("call", timezone.localdate(), "Anna")
    assert "telefon" in text(annas.get(osp.get_absolute_url()))


def test_a_talk_of_tomorrow_is_refused_and_its_text_kept(annas: Client, osp: Organisation) -> None:
    tomorrow = timezone.localdate() + timedelta(days=2)
    data = {"kind": "talk", "on": tomorrow.isoformat(), "text": "Przyjdą.", "next_step": ""}
    answer = annas.post(f"{osp.get_absolute_url()}rozmowy/dodaj/", data)
    page = answer.content.decode()
    assert "Tego dnia jeszcze nie było. Plan wpisz w polu „Co dalej”." in page
    assert "Przyjdą." in page
    assert ContactEntry.objects.count() == 0


def test_only_who_noted_a_talk_takes_it_back(annas: Client, mareks: Client, anna: Any, osp: Organisation) -> None:
    entry = ContactEntry.objects.create(organisation=osp, kind="call", on=date(2026, 11, 20), by=anna)
    mareks.post(f"/spis/020102/rozmowy/{entry.pk}/usun/")
    assert ContactEntry.objects.count() == 1
    annas.post(f"/spis/020102/rozmowy/{entry.pk}/usun/")
    assert ContactEntry.objects.count() == 0


def test_a_mandate_for_somebody_new_adds_her(annas: Client, osp: Organisation) -> None:
    data = {"person": "Zofia Przykładowa", "function": "prezeska", "since": "2024-03-01", "is_deputy": "on"}
    annas.post(f"{osp.get_absolute_url()}przedstawiciele/dodaj/", data)
    mandate = Mandate.objects.get()
    assert (mandate.person.name, mandate.function, mandate.since, mandate.is_deputy) == (
        "Zofia Przykładowa",
        "prezeska",
        date(2024, 3, 1),
        True,
    )


def test_a_mandate_for_a_known_name_takes_that_person(annas: Client, osp: Organisation, make_person: Make) -> None:
    zofia = make_person()
    address = f"{osp.get_absolute_url()}przedstawiciele/dodaj/"
    annas.post(address, {"person": "zofia przykladowa"})
    assert Mandate.objects.get().person == zofia
    answer = annas.post(address, {"person": "Zofia Przykładowa"})
    assert answer.context["form"].errors == {"person": ["Ta osoba jest już tutaj zapisana. Nic nie zapisano."]}


def test_namesakes_are_told_apart_before_anything_is_saved(annas: Client, osp: Organisation, make_person: Make) -> None:
    make_person(village="Kruszyn")
    second = make_person(village="Trzebień")
    address = f"{osp.get_absolute_url()}przedstawiciele/dodaj/"
    assert "Kilka osób tak się nazywa. O którą chodzi?" in text(annas.post(address, {"person": "Zofia Przykładowa"}))
    assert Mandate.objects.count() == 0
    annas.post(address, {"person": "Zofia Przykładowa", "same": str(second.pk)})
    assert Mandate.objects.get().person == second
    annas.post(address, {"person": "Zofia Przykładowa", "same": "new"})
    assert Person.objects.count() == 3


def test_a_mandate_ends_on_a_day_not_before_its_first(annas: Client, osp: Organisation, make_person: Make) -> None:
    mandate = Mandate.objects.create(organisation=osp, person=make_person(), since=date(2026, 6, 1))
    address = f"/spis/020102/przedstawiciele/{mandate.pk}/koniec/"
    answer = annas.post(address, {"on": "2026-05-01"})
    assert answer.context["form"].errors == {"on": ["Ostatni dzień nie może być wcześniejszy niż pierwszy."]}
    assert "Organizacja i osoba zostają w spisie." in text(annas.post(address, {"on": "2026-07-01"}, follow=True))
    mandate.refresh_from_db()
    assert mandate.until == date(2026, 7, 1)
    assert "Ktoś już to zapisał." in text(annas.post(address, {"on": "2026-08-01"}, follow=True))
