"""Organisations: added, changed, classified, taken out, taken in from suggestions."""

from collections.abc import Callable
from typing import Any

import pytest

from koalicja.backroom.models import Event
from koalicja.people.actions import organisations as actions
from koalicja.people.actions.edits import EditConflict, last_event
from koalicja.people.models import Correction, Organisation
from koalicja.people.queries.classes import class_fields, corrections_of

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]


def events() -> list[tuple[str, str, int | None]]:
    return [(event.code, event.subject, event.by_id) for event in Event.objects.order_by("pk")]


def test_an_added_organisation_is_classified_by_its_name(anna: Any, gmina: Any) -> None:
    osp = actions.add_organisation(gmina, by=anna, name="OSP Olszynki", source="rozmowa", village="Olszynki")
    osp.refresh_from_db()
    assert (osp.group, osp.sector, osp.class_decided, osp.state) == ("ngo", "fire_brigade", "guess", "listed")
    assert (osp.source, osp.created_by, osp.name_key != "", "pozarny" in osp.search_key) == (
        "rozmowa",
        anna,
        True,
        True,
    )
    assert events() == [("organisation.added", f"organisation:{osp.pk}", anna.pk)]


def test_a_chosen_class_is_no_guess(anna: Any, gmina: Any) -> None:
    chosen = actions.add_organisation(gmina, by=anna, name="Zielona Dolina", source="", class_choice="farmer")
    assert (chosen.group, chosen.sector, chosen.class_decided) == ("business", "farmer", "human")


def test_changing_one_field_leaves_the_others_and_moves_the_keys(anna: Any, make_organisation: Make) -> None:
    osp = make_organisation("OSP Olszynki", village="Olszynki")
    edit = actions.update_organisation(
        osp,
        by=anna,
        seen={"name": "OSP Olszynki", "village": "Olszynki"},
        new={"name": "OSP Zarzecze", "village": "Olszynki"},
        since=0,
    )
    osp.refresh_from_db()
    assert (edit.changed, osp.name, osp.village, osp.version) == (("name",), "OSP Zarzecze", "Olszynki", 2)
    assert "zarzecze" in osp.name_key
    event = Event.objects.get()
    assert (event.code, event.params) == (
        "organisation.changed",
        {"changes": {"name": ["OSP Olszynki", "OSP Zarzecze"]}},
    )


def test_the_history_says_that_a_note_changed_and_not_what_it_said(anna: Any, make_organisation: Make) -> None:
    osp = make_organisation(note="Dzwonić do pani Zofii")
    actions.update_organisation(osp, by=anna, seen={"note": osp.note}, new={"note": "Klucz u sąsiadki"}, since=0)
    assert Event.objects.get().params == {"changes": {"note": []}}


def classified(organisation: Organisation) -> tuple[str, str, str, Any]:
    organisation.refresh_from_db()
    return organisation.group, organisation.sector, organisation.class_decided, organisation.class_reason


def test_a_guess_does_not_survive_the_name_it_was_read_in(anna: Any, make_organisation: Make) -> None:
    osp = make_organisation("OSP Olszynki", **class_fields("OSP Olszynki"))
    actions.update_organisation(osp, by=anna, seen={"name": osp.name}, new={"name": "Piekarnia Lipa"}, since=0)
    reason = {"code": "name_says", "rule": "firm", "words": "piekarnia"}
    assert classified(osp) == ("business", "firm", "guess", reason)
    actions.update_organisation(osp, by=anna, seen={"name": "Piekarnia Lipa"}, new={"name": "PIEKARNIA LIPA"}, since=0)
    assert classified(osp) == ("business", "firm", "guess", reason)


def test_a_decided_class_stays_with_a_new_name_but_loses_its_old_reason(anna: Any, make_organisation: Make) -> None:
    fields = class_fields("OSP Olszynki") | {"class_decided": "human"}
    osp = make_organisation("OSP Olszynki", **fields)
    actions.update_organisation(osp, by=anna, seen={"name": osp.name}, new={"name": "Piekarnia Lipa"}, since=0)
    assert classified(osp) == ("ngo", "fire_brigade", "human", {})


