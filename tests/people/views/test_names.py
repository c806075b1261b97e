"""Typing names: type, look through, save."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from koalicja.backroom.models import Event
from koalicja.people.models import AgeBands, Contact, Mandate, Organisation, Person

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
DOPISZ = "/spis/020102/dopisz/"
TEXT = """1. OSP Olszynki; Olszynki; 600 100 200
2. SP nr 2; Trzebień
3. Zofia Przykładowa
4. Zielona Dolina"""


@pytest.fixture
def annas(anna: Any, client_of: Callable[[Any], Client]) -> Client:
    return client_of(anna)


def sent(answer: Any) -> dict[str, Any]:
    """What a browser would send from the second step without a change."""
    data: dict[str, Any] = {"save": "1", "count": len(answer.context["lines"]), "text": answer.context["text"]}
    for line in answer.context["lines"]:
        form = line["form"]
        data |= {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    return data


def test_the_second_step_guesses_and_saves_nothing(annas: Client, gmina: Any) -> None:
    answer = annas.post(DOPISZ, {"text": TEXT})
    lines = [
        (line["form"]["name"].value(), line["form"]["what"].value(), line["why"]) for line in answer.context["lines"]
    ]
    assert lines == [
        ("OSP Olszynki", "fire_brigade", "Rozpoznano po „OSP” w nazwie."),
        ("SP nr 2", "school", "Rozpoznano po „SP nr 2” w nazwie."),
        ("Zofia Przykładowa", "person", "Wygląda na imię i nazwisko."),
        ("Zielona Dolina", "", "Po nazwie nie da się poznać. Wybierz grupę."),
    ]
    assert (Organisation.objects.count(), Person.objects.count()) == (0, 0)


def test_saving_adds_all_with_corrections(annas: Client, gmina: Any) -> None:
    data = sent(annas.post(DOPISZ, {"text": TEXT})) | {"line-3-what": "agritourism", "line-2-age_band": "60+"}
    answer = annas.post(DOPISZ, data, follow=True)
    assert "W spisie są 4 nowe nazwy." in strip_tags(answer.content.decode())
    rows = Organisation.objects.order_by("name").values_list("name", "village", "sector", "class_decided")
    assert list(rows) == [
        ("OSP Olszynki", "Olszynki", "fire_brigade", "human"),
        ("SP nr 2", "Trzebień", "school", "human"),
        ("Zielona Dolina", "", "agritourism", "human"),
    ]
    assert list(Person.objects.values_list("name", "age_band", "source")) == [
        ("Zofia Przykładowa", "60+", "wpisane ręcznie")
    ]
    assert list(Contact.objects.values_list("organisation__name", "kind", "value")) == [
        ("OSP Olszynki", "phone", "600 100 200")
    ]


def test_a_button_pressed_twice_says_that_the_names_are_there(annas: Client, gmina: Any) -> None:
    data = sent(annas.post(DOPISZ, {"text": TEXT}))
    annas.post(DOPISZ, data)
    answer = annas.post(DOPISZ, data, follow=True)
    assert "W spisie są 4 nazwy dodane przed chwilą." in strip_tags(answer.content.decode())
    assert (Organisation.objects.count(), Person.objects.count(), Contact.objects.count()) == (3, 1, 1)


def test_lines_for_which_there_was_no_room_stand_in_the_box_again(annas: Client, gmina: Any) -> None:
    text = "\n".join(f"Sklep nr {number}; Wola; 600 100 {number}" for number in range(101, 306))
    second = annas.post(DOPISZ, {"text": text})
    assert "5 wierszy powyżej pierwszych 200 czeka" in strip_tags(second.content.decode())
    answer = annas.post(DOPISZ, sent(second) | {"rest": second.context["rest"]})
    assert "Niżej stoi 5 wierszy Twojego tekstu, których jeszcze nie zapisano." in strip_tags(answer.content.decode())
    assert answer.context["form"]["text"].value().splitlines() == text.splitlines()[200:]
    assert Organisation.objects.count() == 200
    third = annas.post(DOPISZ, {"text": answer.context["form"]["text"].value()})
    assert annas.post(DOPISZ, sent(third) | {"rest": third.context["rest"]}).headers["Location"] == "/spis/020102/"
    assert Organisation.objects.count() == 205


@pytest.mark.parametrize(
    ("line", "name", "village", "band"),
    [
        ("Anna Zmyślona, 65 lat", "Anna Zmyślona", "", "60+"),
        ("Anna Zmyślona (lat 34); Wola", "Anna Zmyślona", "Wola", "20-34"),
        ("Anna Zmyślona; 65 lat; Wola", "Anna Zmyślona", "Wola", "60+"),
        ("Anna Zmyślona, 8 lat", "Anna Zmyślona", "", ""),
        ("OSP Wola, 100 lat; Wola", "OSP Wola, 100 lat", "Wola", ""),
    ],
)
def test_of_an_age_beside_a_name_only_the_band_is_offered_and_kept(
    annas: Client, gmina: Any, *, line: str, name: str, village: str, band: str
) -> None:
    second = annas.post(DOPISZ, {"text": line})
    form = second.context["lines"][0]["form"]
    assert [form[field].value() or "" for field in ("name", "village", "age_band")] == [name, village, band]
    annas.post(DOPISZ, sent(second))
    kept = Person.objects.first() or Organisation.objects.get()
    assert (kept.name, kept.village, kept.note, getattr(kept, "age_band", "")) == (name, village, "", band)


def test_the_same_text_later_adds_nothing(annas: Client, gmina: Any) -> None:
    for _ in range(2):
        answer = annas.post(DOPISZ, sent(annas.post(DOPISZ, {"text": TEXT})), follow=True)
        Event.objects.update(at=timezone.now() - timedelta(minutes=5))
    assert "Nie ma nowych nazw: wszystkie już były w spisie." in strip_tags(answer.content.decode())
    assert (Organisation.objects.count(), Person.objects.count(), Contact.objects.count()) == (3, 1, 1)


def test_a_known_name_is_proposed_as_the_same_and_can_be_another(annas: Client, make_organisation: Make) -> None:
    known = make_organisation("Szkoła Podstawowa nr 2", village="Trzebień")
    answer = annas.post(DOPISZ, {"text": "SP nr 2; Trzebień"})
    same = answer.context["lines"][0]["form"]["same"]
    assert same.value() == str(known.pk)
    assert [label for _, label in same.field.choices] == ["ta sama: Szkoła Podstawowa nr 2, Trzebień", "inna, dodaj ją"]
    annas.post(DOPISZ, sent(answer))
    assert Organisation.objects.count() == 1
    annas.post(DOPISZ, sent(answer) | {"line-0-same": "new"})
    assert Organisation.objects.count() == 2


def test_a_line_can_be_left_out_or_be_something_else(annas: Client, gmina: Any) -> None:
    data = sent(annas.post(DOPISZ, {"text": TEXT}))
    annas.post(DOPISZ, data | {"line-0-what": "skip", "line-2-what": "firm", "line-3-what": "person"})
    assert list(Organisation.objects.order_by("name").values_list("name", flat=True)) == [
        "SP nr 2",
        "Zofia Przykładowa",
    ]
    assert list(Person.objects.values_list("name", flat=True)) == ["Zielona Dolina"]


def test_an_empty_text_is_answered_with_a_sentence(annas: Client, gmina: Any) -> None:
    for text in ("", " - \n\n; ;"):
        answer = annas.post(DOPISZ, {"text": text})
        assert answer.context["form"].errors["text"][0].endswith("nic nie zapisano.") or text == ""
        assert answer.context["form"].errors


def test_a_tampered_line_saves_nothing_and_keeps_the_rest(annas: Client, gmina: Any) -> None:
    data = sent(annas.post(DOPISZ, {"text": TEXT}))
    answer = annas.post(DOPISZ, data | {"line-1-what": "nonsense", "line-0-name": "---"})
    assert "Nic jeszcze nie zapisano. Popraw zaznaczone wiersze." in strip_tags(answer.content.decode())
    assert [line["form"]["name"].value() for line in answer.context["lines"]][2:] == [
        "Zofia Przykładowa",
        "Zielona Dolina",
    ]
    assert Organisation.objects.count() == 0


def test_back_to_the_text_keeps_the_text(annas: Client, gmina: Any) -> None:
    answer = annas.post(DOPISZ, {"text": TEXT, "back": "1"})
    assert answer.context["form"]["text"].value() == TEXT


def test_known_names_appear_while_typing(annas: Client, make_organisation: Make, make_person: Make) -> None:
    make_organisation("OSP Olszynki", village="Olszynki")
    make_person("Zofia Przykładowa")
    answer = annas.post(
        f"{DOPISZ}znane/", {"text": "ochotnicza straż pożarna olszynki\nZofia Przykładowa\nzielona dolina"}
    )
    assert answer.context["known"] == [
        ("Zofia Przykładowa", ["w spisie: Zofia Przykładowa"]),
        ("ochotnicza straż pożarna olszynki", ["w spisie: OSP Olszynki, Olszynki"]),
    ]


def test_of_a_long_list_all_known_names_are_found_and_those_for_whom_there_is_no_room_are_counted(
    annas: Client, make_organisation: Make
) -> None:
    make_organisation("OSP Olszynki")
    text = "\n".join(["OSP Olszynki", *(f"Sklep nr {number}" for number in range(60))])
    answer = annas.post(f"{DOPISZ}znane/", {"text": text})
    assert (answer.context["known"], answer.context["more"]) == ([("OSP Olszynki", ["w spisie: OSP Olszynki"])], 0)
    for number in range(22):
        make_organisation(f"Sklep nr {number}")
    answer = annas.post(f"{DOPISZ}znane/", {"text": text})
    assert (len(answer.context["known"]), answer.context["more"]) == (20, 3)
    assert "i jeszcze 3 wiersze, które spis już zna" in strip_tags(answer.content.decode())


def test_records_called_the_same_are_told_apart_in_the_answers(annas: Client, make_person: Make) -> None:
    first, second = make_person("Jan Nowak", age_band="60+"), make_person("Jan Nowak")
    third, fourth = make_person("Jan Nowak", village="Lipowo"), make_person("Jan Nowak")
    Contact.objects.create(person=first, kind="phone", value="600 100 200")
    Person.objects.update(created_at="2026-05-03T10:00:00Z")
    form = annas.post(DOPISZ, {"text": "Jan Nowak"}).context["lines"][0]["form"]
    assert form.fields["same"].choices == [
        (str(first.pk), "ta sama: Jan Nowak · 60 lat i więcej · telefon kończy się na 200 · w spisie od 3.05.2026"),
        (str(second.pk), "ta sama: Jan Nowak · w spisie od 3.05.2026 · 1. z jednakowych"),
        (str(third.pk), "ta sama: Jan Nowak, Lipowo"),
        (str(fourth.pk), "ta sama: Jan Nowak · w spisie od 3.05.2026 · 2. z jednakowych"),
        ("new", "inna, dodaj ją"),
    ]


def test_organisations_called_the_same_are_told_apart_too(annas: Client, make_organisation: Make) -> None:
    one, other = make_organisation("Klub Rolnika"), make_organisation("Klub Rolnika")
    Contact.objects.create(organisation=other, kind="phone", value="600 100 345")
    Organisation.objects.update(created_at="2026-05-03T10:00:00Z")
    form = annas.post(DOPISZ, {"text": "Klub Rolnika"}).context["lines"][0]["form"]
    assert dict(form.fields["same"].choices[:2]) == {
        str(one.pk): "ta sama: Klub Rolnika · w spisie od 3.05.2026",
        str(other.pk): "ta sama: Klub Rolnika · telefon kończy się na 345 · w spisie od 3.05.2026",
    }


def test_after_a_refused_save_the_contacts_still_stand_beside_the_names(annas: Client, gmina: Any) -> None:
    data = sent(annas.post(DOPISZ, {"text": "OSP Olszynki; Olszynki; 600 100 200; osp@example.pl"}))
    page = strip_tags(annas.post(DOPISZ, data | {"line-0-what": "nothing"}).content.decode())
    assert "Popraw zaznaczone wiersze" in page
    assert "telefon: 600 100 200 · e-mail: osp@example.pl" in page


def test_an_address_of_a_website_is_left_out_with_its_reason(annas: Client, gmina: Any) -> None:
    text = "http://www.example.pl\nwww.example.pl/o-nas\nSklep example.pl"
    lines = annas.post(DOPISZ, {"text": text}).context["lines"]
    assert [line["form"]["what"].value() for line in lines] == ["skip", "skip", "firm"]
    assert lines[0]["why"].startswith("Pominięto: to adres strony internetowej.")


def test_a_correction_is_remembered_for_the_next_time(annas: Client, gmina: Any) -> None:
    data = sent(annas.post(DOPISZ, {"text": "Zielona Dolina"})) | {"line-0-what": "agritourism"}
    annas.post(DOPISZ, data)
    Organisation.objects.all().delete()
    line = annas.post(DOPISZ, {"text": "ZIELONA DOLINA"}).context["lines"][0]
    assert (line["form"]["what"].value(), line["why"]) == (
        "agritourism",
        "Zapamiętane: ta nazwa była już tak poprawiona.",
    )


def test_fifteen_names_take_two_pages_and_two_presses(annas: Client, gmina: Any) -> None:
    text = "\n".join(f"Stowarzyszenie {letter}" for letter in "ABCDEFGHIJKLMNO")
    annas.post(DOPISZ, sent(annas.post(DOPISZ, {"text": text})))
    assert Organisation.objects.filter(sector="association").count() == 15


def test_the_forms_offer_the_bands_of_the_edition_and_keep_what_somebody_has(
    annas: Client, gmina: Any, make_person: Make
) -> None:
    AgeBands.objects.create(gmina=gmina, keys=["0-17", "18+"])
    zofia = make_person(age_band="60+")
    line = annas.post(DOPISZ, {"text": "Jan Zmyślony"}).context["lines"][0]["form"]
    new = annas.get("/spis/020102/osoby/dodaj/").context["form"]
    old = annas.get(f"{zofia.get_absolute_url()}zmien/").context["form"]
    offered = [[key for key, _ in form.fields["age_band"].choices] for form in (line, new, old)]
    assert offered == [["", "0-17", "18+"], ["", "0-17", "18+"], ["", "0-17", "18+", "60+"]]


def test_a_formula_or_a_number_is_left_out_unless_somebody_says_what_it_is(annas: Client, gmina: Any) -> None:
    answer = annas.post(DOPISZ, {"text": "=1+1 Sklep\n12345\nOSP Olszynki"})
    assert [line["form"]["what"].value() for line in answer.context["lines"]] == ["skip", "skip", "fire_brigade"]
    annas.post(DOPISZ, sent(answer))
    assert list(Organisation.objects.values_list("name", flat=True)) == ["OSP Olszynki"]


def test_pani_before_a_name_is_no_part_of_it(annas: Client, make_person: Make) -> None:
    zofia = make_person("Zofia Przykładowa")
    line = annas.post(DOPISZ, {"text": "Pani Zofia Przykładowa"}).context["lines"][0]["form"]
    assert (line["what"].value(), line["same"].value()) == ("person", str(zofia.pk))


def line_forms(answer: Any) -> list[Any]:
    return [line["form"] for line in answer.context["lines"]]


def test_a_page_from_before_saving_asks_again_and_never_adds_the_same_name_twice(
    annas: Client, make_organisation: Make
) -> None:
    make_organisation("Gminny Ośrodek Pomocy Społecznej w Kruszynie")
    old = sent(annas.post(DOPISZ, {"text": "GOPS\nOSP Olszynki"})) | {"line-0-same": "new"}
    annas.post(DOPISZ, old)
    again = annas.post(DOPISZ, old)
    assert line_forms(again)[0].errors["same"] == [
        "Spis zmienił się od Twojej odpowiedzi: jest w nim teraz taki wpis. To ta sama czy inna?"
    ]
    assert "same" not in line_forms(again)[1].errors
    assert Organisation.objects.count() == 3
    annas.post(DOPISZ, sent(again) | {"line-0-same": "new"})
    assert Organisation.objects.filter(name="GOPS").count() == 2


def test_what_is_only_likely_waits_for_an_answer(annas: Client, make_organisation: Make) -> None:
    known = make_organisation("Gminna Biblioteka Publiczna")
    first = annas.post(DOPISZ, {"text": "Biblioteka Publiczna\nOSP Olszynki"})
    assert (line_forms(first)[0]["same"].value(), first.context["waiting"]) == ("", 1)
    assert "1 wiersz czeka na Twoją odpowiedź" in strip_tags(first.content.decode())
    refused = annas.post(DOPISZ, {key: value for key, value in sent(first).items() if key != "line-0-same"})
    assert line_forms(refused)[0].errors["same"] == ["Najpierw odpowiedz: to ta sama czy inna?"]
    assert (refused.content.decode().count('aria-invalid="true"') > 0, Organisation.objects.count()) == (True, 1)
    annas.post(DOPISZ, sent(first) | {"line-0-what": "skip"})
    assert Organisation.objects.count() == 2
    annas.post(DOPISZ, sent(first) | {"line-0-same": str(known.pk)})
    assert Organisation.objects.count() == 2


def test_of_several_that_bear_the_name_none_is_chosen_before_an_answer(annas: Client, make_organisation: Make) -> None:
    for village in ("Olszynki", "Kruszyn"):
        make_organisation("Świetlica wiejska", village=village)
    form = line_forms(annas.post(DOPISZ, {"text": "Świetlica wiejska"}))[0]
    assert (len(form["same"].field.choices), form["same"].value()) == (3, "")


def test_a_suggestion_is_called_one(annas: Client, make_organisation: Make) -> None:
    make_organisation("OSP Olszynki", state="suggested")
    same = line_forms(annas.post(DOPISZ, {"text": "OSP Olszynki"}))[0]["same"]
    assert same.label == "Czy chodzi o podpowiedź z pliku programu?"
    assert [label for _, label in same.field.choices] == [
        "podpowiedź z pliku programu: OSP Olszynki",
        "inna, dodaj ją",
    ]


def test_a_person_with_a_function_is_a_person_who_may_speak_for_the_organisation(
    annas: Client, make_organisation: Make
) -> None:
    make_organisation("OSP Wąsosz")
    text = (
        "Dyrektor szkoły Maria Kowalczyk\nJan Nowak - prezes OSP Wąsosz\npani Zosia ze sklepu\nSołtys wsi Cieszkowice"
    )
    answer = annas.post(DOPISZ, {"text": text})
    assert [form["what"].value() for form in line_forms(answer)] == ["person", "person", "person", "village_head"]
    annas.post(DOPISZ, sent(answer))
    assert list(Person.objects.order_by("name").values_list("name", "note")) == [
        ("Jan Nowak", ""),
        ("Maria Kowalczyk", "Dyrektor szkoły"),
        ("pani Zosia ze sklepu", ""),
    ]
    spoken = Mandate.objects.values_list("person__name", "organisation__name", "function")
    assert list(spoken) == [("Jan Nowak", "OSP Wąsosz", "prezes")]


def test_a_known_person_begins_to_speak_for_the_organisation_she_is_named_with(
    annas: Client, make_organisation: Make, make_person: Make
) -> None:
    make_organisation("Szkoła Podstawowa nr 1")
    make_person("Anna Przykładowa")
    text = "Anna Przykładowa, dyrektorka Szkoły Podstawowej nr 1"
    told = strip_tags(annas.post(DOPISZ, sent(annas.post(DOPISZ, {"text": text})), follow=True).content.decode())
    spoken = Mandate.objects.values_list("person__name", "organisation__name", "function")
    assert list(spoken) == [("Anna Przykładowa", "Szkoła Podstawowa nr 1", "dyrektorka")]
    assert ("Zapisano, w czyim imieniu mówi: 1 osoba." in told, "Nic nie zmieniono." in told) == (True, False)
    annas.post(DOPISZ, sent(annas.post(DOPISZ, {"text": text})))
    assert (Mandate.objects.count(), Person.objects.count()) == (1, 1)


def test_a_person_may_speak_for_an_organisation_of_the_same_text(annas: Client, gmina: Any) -> None:
    data = sent(annas.post(DOPISZ, {"text": "OSP Wąsosz\nJan Zmyślony - prezes OSP Wąsosz"}))
    assert data["line-1-speaks"] == "line-0"
    annas.post(DOPISZ, data)
    annas.post(DOPISZ, data)
    spoken = Mandate.objects.values_list("person__name", "organisation__name", "function", "person__note")
    assert list(spoken) == [("Jan Zmyślony", "OSP Wąsosz", "prezes", "")]


@pytest.mark.parametrize(
    ("text", "names", "speaks"),
    [
        ("OSP Nowa; prezes Adam Fikcyjny; 600 100 200", ["OSP Nowa"], [("Adam Fikcyjny", "prezes", "OSP Nowa")]),
        ("Anna Przykładowa, KGW Lipki", ["KGW Lipki"], [("Anna Przykładowa", "", "KGW Lipki")]),
        ("OSP Nowa\nJan Fikcyjny, prezes OSP Nowej", ["OSP Nowa"], [("Jan Fikcyjny", "prezes", "OSP Nowa")]),
        (
            "KGW Lipki; Lipki; Anna Przykładowa; Ewa Fikcyjna, 45 lat",
            ["KGW Lipki"],
            [("Anna Przykładowa", "", "KGW Lipki"), ("Ewa Fikcyjna", "", "KGW Lipki")],
        ),
    ],
)
def test_whoever_stands_beside_an_organisation_is_a_person_who_speaks_for_it(
    annas: Client, gmina: Any, text: str, names: list[str], speaks: list[tuple[str, str, str]]
) -> None:
    annas.post(DOPISZ, sent(annas.post(DOPISZ, {"text": text})))
    assert list(Organisation.objects.values_list("name", flat=True)) == names
    found = Mandate.objects.order_by("pk").values_list("person__name", "function", "organisation__name")
    assert list(found) == speaks


def test_a_line_that_may_be_several_names_says_so(annas: Client, gmina: Any, make_organisation: Make) -> None:
    make_organisation("Dom Kultury i Biblioteka Zmyślona")
    text = "Szkoła Podstawowa, Przedszkole i Biblioteka\nDom Kultury i Biblioteka Zmyślona\nUrząd Miasta i Gminy"
    lines = annas.post(DOPISZ, {"text": text}).context["lines"]
    assert [each["why"].startswith("Nie mamy pewności, czy to jedna nazwa.") for each in lines] == [True, False, False]


def test_a_function_for_a_line_that_is_left_out_goes_into_the_note(annas: Client, gmina: Any) -> None:
    data = sent(annas.post(DOPISZ, {"text": "OSP Wąsosz\nJan Zmyślony - prezes OSP Wąsosz"}))
    annas.post(DOPISZ, data | {"line-0-what": "skip"})
    assert list(Person.objects.values_list("name", "note")) == [("Jan Zmyślony", "prezes OSP Wąsosz")]
    assert Mandate.objects.count() == 0


def test_a_name_with_phone_and_email_becomes_a_person_with_contacts(annas: Client, gmina: Any) -> None:
    text = "Ewa Fikcyjna tel. 600 200 300 ewa@example.pl\nKowalska Ewa - sołtyska Pobiel"
    annas.post(DOPISZ, sent(annas.post(DOPISZ, {"text": text})))
    assert list(Person.objects.order_by("pk").values_list("name", "note")) == [
        ("Ewa Fikcyjna", ""),
        ("Kowalska Ewa", "sołtyska Pobiel"),
    ]
    assert list(Contact.objects.order_by("kind").values_list("person__name", "kind", "value")) == [
        ("Ewa Fikcyjna", "email", "ewa@example.pl"),
        ("Ewa Fikcyjna", "phone", "600 200 300"),
    ]
    assert Organisation.objects.count() == 0


def test_a_person_with_a_function_can_be_an_organisation_all_the_same(annas: Client, gmina: Any) -> None:
    data = sent(annas.post(DOPISZ, {"text": "Jan Nowak - prezes OSP Wąsosz"}))
    annas.post(DOPISZ, data | {"line-0-what": "fire_brigade"})
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Jan Nowak - prezes OSP Wąsosz"]


def test_what_is_left_out_says_why(annas: Client, gmina: Any) -> None:
    text = "Zakład Karny w Wołowie\n12345\n=SUMA(A1)\nSP nr 2\nSzkoła Podstawowa nr 2"
    answer = annas.post(DOPISZ, {"text": text})
    assert [(line["form"]["what"].value(), line["why"]) for line in answer.context["lines"]] == [
        ("skip", "Placówka zamknięta (np. więzienie, oddział szpitalny): takich nie wczytujemy."),
        ("skip", "Pomijamy: to liczba bez liter. Jeśli to nazwa, wybierz jej grupę."),
        ("skip", "Pomijamy: to formuła z arkusza. Wpisz samą nazwę albo wybierz grupę, jeśli ma zostać."),
        ("school", "Rozpoznano po „SP nr 2” w nazwie."),
        ("skip", "Pomijamy: dwa razy w tekście. Jeśli to inna, dopisz jej miejscowość i wybierz grupę."),
    ]


def test_a_name_twice_in_one_text_is_not_called_known(annas: Client, gmina: Any) -> None:
    data = sent(annas.post(DOPISZ, {"text": "SP nr 2\nSzkoła Podstawowa nr 2"})) | {"line-1-what": "school"}
    told = strip_tags(annas.post(DOPISZ, data, follow=True).content.decode())
    assert "1 wiersz stał w tekście dwa razy i jest w spisie raz." in told
    assert ("nie dodano ich drugi raz" in told, Organisation.objects.count()) == (False, 1)


def test_leaving_everything_out_is_not_called_known(annas: Client, gmina: Any) -> None:
    data = sent(annas.post(DOPISZ, {"text": "12345"}))
    told = strip_tags(annas.post(DOPISZ, data, follow=True).content.decode())
    assert "Pominięto wszystkie wiersze. Nic nie zapisano." in told


def test_the_button_promises_no_number_without_scripts(annas: Client, gmina: Any) -> None:
    page = annas.post(DOPISZ, {"text": "12345\nOSP Olszynki"}).content.decode()
    button = page.partition('name="save" value="1">')[2].partition("</button>")[0]
    assert button == '<span>Zapisz<span data-lines-saved hidden>: <span class="number"></span></span></span>'


@pytest.mark.slow
def test_three_thousand_lines_are_answered_with_what_fits_and_how_many_do_not(annas: Client, gmina: Any) -> None:
    text = "\n".join(f"Stowarzyszenie Zmyślone numer {number}" for number in range(3000))
    answer = annas.post(DOPISZ, {"text": text})
    assert (len(line_forms(answer)), answer.context["typing"].left_over) == (200, 2800)
    refused = annas.post(DOPISZ, {"text": "x" * 400_001})
    assert refused.context["form"].errors["text"] == [
        "Tego tekstu jest za dużo na raz. Wklej część (po 200 nazw) albo wczytaj listę jako plik. Nic nie zapisano."
    ]


def test_a_line_that_is_nothing_but_a_contact_asks_for_a_name_and_saves_nothing(annas: Client, gmina: Any) -> None:
    data = sent(annas.post(DOPISZ, {"text": "ewa@example.pl\nOSP Olszynki"}))
    answer = annas.post(DOPISZ, data)
    told = "Stoi tu telefon albo e-mail. Wpisz samą nazwę albo pomiń ten wiersz."
    assert (told in answer.content.decode(), Organisation.objects.count()) == (True, 0)
    annas.post(DOPISZ, data | {"line-0-what": "skip"})
    assert list(Organisation.objects.values_list("name", flat=True)) == ["OSP Olszynki"]


def test_a_phone_typed_beside_a_known_name_is_added_to_it_and_the_message_says_so(
    annas: Client, make_organisation: Make, make_person: Make
) -> None:
    known, jan = make_organisation("Klub Rolnika", village="Wąsosz"), make_person("Jan Zmyślony", age_band="60+")
    text = "Klub Rolnika; Wąsosz; 600 123 123\nJan Zmyślony, 44 lata, 600 888 777"
    second = annas.post(DOPISZ, {"text": text})
    assert [line["form"]["same"].value() for line in second.context["lines"]] == [str(known.pk), str(jan.pk)]
    page = strip_tags(annas.post(DOPISZ, sent(second), follow=True).content.decode())
    assert "Dopisano do tego, co spis już miał: Klub Rolnika (telefon); Jan Zmyślony (telefon)." in page
    assert "Lista mówi co innego, a w spisie zostało to, co było: Jan Zmyślony (wiek)." in page
    assert "Nic się nie zmieniło" not in page
    told = Contact.objects.order_by("value").values_list("organisation", "person", "value", "source")
    assert list(told) == [
        (known.pk, None, "600 123 123", "wpisane ręcznie"),
        (None, jan.pk, "600 888 777", "wpisane ręcznie"),
    ]


def test_the_message_about_known_names_names_five_of_them(annas: Client, make_organisation: Make) -> None:
    names = [f"Klub {word}" for word in ("Orzeł", "Sokół", "Jaskółka", "Bocian", "Czajka", "Dudek", "Kos")]
    for name in names:
        make_organisation(name)
    text = "\n".join(f"{name}; ; 600 123 12{number}" for number, name in enumerate(names))
    page = strip_tags(annas.post(DOPISZ, sent(annas.post(DOPISZ, {"text": text})), follow=True).content.decode())
    assert "Klub Czajka (telefon); i jeszcze 2." in page
