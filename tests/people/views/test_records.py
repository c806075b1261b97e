"""Pages and forms of one organisation and one person."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from koalicja.backroom.models import Event
from koalicja.people.actions import contacts, persons
from koalicja.people.forms.records import MandateForm, clean_postcode
from koalicja.people.models import Contact, Mandate, Organisation, Person
from koalicja.people.queries import mandates
from koalicja.people.queries import register as queries
from koalicja.ui.formats import day

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
def osp(make_organisation: Make, make_person: Make) -> Organisation:
    osp = make_organisation(
        "OSP Olszynki",
        village="Olszynki",
        group="ngo",
        sector="fire_brigade",
        class_decided="guess",
        class_reason={"code": "name_says", "words": "osp", "rule": "fire"},
        source="spis.xlsx",
        note="Mają salę.",
        identifiers={"regon": "123456785"},
    )
    Mandate.objects.create(organisation=osp, person=make_person(), function="prezeska")
    Contact.objects.create(
        organisation=osp, kind="phone", value="600 100 200", source="strona gminy", legal_basis="public"
    )
    return osp


def form_of(answer: Any) -> dict[str, Any]:
    """What a browser sends from a form with hidden initial values, untouched."""
    form = answer.context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    return data | {f"initial-{name}": data[name] for name in getattr(form, "watched", [])}


def test_the_page_says_what_is_known_and_from_where(annas: Client, osp: Organisation) -> None:
    page = text(annas.get(osp.get_absolute_url()))
    for known in (
        "OSP Olszynki",
        "Zofia Przykładowa prezeska · od kiedy: nie wiemy",
        "źródło: strona gminy · jawne dane instytucji",
        "Rozpoznano po „OSP” w nazwie.",
        "miejscowość Olszynki źródło: spis.xlsx",
        "ulica i numer nie wiemy",
        "REGON 123456785",
        "Mają salę.",
        "Nie pisz o ludziach nic, czego nie mogliby sami przeczytać.",
    ):
        assert known in page


def test_the_operator_sees_the_organisation_without_people(
    olga: Any, osp: Organisation, client_of: Callable[[Any], Client]
) -> None:
    answer = client_of(olga).get(osp.get_absolute_url())
    page = answer.content.decode()
    assert [secret for secret in ("Zofia", "prezeska", "600 100 200", "Mają salę") if secret in page] == []
    assert "1 osoba mówi w jej imieniu. Twoja rola nie pokazuje nazwisk i kontaktów." in text(answer)
    assert "<button" not in page.split("<main")[1].split("</main>")[0]


def test_a_person_of_the_register_is_no_page_for_the_operator(
    olga: Any, make_person: Make, client_of: Callable[[Any], Client]
) -> None:
    assert client_of(olga).get(make_person().get_absolute_url()).status_code == 403


def test_a_persons_page_says_for_whom_she_speaks(annas: Client, osp: Organisation) -> None:
    page = text(annas.get(Person.objects.get().get_absolute_url()))
    assert "W czyim imieniu mówi OSP Olszynki" in page
    assert "wiek nie wiemy" in page


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"class_decided": "guess"}, "Sprawdź grupę"),
        ({"class_decided": "human"}, "Kto mówi w jej imieniu?"),
    ],
)
def test_one_next_step_with_a_record(
    annas: Client, make_organisation: Make, change: dict[str, str], title: str
) -> None:
    record = make_organisation("Zielona Dolina", **change)
    assert f"Następny krok {title}" in text(annas.get(record.get_absolute_url()))


def test_look_alikes_are_the_first_step(annas: Client, osp: Organisation, make_organisation: Make) -> None:
    make_organisation("Ochotnicza Straż Pożarna", village="Olszynki")
    assert "Następny krok Czy jest w spisie dwa razy?" in text(annas.get(osp.get_absolute_url()))


PAGE_QUERIES = 18


def test_queries_of_a_page_do_not_grow_with_its_rows(annas: Client, osp: Organisation, make_person: Make) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            annas.get(osp.get_absolute_url())
        return len(queries)

    annas.get(osp.get_absolute_url())
    assert count() == PAGE_QUERIES
    for number in range(2):
        Mandate.objects.create(organisation=osp, person=make_person(f"Jan {number}"))
        Contact.objects.create(organisation=osp, kind="email", value=f"{number}@example.pl")
    assert count() == PAGE_QUERIES


def test_an_edit_changes_only_what_was_touched_and_is_told(annas: Client, osp: Organisation) -> None:
    data = form_of(annas.get(f"{osp.get_absolute_url()}zmien/"))
    answer = annas.post(f"{osp.get_absolute_url()}zmien/", data | {"village": "Zarzecze"}, follow=True)
    osp.refresh_from_db()
    assert (osp.village, osp.name, osp.note) == ("Zarzecze", "OSP Olszynki", "Mają salę.")
    page = text(answer)
    assert "Zapisano: miejscowość." in page
    assert "miejscowość: Olszynki → Zarzecze" in page
    assert "zmiana ręczna, Anna" in page


def test_the_audit_of_the_row_names_field_values_and_person(annas: Client, anna: Any, osp: Organisation) -> None:
    data = form_of(annas.get(f"{osp.get_absolute_url()}zmien/"))
    annas.post(f"{osp.get_absolute_url()}zmien/", data | {"postcode": "59-700", "village": ""})
    journal = annas.get(osp.get_absolute_url()).context["journal"]
    assert sorted((line["text"], line["who"]) for line in journal) == [
        ("kod pocztowy: nie wiemy → 59-700", anna),
        ("miejscowość: Olszynki → nie wiemy", anna),
    ]


def test_line_ends_of_a_note_are_no_change(annas: Client, osp: Organisation) -> None:
    Organisation.objects.update(note="raz\ndwa")
    data = form_of(annas.get(f"{osp.get_absolute_url()}zmien/"))
    data |= {"note": "raz\r\ndwa", "initial-note": "raz\r\ndwa"}
    assert "Nic się nie zmieniło." in text(annas.post(f"{osp.get_absolute_url()}zmien/", data, follow=True))


def test_two_people_at_two_fields_keep_both_and_are_told(
    annas: Client, mareks: Client, anna: Any, osp: Organisation
) -> None:
    address = f"{osp.get_absolute_url()}zmien/"
    hers, his = form_of(annas.get(address)), form_of(mareks.get(address))
    annas.post(address, hers | {"village": "Zarzecze"})
    answer = mareks.post(address, his | {"postcode": "59-700"}, follow=True)
    osp.refresh_from_db()
    assert (osp.village, osp.postcode) == ("Zarzecze", "59-700")
    assert "W tym samym czasie zapisano też inną zmianę tego wpisu (Anna," in text(answer)
    assert anna.notices.count() == 1


def test_two_people_at_one_field_choose_side_by_side(
    annas: Client, mareks: Client, anna: Any, osp: Organisation
) -> None:
    address = f"{osp.get_absolute_url()}zmien/"
    hers, his = form_of(annas.get(address)), form_of(mareks.get(address))
    annas.post(address, hers | {"village": "Zarzecze"})
    conflict = mareks.post(address, his | {"village": "Kruszyn", "postcode": "59-700"})
    osp.refresh_from_db()
    assert (conflict.status_code, osp.village, osp.postcode) == (409, "Zarzecze", "")
    page = text(conflict)
    assert "miejscowość różni się Zarzecze Kruszyn" in page
    assert "miejscowość: zmiana: Anna," in page
    assert "zapiszemy je razem z Twoim wyborem: kod pocztowy" in page
    again = dict(conflict.context["kept"]) | {"keep-village": "right"}
    saved = text(mareks.post(address, again, follow=True))
    osp.refresh_from_db()
    assert (osp.village, osp.postcode) == ("Kruszyn", "59-700")
    assert "Tam, gdzie pisały dwie osoby, został Twój tekst: miejscowość. Druga osoba dostała o tym wiadomość." in saved
    assert "Obie zmiany zostały" not in saved
    assert [list(notice.event.params["changes"]) for notice in anna.notices.all()] == [["village", "postcode"]]
    told = text(annas.get("/"))
    assert "Tam, gdzie pisały dwie osoby, został tekst zapisany później: miejscowość." in told
    assert "Przedtem było: miejscowość: Zarzecze." in told


@pytest.mark.parametrize("kind", ["organisation", "person"])
def test_of_a_note_that_two_people_wrote_the_earlier_text_stands_on_the_page_alone_and_the_message_says_where(
    annas: Client, mareks: Client, osp: Organisation, make_person: Any, kind: str
) -> None:
    record = osp if kind == "organisation" else make_person("Zofia Zmyślona")
    address = f"{record.get_absolute_url()}zmien/"
    hers, his = form_of(annas.get(address)), form_of(mareks.get(address))
    annas.post(address, hers | {"note": "śpiewają"})
    conflict = mareks.post(address, his | {"note": "tańczą"})
    mareks.post(address, dict(conflict.context["kept"]) | {"keep-note": "right"})
    told = text(annas.get("/"))
    assert "został tekst zapisany później: notatka. Wcześniejszy tekst jest na stronie wpisu" in told
    assert "notatka: śpiewają → tańczą" in text(annas.get(record.get_absolute_url()))
    assert "śpiewają" not in str(list(Event.objects.values_list("params", flat=True)))


def test_choosing_the_other_text_keeps_it(annas: Client, mareks: Client, osp: Organisation) -> None:
    address = f"{osp.get_absolute_url()}zmien/"
    hers, his = form_of(annas.get(address)), form_of(mareks.get(address))
    annas.post(address, hers | {"village": "Zarzecze"})
    conflict = mareks.post(address, his | {"village": "Kruszyn", "postcode": "59-700"})
    mareks.post(address, dict(conflict.context["kept"]) | {"keep-village": "left"})
    osp.refresh_from_db()
    assert (osp.village, osp.postcode) == ("Zarzecze", "59-700")


@pytest.mark.parametrize("name", ["", "  ", "---", "x" * 301, "\x00"])
def test_a_name_that_is_none_is_refused(annas: Client, osp: Organisation, name: str) -> None:
    address = f"{osp.get_absolute_url()}zmien/"
    answer = annas.post(address, form_of(annas.get(address)) | {"name": name})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["name"])
    osp.refresh_from_db()
    assert osp.name == "OSP Olszynki"


def test_a_person_is_edited_with_an_age_band(annas: Client, make_person: Make) -> None:
    zofia = make_person()
    address = f"{zofia.get_absolute_url()}zmien/"
    annas.post(address, form_of(annas.get(address)) | {"age_band": "60+"})
    zofia.refresh_from_db()
    assert zofia.age_band == "60+"


def test_the_class_is_corrected_with_one_tap(annas: Client, osp: Organisation) -> None:
    answer = annas.post(
        f"{osp.get_absolute_url()}grupa/", {"value": "sports_club", "seen": "fire_brigade"}, follow=True
    )
    osp.refresh_from_db()
    assert (osp.sector, osp.class_decided) == ("sports_club", "human")
    assert "Grupa jest sprawdzona i zapamiętana." in text(answer)
    late = annas.post(f"{osp.get_absolute_url()}grupa/", {"value": "parish", "seen": "fire_brigade"}, follow=True)
    assert "W tym czasie ktoś wybrał: klub sportowy." in text(late)
    annas.post(f"{osp.get_absolute_url()}grupa/", {"value": "nonsense", "seen": ""})
    osp.refresh_from_db()
    assert osp.sector == "sports_club"


def test_the_same_class_for_all_alike(annas: Client, osp: Organisation, make_organisation: Make) -> None:
    alike = make_organisation(
        "OSP Kruszyn", class_reason=osp.class_reason, class_decided="guess", sector="fire_brigade"
    )
    assert "Tak samo dla 1 podobnej" in text(annas.get(osp.get_absolute_url()))
    data = {"value": "public_service", "seen": "fire_brigade", "alike": "1"}
    assert "grupę 2 organizacji" in text(annas.post(f"{osp.get_absolute_url()}grupa/", data, follow=True))
    alike.refresh_from_db()
    assert alike.sector == "public_service"


def test_an_organisation_is_taken_out_and_put_back(annas: Client, osp: Organisation) -> None:
    page = text(annas.post(f"{osp.get_absolute_url()}usun/", follow=True))
    assert "Usunięta ze spisu. Wszystko, co o niej wiemy, zostało. Przywróć do spisu" in page
    annas.post(f"{osp.get_absolute_url()}przywroc/")
    osp.refresh_from_db()
    assert osp.state == "listed"


def test_a_suggestion_is_added_from_its_page(annas: Client, make_organisation: Make) -> None:
    hall = make_organisation("Świetlica", state="suggested")
    assert "To podpowiedź z pliku." in text(annas.get(hall.get_absolute_url()))
    annas.post(f"{hall.get_absolute_url()}przywroc/")
    hall.refresh_from_db()
    assert hall.state == "listed"


def test_one_organisation_is_added_and_a_look_alike_asked_about(annas: Client, osp: Organisation) -> None:
    address = "/spis/020102/organizacje/dodaj/"
    data = {
        "name": "Ochotnicza Straż Pożarna Olszynki",
        "village": "Olszynki",
        "source": "rozmowa",
        "class_choice": "guess",
    }
    answer = annas.post(address, data)
    assert "w spisie jest coś bardzo podobnego" in text(answer)
    assert Organisation.objects.count() == 1
    annas.post(address, data | {"distinct": "1"})
    added = Organisation.objects.latest("pk")
    assert (added.sector, added.class_decided, added.source) == ("fire_brigade", "guess", "rozmowa")


def test_a_name_of_an_organisation_with_a_phone_in_it_is_refused(annas: Client, gmina: Any) -> None:
    data = {"name": "Sołectwo Pobiel, tel. 600 200 300", "source": "rozmowa", "class_choice": "guess"}
    answer = annas.post("/spis/020102/organizacje/dodaj/", data)
    assert "Stoi tu telefon albo e-mail, a to pole czyta wiele osób. Dopisz go jako kontakt." in text(answer)
    assert Organisation.objects.count() == 0


def test_one_person_is_added_and_a_namesake_asked_about(annas: Client, make_person: Make) -> None:
    make_person()
    address = "/spis/020102/osoby/dodaj/"
    data = {"name": "Zofia Przykładowa", "source": "rozmowa"}
    assert "w spisie jest coś bardzo podobnego" in text(annas.post(address, data))
    annas.post(address, data | {"distinct": "1", "age_band": "13-19"})
    assert list(Person.objects.order_by("pk").values_list("age_band", flat=True)) == ["", "13-19"]


def test_a_merged_record_leads_to_the_one_that_went_on(
    annas: Client, osp: Organisation, make_organisation: Make
) -> None:
    gone = make_organisation("OSP w Olszynkach", state="merged", merged_into=osp)
    answer = annas.get(gone.get_absolute_url(), follow=True)
    assert answer.redirect_chain == [(osp.get_absolute_url(), 302)]
    assert "Wpis „OSP w Olszynkach” został połączony z tym." in text(answer)


def test_a_record_of_another_gmina_is_not_found_here(annas: Client, make_organisation: Make) -> None:
    there = make_organisation(code="101801")
    assert annas.get(f"/spis/020102/organizacje/{there.pk}/").status_code == 404
    assert annas.get(there.get_absolute_url()).status_code == 404
    assert annas.get(f"/spis/020102/organizacje/{10**30}/").status_code == 404


@pytest.mark.parametrize(("typed", "kept"), [("59700", "59-700"), ("59 - 700", "59-700"), ("", "")])
def test_a_postcode_is_written_one_way(typed: str, kept: str) -> None:
    assert clean_postcode(typed) == kept


@pytest.mark.parametrize("typed", ["abc", "5970", "59-7000"])
def test_what_is_no_postcode_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match="59-700"):
        clean_postcode(typed)


def test_nobody_begins_to_speak_in_a_thousand_years(db: None) -> None:
    form = MandateForm({"person": "Jan Zmyślony", "since": "2999-01-01"})
    assert form.errors == {"since": ["Ten dzień jest za ponad rok. Sprawdź rok."]}


def history(answer: Any) -> list[str]:
    return [str(line["text"]) for line in answer.context["history"]]


def test_history_says_who_began_and_stopped_to_speak_and_which_kind_of_contact_came_and_went(
    annas: Client, anna: Any, make_organisation: Make
) -> None:
    osp = make_organisation()
    mandate = persons.add_mandate(osp, by=anna, person="Jan Zmyślony")
    persons.end_mandate(mandate, by=anna, on=date(2026, 11, 1))
    phone = contacts.add_contact(osp, by=anna, kind="phone", value="600 900 900", source="rozmowa")
    contacts.delete_contact(phone, by=anna)
    assert history(annas.get(osp.get_absolute_url())) == [
        "Usunięto kontakt: telefon",
        "Dopisano kontakt: telefon",
        "Przestaje mówić w imieniu organizacji: Jan Zmyślony",
        "Zaczyna mówić w imieniu organizacji: Jan Zmyślony",
    ]
    assert history(annas.get(mandate.person.get_absolute_url())) == [
        "Przestaje mówić w imieniu organizacji: OSP Olszynki",
        "Zaczyna mówić w imieniu organizacji: OSP Olszynki",
        "Dodano do spisu",
    ]
    assert "Jan" not in str(list(Event.objects.values_list("params", flat=True)))


def test_who_will_speak_does_not_speak_yet(annas: Client, olga: Any, osp: Organisation, client_of: Any) -> None:
    zofia = Mandate.objects.get()
    zofia.since = timezone.localdate() + timedelta(days=30)
    zofia.save()
    page = text(annas.get(osp.get_absolute_url()))
    assert f"Kto mówi w jej imieniu nie wiemy Zofia Przykładowa jeszcze nie prezeska · od {day(zofia.since)}" in page
    assert "Nie wiemy, w czyim imieniu mówi." in text(annas.get(zofia.person.get_absolute_url()))
    assert "osoba mówi w jej imieniu" not in text(client_of(olga).get(osp.get_absolute_url()))
    assert mandates.speakers(["020102"]) == {}
    assert mandates.speakers(["020102"], coming=True) == {osp.pk: ("Zofia Przykładowa", "prezeska")}
    groups = queries.listing(osp.gmina, queries.Filters(), with_people=True).counts.groups
    assert (groups["ngo"], groups["resident"]) == (1, 1)
    zofia.since = timezone.localdate()
    zofia.save()
    assert mandates.speakers(["020102"]) == {osp.pk: ("Zofia Przykładowa", "prezeska")}


def test_who_speaks_now_stands_before_who_will(anna: Any, osp: Organisation, make_person: Make) -> None:
    soon = timezone.localdate() + timedelta(days=30)
    Mandate.objects.update(is_deputy=True)
    Mandate.objects.create(organisation=osp, person=make_person("Jan Zmyślony"), since=soon)
    assert mandates.speakers(["020102"], coming=True) == {osp.pk: ("Zofia Przykładowa", "prezeska")}


@pytest.mark.parametrize("path", ["", "zmien/"])
def test_an_operator_is_told_who_sees_people_and_not_that_she_may_look(
    path: str, olga: Any, client_of: Callable[[Any], Client], make_person: Make
) -> None:
    answer = client_of(olga).get(f"{make_person().get_absolute_url()}{path}")
    assert answer.status_code == 403
    page = text(answer)
    assert page.count("Twoja rola nie pokazuje nazwisk i kontaktów.") == 1
    assert "pozwala tu zajrzeć" not in page


def test_a_form_that_another_page_opened_for_one_field_has_the_cursor_there_and_leads_back(
    annas: Client, osp: Organisation
) -> None:
    form = f"{osp.get_absolute_url()}zmien/"
    opened = annas.get(form, {"pole": "village", "wroc": "/spisy/#tu"})
    page = opened.content.decode()
    (focused,) = re.findall(r"<input[^>]* autofocus[^>]*>", page)
    assert re.findall(r'name="([^"]*)"', focused) == ["village"]
    assert re.findall(r'<a class="btn btn-quiet" href="([^"]*)">Wróć', page) == ["/spisy/#tu"]
    answers = [
        annas.post(f"{form}?{urlencode({'wroc': back})}", form_of(annas.get(form)) | {"village": village})
        for back, village in (("/spisy/#tu", "Wola"), ("https://zle.example/", "Otok"), ("//zle.example/", "Wola"))
    ]
    assert [answer["Location"] for answer in answers] == ["/spisy/#tu", osp.get_absolute_url(), osp.get_absolute_url()]
