"""Answers and states go by their days: an answer is to its invitation, and one typed late changes nothing newer."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koalicja.backroom.models import Event
from koalicja.coalitions import actions
from koalicja.coalitions.models import Answer, Candidacy, CandidacyStep, Invitation
from koalicja.coalitions.queries import invitations as queries
from koalicja.coalitions.queries.progress import progress_of, said_by
from koalicja.coalitions.views.printing_words import seats
from koalicja.people.models import User
from koalicja.standing.models import Fact
from tests.coalitions.invited import SENDER, sent_letter
from tests.desk.test_coalition import text_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
COMES = "Przyjdzie. Przypomnij dzień przed spotkaniem"
INSTEAD = "Poszukaj kogoś innego z tej grupy"


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def zofia(coalition: Any, anna: User, make_person: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, person=make_person("Zofia Zmyślona"))


@pytest.fixture
def letter(zofia: Candidacy, anna: User) -> Invitation:
    """A letter of ten days ago."""
    sent = sent_letter(zofia, anna)
    when = timezone.now() - timedelta(days=10)
    Invitation.objects.filter(pk=sent.pk).update(on=ago(10), sent_at=when)
    CandidacyStep.objects.filter(candidacy=zofia, state="invited").update(on=ago(10), created_at=when)
    return Invitation.objects.get(pk=sent.pk)


def invited_again(zofia: Candidacy, by: User) -> Invitation:
    prepared = actions.prepare_invitation(zofia, by=by, way="letter", subject="S", text="T", again=True)
    looked = {prepared.pk: actions.Looked("S", "Drugie spotkanie")}
    actions.send_invitations(zofia.coalition, by=by, looked=looked, on=TODAY, sender=SENDER)
    return Invitation.objects.get(pk=prepared.pk)


def typed(zofia: Candidacy, by: User, said: str, on: date, **more: Any) -> Answer:
    how = more.pop("how", "slip")
    invitation = more.pop("invitation", zofia.invitations.last())
    return actions.take_answer(zofia, invitation=invitation, how=how, by=by, on=on, said=said, **more)


def now(zofia: Candidacy) -> tuple[str, Any, str, list[str]]:
    found = Candidacy.objects.get(pk=zofia.pk)
    return found.state, found.erase_on, found.next_step, [each.said for each in found.answers.all()]


def shown(coalition: Any) -> tuple[list[str], list[str], list[str], int]:
    """Who is said to come, who is to be called, whose seat there is; how many the board's next step waits for."""
    rows = queries.invited_of(coalition)
    candidacies = list(coalition.candidacies.all())
    progress = progress_of(coalition, candidacies, said=said_by(coalition), today=TODAY)
    coming = [row.name for row in rows if row.answer and row.answer.said == "yes"]
    calls = [row.name for row in queries.without_mail(rows)]
    return coming, calls, [seat.name for seat in seats(rows)], len(progress.silent)


def link_page(invitation: Invitation) -> str:
    return text_of(Client().get(reverse("coalitions:answer_link", args=[invitation.token])).content.decode())


def due(refused: date, zofia: Candidacy) -> date:
    return refused + timedelta(days=zofia.coalition.edition.erase_declined_after_days)


def test_an_answer_to_an_earlier_invitation_is_none_to_the_next(
    coalition: Any, anna: User, client_of: Any, zofia: Candidacy, letter: Invitation
) -> None:
    typed(zofia, anna, "yes", ago(5), how="phone")
    name = ["Zofia Zmyślona"]
    assert (shown(coalition), now(zofia)[2]) == ((name, [], name, 0), COMES)
    again = invited_again(zofia, anna)
    assert (shown(coalition), now(zofia)) == (([], name, [], 1), ("invited", None, "", ["yes"]))
    page = client_of(anna).get(reverse("coalitions:type_answer", args=[coalition.pk, zofia.pk]))
    assert "Wcześniejsza odpowiedź: tak" in text_of(page.content.decode())
    typed(zofia, anna, "maybe", ago(6), how="phone")
    assert (shown(coalition), now(zofia)[3]) == (([], name, [], 1), ["yes", "maybe"])
    actions.answer_by_link(again, said="yes")
    assert (shown(coalition), now(zofia)[3]) == ((name, [], name, 0), ["yes", "yes", "maybe"])


def test_who_refused_an_earlier_invitation_and_is_asked_anew_is_silent_until_she_answers(
    coalition: Any, anna: User, zofia: Candidacy, letter: Invitation
) -> None:
    typed(zofia, anna, "no", ago(5))
    invited_again(zofia, anna)
    assert (shown(coalition), now(zofia)) == (([], ["Zofia Zmyślona"], [], 1), ("invited", None, "", ["no"]))


