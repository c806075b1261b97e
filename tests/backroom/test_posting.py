"""What the mail server says and what becomes of the mail: a real SMTP conversation in this process."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from koalicja.backroom import carriers, jobs, leases, outbox, posting, wording
from koalicja.backroom.context import JobContext
from koalicja.backroom.models import Job, Mail
from koalicja.backroom.worker import run_worker
from koalicja.ui.formats import moment
from tests.backroom.sink import Sink
from tests.backroom.test_outbox import put

pytestmark = pytest.mark.django_db


UNHURRIED = 300.0
SOON = 0.5  # for a server that is silent on purpose; all others are waited for


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    sink = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_USE_TLS = settings.MAIL_TO_PAGE = False
    settings.EMAIL_TIMEOUT = settings.MAIL_LAST_ANSWER_SECONDS = UNHURRIED
    yield sink
    sink.close()


def bulk(count: int = 3, **over: Any) -> list[Mail]:
    mails = [put(held=True, to=f"osoba{n}@poczta.example", about=f"invitation:{n}", **over) for n in range(count)]
    outbox.release(mails, by=over.get("by"))
    return mails


def states(mails: list[Mail]) -> list[str]:
    for mail in mails:
        mail.refresh_from_db()
    return [mail.state for mail in mails]


def pass_time(**time: float) -> None:
    """As if it were later: every pause is that much nearer its end."""
    for mail in Mail.objects.filter(state="ready"):
        Mail.objects.filter(pk=mail.pk).update(not_before=mail.not_before - timedelta(**time))


def next_round(**time: float) -> None:
    pass_time(**time)
    posting.look_after(timezone.now())
    run_worker(once=True)


def test_a_bulk_goes_over_one_line_and_the_job_counts_it(sink: Sink, anna: Any) -> None:
    mails = bulk(by=anna)
    run_worker(once=True)
    assert states(mails) == ["sent"] * 3
    assert sink.addresses() == [f"osoba{n}@poczta.example" for n in range(3)]
    assert sink.reached.count("connect") == 1
    job = Job.objects.get()
    assert (job.state, job.done, job.total, job.result["sent"]) == ("done", 3, 3, 3)
    assert [(mail.claims, mail.tries, mail.why) for mail in mails] == [(1, 1, "")] * 3
    assert all(mail.claimed_at <= mail.handed_at <= mail.ended_at for mail in mails)  # type: ignore[operator]


def named(raw: bytes, header: str) -> tuple[str, str]:
    """Name and address of a header, decoded as RFC 2047 says (Python's newer parser keeps a space too many)."""
    name, address = parseaddr(str(message_from_bytes(raw)[header]))
    return str(make_header(decode_header(name))), address


def test_polish_letters_dots_and_names_arrive_as_written(sink: Sink, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Koalicja <poczta@koalicja.example>"
    text = (
        "Zażółć gęślą jaźń – „zapraszamy”.\n.kropka\n..\n\n"
        + "długi wiersz " * 120
        + "\nhttps://koalicja.example/z/abc"
    )
    mail = put(
        subject="Zaproszenie: „Żółta łąka” – gmina Łęczna, wtorek 24 listopada o 17.00, sala gminnej biblioteki",
        to_name='Łucja "Święta" Żak-Ćwik, sołtyska',
        from_name="Gminna Biblioteka Publiczna im. Świętej Łucji w Brzeźnicy, filia „Pod Lipą” – czytelnia",
        reply_to="ewa@biblioteka.example",
        text=text,
    )
    run_worker(once=True)
    [got] = sink.messages()
    assert got["Subject"] == mail.subject
    raw = sink.taken[0][1]
    assert named(raw, "To") == (mail.to_name, "jan@poczta.example")
    assert named(raw, "From") == (mail.from_name, "poczta@koalicja.example")
    assert named(raw, "Reply-To") == ("", "ewa@biblioteka.example")
    assert got["Message-ID"] == mail.message_id
    assert got.get_content().replace("\r\n", "\n").rstrip("\n") == text
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert got.get_content_type() == "text/plain"


def test_an_address_that_the_server_does_not_know_bounces_and_the_others_go(sink: Sink) -> None:
    sink.refused_addresses = {"osoba1@poczta.example": "550 5.1.1 Nie ma takiej skrzynki"}
    mails = bulk()
    run_worker(once=True)
    assert states(mails) == ["sent", "bounced", "sent"]
    assert (mails[1].why, mails[1].said) == ("address", "5.1.1 Nie ma takiej skrzynki")
    assert mails[1].handed_at is None
    assert sink.reached.count("connect") == 1
    assert wording.mail_state(mails[1]).sentence == (
        "Serwer poczty nie przyjmuje wiadomości na ten adres. Sprawdź adres albo zaproś inną drogą. "
        "Słowa serwera: „5.1.1 Nie ma takiej skrzynki”."
    )


def test_try_later_is_tried_after_longer_and_longer_pauses_and_then_given_up(sink: Sink) -> None:
    sink.refused_addresses = {"jan@poczta.example": "451 4.7.1 Greylisted"}
    mail, pauses = put(), []
    run_worker(once=True)
    while states([mail]) == ["ready"]:
        pauses.append(round((mail.not_before - timezone.now()).total_seconds() / 60))
        assert (mail.why, mail.said, mail.claimed_at, mail.handed_at) == ("busy", "4.7.1 Greylisted", None, None)
        assert posting.look_after(timezone.now()) is None
        next_round(minutes=pauses[-1] + 1)
    assert pauses == [1, 5, 20, 60, 240, 720]
    assert (mail.state, mail.tries, mail.claims, mail.ended_at is not None) == ("refused", 7, 7, True)
    assert wording.mail_state(mail).sentence == (
        "Serwer poczty prosi, żeby spróbować później. Słowa serwera: „4.7.1 Greylisted”."
    )
    assert sink.taken == []


def test_a_grey_list_takes_the_second_try(sink: Sink) -> None:
    sink.rules, sink.times = {"rcpt": "451 Greylisted"}, 1
    mail = put()
    run_worker(once=True)
    assert states([mail]) == ["ready"]
    assert wording.mail_state(mail).sentence.startswith(
        "Serwer poczty prosi, żeby spróbować później. Słowa serwera: „Gr"
    )
    next_round(minutes=2)
    assert states([mail]) == ["sent"]
    assert (mail.why, len(sink.taken)) == ("", 1)


@pytest.mark.parametrize("moment", ["mail", "rcpt", "data", "dot"])
def test_a_passing_refusal_at_any_moment_is_tried_again(moment: str, sink: Sink) -> None:
    sink.rules, sink.times = {moment: "450 later"}, 1
    mail = put()
    run_worker(once=True)
    assert (states([mail]), mail.why, mail.tries) == (["ready"], "busy", 1)
    next_round(minutes=2)
    assert (states([mail]), len(sink.taken)) == (["sent"], 1)


@pytest.mark.parametrize("moment", ["data", "dot"])
def test_a_text_that_the_server_refuses_is_not_sent_and_says_why(moment: str, sink: Sink) -> None:
    sink.rules = {moment: "554 looks like spam"}
    mail = put()
    run_worker(once=True)
    assert (states([mail]), mail.why, mail.said) == (["refused"], "content", "looks like spam")
    assert sink.taken == []


def test_a_refused_sender_is_our_trouble_and_holds_the_mail_back_only(sink: Sink) -> None:
    sink.rules, sink.times = {"mail": "553 not your address"}, 1
    mail = put()
    run_worker(once=True)
    assert (states([mail]), mail.why, mail.said) == (["ready"], "sender", "not your address")
    next_round(minutes=2)
    assert states([mail]) == ["sent"]


@pytest.mark.parametrize("how", ["hang", "drop"])
@pytest.mark.parametrize("moment", ["connect", "helo", "mail", "rcpt", "data"])
def test_a_silent_or_broken_line_before_the_text_is_tried_again(
    moment: str, how: str, sink: Sink, settings: Any
) -> None:
    sink.rules, sink.times = {moment: how}, 1
    settings.EMAIL_TIMEOUT = SOON if how == "hang" else UNHURRIED
    mail = put()
    run_worker(once=True)
    settings.EMAIL_TIMEOUT = UNHURRIED
    sink.heal()
    assert (states([mail]), mail.why, mail.tries) == (["ready"], "unreachable", 1)
    next_round(minutes=2)
    assert (states([mail]), sink.addresses()) == (["sent"], ["jan@poczta.example"])


@pytest.mark.parametrize("how", ["hang", "drop", "-99 nonsense"])
@pytest.mark.parametrize("moment", ["text", "dot"])
def test_a_silent_or_broken_line_after_the_text_waits_for_a_human(
    moment: str, how: str, sink: Sink, settings: Any
) -> None:
    if moment == "text" and how.startswith("-"):
        return
    sink.rules, sink.times = {moment: how}, 1
    settings.MAIL_LAST_ANSWER_SECONDS = 4 * SOON if how == "hang" else UNHURRIED
    sink.on_later_line = lambda: setattr(settings, "MAIL_LAST_ANSWER_SECONDS", UNHURRIED)
    mails = bulk()
    run_worker(once=True)
    assert states(mails) == ["in_doubt", "sent", "sent"]
    assert mails[0].why == "no_answer"
    next_round(days=3)
    assert states(mails)[0] == "in_doubt"


def test_while_the_server_is_away_the_whole_bulk_waits_after_one_try(sink: Sink) -> None:
    sink.close()
    mails = bulk()
    run_worker(once=True)
    assert states(mails) == ["ready"] * 3
    assert {(mail.why, mail.tries, mail.claims) for mail in mails} == {("unreachable", 1, 0)}
    for _ in range(6):
        next_round(minutes=721)
    assert {(mail.state, mail.tries, mail.claims) for mail in Mail.objects.all()} == {("refused", 7, 0)}
    assert wording.mail_state(Mail.objects.all()[0]).sentence == "Nasz serwer poczty nie odpowiada."


def test_a_wrong_password_holds_everything_back_and_names_the_settings(sink: Sink, settings: Any) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "koalicja", "zły"
    mail = put()
    run_worker(once=True)
    assert (states([mail]), mail.why) == (["ready"], "unreachable")  # this server offers no sign-in at all
    assert sink.taken == []


def test_a_line_that_died_between_two_mails_is_opened_anew(sink: Sink) -> None:
    mails = bulk(2)
    with carriers.opened() as carrier:
        job = leases.claim()
        assert job is not None
        context = JobContext(job)
        assert posting.send(context, carrier, mails[0].pk)
        sink.rules, sink.times = {"mail": "drop"}, 1
        assert posting.send(context, carrier, mails[1].pk)
    assert states(mails) == ["sent", "sent"]
    assert [mail.claims for mail in mails] == [1, 1]


def test_a_claim_that_was_taken_over_says_nothing_more_to_the_server(sink: Sink) -> None:
    mail = put()
    job = leases.claim()
    assert job is not None
    zombie = posting.claim(mail.pk, job)
    assert zombie is not None
    posting.recover(Mail.objects.filter(state="claimed"))
    assert states([mail]) == ["ready"]
    with carriers.opened() as carrier:
        carrier.connect()
        posting.hand_over(zombie, carrier)
    assert (states([mail]), sink.taken) == (["ready"], [])
    heir = posting.claim(mail.pk, job)
    assert heir is not None
    posting.note(zombie, Mail.State.SENT, ended_at=timezone.now())
    posting.note_refusal(zombie, carriers.NotTaken(Mail.Why.ADDRESS, is_final=True))
    assert states([mail]) == ["claimed"]
    assert posting.claim(mail.pk, job) is None


def test_a_mail_called_off_while_the_bulk_runs_is_left_out(sink: Sink, anna: Any) -> None:
    mails = bulk()
    outbox.cancel(mails[1], by=anna)
    run_worker(once=True)
    assert states(mails) == ["sent", "cancelled", "sent"]


def test_a_stopped_bulk_holds_what_had_not_gone(sink: Sink, anna: Any) -> None:
    mails = bulk(by=anna)
    job = leases.claim()
    assert job is not None
    context = JobContext(job)
    with carriers.opened() as carrier:
        posting.send(context, carrier, mails[0].pk)
    jobs.cancel(job, by=anna)
    with pytest.raises(jobs.JobCancelled):
        posting.send_all(context)
    assert states(mails) == ["sent", "held", "held"]
    job.refresh_from_db()
    assert wording.stopped(job) == ("Co wysłano, to wysłano. Pozostałe wiadomości znów czekają, aż ktoś je sprawdzi.")
    again = outbox.release(mails, by=anna)
    assert again is not None
    run_worker(once=True)
    assert states(mails) == ["sent"] * 3


def test_a_bulk_stopped_before_any_worker_had_it_is_held_by_housekeeping(sink: Sink, anna: Any) -> None:
    mails = bulk(by=anna)
    jobs.cancel(Job.objects.get(), by=anna)
    assert posting.look_after(timezone.now()) is None
    assert states(mails) == ["held"] * 3


def test_what_a_job_given_up_left_behind_is_taken_up_again(sink: Sink) -> None:
    mails = bulk()
    job = leases.claim()
    assert job is not None
    posting.claim(mails[0].pk, job)
    handed = posting.claim(mails[1].pk, job)
    assert handed is not None
    posting.mark_handed(handed)
    leases.fail(job, "crashed", {})
    posting.look_after(timezone.now())
    assert states(mails) == ["claimed", "claimed", "ready"]  # a late answer may still come
    assert (mails[2].tries, mails[2].job) == (1, None)
    posting.look_after(timezone.now() + timedelta(minutes=11))
    assert states(mails) == ["ready", "in_doubt", "ready"]
    next_round(minutes=2)
    next_round(minutes=7)
    assert states(mails) == ["sent", "in_doubt", "sent"]


def test_a_mail_that_kills_every_worker_is_given_up(sink: Sink, settings: Any) -> None:
    mail = put()
    job = leases.claim()
    assert job is not None
    for _ in range(7):
        assert posting.claim(mail.pk, job) is not None
        posting.recover(Mail.objects.filter(state="claimed"))
    assert (states([mail]), mail.why) == (["refused"], "worker_lost")


def test_housekeeping_that_finds_nothing_asks_four_times_and_writes_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(4):
        posting.look_after(timezone.now())


def test_the_demo_sends_nothing_and_says_sent(settings: Any) -> None:
    assert settings.MAIL_TO_PAGE
    mail = put()
    run_worker(once=True)
    assert (states([mail]), django_mail.outbox) == (["sent"], [])
    assert Job.objects.get().result_url == "/poczta-pokazowa/"


def test_outside_the_demo_a_sent_mail_says_when_the_server_had_it(sink: Sink) -> None:
    mail = put()
    run_worker(once=True)
    assert states([mail]) == ["sent"]
    assert wording.mail_state(mail).sentence == f"Przekazano serwerowi poczty: {moment(mail.handed_at)}."


def test_another_back_end_of_django_is_given_the_whole_message(settings: Any) -> None:
    settings.MAIL_TO_PAGE = False
    mail = put()
    run_worker(once=True)
    [message] = django_mail.outbox
    assert (message.to, message.extra_headers) == ([mail.to], {"Message-ID": mail.message_id})
    assert states([mail]) == ["sent"]


def test_a_back_end_that_breaks_leaves_the_mail_in_doubt(settings: Any) -> None:
    settings.MAIL_TO_PAGE = False
    mail = put()
    settings.EMAIL_BACKEND = "tests.backroom.broken_backend.EmailBackend"
    run_worker(once=True)
    assert (states([mail]), mail.why) == (["in_doubt"], "no_answer")


@pytest.mark.parametrize(
    ("configured", "demo", "debug"), [(True, False, False), (False, True, False), (False, False, True)]
)
def test_a_way_for_mail_is_enough_to_start(configured: bool, demo: bool, debug: bool, settings: Any) -> None:
    settings.MAIL_IS_CONFIGURED, settings.DEMO, settings.DEBUG = configured, demo, debug
    assert carriers.demand_configuration() is None


def test_without_a_way_for_mail_the_server_does_not_start(settings: Any) -> None:
    settings.MAIL_IS_CONFIGURED = settings.DEMO = settings.DEBUG = False
    with pytest.raises(ImproperlyConfigured, match="Set KOALICJA_SMTP_HOST"):
        carriers.demand_configuration()
