"""Pages of invitations and answers, and what a link shows, and to whom."""

import io
import logging
import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from koalicja.backroom.logs import HideSecrets
from koalicja.backroom.models import Event, Job, Mail
from koalicja.coalitions import actions
from koalicja.coalitions.models import Answer, Candidacy, Invitation, InvitationPlan
from koalicja.coalitions.views import answering
from koalicja.people.actions.edits import Gone
from koalicja.people.models import Contact, Person, User
from koalicja.standing.models import Fact
from tests.coalitions.invited import sent_letter
from tests.test_access import TABLE
from tests.world import QUERY, everything

DECIDED = {"doszla": "sent", "jeszcze-raz": "ready", "wrocila": "bounced"}


@pytest.fixture
def osp(coalition: Any, anna: User, make_organisation: Any) -> Candidacy:
    organisation = make_organisation(group="ngo")
    Contact.objects.create(organisation=organisation, kind="email", value="osp@example.pl")
    return actions.consider(coalition=coalition, by=anna, organisation=organisation, should_ask="pani Hania")


@pytest.fixture
def zofia(coalition: Any, anna: User, make_person: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, person=make_person())


@pytest.fixture
def phone(coalition: Any) -> str:
    library = coalition.participation.library
    Contact.objects.create(organisation=library, kind="phone", value="75 700 10 20", legal_basis="public")
    return "75 700 10 20"


def url(name: str, coalition: Any, **more: Any) -> str:
    return reverse(f"coalitions:{name}", kwargs={"pk": coalition.pk} | more)


def link(invitation: Invitation) -> str:
    return reverse("coalitions:answer_link", args=[invitation.token])


