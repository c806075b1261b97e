"""The page of one candidate: two taps for a talk, states with undo, what a refusal erases, two people, the paper."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koalicja.backroom.models import Notice
from koalicja.coalitions import actions
from koalicja.coalitions.models import Candidacy, CandidacyStep, Coalition
from koalicja.coalitions.queries.reaching import reach_one
from koalicja.paper.documents import pdf
from koalicja.people.models import Contact, ContactEntry, Mandate, Person
from koalicja.standing.models import Fact
from koalicja.ui.formats import day
from tests.coalitions.invited import sent_letter
from tests.desk.test_coalition import text_of
from tests.paper.reading import letter_sizes, plain_text, structure_tags

ON = date(2014, 1, 30)
FOOTER = 10.0  # the number of the page


def url(name: str, candidacy: Candidacy, *more: str) -> str:
    return reverse(f"coalitions:{name}", args=[candidacy.coalition_id, candidacy.pk, *more])


def fresh(candidacy: Candidacy) -> Candidacy:
    return Candidacy.objects.get(pk=candidacy.pk)


@pytest.fixture
def osp(coalition: Coalition, anna: Any, make_organisation: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, organisation=make_organisation(group="ngo"), on=ON)


@pytest.fixture
def zofia(coalition: Coalition, anna: Any, make_person: Any) -> Candidacy:
    person = make_person("Zofia Zmyślona", age_band="60+", village="Łaziska", source="lista koła")
    return actions.consider(coalition=coalition, by=anna, person=person, on=ON)


def opened(client: Client, address: str) -> dict[str, str]:
    """What a browser sends back of an opened form when nothing is typed."""
    form = client.get(address).context["form"]
    sent = {}
    for field in form:
        value = field.value()
        shown = "" if value is None else str(value)
        sent[field.html_name] = shown
        if field.field.show_hidden_initial:
            sent[field.html_initial_name] = shown
    return sent


def test_a_talk_is_two_taps_from_the_board(anna: Any, client_of: Any, osp: Candidacy) -> None:
    client, today = client_of(anna), timezone.localdate()
    board = client.get(reverse("coalitions:board", args=[osp.coalition_id])).content.decode()
    assert f'href="{url("note_talk", osp)}"' in board
    sent = opened(client, url("note_talk", osp)) | {"outcome": "wants"}
    answer = client.post(url("note_talk", osp), sent)
    assert answer["Location"] == reverse("coalitions:board", args=[osp.coalition_id]) + f"#kandydat-{osp.pk}"
    entry = ContactEntry.objects.get()
    assert (entry.kind, entry.on, entry.text) == ("call", today, "chce przyjść")
    assert (fresh(osp).state, fresh(osp).steps.count()) == ("talk", 2)


def test_where_nobody_answered_nobody_has_been_asked(anna: Any, client_of: Any, osp: Candidacy) -> None:
    client = client_of(anna)
    client.post(url("note_talk", osp), opened(client, url("note_talk", osp)) | {"outcome": "nobody", "text": "13:00"})
    assert [entry.text for entry in ContactEntry.objects.all()] == ["nikt nie odbiera. 13:00"]
    assert (fresh(osp).state, fresh(osp).steps.count(), Fact.objects.count()) == ("listed", 1, 1)


def test_whoever_asks_for_time_is_asked_until_when(anna: Any, client_of: Any, osp: Candidacy) -> None:
    client = client_of(anna)
    answer = client.post(url("note_talk", osp), opened(client, url("note_talk", osp)) | {"outcome": "later"})
    assert answer["Location"] == url("change_candidate", osp, "pozniej")
    client.post(answer["Location"], opened(client, answer["Location"]) | {"not_before": "2030-03-01"})
    assert fresh(osp).not_before == date(2030, 3, 1)


def test_a_day_that_has_not_come_is_refused_and_what_was_typed_stays(anna: Any, client_of: Any, osp: Candidacy) -> None:
    client, tomorrow = client_of(anna), (timezone.localdate() + timedelta(days=2)).isoformat()
    for name, sent in (("note_talk", {"outcome": "other", "kind": "call"}), ("move_candidate", {"state": "signed"})):
        page = client.post(url(name, osp), {**sent, "on": tomorrow, "text": "słowa", "note": "słowa"}).content.decode()
        assert ("Ten dzień jeszcze nie nadszedł" in page, "słowa" in page) == (True, True)
    assert (fresh(osp).steps.count(), ContactEntry.objects.count()) == (1, 0)


def test_states_come_in_any_order_and_the_last_step_is_taken_back(anna: Any, client_of: Any, osp: Candidacy) -> None:
    client = client_of(anna)
    for state, on in (("signed", "2014-02-20"), ("left", "2014-03-01"), ("invited", "2014-01-30")):
        client.post(url("move_candidate", osp), {"state": state, "on": on, "note": ""})
    assert fresh(osp).state == "left"
    last = CandidacyStep.objects.get(state="invited")
    page = text_of(client.get(url("candidate", osp)).content.decode())
    assert page.count("Cofnij") == 1
    client.post(url("undo_step", osp), {"step": last.pk})
    last.refresh_from_db()
    fact = Fact.objects.get(kind="invited")
    assert (last.undone_by, fact.is_struck, fact.strike_reason) == (anna, True, "pomyłka przy wpisywaniu")
    again = client.post(url("undo_step", osp), {"step": last.pk}, follow=True)
    assert "nic nie cofnięto" in again.content.decode()
    assert fresh(osp).steps.filter(undone_at=None).count() == 3


@pytest.mark.parametrize("sent", ["", "x", "99999999999999999999999"])
def test_nonsense_takes_nothing_back(sent: str, anna: Any, client_of: Any, osp: Candidacy) -> None:
    client_of(anna).post(url("undo_step", osp), {"step": sent})
    assert fresh(osp).steps.filter(undone_at=None).count() == 1


def test_a_refusal_is_no_button_among_the_states(anna: Any, client_of: Any, osp: Candidacy) -> None:
    client_of(anna).post(url("move_candidate", osp), {"state": "declined", "on": "2014-02-20"})
    assert fresh(osp).state == "listed"


def test_before_no_is_pressed_the_page_says_what_will_be_erased_and_when(
    anna: Any, client_of: Any, osp: Candidacy, zofia: Candidacy
) -> None:
    osp.coalition.edition.erase_declined_after_days = 12
    osp.coalition.edition.save()
    client, until = client_of(anna), timezone.localdate() + timedelta(days=12)
    of_zofia, of_osp = (text_of(client.get(url("candidate_says_no", who)).content.decode()) for who in (zofia, osp))
    assert f"Za 12 dni, {day(until)}, usuniemy: wszystko, co jest na tej stronie" in of_zofia
    assert "W historii koalicji zostaną dni bez nazwiska, także ze skreślonych wpisów" in of_zofia
    assert "Nie teraz, wrócić po" not in of_zofia
    assert "Na liście zostanie nazwa organizacji" in of_osp
    client.post(url("candidate_says_no", osp), {"on": timezone.localdate().isoformat(), "not_before": "2030-01-01"})
    now = fresh(osp)
    assert (now.state, now.erase_on, now.not_before) == ("declined", until, date(2030, 1, 1))


def test_a_resident_has_no_size_and_no_grade(anna: Any, client_of: Any, zofia: Candidacy) -> None:
    page = client_of(anna).get(url("change_candidate", zofia, "notatki"))
    assert list(page.context["form"].fields) == ["since", "brings", "should_ask"]
    assert "Wielkość" not in client_of(anna).get(url("candidate", zofia)).content.decode()


def test_two_browsers_change_different_things_and_both_are_told(
    anna: Any, marek: Any, client_of: Any, osp: Candidacy
) -> None:
    first, second, address = client_of(anna), client_of(marek), url("change_candidate", osp, "notatki")
    hers, his = opened(first, address), opened(second, address)
    first.post(address, hers | {"brings": "remiza"})
    answer = second.post(address, his | {"should_ask": "Pani Halina"}, follow=True)
    assert (fresh(osp).brings, fresh(osp).should_ask) == ("remiza", "Pani Halina")
    assert "Obie zmiany zostają" in answer.content.decode()
    assert [notice.to for notice in Notice.objects.all()] == [anna]


def test_two_browsers_change_the_same_thing_and_the_second_is_asked(
    anna: Any, marek: Any, client_of: Any, osp: Candidacy
) -> None:
    first, second, address = client_of(anna), client_of(marek), url("change_candidate", osp, "krok")
    hers, his = opened(first, address), opened(second, address)
    first.post(address, hers | {"next_on": "2030-01-02", "next_step": "zadzwonić"})
    page = second.post(address, his | {"next_on": "2030-05-06"})
    assert page.context["form"].errors["next_on"] == [
        "W międzyczasie jest już wpisane co innego (Anna): „2.01.2030”. Zapisz jeszcze raz, żeby zostało Twoje, albo "
        "wpisz tamto."
    ]
    assert (fresh(osp).next_on, fresh(osp).next_step) == (date(2030, 1, 2), "zadzwonić")
    again = page.context["form"].data | {"next_on": "2030-05-06"}
    second.post(address, again)
    assert (fresh(osp).next_on, fresh(osp).next_step) == (date(2030, 5, 6), "zadzwonić")
    assert [notice.to for notice in Notice.objects.all()] == [anna]


def test_what_two_people_tick_adds_up(
    anna: Any, marek: Any, client_of: Any, osp: Candidacy, make_organisation: Any
) -> None:
    shop, school = (
        actions.consider(coalition=osp.coalition, by=anna, organisation=make_organisation(name))
        for name in ("Sklep", "Szkoła")
    )
    address = url("candidate_knows", osp)
    shown = client_of(marek).get(address).context["form"].initial["shown"]
    client_of(anna).post(address, {"shown": shown, "knows": [shop.pk]})
    client_of(marek).post(address, {"shown": shown, "knows": [school.pk]})
    assert set(osp.knows.all()) == {shop, school}
    client_of(anna).post(address, {"shown": str(shop.pk), "knows": []})
    assert set(osp.knows.all()) == {school}


def test_a_mistake_is_taken_off_the_list_only_while_nothing_has_come_of_it(
    anna: Any, client_of: Any, osp: Candidacy, zofia: Candidacy
) -> None:
    actions.note_contact(osp, by=anna, kind="call", on=ON)
    for who in (osp, zofia):
        client_of(anna).post(url("unlist_candidate", who))
    assert list(Candidacy.objects.all()) == [osp]
    assert Person.objects.filter(pk=zofia.person_id).exists()


def test_the_printed_record_holds_everything_and_no_name_of_another_resident(
    anna: Any, client_of: Any, osp: Candidacy, zofia: Candidacy, make_person: Any
) -> None:
    person = zofia.person
    Contact.objects.create(
        person=person, kind="phone", value="600 700 800", source="rozmowa", legal_basis="consent", obtained_on=ON
    )
    Mandate.objects.create(person=person, organisation=osp.organisation, function="skarbniczka")
    jan = actions.consider(coalition=zofia.coalition, by=anna, person=make_person("Jan Wymyślony"))
    actions.update_candidacy(
        zofia, by=anna, seen={}, new={"brings": "kronika wsi", "should_ask": "Pani Halina"}, since=0
    )
    actions.know(zofia, by=anna, gained=[jan.pk, osp.pk])
    actions.note_contact(zofia, by=anna, kind="call", on=ON, text="zapyta córkę")
    answer = client_of(anna).get(url("print_record", zofia))
    text = plain_text(answer.content).replace("\xa0", " ")
    wanted = ("Zofia Zmyślona", "Łaziska", "lista koła", "600 700 800", "zgoda tej osoby", "skarbniczka", "kronika wsi")
    wanted += ("Pani Halina", "zapyta córkę", "30.01.2014", "OSP Olszynki", "mieszkańcy: 1 osoba")
    wanted += (f"{zofia.coalition.edition.coalition_label}: {zofia.coalition.name}",)
    assert [word for word in wanted if word not in text] == []
    assert "Jan Wymyślony" not in text
    assert structure_tags(answer.content).count("H1") == 1
    assert min(letter_sizes(answer.content) - {FOOTER}) == 14.0


def test_the_printed_record_tells_how_to_reach_her_as_an_answer_that_was_replaced_said_it(
    anna: Any, client_of: Any, zofia: Candidacy
) -> None:
    letter = sent_letter(zofia, anna)
    actions.answer_by_link(letter, said="yes", reach="600 700 800", consent="contact-1")
    said = {"how": "phone", "by": anna, "on": timezone.localdate(), "said": "maybe", "reach": "600 111 222"}
    actions.take_answer(zofia, invitation=letter, consent="contact-1", **said)
    text = plain_text(client_of(anna).get(url("print_record", zofia)).content).replace("\xa0", " ")
    consent = f"zgoda: {day(timezone.localdate())}"
    assert (text.count("600 111 222"), text.count("600 700 800"), text.count(consent)) == (1, 1, 2)
    assert "Jak się skontaktować, w poprzedniej odpowiedzi 600 700 800" in " ".join(text.split())


def test_an_address_longer_than_its_column_stays_on_the_record_s_page() -> None:
    address = "bardzo.dlugi.adres.poczty@ochotniczastrazpozarna.wprzysiolkunadrzecznym.example"
    data = dict.fromkeys(("made", "author", "nothing"), "") | {"title": "Zapis", "language": "pl", "what_next": "Dalej"}
    sections = [{"title": "Kontakt", "rows": [["E-mail", address, ""]]}]
    document = pdf("coalitions/record.typ", {**data, "notes": ["Nic"], "sections": sections})
    text = plain_text(document).replace("\u200b", "")
    assert (address in text, address in text.replace(" ", "")) == (False, True)  # in two lines


def speaking(candidacy: Candidacy, person: Person, function: str = "") -> None:
    Mandate.objects.create(organisation=candidacy.organisation, person=person, function=function)


def test_who_would_speak_for_an_organisation_is_chosen_among_those_of_the_register(
    anna: Any, client_of: Any, osp: Candidacy, make_person: Any
) -> None:
    jan, ewa = make_person("Jan Zmyślony"), make_person("Ewa Zmyślona")
    speaking(osp, jan, "prezes")
    speaking(osp, ewa)
    Contact.objects.create(person=jan, kind="email", value="jan@example.pl")
    client, address = client_of(anna), url("change_candidate", osp, "mowi")
    assert f'href="{address}"' in client.get(url("candidate", osp)).content.decode()
    form = client.get(address).context["form"]
    assert [label for _key, label in form.fields["person_id"].choices] == [
        "jeszcze nikt",
        "Jan Zmyślony, prezes",
        "Ewa Zmyślona",
    ]
    client.post(address, opened(client, address) | {"person_id": jan.pk})
    assert fresh(osp).person == jan
    assert "Kto by za nich mówił Jan Zmyślony" in text_of(client.get(url("candidate", osp)).content.decode())
    assert reach_one(fresh(osp)).email == "jan@example.pl"
    record = plain_text(client.get(url("print_record", osp)).content)
    assert "Kto by za nich mówił Jan Zmyślony" in record
    client.post(address, opened(client, address) | {"person_id": ""})
    assert fresh(osp).person is None


def test_two_who_choose_another_speaker_are_asked(
    anna: Any, marek: Any, client_of: Any, osp: Candidacy, make_person: Any
) -> None:
    jan, ewa = make_person("Jan Zmyślony"), make_person("Ewa Zmyślona")
    speaking(osp, jan)
    speaking(osp, ewa)
    first, second, address = client_of(anna), client_of(marek), url("change_candidate", osp, "mowi")
    one, other = opened(first, address), opened(second, address)
    first.post(address, one | {"person_id": jan.pk})
    refused = second.post(address, other | {"person_id": ewa.pk})
    assert (fresh(osp).person, "Jan Zmyślony" in str(refused.context["form"].errors["person_id"])) == (jan, True)


def test_nobody_outside_the_register_speaks_and_a_resident_has_no_speaker(
    anna: Any, client_of: Any, osp: Candidacy, zofia: Candidacy, make_person: Any
) -> None:
    client, address = client_of(anna), url("change_candidate", osp, "mowi")
    stranger = make_person("Jan Zmyślony")
    refused = client.post(address, opened(client, address) | {"person_id": stranger.pk})
    assert (fresh(osp).person, "person_id" in refused.context["form"].errors) == (None, True)
    assert client.get(url("change_candidate", zofia, "mowi")).status_code == 404
    assert url("change_candidate", zofia, "mowi") not in client.get(url("candidate", zofia)).content.decode()


def test_whoever_was_chosen_can_be_kept_though_the_register_knows_no_mandate(
    anna: Any, client_of: Any, osp: Candidacy, make_person: Any
) -> None:
    jan = make_person("Jan Zmyślony")
    actions.set_spokesperson(osp, by=anna, seen=None, person=jan, since=0)
    client, address = client_of(anna), url("change_candidate", osp, "mowi")
    assert [key for key, _label in client.get(address).context["form"].fields["person_id"].choices] == ["", str(jan.pk)]
    assert client.post(address, opened(client, address)).status_code == 302
    assert fresh(osp).person == jan
