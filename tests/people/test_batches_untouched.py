"""An edition's file that some gminas work with: what nobody touched is taken back, all else stays."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from koalicja.backroom.models import Event, Job
from koalicja.backroom.worker import run_worker
from koalicja.people.actions import untouched as actions
from koalicja.people.actions.accepting import accept
from koalicja.people.actions.batches import BatchMoved
from koalicja.people.actions.contacts import add_contact, update_contact
from koalicja.people.actions.merges import merge, undo_merge
from koalicja.people.actions.organisations import add_suggestions, dismiss_suggestions, remove_organisation
from koalicja.people.actions.undoing import UndoRefused, undo
from koalicja.people.models import Batch, Contact, Merge, Organisation
from koalicja.people.queries.untouched import Parts, parts_of
from koalicja.people.views.batch_context import kept_sentence
from tests.people.file_builders import csv_text, outcomes, previewed, shown
from tests.people.register_state import register_state

pytestmark = pytest.mark.django_db
HEAD = ("TERYT gminy", "Nazwa", "Telefon")
ROWS = (
    ("020102", "OSP Lipowo", ""),
    ("020102", "Chór Echo", "600 100 100"),
    ("020102", "KGW Jagoda", ""),
    ("020102", "Klub Orzeł", "600 100 101"),
    ("020102", "Koło Malwa", ""),
    ("101801", "OSP Zarzecze", ""),
    ("101801", "Klub Sokół", ""),
)


@pytest.fixture
def batch(olga: Any, edition: Any, gmina: Any, other_gmina: Any) -> Any:
    found = previewed(olga, None, csv_text(ROWS, head=HEAD), scope=edition.key)
    accept(found, by=olga)
    return found


def _named(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


@pytest.fixture
def touched(batch: Any, anna: Any, gmina: Any) -> list[str]:
    """Taken in, put aside, written about, a contact corrected: each by the gmina's own coordinator."""
    add_suggestions(gmina, by=anna, pks=[_named("OSP Lipowo").pk])
    dismiss_suggestions(gmina, by=anna, pks=[_named("KGW Jagoda").pk])
    add_contact(_named("Koło Malwa"), by=anna, kind="phone", value="600 900 900", source="telefonicznie")
    phone = _named("Klub Orzeł").contacts.get()
    update_contact(phone, by=anna, seen={"value": phone.value}, new={"value": "600 900 901"}, since=0)
    return ["KGW Jagoda", "Klub Orzeł", "Koło Malwa", "OSP Lipowo"]


def test_only_what_nobody_touched_is_taken_back(batch: Any, olga: Any, touched: list[str]) -> None:
    kept = list(Organisation.objects.filter(name__in=touched).order_by("pk").values())
    with pytest.raises(UndoRefused):
        undo(batch, by=olga)
    assert parts_of(batch).untouched == 3
    assert actions.undo_untouched(batch, by=olga) == 3
    assert list(Organisation.objects.order_by("pk").values()) == kept
    assert sorted(Contact.objects.values_list("organisation__name", "value")) == [
        ("Klub Orzeł", "600 900 901"),
        ("Koło Malwa", "600 900 900"),
    ]
    batch.refresh_from_db()
    assert (batch.state, batch.counts["taken_back"]) == ("accepted", 3)
    parts = parts_of(batch)
    assert (parts.untouched, parts.kept, [(g.pk, n) for g, n in parts.gminas]) == (0, 4, [("020102", 4)])
    assert dict(batch.rows.values_list("values__name", "did")) == {
        "OSP Lipowo": "created",
        "Chór Echo": "taken_back",
        "KGW Jagoda": "created",
        "Klub Orzeł": "created",
        "Koło Malwa": "created",
        "OSP Zarzecze": "taken_back",
        "Klub Sokół": "taken_back",
    }


def test_it_is_written_down_once_and_a_second_press_does_nothing(batch: Any, olga: Any, touched: list[str]) -> None:
    actions.undo_untouched(batch, by=olga)
    before = register_state()
    assert actions.undo_untouched(Batch.objects.get(pk=batch.pk), by=olga) == 0
    events = Event.objects.filter(code="batch.untouched_taken_back")
    assert [(e.by, e.subject, e.params["removed"], e.params["kept"]) for e in events] == [
        (olga, f"batch:{batch.pk}", 3, 4)
    ]
    batch.refresh_from_db()
    assert (batch.counts["taken_back"], register_state() == before) == (3, True)


def test_where_nobody_touched_anything_the_whole_file_is_taken_back(batch: Any, olga: Any) -> None:
    assert actions.undo_untouched(batch, by=olga) == 7
    batch.refresh_from_db()
    assert (batch.state, Organisation.objects.count(), Contact.objects.count()) == ("undone", 0, 0)
    with pytest.raises(BatchMoved):
        actions.undo_untouched(batch, by=olga)