def said(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- staff


def test_from_the_choice_to_mail_in_three_presses(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy, zofia: Candidacy
) -> None:
    client = client_of(anna)
    day = timezone.localdate() + timedelta(days=14)
    plan = {"meets_on": day.isoformat(), "meets_at": "17:00", "place": "czytelnia", "asks": "Anna"}
    ways = {f"way-{osp.pk}": "email", f"way-{zofia.pk}": "talk"}
    assert client.post(url("choose_invited", coalition), plan | ways).status_code == 302
    prepared = {each.way: each for each in Invitation.objects.all()}
    assert sorted(prepared) == ["email", "talk"]
    assert (Mail.objects.count(), "17:00" in prepared["email"].text) == (0, True)
    page = said(client.get(url("invitation_texts", coalition)))
    assert "pani Hania" in page
    mail = prepared["email"].pk
    texts = {f"subject-{mail}": "Zaproszenie", f"text-{mail}": "Dzień dobry!"}
    for _press in range(2):
        assert client.post(url("send_invitations", coalition, way="email"), texts).status_code == 302
    assert list(Mail.objects.values_list("to", "subject")) == [("osp@example.pl", "Zaproszenie")]
    client.post(url("log_talk", coalition, candidacy=zofia.pk), {"kind": "talk", "on": timezone.localdate()})
    assert set(Candidacy.objects.values_list("state", flat=True)) == {"invited"}


def test_whoever_has_no_e_mail_cannot_be_mailed(coalition: Any, anna: User, client_of: Any, zofia: Candidacy) -> None:
    response = client_of(anna).post(url("choose_invited", coalition), {f"way-{zofia.pk}": "email"})
    assert (response.status_code, Invitation.objects.count()) == (200, 0)


def test_nobody_chosen_is_said(coalition: Any, anna: User, client_of: Any, osp: Candidacy) -> None:
    response = client_of(anna).post(url("choose_invited", coalition), {f"way-{osp.pk}": ""})
    assert (response.status_code, Invitation.objects.count()) == (200, 0)
    assert "message-danger" in response.content.decode()


def test_the_plan_alone_is_written_down_and_refills_what_waits(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy, zofia: Candidacy
) -> None:
    client, day = client_of(anna), timezone.localdate() + timedelta(days=14)
    nobody = {f"way-{osp.pk}": "", f"way-{zofia.pk}": ""}
    plan = {"meets_on": day.isoformat(), "meets_at": "17:00", "place": "czytelnia", "asks": "Anna"}
    response = client.post(url("choose_invited", coalition), plan | nobody)
    assert (response.status_code, response["Location"]) == (302, url("choose_invited", coalition))
    assert "Zapisano to, co mówi każde zaproszenie." in said(client.get(url("choose_invited", coalition)))
    assert InvitationPlan.objects.values_list("meets_on", "meets_at", "place").get() == (day, time(17), "czytelnia")

    client.post(url("choose_invited", coalition), plan | {f"way-{zofia.pk}": "letter"})
    response = client.post(url("choose_invited", coalition), plan | nobody | {"place": "remiza"})
    assert (response.status_code, response["Location"]) == (302, url("invitation_texts", coalition))
    assert ("Miejsce: remiza" in Invitation.objects.get().text, Invitation.objects.count()) == (True, 1)


def test_a_missing_goal_is_a_gap_with_a_link(coalition: Any, anna: User, client_of: Any, osp: Candidacy) -> None:
    page = client_of(anna).get(url("choose_invited", coalition)).content.decode()
    assert url("statement", coalition, text="cel") in page
    client_of(anna).post(url("choose_invited", coalition), {f"way-{osp.pk}": "letter"})
    assert "[" not in Invitation.objects.get().text


def test_a_code_of_a_slip_and_one_tap_are_an_answer(
    coalition: Any, anna: User, client_of: Any, zofia: Candidacy
) -> None:
    letter, client = sent_letter(zofia, anna), client_of(anna)
    typed = f" {letter.code[:3].lower()} {letter.code[3:]}"
    response = client.post(url("find_slip", coalition), {"code": typed})
    address = f"{url('type_answer', coalition, candidacy=zofia.pk)}?od=slip&zaproszenie={letter.pk}"
    assert response["Location"] == address
    form = {"how": "slip", "on": timezone.localdate(), "said": "yes"}
    client.post(url("type_answer", coalition, candidacy=zofia.pk), form)
    answer = Answer.objects.get()
    assert (answer.said, answer.how, answer.by, answer.invitation) == ("yes", "slip", anna, letter)


def test_a_code_of_another_coalition_is_not_found(
    anna: User, basia: User, client_of: Any, zofia: Candidacy, make_coalition: Any
) -> None:
    theirs, letter = make_coalition("Inny stół", "101801"), sent_letter(zofia, anna)
    response = client_of(basia).post(url("find_slip", theirs), {"code": letter.code})
    assert response["Location"] == url("invitations", theirs)


def test_a_colleague_decides_about_a_mail_in_doubt(
    coalition: Any, anna: User, marek: User, client_of: Any, osp: Candidacy
) -> None:
    invitation, now = sent_letter(osp, anna, "email"), timezone.now()
    Mail.objects.update(state="in_doubt", claimed_at=now, handed_at=now, claims=1, why="no_answer")
    client = client_of(marek)
    assert url("decide_mail", coalition, invitation=invitation.pk, decision="doszla") in (
        client.get(url("invitations", coalition)).content.decode()
    )
    client.post(url("decide_mail", coalition, invitation=invitation.pk, decision="doszla"))
    mail = Mail.objects.get()
    assert (mail.state, mail.decided_by) == ("sent", marek)
    client.post(url("decide_mail", coalition, invitation=invitation.pk, decision="wrocila"))
    assert Mail.objects.get().state == "bounced"


@pytest.mark.parametrize("decision", DECIDED)
def test_whoever_may_invite_is_led_to_a_mail_in_doubt_and_decides_by_a_button_that_is_there(
    decision: str, anna: User, marek: User, client_of: Any, osp: Candidacy
) -> None:
    coalition, invitation, now = osp.coalition, sent_letter(osp, anna, "email"), timezone.now()
    Mail.objects.update(state="in_doubt", claimed_at=now, handed_at=now, claims=1, why="no_answer")
    address = url("decide_mail", coalition, invitation=invitation.pk, decision=decision)
    client = client_of(marek)
    page = client.get(url("invitations", coalition))
    step = page.context["step"]
    assert {key: step[key] for key in ("title", "action_url", "action_label")} == {
        "title": "1 wiadomość: może wysłano. Zapytaj i zdecyduj",
        "action_url": "#invited",
        "action_label": "Zobacz które",
    }
    answers = client.get(url("type_answer", coalition, candidacy=osp.pk))
    assert f'action="{address}"' in page.content.decode() + answers.content.decode()
    client.post(address)
    mail = Mail.objects.get()
    assert (mail.state, mail.decided_by) == (DECIDED[decision], marek)


def test_the_one_named_instead_comes_onto_the_list_by_hand(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy
) -> None:
    answer = actions.answer_by_link(sent_letter(osp, anna), said="other", other_name="Jan Zmyślony")
    client = client_of(anna)
    assert "Jan Zmyślony" in said(client.get(url("type_answer", coalition, candidacy=osp.pk)))
    client.post(url("consider_instead", coalition, answer=answer.pk), {"name": "Jan Zmyślony"})
    assert list(Person.objects.values_list("name", flat=True)) == ["Jan Zmyślony"]
    assert Candidacy.objects.latest("pk").origin == "instead"


def test_a_meeting_is_one_fact_and_one_for_each_known_person(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy, zofia: Candidacy
) -> None:
    today, client = timezone.localdate(), client_of(anna)
    form = {"on": today, "people": "14", "declared_people": "3", "moderated_by": "library", "key": "k-1"}
    form |= {"place": "czytelnia", "group_ngo": "4", "next_on": today + timedelta(days=30)}
    form |= {f"came-{osp.pk}": "on", f"declared-{zofia.pk}": "on"}
    for _press in range(2):
        assert client.post(url("meeting", coalition), form).status_code == 302
    found = Fact.objects.filter(kind__in=["met", "attended", "declared"]).order_by("pk")
    assert [(fact.kind, fact.subject) for fact in found] == [
        ("met", ""),
        ("declared", ""),
        ("attended", osp.subject),
        ("attended", zofia.subject),
        ("declared", zofia.subject),
    ]
    assert found[0].detail == {
        "place": "czytelnia",
        "people": 14,
        "groups": {"ngo": 4},
        "moderated_by": "library",
        "next_on": (today + timedelta(days=30)).isoformat(),
    }
    assert (Candidacy.objects.get(pk=osp.pk).state, Candidacy.objects.get(pk=zofia.pk).state) == (
        "attended",
        "declared",
    )
    assert InvitationPlan.objects.get().meets_on == today + timedelta(days=30)


def test_a_meeting_with_a_phone_in_its_text_is_not_kept(coalition: Any, anna: User, client_of: Any) -> None:
    form = {"on": timezone.localdate(), "agreed": "Dzwonić: 600 100 200", "key": "k-1"}
    response = client_of(anna).post(url("meeting", coalition), form)
    assert (response.status_code, Fact.objects.count()) == (200, 0)


@pytest.mark.parametrize("name", ["print_letters", "print_calls", "print_presence"])
def test_paper_is_a_pdf(name: str, anna: User, client_of: Any, osp: Candidacy, zofia: Candidacy) -> None:
    letter = sent_letter(zofia, anna)
    response = client_of(anna).get(url(name, zofia.coalition) + f"?id={letter.pk}")
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_letter_holds_link_code_phone_and_what_was_looked_at(
    coalition: Any, anna: User, client_of: Any, zofia: Candidacy, phone: str
) -> None:
    letter = sent_letter(zofia, anna)
    content = client_of(anna).get(url("print_letters", coalition) + f"?id={letter.pk}").content
    first, slip = (re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages)
    expected = ("Zofia Przykładowa", "zapraszamy do wspólnego stołu", phone)
    assert [text for text in expected if text not in first] == []
    assert f"testserver/z/{letter.token}/" in first.replace(" ", "")  # a long address may break anywhere
    assert [text for text in ("Zofia Przykładowa", phone, "Zgadzam się") if text not in slip] == []
    assert letter.code in slip.replace(" ", "")  # how letters stand apart depends on which they are


def test_letters_of_a_changed_secret_are_not_printed_with_dead_links(
    coalition: Any, anna: User, client_of: Any, zofia: Candidacy, settings: Any
) -> None:
    letter, old = sent_letter(zofia, anna), Client()
    address, user = link(letter), client_of(anna)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert user.get(url("print_letters", coalition) + f"?id={letter.pk}").status_code == 302
    assert old.get(address).status_code == 200


def test_the_printed_record_of_somebody_holds_invitations_and_answers(
    coalition: Any, anna: User, client_of: Any, zofia: Candidacy
) -> None:
    actions.answer_by_link(sent_letter(zofia, anna), said="maybe", question="O której?")
    content = client_of(anna).get(url("print_record", coalition, candidacy=zofia.pk)).content
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    found = re.sub(r"\s+", " ", text)
    assert [said for said in ("zapraszamy do wspólnego stołu", "O której?") if said not in found] == []


def test_the_list_costs_as_many_queries_for_one_as_for_three(
    coalition: Any, anna: User, client_of: Any, make_organisation: Any, django_assert_num_queries: Any
) -> None:
    client = client_of(anna)
    for rows in (1, 3):
        for number in range(rows):
            listed = actions.consider(
                coalition=coalition, by=anna, organisation=make_organisation(f"OSP {rows} {number}")
            )
            sent_letter(listed, anna)
        client.get(url("invitations", coalition))
        with django_assert_num_queries(22):
            client.get(url("invitations", coalition))


# --- the link


def test_the_link_says_what_was_written_and_takes_an_answer_that_may_be_changed(
    anna: User, osp: Candidacy, zofia: Candidacy, phone: str, client: Client
) -> None:
    letter = sent_letter(zofia, anna)
    page = said(client.get(link(letter)))
    assert ("zapraszamy do wspólnego stołu" in page, "Zofia Przykładowa" in page, phone in page) == (True, True, True)
    assert ("OSP Olszynki" in page, "Anna" in page) == (False, False)
    for answer in ("yes", "maybe"):
        assert client.post(link(letter), {"said": answer}).status_code == 302
    assert list(Answer.objects.order_by("pk").values_list("said", "how", "by")) == [
        ("yes", "link", None),
        ("maybe", "link", None),
    ]
    assert client.cookies == {}


def test_a_no_says_what_is_erased_and_when(coalition: Any, anna: User, zofia: Candidacy, client: Client) -> None:
    letter = sent_letter(zofia, anna)
    client.post(link(letter), {"said": "no"})
    zofia.refresh_from_db()
    day = zofia.erase_on
    assert day == timezone.localdate() + timedelta(days=coalition.edition.erase_declined_after_days)
    assert f"{day.day}.{day.month:02}.{day.year}" in said(client.get(link(letter)))


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"said": "other"},
        {"said": "yes", "reach": "600 100 200"},
        {"said": "perhaps"},
        {"said": "yes", "question": "?" * 1001},
    ],
)
def test_what_cannot_be_taken_is_said_and_changes_nothing(
    form: dict[str, str], anna: User, zofia: Candidacy, client: Client
) -> None:
    response = client.post(link(sent_letter(zofia, anna)), form)
    assert (response.status_code, Answer.objects.count(), "field-error" in response.content.decode()) == (422, 0, True)


