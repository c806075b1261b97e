"""What people do with a question and what is left of it: rows, the log, events."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from koalicja.backroom.models import Event
from koalicja.desk.texts import event_line
from koalicja.people.actions.edits import Gone
from koalicja.people.models import User
from koalicja.voices import actions
from koalicja.voices.models import ModerationEntry, Participant, Question, Reaction, Release, Statement
from koalicja.voices.queries.standing import counted, left_to_answer, roots_of
from tests.voices.asked import NO, PASS, YES, over, question_in, react, somebody, statements


def log(question: Question) -> list[tuple[str, str, str]]:
    rows = ModerationEntry.objects.filter(question=question).order_by("pk").select_related("statement", "by")
    return [(each.what, each.statement.text, each.by.name if each.by else "") for each in rows]


def reactions() -> list[tuple[int, int, int]]:
    return list(Reaction.objects.order_by("statement", "pk").values_list("statement", "value", "turn"))


def votes(question: Question) -> list[tuple[str, int]]:
    return sorted((vote.statement, vote.value) for vote in counted(question).votes)


def test_a_question_begins_with_statements_and_asked_twice_it_is_one(coalition: Any, anna: User, marek: User) -> None:
    question = question_in(coalition, anna)
    assert question_in(coalition, marek, text="czego brakuje tu MŁODYM?") == question
    assert (question.entry_code, question.bands) == ("", ["13-19", "20-34", "35-59", "60+"])
    assert [(each.text, each.origin, each.state, each.by) for each in statements(question)] == [
        ("Autobus do miasta po 17", "seed", "shown", anna),
        ("Miejsce, gdzie można po prostu posiedzieć", "seed", "shown", anna),
    ]
    assert [row[::2] for row in log(question)] == [("added", "Anna")] * 2
    [event] = Event.objects.all()
    params = {"name": coalition.name, "question": question.pk, "text": "Czego brakuje tu młodym?"}
    assert (event.code, event.subject, event.by, event.params) == ("question.opened", coalition.key, anna, params)


@pytest.mark.parametrize("audience", ["members", "room"])
def test_whoever_has_another_code_does_not_take_part(coalition: Any, anna: User, audience: str) -> None:
    question = question_in(coalition, anna, audience=audience)
    for wrong in ("", "ABC", "żółć", f"{question.entry_code}2"):
        with pytest.raises(actions.WrongCode):
            actions.begin(question, key="klucz", entry_code=wrong)
    assert Participant.objects.count() == 0
    mine = actions.begin(question, key="klucz", entry_code=f" {question.entry_code.lower()} ")
    assert actions.begin(question, key="klucz", entry_code=question.entry_code) == mine
    assert actions.begin(question, key="tablet", way="tablet").way == "tablet"


def test_what_is_stored_of_somebody_is_no_key_no_name_and_no_time(question: Question) -> None:
    somebody(question, "klucz", "resident", "60+")
    [row] = Participant.objects.values()
    assert row.keys() == {"id", "question_id", "way", "key_hash", "group", "age_band", "has_told", "turns"}
    assert "klucz" not in row.values()
    assert (row["group"], row["age_band"], row["has_told"]) == ("resident", "60+", True)
    assert Event.objects.exclude(code="question.opened").count() == 0


def test_the_last_reaction_counts_and_an_older_page_sent_once_more_changes_nothing(question: Question) -> None:
    bus, place = statements(question)
    ola = somebody(question)
    assert actions.react(ola, bus.pk, value=YES, turn=1)
    assert actions.react(ola, bus.pk, value=YES, turn=1)
    assert reactions() == [(bus.pk, YES, 1)]
    react(ola, place, PASS)
    react(ola, bus, NO)
    assert actions.react(ola, bus.pk, value=YES, turn=1)
    assert reactions() == [(bus.pk, NO, 3), (place.pk, PASS, 2)]
    assert actions.react(ola, bus.pk, value=YES, turn=9_999)
    assert reactions() == [(bus.pk, YES, 4), (place.pk, PASS, 2)]


def test_what_is_not_there_takes_no_reaction(question: Question, coalition: Any, anna: User) -> None:
    ola = somebody(question)
    strange = statements(question_in(coalition, anna, text="Inne pytanie?"))[0]
    hidden = statements(question)[0]
    actions.reject_statement(hidden, by=anna, reason="Powtarza pytanie")
    for key in (strange.pk, hidden.pk, 10**9):
        assert not actions.react(ola, key, value=YES, turn=1)
    assert reactions() == []


def test_her_own_statement_is_added_once_and_counts_as_her_yes(question: Question) -> None:
    ola = somebody(question)
    mine = actions.add_own(ola, text="Skatepark", request_key="a1")
    assert actions.add_own(ola, text="Skatepark przy szkole", request_key="a1") == mine
    assert actions.add_own(ola, text="Skatepark", request_key="b2") == mine
    assert (mine.state, mine.origin, mine.author, reactions()) == ("shown", "participant", ola, [(mine.pk, YES, 1)])
    assert log(question)[2:] == [("added", "Skatepark", "")]
    assert left_to_answer(question, ola) in ((1, 2), (2, 1))


@pytest.mark.parametrize(
    ("text", "why", "looks_first"),
    [("Dzwońcie: 600 100 200", "contact", False), ("www.przyklad.example", "link", False), ("Kino", "each", True)],
)
def test_what_has_to_be_looked_at_waits_until_somebody_shows_it(
    coalition: Any, anna: User, text: str, why: str, looks_first: bool
) -> None:
    question = question_in(coalition, anna, looks_first=looks_first, seeds=[])
    ola, jan = somebody(question), somebody(question, "inny")
    mine = actions.add_own(ola, text=text, request_key="a1")
    assert (mine.state, mine.held_for) == ("held", why)
    assert (left_to_answer(question, jan), votes(question)) == ((), [])
    actions.show_statement(mine, by=anna)
    actions.show_statement(mine, by=anna)
    mine.refresh_from_db()
    assert (mine.state, mine.held_for, left_to_answer(question, jan)) == ("shown", "", (mine.pk,))
    assert votes(question) == [(str(mine.pk), YES)]
    assert log(question) == [("held", text, ""), ("shown", text, "Anna")]
    assert Event.objects.latest("pk").params == {
        "name": coalition.name,
        "question": question.pk,
        "voice": mine.pk,
        "state": "shown",
    }


def test_a_rejected_statement_says_why_and_gives_back_what_was_merged_into_it(question: Question, anna: User) -> None:
    bus, place = statements(question)
    actions.merge_statement(place, bus, by=anna)
    actions.reject_statement(bus, by=anna, reason="Powtarza pytanie")
    bus.refresh_from_db()
    assert (bus.state, bus.reason, roots_of(question)) == ("rejected", "Powtarza pytanie", {place.pk: place.pk})
    assert ModerationEntry.objects.latest("pk").reason == "Powtarza pytanie"
    actions.show_statement(bus, by=anna)
    assert roots_of(question) == {bus.pk: bus.pk, place.pk: place.pk}


def test_merging_keeps_every_reaction_and_is_undone_as_it_was(question: Question, anna: User) -> None:
    bus, place = statements(question)
    night = actions.add_for_others(
        question, by=anna, text="Autobus wieczorem", origin="meeting", origin_words="spotkanie 12 maja"
    )
    ola, jan, ewa = (somebody(question, key) for key in ("ola", "jan", "ewa"))
    for who, statement, value in [
        (ola, bus, YES),
        (jan, night, NO),
        (ewa, bus, NO),
        (ewa, night, YES),
        (ewa, place, 0),
    ]:
        react(who, statement, value)
    before = votes(question)
    actions.merge_statement(night, bus, by=anna)
    actions.merge_statement(night, bus, by=anna)
    assert votes(question) == sorted(
        [(str(bus.pk), YES), (str(bus.pk), NO), (str(bus.pk), NO), (str(bus.pk), YES), (str(place.pk), 0)]
    )
    assert [vote.value for vote in counted(question).votes if vote.statement == str(bus.pk)][-2:] == [NO, YES]
    assert left_to_answer(question, jan) == (place.pk,)
    actions.merge_statement(bus, place, by=anna)
    assert roots_of(question) == dict.fromkeys((bus.pk, place.pk, night.pk), place.pk)
    with pytest.raises(actions.NotMerged):
        actions.merge_statement(place, night, by=anna)
    actions.undo_merge(bus, by=anna)
    actions.undo_merge(night, by=anna)
    actions.undo_merge(night, by=anna)
    assert (votes(question), Reaction.objects.count()) == (before, 5)
    assert [row[0] for row in log(question)[2:]] == ["added", "merged", "merged", "parted", "parted"]
    with pytest.raises(actions.NotMerged):
        actions.merge_statement(bus, bus, by=anna)


def test_a_statement_is_withdrawn_by_its_author_alone_and_its_words_go(question: Question, anna: User) -> None:
    ola, jan = somebody(question), somebody(question, "inny")
    mine = actions.add_own(ola, text="Skatepark", request_key="a1")
    alike = actions.add_own(jan, text="Skate park", request_key="a2")
    actions.merge_statement(alike, mine, by=anna)
    assert not actions.withdraw(jan, mine.pk)
    assert actions.withdraw(ola, mine.pk)
    assert not actions.withdraw(ola, mine.pk)
    mine.refresh_from_db()
    assert (mine.text, mine.state, reactions()) == ("", "withdrawn", [(alike.pk, YES, 1)])
    assert roots_of(question)[alike.pk] == alike.pk
    assert ModerationEntry.objects.latest("pk").what == "withdrawn"


def test_everything_of_hers_goes_when_she_takes_it_back(question: Question) -> None:
    ola, jan = somebody(question, "ola", "resident"), somebody(question, "jan")
    actions.add_own(ola, text="Zadzwońcie: 600 100 200", request_key="a1")
    react(ola, statements(question)[0], NO)
    react(jan, statements(question)[0], YES)
    actions.withdraw_all(ola)
    assert list(Participant.objects.all()) == [jan]
    assert reactions() == [(statements(question)[0].pk, YES, 1)]
    assert list(Statement.objects.filter(state="withdrawn").values_list("text", "author")) == [("", None)]
    for write in (
        lambda: actions.react(ola, statements(question)[0].pk, value=YES, turn=1),
        lambda: actions.add_own(ola, text="Kino", request_key="a2"),
    ):
        with pytest.raises(Gone):
            write()


LATE: dict[str, Any] = {
    "begin": lambda who, anna: actions.begin(who.question, key="nowy"),
    "tell": lambda who, anna: actions.tell_about_oneself(who, group="ngo", age_band=""),
    "react": lambda who, anna: actions.react(who, statements(who.question)[0].pk, value=YES, turn=1),
    "add": lambda who, anna: actions.add_own(who, text="Kino", request_key="a"),
    "withdraw": lambda who, anna: actions.withdraw_all(who),
    "add for others": lambda who, anna: actions.add_for_others(who.question, by=anna, text="Kino", origin="seed"),
}
CLOSED = LATE | {
    "last day": lambda who, anna: actions.set_last_day(who.question, by=anna, closes_on=timezone.localdate()),
    "reject": lambda who, anna: actions.reject_statement(statements(who.question)[0], by=anna, reason="bo"),
    "merge": lambda who, anna: actions.merge_statement(*statements(who.question), by=anna),
}


@pytest.mark.parametrize("name", LATE)
def test_after_the_last_day_nothing_is_taken(name: str, question: Question, anna: User) -> None:
    who = somebody(question)
    over(question)
    with pytest.raises(actions.QuestionClosed):
        LATE[name](who, anna)
    assert (Participant.objects.count(), Reaction.objects.count(), Statement.objects.count()) == (1, 0, 2)


@pytest.mark.parametrize("name", CLOSED)
def test_a_closed_question_takes_nothing(name: str, question: Question, anna: User) -> None:
    who = somebody(question)
    actions.close_question(question, by=anna)
    with pytest.raises(actions.QuestionClosed):
        CLOSED[name](who, anna)


def test_the_last_day_moves_while_the_question_is_open(question: Question, anna: User) -> None:
    who = somebody(question)
    over(question)
    today = timezone.localdate()
    actions.set_last_day(question, by=anna, closes_on=today)
    actions.set_last_day(question, by=anna, closes_on=today)
    assert actions.react(who, statements(question)[0].pk, value=YES, turn=1)
    assert [event.params["on"] for event in Event.objects.filter(code="question.last_day")] == [today.isoformat()]


def test_a_question_is_closed_once_by_hand_or_by_its_day(question: Question, coalition: Any, anna: User) -> None:
    other = question_in(coalition, anna, text="Co nas łączy?")
    over(other)
    first = actions.close_question(question, by=anna)
    assert actions.close_question(question) == first
    assert [actions.close_due(timezone.localdate()) for _time in range(2)] == [1, 0]
    closed = Question.objects.order_by("pk").values_list("closed_by__name", flat=True)
    assert (list(closed), Release.objects.count()) == (["Anna", None], 2)
    events = Event.objects.filter(code="question.closed").order_by("pk")
    assert [(event.by and event.by.name, event.params["question"]) for event in events] == [
        ("Anna", question.pk),
        (None, other.pk),
    ]


def test_each_event_of_the_room_has_its_sentence(question: Question, anna: User) -> None:
    bus, place = statements(question)
    actions.set_last_day(question, by=anna, closes_on=question.closes_on + timedelta(days=1))
    actions.add_for_others(question, by=anna, text="Kino", origin="person", origin_words="pani z ulicy Szkolnej")
    actions.merge_statement(place, bus, by=anna)
    actions.undo_merge(place, by=anna)
    actions.reject_statement(place, by=anna, reason="bo")
    actions.close_question(question, by=anna)
    lines = [event_line(event) for event in Event.objects.order_by("pk")]
    assert [line.partition(":")[0] for line in lines] == [
        "Zadane pytanie",
        "Ostatni dzień pytania",
        "Dodano wypowiedź w czyimś imieniu",
        "Połączono dwie wypowiedzi, które mówią to samo",
        "Cofnięto połączenie dwóch wypowiedzi",
        "Wypowiedź przejrzana",
        "Zamknięte pytanie",
    ]