def test_a_question_asked_before_the_next_invitation_still_waits(
    coalition: Any, anna: User, zofia: Candidacy, letter: Invitation
) -> None:
    typed(zofia, anna, "yes", ago(5), question="O której?")
    step = now(zofia)[2]
    invited_again(zofia, anna)
    waiting = [row.name for row in queries.invited_of(coalition) if row.asks_for_somebody]
    assert (waiting, now(zofia)[2]) == (["Zofia Zmyślona"], step)


def test_only_those_who_are_asked_and_did_not_ask_for_time_are_on_the_call_list(
    coalition: Any, anna: User, make_person: Any, zofia: Candidacy, letter: Invitation
) -> None:
    rows = {name: make_person(name) for name in ("Lucyna Późniejsza", "Marian Członek", "Nina Nowa", "Rita Zapytana")}
    found = {name: actions.consider(coalition=coalition, by=anna, person=person) for name, person in rows.items()}
    sent_letter(found["Lucyna Późniejsza"], anna)
    Candidacy.objects.filter(pk=found["Lucyna Późniejsza"].pk).update(not_before=TODAY + timedelta(days=1))
    actions.move(found["Marian Członek"], by=anna, to="signed", on=ago(1))
    actions.prepare_invitation(found["Rita Zapytana"], by=anna, way="talk", subject="", text="Dzień dobry!")
    assert shown(coalition)[1] == ["Rita Zapytana", "Zofia Zmyślona"]
    Candidacy.objects.filter(pk=found["Lucyna Późniejsza"].pk).update(not_before=TODAY)
    assert shown(coalition)[1] == ["Lucyna Późniejsza", "Rita Zapytana", "Zofia Zmyślona"]


def test_a_slip_belongs_to_the_invitation_of_its_code_else_of_its_day(
    coalition: Any, anna: User, client_of: Any, zofia: Candidacy, letter: Invitation
) -> None:
    again, client = invited_again(zofia, anna), client_of(anna)
    address = reverse("coalitions:type_answer", args=[coalition.pk, zofia.pk])
    found = client.post(reverse("coalitions:find_slip", args=[coalition.pk]), {"code": letter.code})
    of_slip = f"{address}?od=slip&zaproszenie={letter.pk}"
    assert found["Location"] == of_slip
    sent = ((of_slip, "slip", TODAY), (address, "phone", ago(4)), (address, "counter", TODAY))
    for url, how, on in sent:
        assert client.post(url, {"said": "maybe", "how": how, "on": on.isoformat()}).status_code == 302
    answered = {each.how: each.invitation_id for each in zofia.answers.all()}
    assert answered == {"slip": letter.pk, "phone": letter.pk, "counter": again.pk}


@pytest.mark.parametrize("kind", ["talk", "presence"])
def test_nothing_written_after_a_refusal_moves_the_day_on_which_data_is_erased(
    anna: User, zofia: Candidacy, kind: str
) -> None:
    actions.say_no(zofia, by=anna, on=ago(20))
    assert now(zofia)[:2] == ("declined", due(ago(20), zofia))
    if kind == "talk":
        actions.note_contact(zofia, by=anna, kind="call", on=TODAY, text="pyta, czy dane usunięte")
    else:
        actions.attend(zofia, by=anna, on=ago(3))
    assert now(zofia)[:2] == ("declined", due(ago(20), zofia))


def test_what_is_written_of_an_organisation_after_its_erasure_goes_on_a_schedule_of_its_own(
    coalition: Any, anna: User, make_organisation: Any
) -> None:
    osp = actions.consider(coalition=coalition, by=anna, organisation=make_organisation(group="ngo"))
    actions.say_no(osp, by=anna, on=ago(300))
    long_ago = timezone.now() - timedelta(days=300)
    CandidacyStep.objects.filter(candidacy=osp).update(created_at=long_ago)
    actions.erase(osp)
    actions.note_contact(osp, by=anna, kind="call", on=TODAY, text="dzwonić na wiosnę")
    assert now(osp)[1] == due(TODAY, osp)


