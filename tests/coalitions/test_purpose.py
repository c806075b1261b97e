"""What a coalition stands on: versions, the event and the fact of each change, two people at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from koalicja.backroom.models import Event
from koalicja.coalitions import actions
from koalicja.coalitions.models import Area, Asset, Leadership, Statement
from koalicja.coalitions.texts import event_line
from koalicja.people.actions.edits import EditConflict, Gone, last_event
from koalicja.people.models import User
from koalicja.standing import wording
from koalicja.standing.models import Fact
from koalicja.standing.refusals import DateRefused

MARCH, JUNE = date(2012, 3, 20), date(2012, 6, 14)


def say(coalition: Any, by: User, text: str, **over: Any) -> Statement:
    fields = {"kind": "goal", "on": MARCH, "since": 0} | over
    return actions.say_statement(coalition=coalition, by=by, text=text, **fields)


def told() -> list[tuple[Any, ...]]:
    return [(fact.kind, fact.on, fact.subject, fact.detail) for fact in Fact.objects.order_by("pk")]


def test_a_goal_that_is_widened_keeps_the_older_one_with_date_and_author(
    coalition: Any, anna: User, marek: User
) -> None:
    first = say(coalition, anna, "Platforma wsparcia biblioteki")
    second = say(coalition, marek, "Rozwój lokalnej społeczności", on=JUNE, since=first.pk)
    kept = Statement.objects.values_list("text", "on", "by__name")
    assert list(kept) == [
        ("Rozwój lokalnej społeczności", JUNE, "Marek"),
        ("Platforma wsparcia biblioteki", MARCH, "Anna"),
    ]
    assert told() == [
        ("goal_set", MARCH, first.key, {"library_only": True}),
        ("goal_set", JUNE, second.key, {"library_only": False}),
    ]
    events = Event.objects.filter(code="statement.said").order_by("pk").values_list("subject", "scope", "params")
    common = {"name": coalition.name, "kind": "goal"}
    scope = f"edition:{coalition.edition_id}"
    assert list(events) == [
        (coalition.key, scope, common | {"statement": first.pk, "is_first": True}),
        (coalition.key, scope, common | {"statement": second.pk, "is_first": False}),
    ]


def test_a_text_agreed_earlier_but_typed_later_goes_below_the_one_that_counts(coalition: Any, anna: User) -> None:
    now = say(coalition, anna, "Rozwój lokalnej społeczności", on=JUNE)
    say(coalition, anna, "Platforma wsparcia biblioteki", on=MARCH, since=now.pk)
    assert [each.on for each in Statement.objects.all()] == [JUNE, MARCH]


def test_the_same_text_said_again_writes_nothing(coalition: Any, anna: User) -> None:
    said = say(coalition, anna, "Więzi")
    assert say(coalition, anna, "Więzi", on=JUNE) == said
    assert (Statement.objects.count(), Fact.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_whoever_did_not_see_the_newest_version_is_asked_first(coalition: Any, anna: User, marek: User) -> None:
    theirs = say(coalition, marek, "Ścieżki rowerowe")
    with pytest.raises(EditConflict) as refusal:
        say(coalition, anna, "Więzi", since=0)
    conflict = refusal.value.conflicts[0]
    assert (conflict.field, conflict.theirs, conflict.yours) == ("goal", theirs, "Więzi")
    assert [event.by for event in refusal.value.others] == [marek]
    assert Statement.objects.count() == 1
    say(coalition, anna, "Więzi", since=theirs.pk)
    assert Statement.objects.count() == 2


def test_a_day_that_has_not_come_writes_nothing(coalition: Any, anna: User) -> None:
    with pytest.raises(DateRefused):
        say(coalition, anna, "Więzi", on=timezone.localdate() + timedelta(days=2))
    assert (Statement.objects.count(), Fact.objects.count(), Event.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("kind", "fact"), [("problem", "problem_set"), ("library_role", "role_set"), ("library_gain", "gain_set")]
)
def test_each_kind_of_text_writes_its_fact(coalition: Any, anna: User, kind: str, fact: str) -> None:
    said = say(coalition, anna, "Gospodarz", kind=kind)
    assert told() == [(fact, MARCH, said.key, {})]


def test_the_library_need_not_lead_and_may(coalition: Any, anna: User, make_organisation: Any) -> None:
    library = coalition.participation.library
    osp = actions.consider(coalition=coalition, by=anna, organisation=make_organisation(), on=MARCH)

    def choose(how: str, since: int, **who: Any) -> Leadership:
        return actions.choose_leadership(coalition=coalition, by=anna, how=how, on=JUNE, since=since, **who)

    first = choose("nobody", 0)
    second = choose("member", first.pk, by_library=True)
    third = choose("member", second.pk, candidacy=osp)
    fourth = choose("rotating", third.pk, words="KGW, OSP, szkoła")
    assert [fact[2:] for fact in told() if fact[0] == "leader_set"] == [
        ("", {"how": "nobody", "about": first.key}),
        (library.key, {"how": "member", "about": second.key}),
        (osp.subject, {"how": "member", "about": third.key}),
        ("", {"how": "rotating", "about": fourth.key}),
    ]
    assert [each.how for each in Leadership.objects.all()] == ["rotating", "member", "member", "nobody"]
    with pytest.raises(EditConflict):
        choose("shared", third.pk)


def test_areas_are_chosen_once_given_up_and_taken_up_again(coalition: Any, anna: User) -> None:
    def add(name: str, starter: str = "") -> Area:
        return actions.add_area(coalition=coalition, by=anna, name=name, starter=starter, on=MARCH)

    seniors, own = add("Seniorzy", "seniors"), add("Ścieżki rowerowe")
    assert add("SENIORZY") == seniors
    assert add("Osoby starsze", "seniors") == seniors
    actions.drop_area(seniors, by=anna, on=JUNE)
    actions.drop_area(seniors, by=anna, on=JUNE)
    assert add("Seniorzy", "seniors").pk == seniors.pk
    assert [(fact[0], fact[2]) for fact in told()] == [
        ("area_chosen", seniors.key),
        ("area_chosen", own.key),
        ("area_dropped", seniors.key),
        ("area_chosen", seniors.key),
    ]
    assert list(Area.objects.values_list("name", "position", "dropped_at")) == [
        ("Seniorzy", 1, None),
        ("Ścieżki rowerowe", 2, None),
    ]


def test_an_area_is_renamed_by_one_at_a_time_and_never_to_the_name_of_another(
    coalition: Any, anna: User, marek: User
) -> None:
    area = actions.add_area(coalition=coalition, by=anna, name="Młodzi", on=MARCH)
    other = actions.add_area(coalition=coalition, by=anna, name="Seniorzy", on=MARCH)
    since = last_event(coalition.key)
    actions.rename_area(area, by=marek, seen="Młodzi", name="Nastolatki", since=since)
    with pytest.raises(EditConflict):
        actions.rename_area(area, by=anna, seen="Młodzi", name="Młodzież", since=since)
    with pytest.raises(actions.AreaTwice):
        actions.rename_area(area, by=anna, seen="Nastolatki", name="seniorzy", since=since)
    actions.drop_area(other, by=anna, on=JUNE)
    with pytest.raises(Gone):
        actions.rename_area(other, by=anna, seen="Seniorzy", name="Starsi", since=since)
    assert sorted(Area.objects.values_list("name", flat=True)) == ["Nastolatki", "Seniorzy"]
    assert Event.objects.get(code="area.renamed").params["changes"] == {"name": ["Młodzi", "Nastolatki"]}


def test_an_asset_is_entered_once_changed_and_taken_away(coalition: Any, anna: User, marek: User) -> None:
    def add() -> Asset:
        return actions.add_asset(coalition=coalition, by=anna, kind="room", what="Czytelnia na 30 osób")

    asset = add()
    assert add() == asset
    seen, since = {"kind": "room", "what": asset.what, "note": ""}, last_event(coalition.key)
    actions.change_asset(asset, by=anna, seen=seen, new=seen | {"note": "od 9 do 18"}, since=since)
    actions.change_asset(asset, by=marek, seen=seen, new=seen | {"what": "Czytelnia"}, since=since)
    asset.refresh_from_db()
    assert (asset.what, asset.note, asset.version) == ("Czytelnia", "od 9 do 18", 3)
    actions.remove_asset(asset, by=anna)
    actions.remove_asset(asset, by=anna)
    with pytest.raises(Gone):
        actions.change_asset(asset, by=anna, seen=seen, new=seen, since=since)
    assert [fact[0] for fact in told()] == ["asset_added"]
    assert list(Event.objects.order_by("pk").values_list("code", flat=True)) == [
        "asset.added",
        "asset.changed",
        "asset.changed",
        "asset.removed",
    ]


def test_a_table_may_meet_once_a_year(coalition: Any, anna: User, marek: User) -> None:
    """Strzelce Krajeńskie: 22.11.2012, next in 2013."""
    actions.set_rhythm(coalition=coalition, by=anna, seen=None, months=12, on=JUNE, since=0)
    coalition.refresh_from_db()
    assert coalition.rhythm_months == 12
    assert told() == [("rhythm_set", JUNE, "", {"months": 12})]
    with pytest.raises(EditConflict):
        actions.set_rhythm(coalition=coalition, by=marek, seen=None, months=1, on=JUNE, since=0)
    assert Fact.objects.count() == 1


def test_a_rhythm_that_is_taken_off_stands_in_the_history_once(coalition: Any, anna: User) -> None:
    actions.set_rhythm(coalition=coalition, by=anna, seen=None, months=12, on=MARCH, since=0)
    for _press in range(2):
        actions.set_rhythm(coalition=coalition, by=anna, seen=12, months=None, on=JUNE, since=0)
    coalition.refresh_from_db()
    assert coalition.rhythm_months is None
    assert told() == [("rhythm_set", MARCH, "", {"months": 12}), ("rhythm_set", JUNE, "", {})]
    assert [wording.Teller().line(each).replace("\xa0", " ") for each in Fact.objects.order_by("pk")] == [
        "Rytm spotkań: raz w roku",
        "Zdjęto rytm spotkań",
    ]
    events = Event.objects.order_by("pk")
    assert [event.params["changes"] for event in events] == [
        {"rhythm_months": [None, 12]},
        {"rhythm_months": [12, None]},
    ]
    assert [event_line(event) for event in events] == ["Zmieniono rytm spotkań", "Zdjęto rytm spotkań"]


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Statement, {"kind": "goal", "text": "", "on": MARCH}),
        (Statement, {"kind": "song", "text": "La", "on": MARCH}),
        (Leadership, {"how": "nobody", "words": "KGW", "on": MARCH}),
        (Leadership, {"how": "member", "words": "KGW", "by_library": True, "on": MARCH}),
        (Area, {"name": "", "on": MARCH}),
        (Asset, {"kind": "room", "what": ""}),
        (Asset, {"kind": "castle", "what": "Zamek"}),
    ],
)
def test_the_database_refuses_what_makes_no_sense(coalition: Any, model: Any, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(coalition=coalition, **fields)
