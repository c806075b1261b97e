"""Texts that wait: two people at once, a plan that changes meanwhile, and who is offered as the one who asks."""

import re
from datetime import date, time, timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from koalicja.backroom.models import Event, Mail
from koalicja.coalitions import actions
from koalicja.coalitions.models import Candidacy, Coalition, Invitation
from koalicja.people.models import Contact, User
from tests.coalitions.invited import SENDER

THEIRS = "W międzyczasie treść zmieniła osoba: Marek. Przeczytaj: tak to pójdzie."
ASKED = "Nic nie wysłano ani nie odłożono: ktoś zmienił tekst. Spójrz na niego niżej."


@pytest.fixture
def waiting(coalition: Any, anna: User, make_organisation: Any) -> list[Invitation]:
    """Two texts by e-mail, filled as the product fills them."""
    found = []
    for name in ("OSP Olszynki", "KGW Lipki"):
        organisation = make_organisation(name, group="ngo")
        Contact.objects.create(organisation=organisation, kind="email", value="zmyslony@example.pl")
        candidacy = actions.consider(coalition=coalition, by=anna, organisation=organisation)
        found.append(actions.prepare_invitation(candidacy, by=anna, way="email", subject="Zaproszenie", text="Witamy."))
    return found


def url(name: str, coalition: Coalition, **more: Any) -> str:
    return reverse(f"coalitions:{name}", kwargs={"pk": coalition.pk} | more)


def form_on(page: Any) -> dict[str, str]:
    """What a browser sends of the texts on a page that nobody touched."""
    found = {}
    for name, value in re.findall(r'<input type="hidden" name="(initial-[^"]+)" value="([^"]*)"', page):
        found[name] = unescape(value)
    for name, value in re.findall(r'<input type="text" name="((?:subject)-\d+)" value="([^"]*)"', page):
        found[name] = unescape(value)
    for name, value in re.findall(r'<textarea name="(text-\d+)"[^>]*>\n?(.*?)</textarea>', page, re.S):
        found[name] = unescape(value)
    return found


def shown(client: Any, coalition: Coalition) -> dict[str, str]:
    return form_on(client.get(url("invitation_texts", coalition)).content.decode())


def texts() -> list[str]:
    return list(Invitation.objects.order_by("pk").values_list("text", flat=True))


def mailed() -> list[str]:
    return [mail.text.partition("\n")[0] for mail in Mail.objects.order_by("pk")]


def test_different_texts_of_two_people_are_both_kept_and_go_out_once_both_were_seen(
    coalition: Any, anna: User, marek: User, client_of: Any, waiting: list[Invitation]
) -> None:
    first, second = waiting
    hers, his = client_of(anna), client_of(marek)
    old, older = shown(hers, coalition), shown(his, coalition)
    his.post(url("drop_prepared", coalition, invitation=second.pk), older | {f"text-{first.pk}": "Q-SLOWA."})
    assert (texts(), Event.objects.filter(code="invitation.retyped").count()) == (["Q-SLOWA."], 1)
    page = hers.post(url("send_invitations", coalition, way="email"), old)
    assert ([str(each) for each in page.context["messages"]], mailed()) == ([ASKED], [])
    form = page.context["parts"][0]["form"]
    assert form.errors == {f"text-{first.pk}": [THEIRS]}
    again = form_on(page.content.decode())
    assert (again[f"text-{first.pk}"], again[f"initial-text-{first.pk}"]) == ("Q-SLOWA.", "Q-SLOWA.")
    assert hers.post(url("send_invitations", coalition, way="email"), again).status_code == 302
    assert mailed() == ["Q-SLOWA."]


