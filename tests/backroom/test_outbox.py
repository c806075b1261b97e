"""The door to outgoing mail: what may be put, what humans decide, what is erased. Nothing is sent here."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from koalicja.backroom import outbox, posting, wording
from koalicja.backroom.models import Job, Mail
from koalicja.backroom.queries import mail_written_by, newest_mail

pytestmark = pytest.mark.django_db


def put(**over: Any) -> Mail:
    fields: dict[str, Any] = {
        "to": "jan@poczta.example",
        "subject": "Zaproszenie",
        "text": "Zapraszamy.",
        "about": "invitation:1",
        "scope": "gmina:020102",
        "by": None,
    }
    return outbox.put(**fields | over)


def moved(mail: Mail, state: str, **fields: Any) -> Mail:
    """The mail as it would stand after a worker had it."""
    now = timezone.now()
    late = state in {"claimed", "sent", "in_doubt", "bounced", "refused"}
    times = {
        "claimed_at": now if late else None,
        "handed_at": now if state in {"sent", "in_doubt"} else None,
        "ended_at": now if state in Mail.ENDED else None,
    }
    fields = times | {"claims": int(late)} | fields
    Mail.objects.filter(pk=mail.pk).update(state=state, **fields)
    mail.refresh_from_db()
    return mail


def test_a_mail_put_waits_with_a_job_of_its_own(anna: Any) -> None:
    mail = put(by=anna, to=" Jan@poczta.example ", to_name="Jan Żółw", reply_to=anna.email)
    job = Job.objects.get()
    assert (mail.state, mail.to, mail.to_name, mail.reply_to) == ("ready", "Jan@poczta.example", "Jan Żółw", anna.email)
    assert (mail.job, job.kind, job.scope, job.created_by) == (job, "backroom.send_mail", "gmina:020102", anna)
    assert mail.message_id.startswith("<mail.")
    assert mail.message_id.endswith("@localhost>")


def test_a_mail_rolls_back_with_its_transaction() -> None:
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert (Mail.objects.count(), Job.objects.count()) == (0, 0)


def test_held_mail_waits_for_a_look_and_then_goes_as_one_job(anna: Any) -> None:
    mails = [put(by=anna, held=True, about=f"invitation:{n}") for n in range(3)]
    assert [mail.state for mail in mails] == ["held"] * 3
    assert Job.objects.count() == 0
    job = outbox.release(mails, by=anna, begun_at="/zaproszenia/")
    assert job is not None
    assert (job.result_url, job.scope) == ("/zaproszenia/", "gmina:020102")
    assert set(Mail.objects.values_list("state", "job")) == {("ready", job.pk)}
    assert outbox.release(mails, by=anna) is None
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "jan",
        "jan@",
        "@poczta.example",
        "jan@poczta",
        "jan@poczta.example, ala@poczta.example",
        "jan@poczta.example\nBcc: wszyscy@poczta.example",
        "jan@poczta.example\r\n",
        "Jan <jan@poczta.example>",
        "zażółć@poczta.example",
        "jan kowal@poczta.example",
        f"{'a' * 250}@poczta.example",
    ],
)
def test_a_wrong_address_is_refused_with_a_sentence_and_nothing_is_put(address: str) -> None:
    if address == "jan@poczta.example\r\n":
        assert outbox.checked_address(address) == "jan@poczta.example"  # only what was pasted around it
        return
    with pytest.raises(outbox.WrongAddress) as refusal:
        put(to=address)
    assert (Mail.objects.count(), Job.objects.count()) == (0, 0)
    assert wording.wrong_address(refusal.value) == (
        f"To nie jest adres e-mail: „{address}”. Powinien wyglądać jak anna@biblioteka.pl. Nic nie zostało wysłane."
    )


def test_no_header_can_be_slipped_in() -> None:
    mail = put(
        subject="Zaproszenie\r\nBcc: wszyscy@poczta.example",
        to_name='Jan "Kowal"\nX-Evil: 1, <inny@poczta.example>',
        from_name="Biblioteka\u2028Bcc: x@y.example",
    )
    message = outbox.message_of(mail).message()
    assert sorted(message.keys()) == sorted(
        ["Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID"]
    )
    assert outbox.message_of(mail).recipients() == [
        '"Jan \\"Kowal\\" X-Evil: 1, <inny@poczta.example>" <jan@poczta.example>'
    ]
    assert mail.subject == "Zaproszenie Bcc: wszyscy@poczta.example"


def test_the_newest_mail_about_a_thing_is_found_without_its_text(django_assert_num_queries: Any) -> None:
    first, second, other = put(), put(), put(about="invitation:2")
    with django_assert_num_queries(1):
        found = newest_mail(["invitation:1", "invitation:2", "invitation:3"])
        assert {key: mail.pk for key, mail in found.items()} == {"invitation:1": second.pk, "invitation:2": other.pk}
    assert first.pk < second.pk


def test_mail_is_listed_for_whoever_wrote_it(anna: Any, basia: Any) -> None:
    mine, _hers = put(by=anna), put(by=basia)
    assert list(mail_written_by(anna)) == [mine]


@pytest.mark.parametrize("state", ["held", "ready"])
def test_what_waits_can_be_called_off(state: str, anna: Any) -> None:
    mail = put(held=state == "held")
    assert outbox.cancel(mail, by=anna)
    assert (mail.state, mail.decided_by, mail.ended_at is not None) == ("cancelled", anna, True)


@pytest.mark.parametrize("state", ["claimed", "sent", "in_doubt", "bounced", "refused"])
def test_what_is_on_its_way_or_over_cannot_be_called_off(state: str, anna: Any) -> None:
    mail = moved(put(), state)
    assert not outbox.cancel(mail, by=anna)
    assert (mail.state, mail.decided_by) == (state, None)


@pytest.mark.parametrize("state", ["in_doubt", "refused", "bounced"])
def test_a_human_sends_again_the_same_mail(state: str, anna: Any) -> None:
    mail = moved(put(), state, why="no_answer", said="nie wiem", tries=3)
    before = mail.message_id
    assert outbox.send_again(mail, by=anna)
    assert (mail.state, mail.message_id, mail.tries, mail.why, mail.said) == ("ready", before, 0, "", "")
    assert (mail.claimed_at, mail.handed_at, mail.ended_at, mail.decided_by) == (None, None, None, anna)
    assert mail.job is not None
    assert mail.job.created_by == anna
    assert not outbox.send_again(mail, by=anna)


@pytest.mark.parametrize("state", ["held", "ready", "claimed", "sent", "cancelled"])
def test_what_is_not_in_doubt_or_refused_is_not_sent_again(state: str, anna: Any) -> None:
    mail = moved(put(held=True), state)
    assert not outbox.send_again(mail, by=anna)
    assert mail.state == state


def test_a_human_says_that_it_arrived(anna: Any) -> None:
    mail = moved(put(), "in_doubt", why="no_answer")
    assert outbox.it_arrived(mail, by=anna)
    assert (mail.state, mail.decided_by, mail.why) == ("sent", anna, "")
    assert not outbox.it_arrived(mail, by=anna)


def test_a_mail_that_came_back_bounced(anna: Any) -> None:
    mail = moved(put(), "sent")
    assert outbox.came_back(mail, by=anna)
    assert (mail.state, mail.why) == ("bounced", "came_back")
    assert not outbox.came_back(moved(put(), "claimed"), by=anna)


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        ("lost", {}),
        ("sent", {"ended_at": "now"}),
        ("sent", {"ended_at": "now", "claimed_at": "now", "claims": 1}),
        ("sent", {"claimed_at": "now", "handed_at": "now", "claims": 1}),
        ("in_doubt", {"claimed_at": "now", "claims": 1}),
        ("claimed", {}),
        ("claimed", {"claimed_at": "now"}),
        ("ready", {"handed_at": "now"}),
        ("ready", {"claimed_at": "now"}),
        ("ready", {"ended_at": "now"}),
        ("ready", {"to": ""}),
        ("held", {"text": ""}),
        ("ready", {"erased_at": "now"}),
        ("bounced", {}),
    ],
)
def test_the_database_refuses_a_state_that_cannot_be(state: str, fields: dict[str, Any]) -> None:
    mail = put()
    values = {name: timezone.now() if value == "now" else value for name, value in fields.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(state=state, **values)


def old(mail: Mail, **fields: Any) -> Mail:
    """The same, 91 days ago."""
    then = timezone.now() - timedelta(days=91)
    times = {name: then for name in ("created_at", "claimed_at", "handed_at", "ended_at") if getattr(mail, name)}
    Mail.objects.filter(pk=mail.pk).update(**times | fields)
    mail.refresh_from_db()
    return mail


@pytest.mark.parametrize("state", ["sent", "in_doubt", "bounced", "refused", "cancelled"])
def test_who_and_what_is_erased_after_ninety_days_and_the_state_stays(state: str, anna: Any) -> None:
    mail = old(moved(put(by=anna, to_name="Jan", reply_to=anna.email), state, said="550 <jan@poczta.example>"))
    fresh = moved(put(), state)
    posting.erase_old(timezone.now())
    mail.refresh_from_db()
    fresh.refresh_from_db()
    assert [mail.to, mail.to_name, mail.reply_to, mail.subject, mail.text, mail.said] == [""] * 6
    assert (mail.state, mail.about, mail.created_by, mail.erased_at is not None) == (state, "invitation:1", anna, True)
    assert (fresh.text, fresh.erased_at) == ("Zapraszamy.", None)
    assert not outbox.send_again(mail, by=anna)


def test_what_nobody_looked_at_for_ninety_days_is_called_off_and_erased() -> None:
    mail, ready = old(put(held=True)), old(put())
    posting.erase_old(timezone.now())
    mail.refresh_from_db()
    ready.refresh_from_db()
    assert (mail.state, mail.why, mail.text) == ("cancelled", "outdated", "")
    assert (ready.state, ready.text) == ("ready", "Zapraszamy.")


def test_to_forget_calls_off_what_waits_and_erases_what_has_ended(anna: Any) -> None:
    waiting, sent, going, other = put(), moved(put(), "sent"), moved(put(), "claimed"), put(about="invitation:2")
    assert outbox.forget("invitation:1", by=anna) == 2
    for mail in (waiting, sent, going, other):
        mail.refresh_from_db()
    assert [(mail.state, mail.to) for mail in (waiting, sent, going, other)] == [
        ("cancelled", ""),
        ("sent", ""),
        ("claimed", "jan@poczta.example"),
        ("ready", "jan@poczta.example"),
    ]


def test_every_state_has_its_word_and_sentence() -> None:
    mail = put()
    shown = {}
    for state in Mail.State.values:
        why = {"in_doubt": "no_answer", "bounced": "address", "refused": "busy"}.get(state, "")
        one = wording.mail_state(moved(mail, state, why=why, said="550 Unknown user" if why == "address" else ""))
        shown[state] = (one.label, one.tone)
        assert bool(one.sentence) == (state in {"sent", "in_doubt", "bounced", "refused"})
    assert shown == {
        "held": ("czeka na sprawdzenie", "plain"),
        "ready": ("czeka na wysłanie", "plain"),
        "claimed": ("wysyła się", "plain"),
        "sent": ("wysłano", "ok"),
        "in_doubt": ("może wysłano", "attention"),
        "bounced": ("adres odrzucony", "danger"),
        "refused": ("nie wysłano", "danger"),
        "cancelled": ("odwołano", "plain"),
    }
    bounced = wording.mail_state(moved(mail, "bounced", why="address", said="5.1.1 Unknown user"))
    assert bounced.sentence == (
        "Serwer poczty nie przyjmuje wiadomości na ten adres. Sprawdź adres albo zaproś inną drogą. "
        "Słowa serwera: „5.1.1 Unknown user”."
    )


def test_every_reason_has_a_sentence() -> None:
    assert set(wording.REASONS) == set(Mail.Why)
    with translation.override("en"):
        assert wording.mail_state(moved(put(), "refused", why="busy")).sentence == (
            "The mail server asks us to try again later."
        )
