"""Two records made one and taken apart again: nothing is lost either way."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import models, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koalicja.backroom.models import Event
from koalicja.people.actions import contacts, merges, persons
from koalicja.people.actions.merges import _save
from koalicja.people.actions.organisations import update_organisation
from koalicja.people.models import Contact, ContactEntry, Mandate, NotSame, Organisation, Person
from koalicja.people.queries.classes import class_fields
from koalicja.programmes.models import Participation

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
TABLES: tuple[type[models.Model], ...] = (Organisation, Person, Contact, ContactEntry, Mandate, Participation)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that a merge may touch."""
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in TABLES}


@pytest.fixture
def twins(anna: Any, make_organisation: Make, make_person: Make) -> tuple[Organisation, Organisation]:
    """Two records of one school, each knowing something the other does not."""
    one = make_organisation(
        "SP nr 2", sector="school", group="culture", note="stara", identifiers={"regon": "1", "rspo": "7"}
    )
    other = make_organisation(
        "Szkoła Podstawowa nr 2",
        village="Trzebień",
        postcode="59-700",
        note="nowa",
        identifiers={"regon": "2", "nip": "3"},
        sector="association",
        group="ngo",
    )
    zofia, jan = make_person(), make_person("Jan Zmyślony")
    persons.add_mandate(one, by=anna, person=zofia)
    persons.add_mandate(other, by=anna, person=zofia)
    persons.add_mandate(other, by=anna, person=jan, function="dyrektor")
    contacts.add_contact(one, by=anna, kind="phone", value="600 100 200", source="a")
    contacts.add_contact(other, by=anna, kind="phone", value="600 100 200", source="b")
    contacts.add_contact(other, by=anna, kind="email", value="sp2@example.pl", source="b")
    contacts.add_log_entry(other, by=anna, kind="call", on=date(2026, 11, 20), text="Przyjdą.")
    return one, other


def test_a_merge_that_takes_only_the_name_guesses_the_class_anew_and_parting_gives_it_back(
    anna: Any, make_organisation: Any
) -> None:
    one = make_organisation("OSP Olszynki", **class_fields("OSP Olszynki"))
    other = make_organisation("Piekarnia Lipa")
    merged = merges.merge(one, other, by=anna, choices={"name": "absorbed"})
    one.refresh_from_db()
    assert (one.name, one.sector, one.class_reason["words"]) == ("Piekarnia Lipa", "firm", "piekarnia")
    merges.undo_merge(merged, by=anna)
    one.refresh_from_db()
    assert (one.name, one.sector, one.class_reason["words"]) == ("OSP Olszynki", "fire_brigade", "osp")


def test_a_merge_keeps_both_contacts_mandates_talks_notes_and_numbers(anna: Any, twins: Any) -> None:
    one, other = twins
    merges.merge(one, other, by=anna, choices={"name": "absorbed", "class": "kept"})
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.name, one.sector, one.village, one.postcode) == (
        "Szkoła Podstawowa nr 2",
        "school",
        "Trzebień",
        "59-700",
    )
    assert one.note == "stara\n\nnowa"
    assert one.identifiers == {"regon": "1", "rspo": "7", "regon_2": "2", "nip": "3"}
    assert sorted(one.contacts.values_list("value", "source")) == [("600 100 200", "a"), ("sp2@example.pl", "b")]
    assert sorted(one.mandates.values_list("person__name", "function")) == [
        ("Jan Zmyślony", "dyrektor"),
        ("Zofia Przykładowa", ""),
    ]
    assert one.log.get().text == "Przyjdą."
    assert (other.state, other.merged_into, other.name) == ("merged", one, "Szkoła Podstawowa nr 2")
    assert Contact.objects.count() == 3
    assert sorted(Event.objects.filter(code="record.merged").values_list("subject", flat=True)) == [one.key, other.key]


def test_undoing_at_once_restores_every_row(anna: Any, twins: Any) -> None:
    before = everything()
    merged = merges.merge(*twins, by=anna, choices={"name": "absorbed", "class": "absorbed"})
    assert everything() != before
    assert merges.undo_merge(merged, by=anna) == ()
    assert everything() == before


def test_what_was_changed_after_the_merge_stays_and_is_named(anna: Any, twins: Any) -> None:
    one, other = twins
    merged = merges.merge(one, other, by=anna, choices={"name": "absorbed"})
    update_organisation(one, by=anna, seen={"village": "Trzebień"}, new={"village": "Kruszyn"}, since=0)
    added = contacts.add_contact(one, by=anna, kind="website", value="https://sp2.example.pl", source="")
    assert merges.undo_merge(merged, by=anna) == ("village",)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.village, one.name, one.postcode, other.village, other.state) == (
        "Kruszyn",
        "SP nr 2",
        "",
        "Trzebień",
        "listed",
    )
    assert list(one.contacts.order_by("pk").values_list("value", flat=True)) == ["600 100 200", added.value]