def test_consent_is_kept_with_its_version_and_day(anna: User, zofia: Candidacy, client: Client) -> None:
    form = {"said": "yes", "reach": "600 100 200", "consent": "on"}
    client.post(link(sent_letter(zofia, anna)), form)
    answer = Answer.objects.get()
    assert (answer.reach, answer.consent, answer.consent_on) == ("600 100 200", "contact-2", timezone.localdate())


def test_an_unknown_link_is_one_calm_sentence(client: Client, db: None) -> None:
    response = client.get(reverse("coalitions:answer_link", args=["a" * 24]))
    assert (response.status_code, Event.objects.count()) == (404, 0)
    assert "<form" not in response.content.decode()


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_closed_link_says_the_phone_and_nothing_of_her(
    how: str, anna: User, zofia: Candidacy, phone: str, client: Client
) -> None:
    letter = sent_letter(zofia, anna)
    if how == "revoked":
        actions.revoke(letter, by=anna)
    else:
        Invitation.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    for response in (client.get(link(letter)), client.post(link(letter), {"said": "yes"})):
        page = said(response)
        assert (response.status_code, phone in page, "Zofia" in page, "stołu" in page) == (410, True, False, False)
    assert Answer.objects.count() == 0


def test_a_prepared_invitation_has_no_open_link(anna: User, zofia: Candidacy, client: Client) -> None:
    waiting = actions.prepare_invitation(zofia, by=anna, way="letter", subject="", text="Dzień dobry!")
    assert client.get(link(waiting)).status_code == 404