def test_what_a_file_said_does_not_hang_on_the_name(anna: Any, make_organisation: Make) -> None:
    fields = {"group": "ngo", "sector": "lag", "class_reason": {"code": "file_says", "rule": ""}}
    osp = make_organisation("OSP Olszynki", class_decided="human", **fields)
    actions.update_organisation(osp, by=anna, seen={"name": osp.name}, new={"name": "Piekarnia Lipa"}, since=0)
    assert classified(osp) == ("ngo", "lag", "human", {"code": "file_says", "rule": ""})


def test_saving_without_a_change_writes_nothing(anna: Any, make_organisation: Make) -> None:
    osp = make_organisation()
    edit = actions.update_organisation(osp, by=anna, seen={"name": osp.name}, new={"name": osp.name}, since=0)
    osp.refresh_from_db()
    assert (edit.changed, osp.version, events()) == ((), 1, [])


def test_edits_of_two_fields_are_both_kept_and_both_people_told(anna: Any, marek: Any, make_organisation: Make) -> None:
    osp = make_organisation("OSP Olszynki", village="Olszynki", postcode="")
    seen, opened = {"village": "Olszynki", "postcode": ""}, last_event(osp.key)
    actions.update_organisation(osp, by=anna, seen=seen, new={"village": "Zarzecze", "postcode": ""}, since=opened)
    edit = actions.update_organisation(
        osp, by=marek, seen=seen, new={"village": "Olszynki", "postcode": "59-700"}, since=opened
    )
    osp.refresh_from_db()
    assert (osp.village, osp.postcode) == ("Zarzecze", "59-700")
    assert [(event.by, list(event.params["changes"])) for event in edit.others] == [(anna, ["village"])]
    notice = anna.notices.get()
    assert (notice.event.by, list(notice.event.params["changes"]), notice.url) == (
        marek,
        ["postcode"],
        osp.get_absolute_url(),
    )
    assert marek.notices.count() == 0


def test_the_same_field_twice_is_refused_and_nothing_of_the_second_saved(
    anna: Any, marek: Any, make_organisation: Make
) -> None:
    osp = make_organisation("OSP Olszynki", village="Olszynki", postcode="")
    seen = {"village": "Olszynki", "postcode": ""}
    actions.update_organisation(osp, by=anna, seen=seen, new={"village": "Zarzecze", "postcode": ""}, since=0)
    with pytest.raises(EditConflict) as refused:
        actions.update_organisation(osp, by=marek, seen=seen, new={"village": "Kruszyn", "postcode": "59-700"}, since=0)
    conflict = refused.value.conflicts[0]
    assert (conflict.field, conflict.theirs, conflict.yours) == ("village", "Zarzecze", "Kruszyn")
    assert [event.by for event in refused.value.others] == [anna]
    osp.refresh_from_db()
    assert (osp.village, osp.postcode) == ("Zarzecze", "")


def test_two_who_write_the_same_do_not_quarrel(anna: Any, marek: Any, make_organisation: Make) -> None:
    osp = make_organisation(village="Olszynki")
    for person in (anna, marek):
        actions.update_organisation(osp, by=person, seen={"village": "Olszynki"}, new={"village": "Zarzecze"}, since=0)
    assert len(events()) == 1


def test_a_corrected_class_is_remembered_for_this_name(anna: Any, make_organisation: Make) -> None:
    hall = make_organisation("Zielona Dolina")
    assert actions.set_class(hall, by=anna, value="agritourism", seen="") == 1
    hall.refresh_from_db()
    assert (hall.group, hall.sector, hall.class_decided, hall.version) == ("business", "agritourism", "human", 2)
    assert class_fields("zielona dolina", corrections=corrections_of("020102"))["sector"] == "agritourism"
    assert events() == [("organisation.classified", hall.key, anna.pk)]