def test_a_row_deleted_after_the_merge_stays_deleted(anna: Any, twins: Any) -> None:
    one, other = twins
    merged = merges.merge(one, other, by=anna, choices={})
    contacts.delete_contact(Contact.objects.get(value="sp2@example.pl"), by=anna)
    merges.undo_merge(merged, by=anna)
    assert list(other.contacts.values_list("value", flat=True)) == ["600 100 200"]


def test_a_contact_deleted_after_a_merge_is_put_back_to_whom_it_came_from(
    anna: Any, make_organisation: Make, client_of: Callable[[Any], Client]
) -> None:
    one, other = make_organisation("SP nr 2"), make_organisation("SP nr 3")
    own = contacts.add_contact(one, by=anna, kind="phone", value="600 100 201", source="a")
    moved = contacts.add_contact(other, by=anna, kind="phone", value="600 100 202", source="b")
    merged = merges.merge(one, other, by=anna, choices={})
    for contact in Contact.objects.filter(pk__in=[own.pk, moved.pk]).order_by("pk"):
        contacts.delete_contact(contact, by=anna)
    merges.undo_merge(merged, by=anna)
    page = client_of(anna)
    for record in (one, other):
        deletion = page.get(record.get_absolute_url()).context["deletion"]
        page.post(f"{record.get_absolute_url()}kontakty/przywroc/{deletion.pk}/")
    assert list(Contact.objects.order_by("value").values_list("organisation", "value")) == [
        (one.pk, "600 100 201"),
        (other.pk, "600 100 202"),
    ]


def test_a_merge_cannot_be_undone_twice(anna: Any, twins: Any) -> None:
    merged = merges.merge(*twins, by=anna, choices={})
    merges.undo_merge(merged, by=anna)
    after = everything()
    with pytest.raises(merges.MergeRefused, match="undone"):
        merges.undo_merge(merged, by=anna)
    assert everything() == after


def test_an_earlier_merge_waits_for_the_later_one(anna: Any, twins: Any, make_organisation: Make) -> None:
    one, other = twins
    third = make_organisation("Szkoła w Trzebieniu")
    first = merges.merge(one, other, by=anna, choices={})
    second = merges.merge(third, one, by=anna, choices={})
    with pytest.raises(merges.MergeRefused, match="merged_further"):
        merges.undo_merge(first, by=anna)
    before = everything()
    merges.undo_merge(second, by=anna)
    merges.undo_merge(first, by=anna)
    assert everything() != before
    assert Organisation.objects.filter(state="listed").count() == 3


@pytest.mark.parametrize("state", ["merged"])
def test_what_is_merged_already_is_refused(anna: Any, twins: Any, state: str) -> None:
    one, other = twins
    Organisation.objects.filter(pk=other.pk).update(state=state)
    before = everything()
    with pytest.raises(merges.MergeRefused, match="gone"):
        merges.merge(one, other, by=anna, choices={})
    assert everything() == before


def test_records_of_two_gminas_are_never_made_one(anna: Any, make_organisation: Make) -> None:
    with pytest.raises(merges.MergeRefused, match="gone"):
        merges.merge(make_organisation(), make_organisation(code="101801"), by=anna, choices={})


def test_a_record_does_not_go_into_itself(anna: Any, make_organisation: Make) -> None:
    osp = make_organisation()
    with pytest.raises(merges.MergeRefused, match="same"):
        merges.merge(osp, osp, by=anna, choices={})


def test_what_higher_rooms_hang_on_a_record_moves_with_it(anna: Any, coalition: Any, make_organisation: Make) -> None:
    library = coalition.participation.library
    kept = make_organisation("Biblioteka w Trzebieniu", sector="library", group="culture")
    before = everything()
    merged = merges.merge(kept, library, by=anna, choices={})
    coalition.participation.refresh_from_db()
    assert coalition.participation.library == kept
    merges.undo_merge(merged, by=anna)
    assert everything() == before


def test_two_libraries_of_one_edition_are_refused(anna: Any, make_coalition: Make) -> None:
    one, other = make_coalition("Alfa"), make_coalition("Beta")
    before = everything()
    with pytest.raises(merges.MergeRefused, match="both_used"):
        merges.merge(one.participation.library, other.participation.library, by=anna, choices={})
    assert everything() == before


def test_persons_are_merged_and_parted_too(anna: Any, make_person: Make, make_organisation: Make) -> None:
    one, other = make_person(age_band="60+"), make_person(village="Trzebień", note="chór")
    persons.add_mandate(make_organisation(), by=anna, person=other)
    contacts.add_contact(other, by=anna, kind="phone", value="600 100 200", source="")
    before = everything()
    merged = merges.merge(one, other, by=anna, choices={})
    one.refresh_from_db()
    assert (one.age_band, one.village, one.note, one.mandates.count(), one.contacts.count()) == (
        "60+",
        "Trzebień",
        "chór",
        1,
        1,
    )
    merges.undo_merge(merged, by=anna)
    assert everything() == before


