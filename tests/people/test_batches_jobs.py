"""Large files as background work: its effect happens once, whatever becomes of a worker."""

from collections import Counter
from functools import partial
from typing import Any

import pytest

from koalicja.backroom import context, leases, wording
from koalicja.backroom.context import JobContext
from koalicja.backroom.interim import fresh
from koalicja.backroom.models import Event, Job
from koalicja.backroom.worker import execute, run_worker
from koalicja.people import tasks
from koalicja.people.actions import accepting, batches, decisions, judging, undoing, writing
from koalicja.people.actions.merges import merge
from koalicja.people.actions.organisations import remove_organisation
from koalicja.people.bulk import insert_rows
from koalicja.people.models import Batch, Correction, Organisation
from tests.people.file_builders import csv_text, outcomes, previewed, shown, xlsx
from tests.people.register_state import register_state

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (batches, accepting, undoing):
        monkeypatch.setattr(module, "SMALL_ROWS", 0)


def read(user: Any, gmina: Any, content: str | bytes | None = None, **over: Any) -> Batch:
    batch = previewed(user, gmina, content, **over)
    run_worker(once=True)
    return Batch.objects.get(pk=batch.pk)


def work(batch: Batch) -> Batch:
    run_worker(once=True)
    return Batch.objects.get(pk=batch.pk)


def test_reading_accepting_and_taking_back_are_each_a_job_with_a_page(anna: Any, gmina: Any) -> None:
    before = register_state()
    batch = read(anna, gmina)
    accepting.accept(batch, by=anna)
    assert (batch.state, Organisation.objects.count()) == ("accepting", 0)
    batch = work(batch)
    assert (batch.state, batch.counts["added"], Organisation.objects.count()) == ("accepted", 3, 3)
    undoing.undo(batch, by=anna)
    assert (work(batch).state, register_state() == before) == ("undone", True)
    assert [(job.kind, job.state, job.result_url) for job in Job.objects.order_by("pk")] == [
        ("people.preview_batch", "done", batch.get_absolute_url()),
        ("people.accept_batch", "done", batch.get_absolute_url()),
        ("people.undo_batch", "done", batch.get_absolute_url()),
    ]


