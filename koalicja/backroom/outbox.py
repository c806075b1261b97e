"""The one door to outgoing mail.

    outbox.put(to="jan@poczta.example", subject=…, text=…, about="invitation:12", scope="gmina:020102", by=user)

The row is written in the caller's transaction: no commit, no mail. With `held=True` it waits until somebody has looked,
and `release` sends what was looked at as one piece of background work. Sign-in codes do not pass here: they go at once.
"""

import re
from collections.abc import Iterable
from email.header import Header
from email.utils import parseaddr, quote
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address, utf8_charset_qp
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from koalicja.backroom import jobs
from koalicja.backroom.models import Job, Mail

KIND = "backroom.send_mail"
LONGEST = {"to": 254, "subject": 200, "to_name": 150, "from_name": 150}
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class WrongAddress(ValueError):
    """Nothing can be sent to this. `wording.wrong_address` makes it one sentence."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def checked_address(typed: str) -> str:
    """The address as mail goes to it, or `WrongAddress`: for forms, before anything is put."""
    address = typed.strip()
    if len(address) > LONGEST["to"]:
        raise WrongAddress(typed)
    try:
        validate_email(address)
        address.rpartition("@")[0].encode("ascii")
        sanitize_address(address, "utf-8")
    except (ValidationError, ValueError):
        raise WrongAddress(typed) from None
    return address


def put(
    *,
    to: str,
    subject: str,
    text: str,
    about: str,
    scope: str,
    by: Any,
    to_name: str = "",
    from_name: str = "",
    reply_to: str = "",
    held: bool = False,
) -> Mail:
    """Put one mail to one person; raises `WrongAddress` before anything is written.

    `about` and `scope` are plain keys. `from_name` stands before our own address, answers go to `reply_to`.
    """
    mail = Mail(
        to=checked_address(to),
        to_name=_line(to_name, "to_name"),
        from_name=_line(from_name, "from_name"),
        reply_to=checked_address(reply_to) if reply_to else "",
        subject=_line(subject, "subject"),
        text=text.replace("\x00", ""),
        about=about,
        scope=scope,
        message_id=_new_message_id(),
        state=Mail.State.HELD,
        created_by_id=by.pk if by else None,
    )
    message_of(mail).message()  # whatever cannot be built is refused here, not in the night
    with transaction.atomic():
        mail.save()
        if not held:
            release([mail], by=by, scope=scope)
            mail.refresh_from_db()
    return mail


def release(mails: Iterable[Mail], *, by: Any, scope: str = "", begun_at: str = "") -> Job | None:
    """Somebody has looked: send these held mails, as one job that can be watched and stopped. None: nothing was held.

    `begun_at` is the address of the page where it was begun; the job's own page leads back there.
    """
    keys = [mail.pk for mail in mails]
    with transaction.atomic():
        held = list(Mail.objects.select_for_update().filter(pk__in=keys, state=Mail.State.HELD))
        if not held:
            return None
        if not begun_at and settings.MAIL_TO_PAGE:
            begun_at = reverse("backroom:demo_mail")
        job = jobs.enqueue(KIND, by=by, scope=scope or held[0].scope, begun_at=begun_at)
        _ready(Mail.objects.filter(pk__in=[mail.pk for mail in held]), job)
    return job


def cancel(mail: Mail, *, by: Any) -> bool:
    """Call off what is not on its way yet; False where it was too late."""
    waiting = Mail.objects.filter(pk=mail.pk, state__in=[Mail.State.HELD, Mail.State.READY])
    return _decided(waiting, mail, by, state=Mail.State.CANCELLED, ended_at=timezone.now())


def send_again(mail: Mail, *, by: Any) -> bool:
    """A human wants what may have been sent, or was not, to go (once more): the same mail under the same Message-ID."""
    may_go = [Mail.State.IN_DOUBT, Mail.State.REFUSED, Mail.State.BOUNCED]
    chosen = Mail.objects.filter(pk=mail.pk, state__in=may_go, erased_at=None)
    fields = {"claimed_at": None, "handed_at": None, "ended_at": None, "why": "", "said": ""}
    with transaction.atomic():
        if not _decided(chosen, mail, by, state=Mail.State.HELD, tries=0, **fields):
            return False
        release([mail], by=by)
        mail.refresh_from_db()
    return True


def it_arrived(mail: Mail, *, by: Any) -> bool:
    """A human knows that the mail in doubt arrived."""
    doubt = Mail.objects.filter(pk=mail.pk, state=Mail.State.IN_DOUBT)
    return _decided(doubt, mail, by, state=Mail.State.SENT, ended_at=timezone.now(), why="")


def came_back(mail: Mail, *, by: Any) -> bool:
    """The mail returned after the server had taken it; its report came to a mailbox that only people read."""
    sent = Mail.objects.filter(pk=mail.pk, state__in=[Mail.State.SENT, Mail.State.IN_DOUBT])
    bounced = {"state": Mail.State.BOUNCED, "why": Mail.Why.CAME_BACK, "ended_at": timezone.now()}
    return _decided(sent, mail, by, **bounced)


def forget(about: str, *, by: Any) -> int:
    """Call off what waits about this and erase the address, names and text of all that has ended. How many rows.

    One that is on its way this moment is left for the next time: call again, or the schedule erases it.
    """
    with transaction.atomic():
        for mail in Mail.objects.filter(about=about, state__in=[Mail.State.HELD, Mail.State.READY]):
            cancel(mail, by=by)
        return erase(Mail.objects.filter(about=about).exclude(state__in=Mail.OPEN))


def erase(mails: QuerySet[Mail]) -> int:
    """Erase who, what and the server's words of mails that are no longer open; state, times and keys stay."""
    return mails.filter(erased_at=None).update(
        to="", to_name="", from_name="", reply_to="", subject="", text="", said="", erased_at=timezone.now()
    )


def message_of(mail: Mail) -> EmailMessage:
    """The mail as it goes out: plain text, ASCII on the wire, under an identity that a second sending keeps."""
    return _Message(
        subject=mail.subject,
        body=mail.text,
        from_email=_with_name(mail.from_name, settings.DEFAULT_FROM_EMAIL),
        to=[_with_name(mail.to_name, mail.to)],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": mail.message_id},
    )


class _Message(EmailMessage):
    encoding = utf8_charset_qp

    def message(self, **options: Any) -> Any:
        """Django's own folding leaves a long Polish subject with an empty first line."""
        message: Any = super().message(**options)
        message.replace_header("Subject", Header(str(self.subject), "utf-8", header_name="Subject"))
        return message


def _with_name(name: str, address: str) -> str:
    return f'"{quote(name)}" <{parseaddr(address)[1]}>' if name else address


def _line(text: str, field: str) -> str:
    """One line for a header: no control character is left that could begin another header."""
    return " ".join(CONTROLS.sub(" ", text).split())[: LONGEST[field]]


def _new_message_id() -> str:
    domain = sanitize_address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "utf-8").rpartition("@")[2]
    return f"<mail.{uuid4().hex}@{domain}>"


def _ready(mails: QuerySet[Mail], job: Job) -> None:
    mails.update(state=Mail.State.READY, job=job, not_before=timezone.now())


def _decided(mails: QuerySet[Mail], mail: Mail, by: Any, **fields: Any) -> bool:
    """Write a human's decision where the mail is still in the state it was made for."""
    changed = mails.update(decided_by_id=by.pk if by else None, decided_at=timezone.now(), **fields)
    mail.refresh_from_db()
    return bool(changed)