def test_what_the_file_changed_in_suggestions_nobody_touched_is_as_it_was(
    batch: Any, olga: Any, anna: Any, edition: Any, gmina: Any
) -> None:
    before = register_state()
    text = csv_text(
        [("020102", "Chór Echo", "59-700", "600 100 777"), ("020102", "KGW Jagoda", "59-701", "")],
        head=("TERYT gminy", "Nazwa", "Kod pocztowy", "Telefon"),
    )
    second = previewed(olga, None, text, scope=edition.key)
    assert [outcome for _, outcome, _ in outcomes(second)] == ["changed", "changed"]
    accept(second, by=olga)
    add_suggestions(gmina, by=anna, pks=[_named("KGW Jagoda").pk])
    assert actions.undo_untouched(second, by=olga) == 1
    assert (_named("Chór Echo").postcode, _named("KGW Jagoda").postcode) == ("", "59-701")
    assert sorted(Contact.objects.values_list("value", flat=True)) == ["600 100 100", "600 100 101"]
    assert actions.undo_untouched(second, by=olga) == 0
    # The first file knows that what the second did to the choir is as if it had not been.
    assert actions.undo_untouched(batch, by=olga) == 6
    assert list(Organisation.objects.values_list("name", flat=True)) == ["KGW Jagoda"]
    assert before["Person"] == register_state()["Person"]


def test_what_stays_can_be_taken_back_when_the_gminas_have_put_it_aside(
    batch: Any, olga: Any, anna: Any, gmina: Any
) -> None:
    osp = _named("OSP Lipowo")
    add_suggestions(gmina, by=anna, pks=[osp.pk])
    actions.undo_untouched(batch, by=olga)
    osp.refresh_from_db()
    remove_organisation(osp, by=anna)
    undo(batch, by=olga)
    batch.refresh_from_db()
    assert (batch.state, Organisation.objects.count()) == ("undone", 0)


def test_the_file_loaded_again_suggests_what_was_taken_back(
    batch: Any, olga: Any, edition: Any, touched: list[str]
) -> None:
    actions.undo_untouched(batch, by=olga)
    again = previewed(olga, None, csv_text(ROWS, head=HEAD), scope=edition.key)
    assert [outcome for _, outcome, _ in outcomes(again)] == ["same", "new", "left_out", "same", "same", "new", "new"]


def test_the_page_offers_it_with_the_count_and_says_afterwards_what_stays_and_where(
    batch: Any, olga: Any, gmina: Any, touched: list[str], client_of: Callable[[Any], Client]
) -> None:
    client, address = client_of(olga), f"/spis/pliki/{batch.pk}/"
    page = shown(client.get(address))
    assert "Cofnij nietknięte: 3" in page
    assert f"Wpisy z tego pliku, z którymi gminy już pracują: 4. Gdzie: {gmina.full_label}: 4." in page
    assert "Cofnij nietknięte: 3" in shown(client.post(f"{address}cofnij/"))
    answer = client.post(f"{address}cofnij-nietkniete/", follow=True)
    page = shown(answer)
    assert "Cofnięto nietknięte wpisy: 3. Reszta została bez zmian." in page
    assert "Podpowiedziano: 7 organizacji, cofnięto: 3" in page
    assert f"Wpisy z tego pliku, z którymi gminy już pracują: 4. Gdzie: {gmina.full_label}: 4." in page
    assert "Cofnij nietknięte" not in page
    page = shown(client.post(f"{address}cofnij-nietkniete/", follow=True))
    assert "Nie ma już czego cofnąć: z resztą pracują gminy." in page


def test_a_file_that_nobody_touched_offers_the_whole_alone(
    batch: Any, olga: Any, client_of: Callable[[Any], Client]
) -> None:
    page = shown(client_of(olga).get(f"/spis/pliki/{batch.pk}/"))
    assert ("Cofnij cały plik" in page, "Cofnij nietknięte" in page) == (True, False)


def test_a_large_file_is_taken_back_by_a_job_that_does_it_once(
    batch: Any, olga: Any, touched: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("koalicja.people.actions.untouched.SMALL_ROWS", 2)
    assert actions.undo_untouched(batch, by=olga) is None
    assert actions.undo_untouched(batch, by=olga) is None
    assert Job.objects.filter(kind="people.undo_batch").count() == 1
    run_worker(once=True)
    batch.refresh_from_db()
    assert (batch.counts["taken_back"], Organisation.objects.count()) == (3, 4)


@pytest.mark.parametrize("rows", [1, 3])
def test_counting_takes_the_same_queries_however_many_there_are(
    rows: int, olga: Any, edition: Any, gmina: Any, django_assert_num_queries: Any
) -> None:
    text = csv_text([("020102", f"Klub {n}", "") for n in range(2 * rows)], head=HEAD)
    found = previewed(olga, None, text, scope=edition.key)
    accept(found, by=olga)
    add_suggestions(gmina, by=olga, pks=list(Organisation.objects.values_list("pk", flat=True)[:rows]))
    with django_assert_num_queries(7):
        parts = parts_of(found)
    assert (parts.untouched, parts.kept) == (rows, rows)


def test_the_first_gminas_are_named_and_the_others_counted(batch: Any, gmina: Any, other_gmina: Any) -> None:
    more = Parts(untouched=1, kept=9, gminas=((gmina, 5), (other_gmina, 3)), more=1)
    assert kept_sentence(more) == (
        "Wpisy z tego pliku, z którymi gminy już pracują: 9. "
        f"Gdzie: {gmina.full_label}: 5; {other_gmina.full_label}: 3; w innych gminach (1): 1."
    )


def test_two_suggestions_merged_and_parted_again_count_as_untouched(
    olga: Any, anna: Any, batch: Batch, touched: list[str]
) -> None:
    kept, absorbed = _named("OSP Zarzecze"), _named("Klub Sokół")
    undo_merge(merge(kept, absorbed, by=anna, choices={}), by=anna)
    assert actions.undo_untouched(batch, by=olga) == 3
    names = Organisation.objects.order_by("name").values_list("name", flat=True)
    assert (list(names), Merge.objects.count()) == (touched, 0)