@pytest.mark.parametrize(
    ("first", "late", "expected"),
    [
        ("no", "yes", ("declined", "due", INSTEAD, ["no", "yes"])),
        ("yes", "no", ("invited", None, COMES, ["yes", "no"])),
    ],
)
def test_an_answer_typed_late_is_kept_as_the_older_one_and_changes_nothing_newer(
    anna: User,
    client_of: Any,
    zofia: Candidacy,
    letter: Invitation,
    *,
    first: str,
    late: str,
    expected: Any,
) -> None:
    actions.answer_by_link(letter, said=first)
    url = reverse("coalitions:type_answer", args=[zofia.coalition_id, zofia.pk])
    words = {"reach": "600 111 222", "consent": "on"} if late == "yes" else {}
    sent = {"said": late, "how": "slip", "on": ago(3).isoformat(), **words}
    for _time in range(2):
        page = client_of(anna).post(url, sent, follow=True)
        label = {"yes": "tak", "no": "nie"}[first]
        told = f"Nowsza odpowiedź z dnia {TODAY:%d.%m.%Y} zostaje: {label}."
        assert told in text_of(page.content.decode())
    state, erase_on, step, answers = now(zofia)
    assert (state, erase_on and "due", step, answers) == expected
    assert erase_on in (None, due(TODAY, zofia))
    assert zofia.answers.exclude(reach="", consent="").count() == 0
    facts = Fact.objects.in_force().filter(subject=zofia.subject, kind="answered").order_by("on")
    assert [(fact.on, fact.detail["answer"]) for fact in facts] == [(ago(3), late), (TODAY, first)]
    heard = Event.objects.filter(subject=zofia.key, code="candidacy.answered", params__answer=late)
    assert [each.by for each in heard] == [anna]
    name = ["Zofia Zmyślona"] if first == "yes" else []
    assert shown(zofia.coalition) == (name, [], name, 0)


@pytest.mark.parametrize(
    ("to", "said", "expected", "told"),
    [
        ("declined", "yes", ("declined", True, ""), "odmowa"),
        ("declined", "no", ("declined", True, INSTEAD), ""),
        ("signed", "no", ("signed", False, ""), "podpis"),
        ("attended", "no", ("attended", False, ""), "obecność"),
    ],
)
def test_a_newer_state_stays_when_an_answer_of_an_earlier_day_is_typed(
    anna: User, client_of: Any, zofia: Candidacy, letter: Invitation, *, to: str, said: str, expected: Any, told: str
) -> None:
    if to == "attended":
        actions.attend(zofia, by=anna, on=ago(1))
    else:
        actions.move(zofia, by=anna, to=to, on=ago(1))
    url = reverse("coalitions:type_answer", args=[zofia.coalition_id, zofia.pk])
    page = client_of(anna).post(url, {"said": said, "how": "slip", "on": ago(4).isoformat()}, follow=True)
    state, erase_on, step, answers = now(zofia)
    assert ((state, erase_on == due(ago(1), zofia), step), answers) == (expected, [said])
    sentence = f"Nowszy stan z dnia {ago(1):%d.%m.%Y} zostaje: {told}."
    assert (sentence in text_of(page.content.decode())) == bool(told)
    assert shown(zofia.coalition)[0] == []


def test_taking_back_a_refusal_leaves_an_older_answer_that_was_typed_after_it(
    anna: User, zofia: Candidacy, letter: Invitation
) -> None:
    typed(zofia, anna, "no", ago(1))
    typed(zofia, anna, "yes", ago(3))
    step = zofia.steps.get(state="declined")
    actions.undo_step(step, by=anna, reason="pomyłka")
    assert now(zofia) == ("invited", None, COMES, ["yes"])


@pytest.mark.parametrize("parted", ["withdrawn", "left"])
def test_a_no_by_link_of_whoever_parted_is_a_refusal_like_any_other(
    anna: User, zofia: Candidacy, letter: Invitation, parted: str
) -> None:
    actions.move(zofia, by=anna, to=parted, on=ago(1))
    actions.answer_by_link(letter, said="no", question="proszę usunąć moje dane")
    assert now(zofia)[:2] == ("declined", due(TODAY, zofia))
    assert f"Dane usuniemy w dniu: {due(TODAY, zofia):%d.%m.%Y}" in link_page(letter).replace("Twoje dane", "Dane")


def test_a_no_by_one_link_shows_on_the_page_of_the_other_one_of_this_person(
    anna: User, zofia: Candidacy, letter: Invitation
) -> None:
    talk = sent_letter(zofia, anna, way="talk")
    actions.answer_by_link(talk, said="yes")
    actions.answer_by_link(letter, said="no", question="Czy wiecie, że choruję?")
    first, other = link_page(letter), link_page(talk)
    done = "Dziękujemy. Odpowiedź: nie"
    assert ([done in page for page in (first, other)], "choruję" in other) == ([True, True], False)
    assert f"{due(TODAY, zofia):%d.%m.%Y}" in other