def test_the_page_is_not_kept_not_found_and_tells_nobody_its_address(
    anna: User, zofia: Candidacy, client: Client
) -> None:
    response = client.get(link(sent_letter(zofia, anna)))
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert "Set-Cookie" not in response


def test_whoever_is_signed_in_sees_the_same_page(anna: User, zofia: Candidacy, client: Client, client_of: Any) -> None:
    address = link(sent_letter(zofia, anna))
    assert client_of(anna).get(address).content == client.get(address).content


def test_guessing_links_ends_soon_and_does_not_lock_out_the_others(
    anna: User, zofia: Candidacy, client: Client
) -> None:
    letter = sent_letter(zofia, anna)
    for number in range(answering.MISSES_ALLOWED):
        assert client.get(f"/z/nie-ma-{number}/").status_code == 404
    assert client.get("/z/nie-ma/").status_code == 429
    assert client.get(link(letter), REMOTE_ADDR="192.0.2.7").status_code == 200


def test_an_invited_person_sees_her_own_matter_alone(request: pytest.FixtureRequest) -> None:
    """Over every address of the product, with the token in the address, in the query and in a cookie."""
    arguments = everything(request, list(TABLE))
    token = arguments["coalitions:answer_link"]["token"]
    client = Client()
    client.get(reverse("coalitions:answer_link", args=[token]))
    client.cookies["token"] = token
    seen = {}
    for name in sorted(TABLE):
        if name in OPEN:
            continue
        address = reverse(name, kwargs=arguments[name]) + (QUERY.get(name, "?") + f"&token={token}")
        for method in ("get", "post"):
            response = getattr(client, method)(address, HTTP_AUTHORIZATION=f"Bearer {token}")
            if response.status_code not in {404, 405} and not response.get("Location", "").startswith("/zaloguj/"):
                seen[f"{method} {name}"] = response.status_code
    assert seen == {}


