"""Talking to whatever takes mail: an SMTP server, Django's other mail back ends, or the page of the demo.

A carrier takes a mail in three moves. `connect`: nothing of any mail is said. `offer`: sender and address, which the
server may refuse. `hand`: the text; `before_text` is called when the server has said "go ahead" and has no byte of it.
"""

import re
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from koalicja.backroom.models import Mail

Why = Mail.Why
TAKEN, GO_AHEAD, GOING_AWAY = {250, 251, 252}, 354, 421


class NotTaken(Exception):
    """The server has not got the mail, and said so or could not be reached. Another try may help unless `is_final`."""

    def __init__(self, why: Mail.Why, said: str = "", *, is_final: bool = False) -> None:
        super().__init__(why, said)
        self.why, self.said, self.is_final = why, said, is_final


class Unknown(Exception):
    """The text was on its way and no answer came: the server may have taken the mail."""


class Carrier(Protocol):
    def connect(self) -> None: ...
    def offer(self, message: EmailMessage) -> None: ...
    def hand(self, message: EmailMessage, before_text: Callable[[], None]) -> None: ...
    def close(self) -> None: ...


def demand_configuration() -> None:
    """Raise ImproperlyConfigured where no mail server is named and nobody asked to have mail printed."""
    if not (settings.MAIL_IS_CONFIGURED or settings.DEMO or settings.DEBUG):
        raise ImproperlyConfigured(
            "No mail server is named: sign-in codes and invitations would go nowhere. Set KOALICJA_SMTP_HOST, "
            "or KOALICJA_MAIL=console to have mail printed, or KOALICJA_DEMO=1 if this is a demo."
        )


@contextmanager
def opened() -> Iterator[Carrier]:
    """The carrier of this installation. It connects when the first mail needs it."""
    carrier: Carrier = Page()
    if not settings.MAIL_TO_PAGE:
        backend = get_connection()
        carrier = Smtp(backend) if isinstance(backend, EmailBackend) else Other(backend)
    try:
        yield carrier
    finally:
        carrier.close()


class Page:
    """The demo: what is in the table is shown on a page, and nothing leaves the machine."""

    def connect(self) -> None:
        pass

    def offer(self, message: EmailMessage) -> None:
        pass

    def hand(self, message: EmailMessage, before_text: Callable[[], None]) -> None:
        before_text()

    def close(self) -> None:
        pass


class Other(Page):
    """A back end of which we only know that it sends: the console, a folder, another service."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def hand(self, message: EmailMessage, before_text: Callable[[], None]) -> None:
        before_text()
        try:
            taken = self._backend.send_messages([message])
        except Exception as error:
            raise Unknown from error
        if not taken:
            raise Unknown


class Smtp:
    """One conversation with the server of the settings, for many mails."""

    def __init__(self, backend: EmailBackend) -> None:
        self._backend = backend
        self._is_fresh = False

    def connect(self) -> None:
        if self._backend.connection:
            return
        try:
            self._backend.open()
            self._talk.ehlo_or_helo_if_needed()
        except smtplib.SMTPAuthenticationError as refusal:
            self.close()
            raise NotTaken(Why.SIGN_IN, words(refusal.smtp_error)) from refusal
        except OSError as trouble:  # smtplib's errors, timeouts, TLS and unknown names are all of this kind
            self.close()
            raise NotTaken(Why.UNREACHABLE, words(getattr(trouble, "smtp_error", ""))) from trouble
        self._is_fresh = True

    def offer(self, message: EmailMessage) -> None:
        """Sender and address. A connection that was left open and has died meanwhile is opened anew, once."""
        try:
            self._envelope(message)
        except OSError as trouble:
            self.close()
            if self._is_fresh:
                raise NotTaken(Why.UNREACHABLE) from trouble
            self.connect()
            self.offer(message)

    def _envelope(self, message: EmailMessage) -> None:
        code, said = self._talk.mail(bare(message.from_email))
        if code not in TAKEN:  # about us, the same for every mail: somebody has to mend the settings
            self._refused(code)
            raise NotTaken(Why.SENDER if code >= 500 else Why.BUSY, words(said))
        code, said = self._talk.rcpt(bare(message.to[0]))
        if code not in TAKEN:
            self._refused(code)
            is_final = code >= 500
            raise NotTaken(Why.ADDRESS if is_final else Why.BUSY, words(said), is_final=is_final)

    def hand(self, message: EmailMessage, before_text: Callable[[], None]) -> None:
        text = re.sub(rb"(?m)^\.", b"..", as_sent(message))
        try:
            code, said = self._talk.docmd("DATA")
        except OSError as trouble:
            self.close()
            raise NotTaken(Why.UNREACHABLE) from trouble
        if code != GO_AHEAD:
            self._refused(code)
            raise NotTaken(Why.CONTENT if code >= 500 else Why.BUSY, words(said), is_final=code >= 500)
        try:
            before_text()
        except BaseException:
            self._drop()  # the server waits for a text that will not come, and forgets the mail
            raise
        self._text(text if text.endswith(b"\r\n") else text + b"\r\n")

    def _text(self, text: bytes) -> None:
        """The text and the server's answer to it; only a whole answer says whether it was taken."""
        try:
            self._talk.send(text)
            if self._talk.sock:  # servers look into a text before they answer: longer than any other answer takes
                self._talk.sock.settimeout(settings.MAIL_LAST_ANSWER_SECONDS)
            self._talk.send(b".\r\n")
            code, said = self._talk.getreply()
            if self._talk.sock:
                self._talk.sock.settimeout(settings.EMAIL_TIMEOUT)
        except OSError as trouble:
            self._drop()
            raise Unknown from trouble
        self._is_fresh = False
        if code in TAKEN:
            return
        self._refused(code)
        if not 400 <= code < 600:
            raise Unknown
        raise NotTaken(Why.CONTENT if code >= 500 else Why.BUSY, words(said), is_final=code >= 500)

    def close(self) -> None:
        with suppress(OSError):
            self._backend.close()

    def _refused(self, code: int) -> None:
        """After a refusal the conversation begins anew; a server that says 421 or nonsense is left."""
        self._is_fresh = False
        if code == GOING_AWAY or not 400 <= code < 600:
            self._drop()
            return
        try:
            self._talk.rset()
        except OSError:
            self._drop()

    def _drop(self) -> None:
        """Leave without a word, so that no half of a mail is taken for a whole one."""
        if self._backend.connection:
            self._backend.connection.close()
            self._backend.connection = None

    @property
    def _talk(self) -> smtplib.SMTP:
        if self._backend.connection is None:
            raise smtplib.SMTPServerDisconnected("no connection")
        return self._backend.connection


def as_sent(message: EmailMessage) -> bytes:
    return message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own class takes it


def bare(address: str) -> str:
    """The address alone, as the server is told it."""
    return sanitize_address(parseaddr(address)[1], "utf-8")


def words(said: bytes | str) -> str:
    """The server's own words, readable whatever it sent."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:500]
