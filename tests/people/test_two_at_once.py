"""Two people at one record at the same moment, each with a connection of her own (SQLite hides such races)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from koalicja.backroom.models import Event, Notice
from koalicja.people.actions import contacts, merges, organisations, persons
from koalicja.people.actions.edits import EditConflict
from koalicja.people.actions.names import Line, add_names
from koalicja.people.models import Contact, Correction, Mandate, Organisation, Person
from koalicja.places.models import Gmina

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Make = Callable[..., Any]
ROUNDS = 8


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Run each call in a thread of its own, all let go at the same moment; exceptions come back as results."""

    def run(*calls: Callable[[], Any]) -> list[Any]:
        barrier = Barrier(len(calls))

        def one(call: Callable[[], Any]) -> Any:
            try:
                barrier.wait(timeout=300)
                return call()
            except Exception as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(one, calls))

    return run


def edit(osp: Organisation, by: Any, seen: dict[str, str], **new: str) -> Callable[[], Any]:
    return lambda: organisations.update_organisation(osp, by=by, seen=seen, new=seen | new, since=0)


def test_edits_of_two_fields_are_both_kept_and_both_are_told(
    at_once: Any, anna: Any, marek: Any, make_organisation: Make
) -> None:
    for round_ in range(ROUNDS):
        osp = make_organisation(f"OSP {round_}", village="Olszynki", postcode="")
        seen = {"village": "Olszynki", "postcode": ""}
        results = at_once(edit(osp, anna, seen, village="Zarzecze"), edit(osp, marek, seen, postcode="59-700"))
        osp.refresh_from_db()
        assert (osp.village, osp.postcode, osp.version) == ("Zarzecze", "59-700", 3)
        told_at_saving = [len(result.others) for result in results]
        notices = Notice.objects.filter(event__subject=osp.key)
        assert (sorted(told_at_saving), notices.count()) == ([0, 1], 1)
        second = results[told_at_saving.index(1)]
        assert notices.get().to_id == second.others[0].by_id


def test_the_same_field_is_saved_once_and_the_other_person_keeps_her_text(
    at_once: Any, anna: Any, marek: Any, make_organisation: Make
) -> None:
    for round_ in range(ROUNDS):
        osp = make_organisation(f"OSP {round_}", village="Olszynki")
        seen = {"village": "Olszynki"}
        results = at_once(edit(osp, anna, seen, village="Zarzecze"), edit(osp, marek, seen, village="Kruszyn"))
        refused = next(result for result in results if isinstance(result, EditConflict))
        saved = next(result for result in results if not isinstance(result, Exception))
        osp.refresh_from_db()
        conflict = refused.conflicts[0]
        assert saved.changed == ("village",)
        assert {conflict.theirs, conflict.yours} == {"Zarzecze", "Kruszyn"}
        assert (osp.village, osp.version) == (conflict.theirs, 2)
        assert [event.params["changes"]["village"][1] for event in refused.others] == [conflict.theirs]