# What anybody may open who has no account and no invitation: signs of life, sign-in, places, the look of the page.
OPEN = frozenset(name for name, rows in TABLE.items() if all(row.split()[0] != "in" for row in rows.values())) | {
    "account_confirm_login_code"
}


def test_what_anybody_may_open_names_nobody(request: pytest.FixtureRequest, client: Client) -> None:
    arguments = everything(request, list(TABLE))
    names = {*Person.objects.values_list("name", flat=True), "OSP Olszynki", "KGW Wola", "jan@poczta.example"}
    letter = Invitation.objects.get(way="letter")
    found = {}
    for name in sorted(OPEN - {"demo:sign_in", "ui:showcase"}):  # the last one shows samples of its own
        address = reverse(name, kwargs=arguments[name]) + QUERY.get(name, "")
        page = client.get(address).content.decode(errors="replace")
        own = {str(letter.candidacy.owner), "Jan Zmyślony"} if name == "coalitions:answer_link" else set()
        if shown := sorted(person for person in names - own if person in page):
            found[name] = shown
    assert found == {}


def test_no_log_holds_a_token(anna: User, zofia: Candidacy, client: Client, caplog: Any) -> None:
    letter = sent_letter(zofia, anna)
    actions.revoke(letter, by=anna)
    hide = HideSecrets()
    with caplog.at_level(logging.INFO):
        client.get(link(letter))
        client.get("/z/nie-ma-takiego/")
    assert len(caplog.records) >= 2
    assert [hide.filter(record) for record in caplog.records] == [True] * len(caplog.records)
    assert [line for line in (each.getMessage() for each in caplog.records) if letter.token in line] == []