def test_of_one_text_that_two_changed_the_second_is_asked_and_what_she_typed_stays(
    coalition: Any, anna: User, marek: User, client_of: Any, waiting: list[Invitation]
) -> None:
    first, second = waiting
    client = client_of(anna)
    old = shown(client, coalition)
    seen = actions.Looked("Zaproszenie", "Witamy.")
    actions.keep_typed(coalition, by=marek, typed={first.pk: actions.Looked("Zaproszenie", "Q-SLOWA.", seen)})
    mine = old | {f"text-{first.pk}": "P-SLOWA.", f"text-{second.pk}": "R-SLOWA."}
    told = "W międzyczasie jest już inna treść (Marek): „Q-SLOWA.”. Naciśnij przycisk jeszcze raz, żeby zostało Twoje"
    for address in (
        url("send_invitations", coalition, way="email"),
        url("put_aside", coalition),
        url("drop_prepared", coalition, invitation=second.pk),
        url("drop_prepared", coalition, invitation=first.pk),
    ):
        page = client.post(address, mine)
        assert page.context["parts"][0]["form"].errors == {f"text-{first.pk}": [f"{told}, albo wpisz tamto."]}
        assert (texts(), mailed()) == (["Q-SLOWA.", "Witamy."], [])
    again = form_on(page.content.decode())
    assert (again[f"text-{first.pk}"], again[f"text-{second.pk}"]) == ("P-SLOWA.", "R-SLOWA.")
    client.post(url("send_invitations", coalition, way="email"), again)
    assert mailed() == ["P-SLOWA.", "R-SLOWA."]


def test_of_a_text_filled_anew_whoever_changed_the_plan_is_named(
    coalition: Any, anna: User, marek: User, client_of: Any, waiting: list[Invitation]
) -> None:
    client = client_of(anna)
    old = shown(client, coalition)
    actions.keep_typed(coalition, by=anna, typed={waiting[1].pk: actions.Looked("Zaproszenie", "Q-SLOWA.")})
    actions.plan_invitations(coalition, by=marek, place="czytelnia")
    page = client.post(url("send_invitations", coalition, way="email"), old)
    errors = page.context["parts"][0]["form"].errors
    assert {key: told for key, told in errors.items() if key.startswith("text-")} == {
        f"text-{waiting[0].pk}": [THEIRS],
        f"text-{waiting[1].pk}": [THEIRS.replace("Marek", "Anna")],
    }


def test_a_text_prepared_after_the_page_was_shown_does_not_go_and_is_not_emptied(
    coalition: Any, anna: User, client_of: Any, waiting: list[Invitation]
) -> None:
    second = waiting[1]
    client = client_of(anna)
    old = {name: text for name, text in shown(client, coalition).items() if not name.endswith(f"-{second.pk}")}
    assert client.post(url("send_invitations", coalition, way="email"), old).status_code == 302
    assert list(Invitation.objects.filter(sent_at=None).values_list("pk", "text")) == [(second.pk, "Witamy.")]
    assert mailed() == ["Witamy."]


def test_sending_compares_again_and_sends_nothing_where_one_is_not_as_it_was_shown(
    coalition: Any, anna: User, waiting: list[Invitation]
) -> None:
    seen = actions.Looked("Zaproszenie", "Witamy.")
    Invitation.objects.filter(pk=waiting[1].pk).update(text="Q-SLOWA.")
    looked = {each.pk: actions.Looked("Zaproszenie", "Witamy.", seen) for each in waiting}
    with pytest.raises(actions.TextsChanged):
        actions.send_invitations(coalition, by=anna, looked=looked, on=timezone.localdate(), sender=SENDER)
    assert (mailed(), Invitation.objects.filter(sent_at=None).count()) == ([], 2)