def test_thirty_edits_at_once_lose_none(at_once: Any, anna: Any, marek: Any, make_organisation: Make) -> None:
    fields = ("name", "kind_text", "village", "street", "house_number", "postcode")
    osp = make_organisation("Nazwa")
    seen = {field: getattr(osp, field) for field in fields}
    people = (anna, marek) * 3
    results = at_once(
        *(edit(osp, by, seen, **{field: f"po {field}"[:10]}) for field, by in zip(fields, people, strict=True))
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    osp.refresh_from_db()
    assert {field: getattr(osp, field) for field in fields} == {field: f"po {field}"[:10] for field in fields}
    assert osp.version == 1 + len(fields)


def test_the_same_list_pasted_by_two_is_added_once(at_once: Any, anna: Any, marek: Any, gmina: Gmina) -> None:
    lines = [Line(f"OSP Wieś {i}") for i in range(10)] + [Line("Zofia Przykładowa", is_person=True)]
    results = at_once(*(lambda by=by: add_names(gmina, by=by, lines=lines, source="") for by in (anna, marek)))
    assert sorted(result.count for result in results) == [0, 11]
    assert Organisation.objects.filter(name__startswith="OSP Wieś").count() == 10
    assert Person.objects.filter(name="Zofia Przykładowa").count() == 1


def test_a_name_told_from_an_older_record_is_added_once_however_often_it_is_sent(
    at_once: Any, anna: Any, gmina: Gmina, make_organisation: Make
) -> None:
    line = Line("GOPS", distinct_from=(make_organisation("GOPS").pk,))
    results = at_once(*[lambda: add_names(gmina, by=anna, lines=[line], source="")] * 2)
    assert (sorted(added.count for added in results), Organisation.objects.count()) == ([0, 1], 2)


def test_one_contact_is_added_once(at_once: Any, anna: Any, marek: Any, make_organisation: Make) -> None:
    osp = make_organisation()
    facts = {"kind": "phone", "value": "600 100 200", "source": ""}
    results = at_once(*(lambda by=by: contacts.add_contact(osp, by=by, **facts) for by in (anna, marek)))
    assert sorted(type(result).__name__ for result in results) == ["AlreadyThere", "Contact"]
    assert Contact.objects.count() == 1


def test_one_contact_is_put_back_once(at_once: Any, anna: Any, marek: Any, make_organisation: Make) -> None:
    osp = make_organisation()
    contact = contacts.add_contact(osp, by=anna, kind="phone", value="600 100 200", source="")
    deletion = contacts.delete_contact(contact, by=anna)
    results = at_once(*(lambda by=by: contacts.put_back_contact(osp, by=by, deletion=deletion) for by in (anna, marek)))
    assert sorted(type(result).__name__ for result in results) == ["AlreadyThere", "Contact"]
    assert Contact.objects.count() == 1


def test_one_mandate_begins_and_ends_once(
    at_once: Any, anna: Any, marek: Any, make_organisation: Make, make_person: Make
) -> None:
    from datetime import date

    osp, zofia = make_organisation(), make_person()
    begun = at_once(*(lambda by=by: persons.add_mandate(osp, by=by, person=zofia) for by in (anna, marek)))
    assert sorted(type(result).__name__ for result in begun) == ["AlreadySpeaks", "Mandate"]
    mandate = Mandate.objects.get()
    ended = at_once(*(lambda by=by: persons.end_mandate(mandate, by=by, on=date(2026, 11, 1)) for by in (anna, marek)))
    assert sorted(type(result).__name__ for result in ended) == ["MandateEnded", "NoneType"]


def test_two_merges_of_one_pair_are_one(at_once: Any, anna: Any, marek: Any, make_organisation: Make) -> None:
    one, other = make_organisation("SP nr 2"), make_organisation("Szkoła Podstawowa nr 2")
    results = at_once(
        lambda: merges.merge(one, other, by=anna, choices={}), lambda: merges.merge(other, one, by=marek, choices={})
    )
    assert sorted(type(result).__name__ for result in results) == ["Merge", "MergeRefused"]
    assert Organisation.objects.filter(state="merged").count() == 1


def test_one_merge_is_undone_once(at_once: Any, anna: Any, marek: Any, make_organisation: Make) -> None:
    merged = merges.merge(make_organisation("SP nr 2"), make_organisation("SP 2"), by=anna, choices={})
    results = at_once(*(lambda by=by: merges.undo_merge(merged, by=by) for by in (anna, marek)))
    assert sorted(type(result).__name__ for result in results) == ["MergeRefused", "tuple"]
    assert Organisation.objects.filter(state="listed", name__startswith="SP").count() == 2


def test_suggestions_are_taken_in_once(
    at_once: Any, anna: Any, marek: Any, make_organisation: Make, gmina: Gmina
) -> None:
    for i in range(20):
        make_organisation(f"Świetlica {i}", state="suggested")
    results = at_once(*(lambda by=by: organisations.add_suggestions(gmina, by=by, pks=None) for by in (anna, marek)))
    assert sorted(results) == [0, 20]
    assert Event.objects.filter(code="suggestions.added").count() == 1


def test_one_class_is_decided_once(at_once: Any, anna: Any, marek: Any, make_organisation: Make) -> None:
    hall = make_organisation("Zielona Dolina")
    results = at_once(
        lambda: organisations.set_class(hall, by=anna, value="farmer", seen=""),
        lambda: organisations.set_class(hall, by=marek, value="firm", seen=""),
    )
    assert sorted(type(result).__name__ for result in results) == ["EditConflict", "int"]


def test_two_who_teach_the_same_name_at_once_are_both_heard(at_once: Any, anna: Any, marek: Any, gmina: Gmina) -> None:
    for round_ in range(ROUNDS):
        keys = [f"name:zielona dolina {round_}", "rule:dolina"]
        results = at_once(
            lambda keys=keys: organisations.remember_class(gmina, by=anna, keys=keys, sector="farmer"),
            lambda keys=keys: organisations.remember_class(gmina, by=marek, keys=keys[::-1], sector="firm"),
        )
        assert results == [None, None]
        taught = Correction.objects.filter(key__in=keys).values_list("sector", flat=True)
        assert len(taught) == 2
        assert set(taught) <= {"farmer", "firm"}


def test_one_organisation_typed_by_two_is_added_once(at_once: Any, anna: Any, marek: Any, gmina: Gmina) -> None:
    for round_ in range(ROUNDS):
        name = f"OSP Wieś {round_}"
        calls = (
            lambda by=by, name=name: organisations.add_organisation(gmina, by=by, name=name, source="")
            for by in (anna, marek)
        )
        assert sorted(type(result).__name__ for result in at_once(*calls)) == ["Organisation", "OrganisationLooksAlike"]
        assert Organisation.objects.filter(name=name).count() == 1


def test_one_person_typed_by_two_is_added_once(at_once: Any, anna: Any, marek: Any, gmina: Gmina) -> None:
    for round_ in range(ROUNDS):
        name = f"Zofia Przykładowa-{'abcdefgh'[round_]}"
        calls = (
            lambda by=by, name=name: persons.add_person(gmina, by=by, name=name, source="") for by in (anna, marek)
        )
        assert sorted(type(result).__name__ for result in at_once(*calls)) == ["Person", "PersonLooksAlike"]
        assert Person.objects.filter(name=name).count() == 1