def test_no_token_is_told_to_jobs_events_or_facts(anna: User, osp: Candidacy, client: Client) -> None:
    letter = sent_letter(osp, anna, "email")
    client.post(link(letter), {"said": "no"})
    rows = [*Event.objects.values(), *Fact.objects.values(), *Job.objects.values(), *Candidacy.objects.values()]
    assert [row for row in rows if letter.token in str(row)] == []


def test_whoever_sends_stays_with_the_texts_as_long_as_one_waits(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy, zofia: Candidacy
) -> None:
    client = client_of(anna)
    client.post(url("choose_invited", coalition), {f"way-{osp.pk}": "email", f"way-{zofia.pk}": "talk"})
    mail = Invitation.objects.get(way="email").pk
    texts = {f"subject-{mail}": "Zaproszenie", f"text-{mail}": "Dzień dobry!"}
    first = client.post(url("send_invitations", coalition, way="email"), texts)
    talk = {"kind": "talk", "on": timezone.localdate().isoformat()}
    last = client.post(url("log_talk", coalition, candidacy=zofia.pk), talk)
    assert [each["Location"] for each in (first, last)] == [
        url("invitation_texts", coalition),
        url("invitations", coalition),
    ]


def test_after_a_meeting_nothing_that_an_answer_asked_for_waits_and_what_a_human_planned_stays(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy, zofia: Candidacy
) -> None:
    for each in (osp, zofia):
        actions.answer_by_link(sent_letter(each, anna), said="yes")
    planned = {"next_step": "przynieść aparat", "next_on": timezone.localdate()}
    zofia.refresh_from_db()
    actions.plan_next_step(zofia, by=anna, seen={"next_step": zofia.next_step}, new=planned, since=10**9)
    came = {f"came-{each.pk}": "on" for each in (osp, zofia)}
    form = {"on": timezone.localdate().isoformat(), "key": "pierwsze"} | came
    assert client_of(anna).post(url("meeting", coalition), form).status_code == 302
    assert list(Candidacy.objects.order_by("pk").values_list("next_step", "next_on")) == [
        ("", None),
        ("przynieść aparat", timezone.localdate()),
    ]


def test_nobody_is_chosen_beforehand_and_each_field_says_what_a_button_for_all_would_choose(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy, zofia: Candidacy
) -> None:
    sent_letter(zofia, anna)
    form = client_of(anna).get(url("choose_invited", coalition)).context["form"]
    found = {line["row"].name: (line["field"].value(), line["field"].field.widget.attrs) for line in form.lines()}
    assert found == {
        str(osp.owner): (None, {"data-way": "email"}),
        str(zofia.owner): (None, {"data-way": ""}),
    }