def test_untouched_texts_follow_plan_goal_words_and_meeting_and_changed_ones_stay(
    coalition: Any, anna: User, waiting: list[Invitation]
) -> None:
    first, second = waiting
    today, goal = timezone.localdate(), "Mniej samotnych wieczorów"
    day = today + timedelta(days=20)
    actions.keep_typed(coalition, by=anna, typed={second.pk: actions.Looked("Zaproszenie", "Druhny, druhowie!")})

    def says() -> list[bool]:
        now = Invitation.objects.get(pk=first.pk)
        assert (now.version, texts()[1]) == (1, "Druhny, druhowie!")
        words = (f"{spelled(day)} o 17:00", "czytelnia", goal, "Hej!")
        return [word in now.text for word in words]

    actions.plan_invitations(coalition, by=anna, meets_on=day, meets_at=time(17), place="czytelnia")
    assert says() == [True, True, False, False]
    actions.say_statement(coalition=coalition, by=anna, kind="goal", text=goal, on=today, since=0)
    assert says() == [True, True, True, False]
    actions.word_invitation(coalition, by=anna, group="ngo", subject="S", text="Hej! [cel] [spotkanie]", seen=0)
    assert says() == [True, True, True, True]
    meeting = actions.Held(on=today, next_on=day + timedelta(days=1))
    actions.write_meeting(coalition, by=anna, meeting=meeting, key="k")
    assert says() == [False, True, True, True]


def test_the_coordinator_is_offered_as_the_one_who_asks_whoever_writes_the_plan(
    coalition: Any, anna: User, marek: User, client_of: Any, waiting: list[Invitation]
) -> None:
    User.objects.filter(pk=marek.pk).update(job_title="animator")
    offered = [
        client_of(each).get(url("choose_invited", coalition)).context["plan_form"]["asks"].value()
        for each in (anna, marek)
    ]
    assert offered == ["Anna", "Anna"]


@pytest.fixture
def osp(waiting: list[Invitation]) -> Candidacy:
    return waiting[0].candidacy


def next_title(client: Any, candidacy: Candidacy) -> tuple[str, str]:
    address = reverse("coalitions:candidate", args=[candidacy.coalition_id, candidacy.pk])
    step = client.get(address).context["step"]
    return step["title"], step.get("why", "")


def sent(osp: Candidacy, by: User) -> Invitation:
    waiting = osp.invitations.get(sent_at=None)
    looked = {waiting.pk: actions.Looked("Zaproszenie", "Witamy.")}
    actions.send_invitations(osp.coalition, by=by, looked=looked, on=timezone.localdate(), sender=SENDER)
    waiting.refresh_from_db()
    return waiting


def test_whoever_has_answered_is_not_to_be_asked_for_an_answer_again(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy
) -> None:
    client, letter, titles = client_of(anna), sent(osp, anna), []
    titles.append(next_title(client, osp)[0])
    actions.deal_with(actions.answer_by_link(letter, said="other", other_name="Jan Zmyślony"), by=anna)
    titles.append(next_title(client, osp)[0])
    for said in ("maybe", "yes"):
        actions.answer_by_link(letter, said=said)
        Candidacy.objects.filter(pk=osp.pk).update(next_step="", next_on=None)
        titles.append(next_title(client, osp)[0])
    actions.prepare_invitation(osp, by=anna, way="email", subject="S", text="T", again=True)
    sent(osp, anna)
    titles.append(next_title(client, osp)[0])
    assert titles == [
        "Zapytaj o odpowiedź na zaproszenie",
        "Nic tu nie czeka",
        "Zapytaj jeszcze raz o odpowiedź",
        "Zapowiedziana obecność na spotkaniu",
        "Zapytaj o odpowiedź na zaproszenie",
    ]


def test_a_struck_meeting_gives_back_what_an_answer_asked_for(coalition: Any, anna: User, osp: Candidacy) -> None:
    letter, today = sent(osp, anna), timezone.localdate()
    actions.answer_by_link(letter, said="yes", question="O której?")
    asked = Candidacy.objects.get(pk=osp.pk).next_step
    meeting = actions.Held(on=today, came=[osp.pk])
    steps = []
    for number in range(2):
        met = actions.write_meeting(coalition, by=anna, meeting=meeting, key=f"k{number}")
        steps.append(Candidacy.objects.get(pk=osp.pk).next_step)
        if number == 0:
            actions.strike_fact(coalition, met, by=anna, reason="pomyłka")
        else:
            presence = osp.steps.filter(state="attended", undone_at=None).get()
            actions.undo_step(presence, by=anna, reason="pomyłka")
        steps.append(Candidacy.objects.get(pk=osp.pk).next_step)
    assert (asked[:30], steps) == ("Odpowiedz na pytanie od: OSP O", ["", asked, "", asked])


