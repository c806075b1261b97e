"""Writes of the ledger: the state after, the event, the audit, and what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.utils import timezone

from koalicja.backroom.models import Event
from koalicja.standing import actions
from koalicja.standing.models import Fact, Kind, Source
from koalicja.standing.refusals import DateRefused, DetailRefused, FactOutdated, ReasonMissing, RequestReused
from koalicja.standing.texts import event_line
from koalicja.standing.told import Told
from tests.standing.conftest import DAY, TABLE

Make = Callable[..., Fact]
FIRST = Told(kind=Kind.MET, on=DAY, detail={"people": 14, "number": 1}, source=Source.MINUTES)


def said(fact: Fact) -> tuple[Any, ...]:
    fact.refresh_from_db()
    return fact.kind, fact.on, fact.subject, fact.detail, fact.source, fact.source_text


def told_events() -> list[tuple[str, str, str, Any]]:
    rows = Event.objects.order_by("pk").values_list("code", "subject", "scope", "params")
    return [(code, subject, scope, params["facts"]) for code, subject, scope, params in rows]


def test_a_fact_is_recorded_with_its_source_and_author_in_one_event(ewa: Any) -> None:
    before = timezone.now()
    fact = actions.record(
        TABLE,
        by=ewa,
        kind=Kind.INVITED,
        on=DAY,
        subject="organisation:12",
        detail={"way": "letter", "place": ""},
        source=Source.PHONE,
        source_text="  rozmowa   z sekretariatem ",
        scope="edition:3",
    )
    assert said(fact) == ("invited", DAY, "organisation:12", {"way": "letter"}, "phone", "rozmowa z sekretariatem")
    assert (fact.coalition, fact.author, fact.struck_at, fact.corrects, fact.root) == (TABLE, ewa, None, None, None)
    assert before <= fact.recorded_at <= timezone.now()
    assert told_events() == [("fact.recorded", "coalition:7", "edition:3", [fact.pk])]
    assert (Event.objects.get().by, event_line(Event.objects.get())) == (
        ewa,
        "Zapisano w historii: Zaproszenie, 17.09.2013",
    )


def test_who_has_no_account_leaves_a_fact_without_author(db: None) -> None:
    fact = actions.record(TABLE, by=None, kind=Kind.ANSWERED, on=DAY, detail={"answer": "yes"}, source=Source.LINK)
    assert (fact.author, Event.objects.get().by) == (None, None)


def test_a_fact_whose_caller_tells_it_leaves_no_second_event(make_fact: Make) -> None:
    make_fact(tell=False)
    assert (Fact.objects.count(), Event.objects.count()) == (1, 0)


def test_facts_told_at_once_are_one_event(ewa: Any) -> None:
    came = [Told(kind=Kind.ATTENDED, on=DAY, subject=f"organisation:{n}") for n in (1, 2)]
    facts = actions.record_all(TABLE, by=ewa, facts=[FIRST, *came])
    assert [fact.kind for fact in facts] == ["met", "attended", "attended"]
    assert told_events() == [("fact.recorded", "coalition:7", "", [fact.pk for fact in facts])]
    assert event_line(Event.objects.get()) == "Zapisano w historii: Spotkanie, 17.09.2013, i jeszcze 2 wpisy"


def test_facts_told_at_once_are_all_kept_or_none(ewa: Any) -> None:
    tomorrow = timezone.localdate() + timedelta(days=2)
    with pytest.raises(DateRefused):
        actions.record_all(TABLE, by=ewa, facts=[FIRST, replace(FIRST, on=tomorrow)])
    assert (Fact.objects.count(), Event.objects.count()) == (0, 0)


def test_a_repeated_request_records_once(ewa: Any) -> None:
    once = replace(FIRST, key="first meeting")
    fact = actions.record_all(TABLE, by=ewa, facts=[once])[0]
    both = actions.record_all(TABLE, by=ewa, facts=[once, replace(once, kind=Kind.NAMING_HELD, detail={}, key="")])
    assert both[0] == fact
    assert (Fact.objects.count(), [facts for *_rest, facts in told_events()]) == (2, [[fact.pk], [both[1].pk]])
    assert actions.record_all(TABLE, by=ewa, facts=[once]) == [fact]
    assert Event.objects.count() == 2


def test_a_request_key_belongs_to_one_coalition(ewa: Any) -> None:
    keyed = replace(FIRST, key="first meeting")
    actions.record_all(TABLE, by=ewa, facts=[keyed])
    actions.record_all(TABLE + 1, by=ewa, facts=[keyed])
    assert list(Fact.objects.order_by("pk").values_list("coalition", flat=True)) == [7, 8]


def test_a_request_key_with_another_fact_is_refused(ewa: Any) -> None:
    fact = actions.record_all(TABLE, by=ewa, facts=[replace(FIRST, key="first meeting")])[0]
    with pytest.raises(RequestReused) as refusal:
        actions.record_all(TABLE, by=ewa, facts=[replace(FIRST, key="first meeting", detail={"people": 15})])
    assert (refusal.value.fact, Fact.objects.count()) == (fact, 1)


def test_a_repeated_request_does_not_bring_back_a_struck_fact(ewa: Any) -> None:
    fact = actions.record_all(TABLE, by=ewa, facts=[replace(FIRST, key="first meeting")])[0]
    actions.strike(fact, by=ewa, reason="Nie odbyło się")
    again = actions.record_all(TABLE, by=ewa, facts=[replace(FIRST, key="first meeting")])[0]
    assert (again, again.is_struck, Fact.objects.count()) == (fact, True, 1)


@pytest.mark.parametrize(("day", "code"), [(date(1989, 12, 31), "too_early"), (None, "future")])
def test_a_day_that_cannot_be_is_refused(ewa: Any, day: date | None, code: str) -> None:
    on = day or timezone.localdate() + timedelta(days=2)
    with pytest.raises(DateRefused) as refusal:
        actions.record(TABLE, by=ewa, kind=Kind.MET, on=on)
    assert (refusal.value.code, refusal.value.params, Fact.objects.count()) == (code, {"on": on}, 0)


@pytest.mark.parametrize("day", [date(1990, 1, 1), None])
def test_the_first_and_the_last_day_that_can_be_are_taken(make_fact: Make, day: date | None) -> None:
    on = day or timezone.localdate()
    assert make_fact(on=on).on == on


@pytest.mark.parametrize(
    ("over", "code", "key"),
    [
        ({"detail": {"phone": "600100200"}}, "unknown", "phone"),
        ({"detail": {"people": -1}}, "shape", "people"),
        ({"detail": {"people": True}}, "shape", "people"),
        ({"detail": {"people": "14"}}, "shape", "people"),
        ({"detail": {"groups": {"kgw": 2}}}, "shape", "groups"),
        ({"detail": {"groups": {"ngo": -2}}}, "shape", "groups"),
        ({"detail": {"groups": 5}}, "shape", "groups"),
        ({"detail": {"answer": "perhaps"}}, "shape", "answer"),
        ({"detail": {"library_only": "yes"}}, "shape", "library_only"),
        ({"detail": {"next_on": "kiedyś"}}, "shape", "next_on"),
        ({"detail": {"about": "Zofia Przykładowa"}}, "shape", "about"),
        ({"detail": {"place": "x" * 201}}, "shape", "place"),
        ({"detail": {"place": "GOK, tel. 600 100 200"}}, "contact", "place"),
        ({"detail": {"agreed": "Pisać na ewa@example.pl"}}, "contact", "agreed"),
        ({"subject": "Zofia Przykładowa"}, "shape", "subject"),
        ({"source_text": "od kogo: 600 100 200"}, "contact", "source_text"),
        ({"source_text": "x" * 201}, "shape", "source_text"),
    ],
)
def test_contacts_names_and_unknown_details_are_refused(
    make_fact: Make, over: dict[str, Any], code: str, key: str
) -> None:
    with pytest.raises(DetailRefused) as refusal:
        make_fact(**over)
    assert (refusal.value.code, refusal.value.params, Fact.objects.count()) == (code, {"key": key}, 0)


@pytest.mark.parametrize("over", [{"kind": "danced"}, {"source": "rumour"}, {"precision": "hour"}])
def test_a_word_that_no_program_sends_is_a_mistake(make_fact: Make, over: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        make_fact(**over)


def test_details_are_kept_tidy_and_without_what_says_nothing(make_fact: Make) -> None:
    detail = {
        "people": 0,
        "groups": {"resident": 2, "office": 1},
        "place": " Dom  Kultury ",
        "agreed": "Spis  zasobów\r\n\r\nBroszura ",
        "next_on": date(2013, 10, 16),
        "moderated_by": "animator",
        "number": None,
        "library_only": False,
        "about": "invitation:4",
    }
    assert make_fact(detail=detail).detail == {
        "people": 0,
        "groups": {"office": 1, "resident": 2},
        "place": "Dom Kultury",
        "agreed": "Spis zasobów\n\nBroszura",
        "next_on": "2013-10-16",
        "moderated_by": "animator",
        "library_only": False,
        "about": "invitation:4",
    }


def test_a_correction_stands_in_the_place_of_the_wrong_fact(make_fact: Make, ewa: Any, jan: Any) -> None:
    wrong = make_fact(detail={"people": 15, "number": 1})
    right = actions.correct(
        wrong,
        by=jan,
        right=replace(Told.of(wrong), detail={"people": 14}),
        reason=" Lista  obecności ",
        scope="edition:3",
    )
    wrong.refresh_from_db()
    assert (right.corrects, right.root, right.first, right.author) == (wrong, wrong, wrong.pk, jan)
    assert (said(right)[3], right.is_struck, right.recorded_at) == ({"people": 14}, False, wrong.struck_at)
    assert (wrong.detail, wrong.author) == ({"people": 15, "number": 1}, ewa)
    assert (wrong.struck_by, wrong.strike_reason) == (jan, "Lista obecności")
    assert told_events()[1:] == [("fact.corrected", "coalition:7", "edition:3", [right.pk])]
    event = Event.objects.get(code="fact.corrected")
    assert (event.by, event.params["before"]) == (jan, wrong.pk)
    assert event_line(event) == "Poprawiono w historii: Spotkanie, 17.09.2013"


def test_a_correction_is_corrected_and_all_versions_share_the_first(make_fact: Make, ewa: Any) -> None:
    first = make_fact(detail={"people": 1})
    versions = [first]
    for people in (2, 3):
        right = replace(Told.of(first), detail={"people": people})
        versions.append(actions.correct(versions[-1], by=ewa, right=right, reason="Liczba"))
    assert [fact.first for fact in versions] == [first.pk] * 3
    assert list(Fact.objects.in_force()) == versions[2:]


def test_a_correction_that_says_the_same_changes_nothing(make_fact: Make, ewa: Any) -> None:
    fact = make_fact(detail={"people": 14})
    assert actions.correct(fact, by=ewa, right=Told.of(fact), reason="Bez zmian") == fact
    assert (Fact.objects.count(), Event.objects.count()) == (1, 1)


def test_a_repeated_correction_corrects_once(make_fact: Make, ewa: Any) -> None:
    wrong = make_fact(detail={"people": 15})
    right = replace(Told.of(wrong), detail={"people": 14}, key="form 1")
    corrected = [actions.correct(wrong, by=ewa, right=right, reason="Lista") for _ in range(2)]
    assert (corrected[0] == corrected[1], Fact.objects.count(), Event.objects.count()) == (True, 2, 2)


def test_a_fact_that_was_corrected_meanwhile_is_not_corrected_again(make_fact: Make, ewa: Any, jan: Any) -> None:
    wrong = make_fact(detail={"people": 15})
    theirs = actions.correct(wrong, by=jan, right=replace(Told.of(wrong), detail={"people": 14}), reason="Lista")
    for refused in (
        lambda: actions.correct(wrong, by=ewa, right=replace(Told.of(wrong), detail={"people": 13}), reason="Zdjęcie"),
        lambda: actions.strike(wrong, by=ewa, reason="Nie odbyło się"),
    ):
        with pytest.raises(FactOutdated) as refusal:
            refused()
        assert (refusal.value.before, refusal.value.now) == (wrong, theirs)
        assert refusal.value.before.struck_by == jan
    assert (Fact.objects.count(), Event.objects.count()) == (2, 2)


def test_a_struck_fact_stands_no_longer_and_stays_readable(make_fact: Make, ewa: Any, jan: Any) -> None:
    fact = make_fact(detail={"people": 15})
    actions.strike(fact, by=jan, reason="To było spotkanie innej grupy", scope="edition:3")
    fact.refresh_from_db()
    assert (fact.detail, fact.author, fact.struck_by) == ({"people": 15}, ewa, jan)
    assert (fact.strike_reason, list(Fact.objects.in_force())) == ("To było spotkanie innej grupy", [])
    assert told_events()[1:] == [("fact.struck", "coalition:7", "edition:3", [fact.pk])]
    assert event_line(Event.objects.get(code="fact.struck")) == "Skreślono w historii: Spotkanie, 17.09.2013"


def test_the_same_said_twice_strikes_once_and_another_reason_is_told(make_fact: Make, ewa: Any, jan: Any) -> None:
    fact = make_fact()
    actions.strike(fact, by=jan, reason="Pomyłka")
    actions.strike(fact, by=jan, reason="Pomyłka")
    assert Event.objects.filter(code="fact.struck").count() == 1
    for by, reason in ((ewa, "Pomyłka"), (jan, "Nie ten dzień")):
        with pytest.raises(FactOutdated) as refusal:
            actions.strike(fact, by=by, reason=reason)
        assert (refusal.value.now, refusal.value.now.strike_reason) == (fact, "Pomyłka")


def test_a_reason_is_needed_short_and_without_contacts(make_fact: Make, ewa: Any) -> None:
    fact = make_fact()
    with pytest.raises(ReasonMissing):
        actions.strike(fact, by=ewa, reason="  ")
    with pytest.raises(ReasonMissing):
        actions.correct(fact, by=ewa, right=replace(FIRST, detail={}), reason="")
    for reason, code in (("x" * 301, "shape"), ("zadzwonić: 600 100 200", "contact")):
        with pytest.raises(DetailRefused) as refusal:
            actions.strike(fact, by=ewa, reason=reason)
        assert (refusal.value.code, refusal.value.params) == (code, {"key": "reason"})
    fact.refresh_from_db()
    assert (fact.is_struck, Fact.objects.count()) == (False, 1)


def test_a_correction_obeys_the_same_rules(make_fact: Make, ewa: Any) -> None:
    fact = make_fact()
    with pytest.raises(DateRefused):
        actions.correct(fact, by=ewa, right=replace(Told.of(fact), on=date(1984, 1, 1)), reason="Rok")
    assert Fact.objects.filter(struck_at=None).count() == 1


def test_every_row_is_audited(make_fact: Make, ewa: Any) -> None:
    wrong = make_fact(detail={"people": 15})
    right = actions.correct(wrong, by=ewa, right=replace(Told.of(wrong), detail={"people": 14}), reason="Lista")
    Create, Update = LogEntry.Action.CREATE, LogEntry.Action.UPDATE
    entries = LogEntry.objects.filter(content_type__app_label="standing").order_by("pk")
    assert [(entry.object_pk, entry.action) for entry in entries] == [
        (str(wrong.pk), Create),
        (str(wrong.pk), Update),
        (str(right.pk), Create),
    ]
    assert set(entries[1].changes) == {"struck_at", "struck_by", "strike_reason"}


def test_a_correction_and_a_strike_whose_caller_tells_them_leave_no_event_of_their_own(
    make_fact: Make, ewa: Any
) -> None:
    wrong = make_fact(tell=False)
    right = replace(Told.of(wrong), detail={"people": 14})
    actions.strike(
        actions.correct(wrong, by=ewa, right=right, reason="Lista", tell=False), by=ewa, reason="Pomyłka", tell=False
    )
    assert (Fact.objects.count(), Fact.objects.in_force().count(), Event.objects.count()) == (2, 0, 0)