def test_a_suggestion_that_is_a_listed_one_fills_its_gaps(anna: Any, make_organisation: Make) -> None:
    listed = make_organisation("OSP Olszynki")
    suggestion = make_organisation("OSP", village="Olszynki", state="suggested")
    merged = merges.merge(listed, suggestion, by=anna, choices={})
    listed.refresh_from_db()
    assert (listed.name, listed.village, listed.state) == ("OSP Olszynki", "Olszynki", "listed")
    merges.undo_merge(merged, by=anna)
    suggestion.refresh_from_db()
    assert suggestion.state == "suggested"


def test_pairs_told_apart_are_remembered_until_taken_back(anna: Any, gmina: Any, make_organisation: Make) -> None:
    one, other = make_organisation("Alfa"), make_organisation("Beta")
    pair = {"kind": "organisation", "one": other.pk, "other": one.pk}
    assert merges.tell_apart(gmina, by=anna, **pair) is True
    assert merges.tell_apart(gmina, by=anna, **pair) is False
    assert list(NotSame.objects.values_list("low", "high")) == [(one.pk, other.pk)]
    assert merges.propose_again(gmina, by=anna, **pair) is True
    assert merges.propose_again(gmina, by=anna, **pair) is False
    assert NotSame.objects.count() == 0
    assert list(Event.objects.order_by("pk").values_list("code", flat=True)) == [
        "pair.told_apart",
        "pair.proposed_again",
    ]


def test_a_listed_record_that_goes_into_a_suggestion_lists_it(anna: Any, make_organisation: Make) -> None:
    listed = make_organisation("OSP Olszynki", identifiers={"regon": "1"})
    suggestion = make_organisation("OSP", state="suggested", identifiers={"regon": "1"})
    before = everything()
    merged = merges.merge(suggestion, listed, by=anna, choices={})
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.identifiers) == ("listed", {"regon": "1"})
    merges.undo_merge(merged, by=anna)
    assert everything() == before


SAYS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["OSP", "Straż", "Remiza"]),
        "village": st.sampled_from(["", "Lipowo", "Zarzecze"]),
        "postcode": st.sampled_from(["", "59-700"]),
        "note": st.sampled_from(["", "a", "b", "c"]),
        "identifiers": st.dictionaries(st.sampled_from(["regon", "nip"]), st.sampled_from(["1", "2", "3"])),
        "state": st.sampled_from(["listed", "listed", "suggested"]),
    }
)
CHOICES = st.dictionaries(st.sampled_from(["name", "village", "postcode", "class"]), st.just("absorbed"))
UNDONE = ("version", "updated_at")


def standing() -> list[dict[str, Any]]:
    """Every organisation, but for how often it was written."""
    rows = Organisation.objects.order_by("pk").values()
    return [{name: value for name, value in row.items() if name not in UNDONE} for row in rows]


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    says=st.lists(SAYS, min_size=4, max_size=4),
    choices=st.lists(CHOICES, min_size=3, max_size=3),
    order=st.permutations(range(3)),
)
def test_merges_into_one_record_are_undone_in_any_order(
    says: list[dict[str, Any]], choices: list[dict[str, str]], order: list[int], anna: Any, make_organisation: Make
) -> None:
    with transaction.atomic():
        records = [make_organisation(**each, **class_fields(each["name"])) for each in says]
        for record in records:
            _save(record)
        before = standing()
        kept, *others = records
        done = [
            merges.merge(kept, other, by=anna, choices=choice) for other, choice in zip(others, choices, strict=True)
        ]
        changed = [merges.undo_merge(done[number], by=anna) for number in order]
        assert (changed, standing()) == ([(), (), ()], before)
        transaction.set_rollback(True)


def test_undoing_an_earlier_merge_takes_out_what_it_brought_and_nothing_else(
    anna: Any, make_organisation: Make
) -> None:
    kept = make_organisation("OSP", identifiers={"regon": "1"}, note="a", village="")
    one = make_organisation("OSP Lipowo", identifiers={"regon": "2"}, note="b", village="Lipowo")
    two = make_organisation("OSP Zarzecze", identifiers={"regon": "3"}, note="c", village="Zarzecze")
    first = merges.merge(kept, one, by=anna, choices={})
    merges.merge(kept, two, by=anna, choices={})
    assert merges.undo_merge(first, by=anna) == ()
    kept.refresh_from_db()
    assert (kept.identifiers, kept.note, kept.village) == ({"regon": "1", "regon_2": "3"}, "a\n\nc", "")


def test_what_a_human_wrote_between_two_merges_stays(anna: Any, make_organisation: Make) -> None:
    kept, one, two = (make_organisation(name, note=name) for name in ("A", "B", "C"))
    first = merges.merge(kept, one, by=anna, choices={})
    update_organisation(kept, by=anna, seen={"note": "A\n\nB"}, new={"note": "moja"}, since=0)
    second = merges.merge(kept, two, by=anna, choices={})
    assert merges.undo_merge(first, by=anna) == ("note",)
    assert merges.undo_merge(second, by=anna) == ()
    kept.refresh_from_db()
    assert kept.note == "moja"