def test_her_page_says_what_counts_now_only_where_the_text_says_something_else(
    coalition: Any, anna: User, osp: Candidacy, client: Any
) -> None:
    day = timezone.localdate() + timedelta(days=20)
    actions.plan_invitations(coalition, by=anna, meets_on=day, meets_at=time(17))
    waiting = osp.invitations.get()
    looked = {waiting.pk: actions.Looked(waiting.subject, waiting.text)}
    actions.send_invitations(coalition, by=anna, looked=looked, on=timezone.localdate(), sender=SENDER)
    address = reverse("coalitions:answer_link", args=[waiting.token])

    def counts() -> list[str]:
        return re.findall(r"Teraz obowiązuje: <strong>([^<]*)<", client.get(address).content.decode())

    before = counts()
    actions.plan_invitations(coalition, by=anna, meets_at=time(18))
    assert (before, counts()) == ([], [f"Spotykamy się: {spelled(day)} o 18:00."])


def spelled(day: date) -> str:
    return f"{day.day}.{day.month:02}.{day.year}"


def test_a_wrong_answer_is_taken_back_at_one_press_and_by_link_with_a_reason(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy
) -> None:
    letter, client, today = sent(osp, anna), client_of(anna), timezone.localdate()
    typed = actions.take_answer(osp, invitation=letter, how="phone", by=anna, on=today, said="maybe")
    candidate = reverse("coalitions:candidate", args=[coalition.pk, osp.pk])
    address = url("take_back_answer", coalition, answer=typed.pk)
    pages = [candidate, url("type_answer", coalition, candidacy=osp.pk)]
    assert [client.get(page).content.decode().count(f'action="{address}"') for page in pages] == [1, 1]
    assert (client.get(address).status_code, osp.answers.count()) == (302, 1)
    client.post(address)
    assert (osp.answers.count(), Candidacy.objects.get(pk=osp.pk).next_step) == (0, "")
    hers = actions.answer_by_link(letter, said="yes")
    address = url("take_back_answer", coalition, answer=hers.pk)
    assert [client.get(page).content.decode().count(f'href="{address}"') for page in pages] == [1, 1]
    refused = client.post(address, {"step": hers.pk, "reason": ""})
    assert (refused.status_code, osp.answers.count()) == (200, 1)
    client.post(address, {"step": hers.pk, "reason": "zadzwoniła i zmieniła zdanie"})
    letter.refresh_from_db()
    assert (osp.answers.count(), letter.undone_said) == (0, "yes")
    assert Event.objects.filter(code="candidacy.answer_undone").count() == 2


def test_a_yes_after_a_no_that_is_taken_back_leaves_the_no(coalition: Any, anna: User, osp: Candidacy) -> None:
    today = timezone.localdate()
    said: dict[str, Any] = {"invitation": sent(osp, anna), "how": "phone", "by": anna, "on": today}
    actions.take_answer(osp, said="no", **said)
    no = osp.answers.get()
    yes = actions.take_answer(osp, said="yes", **said)
    actions.undo_answer(yes, by=anna, reason="pomyłka")
    now = Candidacy.objects.get(pk=osp.pk)
    assert (now.state, now.erase_on is not None, list(now.answers.all())) == ("declined", True, [no])
    for wrong in (no, yes):
        with pytest.raises(actions.StepOutdated):
            actions.undo_answer(wrong, by=anna, reason="pomyłka")