def test_all_texts_are_put_aside_at_once_and_one_button_fills_them_anew(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy, zofia: Candidacy
) -> None:
    client = client_of(anna)
    ways = {f"way-{osp.pk}": "email", f"way-{zofia.pk}": "talk"}
    client.post(url("choose_invited", coalition), ways)
    gone = client.post(url("put_aside", coalition))
    assert gone["Location"] == f"{url('choose_invited', coalition)}?way-{osp.pk}=email&way-{zofia.pk}=talk"
    page = client.get(gone["Location"])
    assert Invitation.objects.count() == 0
    assert [str(each) for each in page.context["messages"]] == [
        "Odłożono: 2. Nic nie wysłano. „Pokaż wypełnione teksty” wypełni je od nowa."
    ]
    assert {line["field"].html_name: line["field"].value() for line in page.context["form"].lines()} == ways


def test_a_text_that_somebody_changed_is_kept_whichever_button_is_pressed(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy, zofia: Candidacy
) -> None:
    client = client_of(anna)
    client.post(url("choose_invited", coalition), {f"way-{osp.pk}": "email", f"way-{zofia.pk}": "letter"})
    mail, letter = Invitation.objects.get(way="email"), Invitation.objects.get(way="letter")
    typed = {f"subject-{mail.pk}": mail.subject, f"text-{mail.pk}": mail.text, f"text-{letter.pk}": "Pani Zofio!"}
    client.post(url("send_invitations", coalition, way="email"), typed)
    assert list(Invitation.objects.order_by("pk").values_list("way", "text", "sent_at")) == [
        ("email", mail.text, Invitation.objects.get(pk=mail.pk).sent_at),
        ("letter", "Pani Zofio!", None),
    ]
    assert client.post(url("put_aside", coalition), {})["Location"] == url("choose_invited", coalition)
    assert Invitation.objects.get(way="letter").text == "Pani Zofio!"


def test_putting_aside_leaves_what_was_sent_and_what_belongs_to_others(
    coalition: Any, anna: User, osp: Candidacy, zofia: Candidacy
) -> None:
    sent = sent_letter(osp, anna)
    waiting = actions.prepare_invitation(zofia, by=anna, way="talk", subject="", text="Dzień dobry!")
    assert (actions.put_aside(coalition, by=anna), actions.put_aside(coalition, by=anna)) == ((waiting,), ())
    assert list(Invitation.objects.all()) == [sent]


def test_a_step_that_an_answer_wrote_is_read_in_every_language(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy
) -> None:
    actions.answer_by_link(sent_letter(osp, anna), said="yes")
    address, client = reverse("coalitions:candidate", args=[coalition.pk, osp.pk]), client_of(anna)
    steps = {"pl": "Przyjdzie. Przypomnij dzień przed spotkaniem", "en": "Comes. Remind of the day before the meeting"}
    for language in ("pl", "en"):
        client.cookies["django_language"] = language
        page = client.get(address).content.decode()
        assert [page.count(steps[each]) > 0 for each in ("pl", "en")] == [language == "pl", language == "en"]


def test_of_two_stale_forms_of_the_plan_each_keeps_what_it_changed_and_one_field_is_asked_about(
    coalition: Any, anna: User, marek: User, client_of: Any, osp: Candidacy
) -> None:
    address, way = url("choose_invited", coalition), {f"way-{osp.pk}": "letter"}
    first, second = client_of(anna), client_of(marek)
    shown = [sent_as_shown(client.get(address).context["plan_form"]) for client in (first, second)]
    day = timezone.localdate() + timedelta(days=10)
    hers = shown[0] | {"meets_on": day.isoformat(), "meets_at": "17:00", "place": "remiza"}
    assert first.post(address, hers | way).status_code == 302
    refused = second.post(address, shown[1] | {"place": "czytelnia"} | way)
    told = "W międzyczasie jest już wpisane co innego (Anna): „remiza”. Zapisz jeszcze raz, żeby zostało Twoje, albo "
    assert refused.context["plan_form"].errors == {"place": [f"{told}wpisz tamto."]}
    again = sent_as_shown(refused.context["plan_form"])
    assert second.post(address, again | way).status_code == 302
    plan = InvitationPlan.objects.get()
    assert (plan.meets_on, plan.meets_at, plan.place) == (day, time(17), "czytelnia")