def test_a_corrected_class_is_for_all_alike_only_when_asked(anna: Any, make_organisation: Make) -> None:
    reason = {"code": "name_says", "rule": "fire", "words": "osp"}
    one, alike = (
        make_organisation(name, class_reason=reason, sector="fire_brigade", group="ngo", class_decided="guess")
        for name in ("OSP Olszynki", "OSP Kruszyn")
    )
    checked = make_organisation(
        "OSP Brzeźnik", class_reason=reason, sector="fire_brigade", group="ngo", class_decided="human"
    )
    assert actions.set_class(one, by=anna, value="public_service", seen="fire_brigade", alike=True) == 2
    assert [o.sector for o in Organisation.objects.filter(pk__in=[one.pk, alike.pk, checked.pk]).order_by("pk")] == [
        "public_service",
        "public_service",
        "fire_brigade",
    ]
    assert sorted(Correction.objects.values_list("sector", flat=True)) == ["public_service", "public_service"]


def test_a_class_somebody_else_decided_meanwhile_is_not_overwritten(
    anna: Any, marek: Any, make_organisation: Make
) -> None:
    hall = make_organisation("Zielona Dolina")
    actions.set_class(hall, by=anna, value="farmer", seen="")
    with pytest.raises(EditConflict):
        actions.set_class(hall, by=marek, value="firm", seen="")
    hall.refresh_from_db()
    assert hall.sector == "farmer"


def test_a_group_without_a_sector_can_be_chosen(anna: Any, make_organisation: Make) -> None:
    hall = make_organisation("Zielona Dolina", sector="farmer", group="business")
    actions.set_class(hall, by=anna, value="group:ngo", seen="farmer")
    hall.refresh_from_db()
    assert (hall.group, hall.sector, actions.class_value(hall)) == ("ngo", "", "group:ngo")
    assert Correction.objects.count() == 0


def test_confirming_a_page_decides_what_nobody_else_decided(anna: Any, gmina: Any, make_organisation: Make) -> None:
    fields = {"sector": "firm", "group": "business", "class_decided": "guess"}
    one, other = make_organisation("Alfa", **fields), make_organisation("Beta", **fields)
    moved = make_organisation("Gamma", **fields | {"sector": "farmer"})
    choices = {one.pk: "firm", other.pk: "farmer", moved.pk: "firm"}
    count = actions.confirm_classes(gmina, by=anna, choices=choices, seen=dict.fromkeys(choices, "firm"))
    assert count == 2
    assert [(o.sector, o.class_decided) for o in Organisation.objects.order_by("name")] == [
        ("firm", "human"),
        ("farmer", "human"),
        ("farmer", "guess"),
    ]
    assert list(Correction.objects.values_list("sector", flat=True)) == ["farmer"]
    assert Event.objects.get().params == {"count": 2, "organisations": [one.pk, other.pk]}


def test_suggestions_are_taken_in_put_aside_and_brought_back(anna: Any, gmina: Any, make_organisation: Make) -> None:
    rows = [make_organisation(name, state="suggested") for name in ("Alfa", "Beta", "Gamma")]
    elsewhere = make_organisation("Delta", "101801", state="suggested")
    assert actions.add_suggestions(gmina, by=anna, pks=[rows[0].pk, elsewhere.pk]) == 1
    assert actions.dismiss_suggestions(gmina, by=anna, pks=None) == 2
    assert actions.bring_back_suggestions(gmina, by=anna, pks=[rows[2].pk]) == 1
    states = Organisation.objects.order_by("name").values_list("name", "state")
    assert dict(states) == {"Alfa": "listed", "Beta": "dismissed", "Delta": "suggested", "Gamma": "suggested"}
    assert [code for code, _, _ in events()] == [
        "suggestions.added",
        "suggestions.dismissed",
        "suggestions.brought_back",
    ]


def test_moving_nothing_is_no_event(anna: Any, gmina: Any) -> None:
    assert (actions.add_suggestions(gmina, by=anna, pks=None), events()) == (0, [])


def test_a_removed_organisation_can_be_put_back(anna: Any, make_organisation: Make) -> None:
    osp = make_organisation()
    assert actions.remove_organisation(osp, by=anna) is True
    osp.refresh_from_db()
    assert osp.state == "dismissed"
    assert actions.remove_organisation(osp, by=anna) is False
    assert actions.put_back_organisation(osp, by=anna) is True
    osp.refresh_from_db()
    assert osp.state == "listed"
