"""A mail server for tests on 127.0.0.1: it takes mail, refuses it, falls silent or drops the line at a chosen moment.

Ours, on sockets: silence before the greeting and a line cut after the final dot lie below what aiosmtpd lets one reach.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

MOMENTS = ("connect", "helo", "mail", "rcpt", "data", "text", "dot")
GOOD = {
    "connect": "220 sink",
    "helo": "250 sink",
    "mail": "250 ok",
    "rcpt": "250 ok",
    "data": "354 go ahead",
    "dot": "250 taken",
}


@dataclass
class Sink:
    """`rules`: moment → "hang", "drop" or a reply such as "451 later"; after `times` of them all is well.

    Once it has taken `held_after` mails it answers the next text only after `let_on`.
    """

    rules: dict[str, str] = field(default_factory=dict)
    times: int = 1_000_000
    refused_addresses: dict[str, str] = field(default_factory=dict)
    seconds_per_mail: float = 0.0
    held_after: int = 1_000_000
    on_later_line: Callable[[], object] = object
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    reached: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._ended, self._cut = threading.Event(), threading.Event()
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(text, policy=policy.default) for _to, text in self.taken]  # type: ignore[misc]

    def addresses(self) -> list[str]:
        return [to for to, _text in self.taken]

    def let_on(self) -> None:
        self.held_after = 1_000_000

    def cut(self) -> None:
        """Whoever is kept waiting in silence loses the line."""
        self._cut.set()

    def heal(self) -> None:
        self.rules = {}

    def close(self) -> None:
        self._ended.set()
        for line in (self._listening, *self._open):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def wait_for(self, moment: str, seconds: float = 300) -> None:
        deadline = time.monotonic() + seconds
        while moment not in self.reached:
            assert time.monotonic() < deadline, f"never reached {moment}: {self.reached}"
            time.sleep(0.02)

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                line, _address = self._listening.accept()
            except OSError:
                return
            self._open.append(line)
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError, Dropped), line, line.makefile("rb") as lines:
            if "connect" in self.reached:
                self.on_later_line()
            self._say(line, "connect")
            to = ""
            for spoken in lines:
                word = spoken[:4].upper().strip()
                if word in {b"EHLO", b"HELO"}:
                    self._say(line, "helo")
                elif word == b"MAIL":
                    self._say(line, "mail")
                elif word == b"RCPT":
                    to = spoken.decode().partition("<")[2].partition(">")[0]
                    self._say(line, "rcpt", self.refused_addresses.get(to))
                elif word == b"DATA":
                    if self._say(line, "data").startswith("354"):
                        self._read_text(line, lines, to)
                elif word == b"QUIT":
                    line.sendall(b"221 bye\r\n")
                    return
                else:
                    line.sendall(b"250 ok\r\n")

    def _read_text(self, line: socket.socket, lines: Iterator[bytes], to: str) -> None:
        text = []
        for part in lines:
            if not text:
                self.reached.append("text")
                self._obey("text")
            if part == b".\r\n":
                break
            text.append(part[1:] if part.startswith(b"..") else part)
        else:
            return  # the line was cut before the final dot: a server forgets the mail
        time.sleep(self.seconds_per_mail)
        while len(self.taken) >= self.held_after and not self._ended.is_set():
            time.sleep(0.02)
        whole = b"".join(text)
        if not self.rules.get("dot", "").startswith(("4", "5")):
            self.taken.append((to, whole))
        self._say(line, "dot")

    def _say(self, line: socket.socket, moment: str, reply: str | None = None) -> str:
        self.reached.append(moment)
        reply = reply or self._obey(moment) or GOOD[moment]
        line.sendall(f"{reply}\r\n".encode())
        return reply

    def _obey(self, moment: str) -> str:
        rule = self.rules.get(moment, "")
        if rule:
            self.times -= 1
            if self.times <= 0:
                self.rules = {}
        if rule == "hang":
            while not self._ended.is_set() and not self._cut.is_set():
                time.sleep(0.02)
        if rule in {"hang", "drop"}:
            raise Dropped
        return rule


class Dropped(Exception):
    """The line is cut without a word."""