def test_a_worker_lost_in_the_middle_of_accepting_has_saved_nothing_and_the_next_saves_once(
    anna: Any, gmina: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = read(anna, gmina)
    accepting.accept(batch, by=anna)
    whole = writing.Writer._flush_rows

    def lost(self: Any) -> None:
        whole(self)
        raise ConnectionError

    monkeypatch.setattr(writing.Writer, "_flush_rows", lost)
    job = leases.claim()
    assert job is not None
    execute(job)
    assert (Organisation.objects.count(), Batch.objects.get().state) == (0, "accepting")
    monkeypatch.setattr(writing.Writer, "_flush_rows", whole)
    Job.objects.update(lease_until=None)
    assert (work(batch).state, Organisation.objects.count()) == ("accepted", 3)
    assert Event.objects.filter(code="batch.accepted").count() == 1


def test_a_job_that_comes_twice_does_nothing_the_second_time(anna: Any, gmina: Any) -> None:
    batch = read(anna, gmina)
    accepting.accept(batch, by=anna)
    batch = work(batch)
    before = register_state()
    for kind in ("people.preview_batch", "people.judge_batch", "people.accept_batch"):
        batches.enqueue(batch, kind, anna)
    assert (work(batch).state, register_state() == before) == ("accepted", True)
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


def test_reading_a_second_time_starts_with_no_rows_of_the_first(anna: Any, gmina: Any) -> None:
    batch = read(anna, gmina)
    Batch.objects.filter(pk=batch.pk).update(state="reading")
    batches.enqueue(batch, "people.preview_batch", anna)
    assert len(outcomes(work(batch))) == 3


def test_a_file_refused_by_the_job_says_why_and_is_deleted(anna: Any, gmina: Any) -> None:
    batch = read(anna, gmina, csv_text([("1", "2", "3")], head=("Rok", "Kwartał", "Ludność")))
    assert (batch.state, batch.refusal) == ("refused", {"code": "not_a_list", "params": {}})
    assert (batch.rows.count(), batch.upload.deleted_at is not None) == (0, True)


def test_corrected_columns_and_chosen_gminas_are_judged_by_jobs_and_keep_decisions(
    olga: Any, edition: Any, gmina: Any
) -> None:
    batch = read(olga, None, "Nazwa;Opis\r\nKlub Orzeł;sala\r\nChór Echo;y\r\n", scope=edition.key)
    decisions.decide_rows(batch, by=olga, numbers=[3], decision="skip")
    batches.change_reading(batch, by=olga, mapping={"name": 0, "notes": 1}, header=1)
    batch = work(batch)
    decisions.choose_gmina(batch, by=olga, gmina=gmina)
    batch = work(batch)
    assert list(batch.rows.order_by("number").values_list("outcome", "decision", "values")) == [
        ("new", "", {"name": "Klub Orzeł", "notes": "sala"}),
        ("new", "skip", {"name": "Chór Echo", "notes": "y"}),
    ]


SHEETS = {"Koła": [["Nazwa", "Opis"], ["Klub Orzeł", "sala"], ["Chór Echo", "y"]], "Kluby": [["Nazwa"], ["A"], ["B"]]}


def decided(batch: Batch) -> list[tuple[int, str, dict[str, Any]]]:
    return list(batch.rows.order_by("number").values_list("number", "decision", "decision_params"))


def test_decisions_about_rows_of_a_large_file_stay_when_its_columns_are_corrected(anna: Any, gmina: Any) -> None:
    batch = read(anna, gmina, xlsx(SHEETS), name="lista.xlsx")
    decisions.decide_rows(batch, by=anna, numbers=[3], decision="skip")
    decisions.correct_class(batch, by=anna, number=2, value="firm")
    batches.change_reading(batch, by=anna, mapping={"name": 0, "notes": 1}, header=1)
    batch = work(batch)
    assert decided(batch) == [(2, "", {"class": "firm"}), (3, "skip", {})]
    assert batch.options == {}


def test_another_sheet_of_a_large_file_takes_over_no_decision(anna: Any, gmina: Any) -> None:
    batch = read(anna, gmina, xlsx(SHEETS), name="lista.xlsx")
    decisions.decide_rows(batch, by=anna, numbers=[3], decision="skip")
    batches.change_reading(batch, by=anna, sheet="Kluby")
    assert decided(work(batch)) == [(2, "", {}), (3, "", {})]


def test_decisions_outlive_a_worker_lost_in_the_middle_of_reading(
    anna: Any, gmina: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = read(anna, gmina)
    decisions.decide_rows(batch, by=anna, numbers=[3], decision="skip")
    Batch.objects.filter(pk=batch.pk).update(state="reading")
    batches.enqueue(batch, "people.preview_batch", anna)
    monkeypatch.setattr(tasks, "in_chunks", partial(judging.in_chunks, size=1))
    monkeypatch.setattr(tasks, "insert_rows", once_then_lost())
    job = leases.claim()
    assert job is not None
    execute(job)
    monkeypatch.setattr(tasks, "insert_rows", insert_rows)
    Job.objects.update(state="cancelled", lease_until=None)
    batches.begin_again(Batch.objects.get(), by=anna)
    assert decided(work(batch)) == [(2, "", {}), (3, "skip", {}), (4, "", {})]


def once_then_lost() -> Any:
    """Store rows the first time; the second time the database is gone."""
    calls: list[Any] = []

    def store(rows: Any) -> None:
        calls.append(rows)
        if len(calls) > 1:
            raise ConnectionError
        insert_rows(rows)

    return store


def test_two_clicks_on_taking_back_a_large_file_take_it_back_once(anna: Any, gmina: Any) -> None:
    before = register_state()
    batch = read(anna, gmina)
    accepting.accept(batch, by=anna)
    batch = work(batch)
    undoing.undo(batch, by=anna)
    undoing.undo(batch, by=anna)
    assert (work(batch).state, register_state() == before) == ("undone", True)
    assert list(Job.objects.filter(kind="people.undo_batch").values_list("state", flat=True)) == ["done"]


def test_a_job_that_finds_the_file_taken_back_under_its_hands_ends_calmly(
    anna: Any, gmina: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = read(anna, gmina)
    accepting.accept(batch, by=anna)
    batch = work(batch)
    undoing.undo(batch, by=anna)
    whole = undoing.take_back

    def a_moment_later(batch: Batch, *, by: Any, tell: Any) -> None:
        Batch.objects.filter(pk=batch.pk).update(state="undone")
        whole(batch, by=by, tell=tell)

    monkeypatch.setattr(undoing, "take_back", a_moment_later)
    work(batch)
    job = Job.objects.get(kind="people.undo_batch")
    assert (job.state, job.error_code) == ("done", "")


def test_taking_back_by_a_job_fails_with_a_sentence_when_something_came_to_hang_on_the_file(
    anna: Any, gmina: Any
) -> None:
    batch = read(anna, gmina)
    accepting.accept(batch, by=anna)
    batch = work(batch)
    undoing.undo(batch, by=anna)
    Organisation.objects.filter(name="KGW Jagoda").update(version=2)
    assert work(batch).state == "accepted"
    job = Job.objects.get(kind="people.undo_batch")
    assert (job.state, Organisation.objects.count()) == ("failed", 3)
    assert (
        wording.error(job)
        == "Pliku nie można było cofnąć: ktoś już zmienił to, co plik dodał. Nic nie zostało zmienione."
    )


def accepted(user: Any, gmina: Any, content: str | None = None) -> Batch:
    batch = read(user, gmina, content)
    accepting.accept(batch, by=user)
    return work(batch)


def test_taking_back_is_counted_inside_its_one_transaction(
    anna: Any, gmina: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = accepted(anna, gmina)
    heard: list[tuple[str, int, int | None]] = []
    progress = JobContext.progress

    def listening(self: JobContext, done: int, total: int | None, code: str) -> None:
        progress(self, done, total, code)
        [job] = fresh([Job.objects.get(pk=self.job.pk)])
        heard.append((wording.progress(job).replace("\N{NO-BREAK SPACE}", " "), job.done, job.total))

    monkeypatch.setattr(context, "SECONDS_BETWEEN_WRITES", 0)
    monkeypatch.setattr(undoing, "CHUNK", 2)
    monkeypatch.setattr(JobContext, "progress", listening)
    undoing.undo(batch, by=anna)
    work(batch)
    assert heard == [
        ("Sprawdzamy, czy plik można cofnąć", 0, None),
        ("Cofamy plik: 0 z 3 (wszystko albo nic)", 0, 3),
        ("Cofamy plik: 2 z 3 (wszystko albo nic)", 2, 3),
        ("Cofamy plik: 3 z 3 (wszystko albo nic)", 3, 3),
    ]


def test_a_worker_lost_in_the_middle_of_taking_back_has_done_nothing_and_the_next_does_it_once(
    anna: Any, gmina: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = register_state()
    batch = accepted(anna, gmina)
    undoing.undo(batch, by=anna)
    whole = undoing.drop

    def lost(model: Any, keys: Any) -> None:
        whole(model, keys)
        if model is Organisation:
            raise ConnectionError

    monkeypatch.setattr(undoing, "drop", lost)
    job = leases.claim()
    assert job is not None
    execute(job)
    assert (Organisation.objects.count(), Batch.objects.get().state) == (3, "accepted")
    monkeypatch.setattr(undoing, "drop", whole)
    Job.objects.update(lease_until=None)
    assert (work(batch).state, register_state() == before) == ("undone", True)
    assert Event.objects.filter(code="batch.undone").count() == 1


def test_while_a_file_is_taken_back_its_pages_say_so_and_offer_it_no_more(
    anna: Any, gmina: Any, client_of: Any
) -> None:
    batch, client = accepted(anna, gmina), client_of(anna)
    button = f'action="/spis/pliki/{batch.pk}/cofnij/"'
    pages = (batch.get_absolute_url(), "/spis/020102/pliki/", "/")
    assert [button in shown(client.get(page)) for page in pages] == [True, True, False]
    undoing.undo(batch, by=anna)
    Job.objects.filter(kind="people.undo_batch").update(
        state="running", attempts=1, done=12_000, total=23_089, message_code="undoing"
    )
    told = "Cofamy plik: 12 000 z 23 089 (wszystko albo nic)"
    texts = [shown(client.get(page)) for page in pages]
    assert [button in text for text in texts] == [False, False, False]
    assert [told in texts[0], "cofany" in texts[1], told in texts[2]] == [True, True, True]


@pytest.mark.parametrize(("stopping", "back"), [("reading", "Zacznij jeszcze raz"), ("saving", "Wróć do podglądu")])
def test_work_that_was_stopped_says_by_whom_and_leads_back(
    stopping: str, back: str, anna: Any, gmina: Any, client_of: Any
) -> None:
    client = client_of(anna)
    batch = previewed(anna, gmina) if stopping == "reading" else read(anna, gmina)
    if stopping == "saving":
        accepting.accept(batch, by=anna)
    stop = f"/zadania-w-tle/{Job.objects.latest('pk').pk}/przerwij/"
    assert f'action="{stop}"' in shown(client.get(batch.get_absolute_url()))
    answer = client.post(stop)
    assert answer["Location"] == batch.get_absolute_url()
    page = shown(client.get(batch.get_absolute_url()))
    assert [text in page for text in ("Przerwano", f"{anna}, ", "Nic nie zapisano.", back)] == [True] * 4
    assert ["Praca się urwała" in page, "Wyrzuć plik" in page] == [False, True]
    assert "przerwano" in shown(client.get("/spis/020102/pliki/"))
    assert f'href="{batch.get_absolute_url()}"' in shown(client.get(stop.removesuffix("przerwij/")))
    client.post(f"/spis/pliki/{batch.pk}/odrzuc/")
    assert (Batch.objects.get().state, Organisation.objects.count()) == ("expired", 0)


def test_a_file_is_not_thrown_away_while_work_on_it_goes_on(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina)
    with pytest.raises(batches.BatchMoved):
        batches.discard(batch, by=anna)
    assert Batch.objects.get().state == "reading"


def test_another_operator_may_stop_the_work_on_the_editions_file(
    olga: Any, edition: Any, make_user: Any, client_of: Any
) -> None:
    batch = previewed(olga, None, csv_text([("Klub", "Lipowo", "")]), scope=edition.key)
    other = make_user("Oskar", ("operator", edition.key))
    stop = f"/operator/zadania/{Job.objects.get().pk}/przerwij/"
    client = client_of(other)
    assert f'action="{stop}"' in shown(client.get(batch.get_absolute_url()))
    assert client.post(stop, {"back": "1"})["Location"] == batch.get_absolute_url()
    assert Job.objects.get().state == "cancelled"


def test_what_comes_into_the_register_between_comparing_and_saving_is_not_doubled(
    anna: Any, gmina: Any, make_organisation: Any
) -> None:
    batch = read(anna, gmina)
    accepting.accept(batch, by=anna)
    prepared = accepting.draft(batch, by=anna)
    make_organisation("KGW Jagoda", village="Olszynki")
    accepting.apply_batch(batch, by=anna, start="accepting", prepared=prepared)
    names = ["KGW Jagoda", "OSP Olszynki", "Szkoła Podstawowa nr 2 w Lipowie"]
    assert list(Organisation.objects.values_list("name", flat=True)) == names
    assert (batch.counts["added"], batch.counts["met"]) == (2, 1)


def test_a_class_taught_between_comparing_and_saving_has_every_row_compared_anew(
    anna: Any, gmina: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = read(anna, gmina)
    accepting.accept(batch, by=anna)
    prepared = accepting.draft(batch, by=anna)
    Correction.objects.create(gmina=gmina, key="name:klub", sector="sport", by=anna)
    compared: list[int] = []
    steps = accepting._steps

    def counted(batch: Any, rows: Any, facts: Any) -> Any:
        compared.append(len(rows))
        return steps(batch, rows, facts)

    monkeypatch.setattr(accepting, "_steps", counted)
    accepting.apply_batch(batch, by=anna, start="accepting", prepared=prepared)
    assert (compared, Organisation.objects.count()) == ([3], 3)


def test_where_nothing_has_moved_no_row_is_compared_under_the_lock(
    anna: Any, gmina: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = read(anna, gmina)
    accepting.accept(batch, by=anna)
    prepared = accepting.draft(batch, by=anna)
    monkeypatch.delattr(accepting, "judge")
    accepting.apply_batch(batch, by=anna, start="accepting", prepared=prepared)
    assert Organisation.objects.count() == 3


def test_saving_that_was_given_up_goes_back_to_the_preview(anna: Any, gmina: Any) -> None:
    batch = read(anna, gmina)
    accepting.accept(batch, by=anna)
    Job.objects.filter(kind="people.accept_batch").update(state="cancelled")
    batches.begin_again(batch, by=anna)
    assert (Batch.objects.get().state, Organisation.objects.count()) == ("preview", 0)


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_rows_taken_up_again_outlive_a_comparison_that_broke_off(
    state: str, anna: Any, gmina: Any, make_organisation: Any
) -> None:
    make_organisation("Szkoła Podstawowa nr 2 im. Marii Przykładowej", village="Lipowo")
    batch = read(anna, gmina, csv_text([("SP nr 2", "Lipowo", ""), ("Klub Orzeł", "", "")]))
    accepting.accept(batch, by=anna)
    again = batches.take_up_again(work(batch), by=anna)
    Job.objects.filter(pk=again.job_id).update(state=state)
    batches.begin_again(again, by=anna)
    run_worker(once=True)
    again.refresh_from_db()
    assert (again.state, outcomes(again)) == ("preview", [(2, "doubtful", "likely_duplicate")])


def test_saving_says_how_many_rows_are_compared_and_stored_inside_its_one_transaction(
    anna: Any, gmina: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = read(anna, gmina)
    accepting.accept(batch, by=anna)
    heard: list[tuple[str, int, int | None]] = []

    def listening(self: JobContext, done: int, total: int | None, code: str) -> None:
        progress(self, done, total, code)
        [job] = fresh([Job.objects.get(pk=batch.job_id)])
        heard.append((job.message_code, job.done, job.total))

    progress = JobContext.progress
    monkeypatch.setattr(context, "SECONDS_BETWEEN_WRITES", 0)
    monkeypatch.setattr(writing, "CHUNK", 2)
    monkeypatch.setattr(JobContext, "progress", listening)
    work(batch)
    assert heard == [
        ("looking", 0, None),
        ("comparing", 1, 3),
        ("comparing", 2, 3),
        ("comparing", 3, 3),
        ("saving_rows", 0, 3),
        ("saving_rows", 2, 3),
        ("saving_rows", 3, 3),
        ("saving_links", 3, 3),
    ]
    row = Job.objects.get(pk=batch.job_id)
    assert (row.state, row.done, row.total, Organisation.objects.count()) == ("done", 3, 3, 3)


NAMES = ("Jaskółka", "Dąbrowa", "Wierzba", "Szafir", "Kometa", "Podkowa", "Latarnia", "Echo")
CLUBS = [(f"Klub {name}", "Olszynki", f"600 100 10{number}") for number, name in enumerate(NAMES)]
CHOIRS = [(f"Chór {name}", "", "") for name in NAMES]


@pytest.mark.parametrize("is_compared", [False, True])
def test_what_stood_in_the_register_is_added_when_the_file_it_came_from_is_taken_back_meanwhile(
    is_compared: bool, anna: Any, gmina: Any
) -> None:
    first = accepted(anna, gmina, csv_text(CLUBS))
    second = read(anna, gmina, csv_text([*CLUBS, *CHOIRS]))
    assert dict(Counter(outcome for _, outcome, _ in outcomes(second))) == {"same": 8, "new": 8}
    accepting.accept(second, by=anna)
    prepared = accepting.draft(second, by=anna) if is_compared else None
    undoing.take_back(first, by=anna)
    accepting.apply_batch(second, by=anna, start="accepting", prepared=prepared)
    assert set(Organisation.objects.values_list("name", flat=True)) == {name for name, _, _ in CLUBS + CHOIRS}
    nothing = dict.fromkeys(("changed", "filled", "met", "same", "passed_over", "doubtful"), 0)
    assert second.counts == nothing | {"added": 16}
    assert set(second.rows.values_list("outcome", "reason", "did")) == {("new", "new_here", "created")}
    before = register_state()
    third = accepted(anna, gmina, csv_text([*CLUBS, *CHOIRS], head=("Nazwa", "Miejscowość", "Telefon komórkowy")))
    assert (third.counts["same"], third.rows.filter(did="nothing").count()) == (16, 16)
    assert register_state() == before
    undoing.take_back(second, by=anna)
    assert Organisation.objects.count() == 0


def test_what_stood_in_the_register_and_was_changed_meanwhile_is_told_truly(anna: Any, gmina: Any) -> None:
    accepted(anna, gmina, csv_text([(name, village, "") for name, village, _ in CLUBS[:4]]))
    removed, _poorer, merged, kept = Organisation.objects.order_by("pk")
    phones = accepted(anna, gmina, csv_text(CLUBS[1:2]))
    second = read(anna, gmina, csv_text([CLUBS[0][:2], CLUBS[1], CLUBS[2][:2], CLUBS[3][:2], CHOIRS[0]]))
    accepting.accept(second, by=anna)
    prepared = accepting.draft(second, by=anna)
    assert [step.stands for step in prepared.steps] == [True] * 4 + [False]
    remove_organisation(removed, by=anna)
    undoing.take_back(phones, by=anna)
    merge(kept, merged, by=anna, choices={})
    accepting.apply_batch(second, by=anna, start="accepting", prepared=prepared)
    told = {"added": 1, "changed": 0, "filled": 0, "met": 1}
    assert second.counts == told | {"same": 2, "passed_over": 1, "doubtful": 1}
    told = second.rows.order_by("number").values_list("outcome", "reason", "did", "params__met")
    assert list(told) == [
        ("doubtful", "was_removed", "", None),
        ("same", "nothing_new", "nothing", "changed_meanwhile"),
        ("same", "nothing_new", "nothing", None),
        ("same", "nothing_new", "nothing", None),
        ("new", "new_here", "created", None),
    ]
    assert Organisation.objects.filter(state="listed").count() == 3
    assert outcomes(work(batches.take_up_again(second, by=anna))) == [(2, "doubtful", "was_removed")]