def sent_as_shown(form: Any) -> dict[str, str]:
    """What a browser sends of a form that nobody touched, with the hidden fields of what it showed."""
    fields = re.findall(
        r"<(?:input|textarea)[^>]*>", "".join(str(bound) + bound.as_hidden(only_initial=True) for bound in form)
    )
    named = [(re.search(r'name="([^"]+)"', each), re.search(r'value="([^"]*)"', each)) for each in fields]
    return {name[1]: value[1] if value else "" for name, value in named if name}


def test_an_hour_is_taken_back_from_the_plan_and_who_asks_is_kept_as_offered(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy
) -> None:
    actions.plan_invitations(coalition, by=anna, meets_at=time(17))
    client, address = client_of(anna), url("choose_invited", coalition)
    shown = sent_as_shown(client.get(address).context["plan_form"])
    assert (shown["meets_at"], shown["asks"]) == ("17:00", "Anna")
    assert client.post(address, shown | {"meets_at": "", f"way-{osp.pk}": "letter"}).status_code == 302
    plan = InvitationPlan.objects.get()
    assert (plan.meets_at, plan.asks) == (None, "Anna")
    shown = sent_as_shown(client.get(address).context["plan_form"])
    client.post(address, shown | {"asks": "", f"way-{osp.pk}": "letter"})
    assert InvitationPlan.objects.get().asks == ""


def test_the_template_takes_nobody_elses_newer_words_away(
    coalition: Any, anna: User, marek: User, client_of: Any
) -> None:
    address, client = url("word_invitation", coalition, group="ngo"), client_of(marek)
    first = actions.word_invitation(coalition, by=anna, group="ngo", subject="S", text="Druhno, druhu", seen=0)
    assert first is not None
    actions.word_invitation(coalition, by=anna, group="ngo", subject="S", text="Szanowni Państwo", seen=first.version)
    for seen in (first.version, "", "x"):
        response = client.post(address, {"drop": "1", "seen": seen}, follow=True)
        assert [str(each) for each in response.context["messages"]] == [
            "Nic nie zmieniono: słowa, które są tu teraz, zapisano w międzyczasie. Kto: Anna."
        ]
    assert coalition.invitation_texts.get().text == "Szanowni Państwo"
    shown = re.search(r'name="seen" value="(\d+)"><button', client.get(address).content.decode())
    assert shown is not None
    assert client.post(address, {"drop": "1", "seen": shown[1]}).status_code == 302
    assert coalition.invitation_texts.count() == 0


def test_whoever_puts_one_text_aside_keeps_what_she_typed_in_the_others(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy, zofia: Candidacy
) -> None:
    client = client_of(anna)
    client.post(url("choose_invited", coalition), {f"way-{osp.pk}": "letter", f"way-{zofia.pk}": "letter"})
    gone, stays = (Invitation.objects.get(candidacy=each) for each in (osp, zofia))
    typed = {f"text-{gone.pk}": gone.text, f"text-{stays.pk}": "Pani Zofio!"}
    client.post(url("drop_prepared", coalition, invitation=gone.pk), typed)
    assert list(Invitation.objects.values_list("pk", "text")) == [(stays.pk, "Pani Zofio!")]


def test_whoever_was_taken_off_the_list_while_ways_were_chosen_is_told_of(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(candidacy: Candidacy, **said: Any) -> None:
        raise Gone(candidacy.key)

    monkeypatch.setattr(actions, "prepare_invitation", gone)
    response = client_of(anna).post(url("choose_invited", coalition), {f"way-{osp.pk}": "letter"}, follow=True)
    assert (response.redirect_chain, [str(each) for each in response.context["messages"]]) == (
        [(url("board", coalition), 302)],
        ["Tego wpisu nie ma już na liście. Nic nie zapisano."],
    )
