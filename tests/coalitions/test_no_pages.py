"""A "no" on the pages: when to ask again, what is next, until when it may be changed, and that it can be taken back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koalicja.coalitions import actions
from koalicja.coalitions.inviting.words import Frame, foot_of_mail, spoken
from koalicja.coalitions.models import Candidacy
from koalicja.coalitions.queries.record import record_of
from koalicja.coalitions.views.record_words import record_data
from koalicja.people.models import Contact, Mandate, User
from koalicja.ui.formats import day
from tests.coalitions.invited import sent_letter
from tests.paper.reading import plain_text


@pytest.fixture
def osp(coalition: Any, anna: User, make_organisation: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, organisation=make_organisation(group="ngo"))


@pytest.fixture
def zofia(coalition: Any, anna: User, make_person: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, person=make_person())


def url(name: str, candidacy: Candidacy) -> str:
    return reverse(f"coalitions:{name}", args=[candidacy.coalition_id, candidacy.pk])


def said(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()).replace("&nbsp;", " "))


@pytest.mark.parametrize("how", ["phone", "slip", "counter"])
def test_an_organisations_typed_no_may_say_when_to_ask_again(
    anna: User, client_of: Any, osp: Candidacy, how: str
) -> None:
    later = timezone.localdate() + timedelta(days=60)
    form = {"said": "no", "how": how, "on": timezone.localdate().isoformat(), "not_before": later.isoformat()}
    assert client_of(anna).post(url("type_answer", osp), form).status_code == 302
    osp.refresh_from_db()
    assert (osp.state, osp.not_before) == ("declined", later)
    assert f"Nie teraz, wrócić po: {day(later)}" in said(client_of(anna).get(url("type_answer", osp)))


def test_an_organisations_no_by_link_may_say_when_to_ask_again_and_another_answer_has_no_such_day(
    anna: User, client: Client, osp: Candidacy
) -> None:
    later = timezone.localdate() + timedelta(days=60)
    link = reverse("coalitions:answer_link", args=[sent_letter(osp, anna).token])
    found = []
    for answer in ("yes", "no", "yes"):
        client.post(link, {"said": answer, "not_before": later.isoformat()})
        osp.refresh_from_db()
        found.append((osp.state, osp.not_before))
    assert found == [("invited", None), ("declined", later), ("invited", None)]


def test_a_resident_is_not_asked_when_to_come_back(
    anna: User, client: Client, client_of: Any, zofia: Candidacy
) -> None:
    link = reverse("coalitions:answer_link", args=[sent_letter(zofia, anna).token])
    pages = [client.get(link), client_of(anna).get(url("type_answer", zofia))]
    assert [page.content.decode().count('name="not_before"') for page in pages] == [0, 0]


def test_after_a_no_the_page_of_the_candidate_names_one_next_step(anna: User, client_of: Any, osp: Candidacy) -> None:
    today = timezone.localdate()
    actions.take_answer(osp, invitation=None, how="phone", by=anna, on=today, said="no", not_before=today)
    page = client_of(anna).get(url("candidate", osp))
    assert page.context["step"] == {
        "title": "Poszukaj kogoś innego z tej grupy",
        "who": "",
        "due": day(today),
        "why": f"Wrócić po: {day(today)}.",
        "url": reverse("coalitions:find_candidates", args=[osp.coalition_id]),
        "label": "Znajdź kogoś innego",
    }


def test_a_refusal_with_nothing_planned_is_calm(anna: User, client_of: Any, osp: Candidacy) -> None:
    actions.say_no(osp, by=anna, on=timezone.localdate())
    step = client_of(anna).get(url("candidate", osp)).context["step"]
    assert step == {"title": "Nic tu nie czeka", "why": "", "calm": True}


def test_a_no_taken_back_on_the_candidates_page_stands_on_no_page(anna: User, client_of: Any, osp: Candidacy) -> None:
    sent_letter(osp, anna)
    client = client_of(anna)
    client.post(url("type_answer", osp), {"said": "no", "how": "phone", "on": timezone.localdate().isoformat()})
    last = osp.steps.filter(undone_at=None).order_by("-pk")[0]
    client.post(url("undo_step", osp), {"step": last.pk})
    invitations = client.get(reverse("coalitions:invitations", args=[osp.coalition_id]))
    assert [row["answer"] for row in invitations.context["rows"]] == [None]
    candidate = client.get(url("candidate", osp)).context
    assert (candidate["step"]["title"], candidate["candidacy"].erase_on) == ("Zapytaj o odpowiedź na zaproszenie", None)


@pytest.mark.parametrize(("days", "earlier"), [(5, "erasure"), (365, "link")])
def test_a_no_may_be_changed_until_the_earlier_of_erasure_and_the_end_of_the_link(
    anna: User, client: Client, zofia: Candidacy, days: int, earlier: str
) -> None:
    type(zofia.coalition.edition).objects.update(erase_declined_after_days=days)
    letter = sent_letter(zofia, anna)
    link = reverse("coalitions:answer_link", args=[letter.token])
    page = said(client.post(link, {"said": "no"}, follow=True))
    zofia.refresh_from_db()
    until = {"erasure": zofia.erase_on, "link": letter.expires_on}[earlier]
    assert re.search(r"Odpowiedź można zmienić poniżej do: (\S+)\. ", page)[1] == day(until)  # type: ignore[index]


def test_a_printed_record_says_who_speaks_how_a_contact_came_and_names_no_other_resident(
    coalition: Any, anna: User, osp: Candidacy, make_person: Any
) -> None:
    today = timezone.localdate()
    speaker = make_person("Anna Nowakowska")
    Mandate.objects.create(organisation=osp.organisation, person=speaker, function="prezeska")
    Contact.objects.create(organisation=osp.organisation, kind="phone", value="000 100 200", source="strona OSP")
    typed = {"said": "other", "other_name": "Barbara Inna", "other_reach": "sklep"}
    actions.take_answer(osp, invitation=None, how="phone", by=anna, on=today, **typed)
    data = record_data(record_of(osp, {coalition.pk}), osp, today)
    rows = [row for section in data["sections"] for row in section["rows"]]
    plain = [[part.replace("\xa0", " ") for part in row] for row in rows]
    assert [row for row in plain if row[0] in ("mówi za organizację", "telefon")] == [
        ["telefon", "000 100 200", "strona OSP"],
        ["mówi za organizację", "Anna Nowakowska, prezeska", ""],
    ]
    assert [row[1] for row in plain if row[0].startswith("Odpowiedź, ")] == ["ktoś inny. Podano inną osobę"]
    assert [row for row in plain if "Barbara" in str(row) or "nie wiemy" in str(row)] == []


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("rozmowa „Kto u nas…?”", "podał go ktoś podczas rozmowy o tym, kto działa w gminie"),
        ("wpisane ręcznie", "wpisała go biblioteka"),
        ("strona gminy.", "strona gminy"),
    ],
)
def test_mail_says_in_plain_words_where_an_address_comes_from(source: str, told: str) -> None:
    foot = foot_of_mail("https://koalicja.example/z/a/", expires_on=None, contact="", source=source)
    assert (
        foot.splitlines()[-1]
        == f"Skąd mamy ten adres: {told}. Po odpowiedzi „nie” usuniemy dane z tej sprawy i nie napiszemy więcej."
    )


def test_nothing_that_goes_to_somebody_invited_says_you_in_two_ways(anna: User, client: Client, osp: Candidacy) -> None:
    link = reverse("coalitions:answer_link", args=[sent_letter(osp, anna).token])
    pages = [said(client.get(link)), *(said(client.post(link, {"said": each}, follow=True)) for each in ("yes", "no"))]
    pages += [said(client.get(reverse("coalitions:answer_link", args=["a" * 24])))]
    found = [re.findall(r"\b(?:Ty|Ci|Cię|Ciebie|Tobie|Twoj\w*|Twój|Zadzwoń|Odpowiedz)\b", page) for page in pages]
    assert found == [[], [], [], []]


def test_what_to_say_in_a_talk_is_short_and_no_letter() -> None:
    frame = Frame("Gminna Koalicja „Wspólny stół”", "Biblioteka", goal="Więcej spotkań.", takes="dwie godziny")
    assert spoken(frame, brings="wóz").split("\n\n") == [
        "Dzień dobry, mówię w imieniu biblioteki: Biblioteka.",
        "Zbieramy ludzi do wspólnego stołu. To Gminna Koalicja „Wspólny stół”.",
        "Co chcemy razem osiągnąć: Więcej spotkań.",
        "O czym pomyśleliśmy: wóz.",
        "Ile to zajmie czasu: dwie godziny.",
        "Czy możemy liczyć na obecność? „Może” to też odpowiedź. Przyjście do niczego nie zobowiązuje.",
    ]


def test_the_call_list_begins_with_those_whose_number_is_known(
    anna: User, client_of: Any, osp: Candidacy, zofia: Candidacy
) -> None:
    Contact.objects.create(person=zofia.person, kind="phone", value="000 100 300")
    for each in (osp, zofia):
        actions.prepare_invitation(each, by=anna, way="talk", subject="", text="Dzień dobry!")
    pdf = client_of(anna).get(reverse("coalitions:print_calls", args=[osp.coalition_id])).content
    text = plain_text(pdf)
    assert text.index(str(zofia.owner)) < text.index(str(osp.owner))


def test_the_numbers_of_the_slip_stand_on_the_buttons_and_the_link_asks_in_their_order(
    anna: User, client: Client, client_of: Any, osp: Candidacy
) -> None:
    page = client_of(anna).get(url("type_answer", osp)).content.decode()
    buttons = re.findall(r'name="said" value="(\w+)"><span aria-hidden="true">(\d)\. </span>', page)
    assert buttons == [("yes", "1"), ("maybe", "2"), ("no", "3"), ("other", "4")]
    asked = client.get(reverse("coalitions:answer_link", args=[sent_letter(osp, anna).token])).content.decode()
    assert re.findall(r'name="said" value="(\w+)"', asked) == ["yes", "maybe", "no", "other"]


def test_a_no_by_link_is_told_as_by_link(anna: User, client: Client, client_of: Any, osp: Candidacy) -> None:
    client.post(reverse("coalitions:answer_link", args=[sent_letter(osp, anna).token]), {"said": "no"})
    history = client_of(anna).get(url("candidate", osp)).content.decode().partition('id="historia"')[2]
    assert re.findall(r'<div class="cluster source"><span>([^<]*)</span>', history) == ["przez link", "Anna", "Anna"]


def test_with_nobody_on_the_list_the_page_of_invitations_says_what_the_board_says(
    coalition: Any, anna: User, client_of: Any
) -> None:
    pages = [
        client_of(anna).get(reverse(f"coalitions:{name}", args=[coalition.pk])) for name in ("board", "invitations")
    ]
    steps = [page.context["step"] for page in pages]
    assert (steps[1]["title"], steps[1]["why"], steps[1]["action_url"]) == tuple(
        steps[0][name] for name in ("title", "why", "url")
    )


def test_not_now_without_a_day_says_so(anna: User, client_of: Any, osp: Candidacy) -> None:
    address = reverse("coalitions:change_candidate", args=[osp.coalition_id, osp.pk, "pozniej"])
    page = client_of(anna).post(address, {"not_before": "", "since": "0"}, follow=True)
    assert [str(each) for each in page.context["messages"]] == ["Nie ma dnia: można pytać w każdej chwili."]
