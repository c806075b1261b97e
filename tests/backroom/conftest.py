"""Real worker processes on a database of their own, SQLite or PostgreSQL."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from tests.backroom.trial import tasks  # noqa: F401 - registers the trial kinds

ROOT = Path(__file__).parent.parent.parent


@dataclass
class Workshop:
    """A migrated database with workers that can be started, killed, and asked what they did."""

    url: str
    folder: Path
    extra: dict[str, str] = field(default_factory=dict)
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def trace(self) -> Path:
        return self.folder / "trace.txt"

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.backroom.trial.settings",
            "KOALICJA_DATABASE_URL": self.url,
            "KOALICJA_NO_POOL": "",
            "KOALICJA_JOBS": "embedded",
            "PYTHONWARNINGS": "default",
            "TRIAL_TRACE": str(self.trace),
            **self.extra,
        }

    def call(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "django", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, timeout=600, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def enqueue(self, kind: str, *, times: int = 1, **arguments: Any) -> list[int]:
        code = (
            "from koalicja.backroom import jobs; "
            f"print(*[jobs.enqueue({kind!r}, by=None, **{arguments!r}).pk for _ in range({times})])"
        )
        return [int(pk) for pk in self.call("shell", "--no-imports", "-c", code).split()]

    def start(self, *command: str) -> "subprocess.Popen[bytes]":
        """A worker in its own process group; `koalicja worker` unless told otherwise."""
        program = [sys.executable, "-m", *(command or ("koalicja.cli", "worker"))]
        log = (self.folder / f"worker{len(self.running)}.log").open("wb")
        worker = subprocess.Popen(
            program, cwd=ROOT, env=self.environment(), stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        log.close()
        self.running.append(worker)
        return worker

    def kill(self, worker: "subprocess.Popen[bytes]") -> None:
        """kill -9 of the worker and its children."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def end(self) -> None:
        for worker in self.running:
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        if self.url.startswith("sqlite"):
            connection: Any = sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=120)
        else:
            connection = psycopg.connect(self.url)
        try:
            return [tuple(row) for row in connection.execute(statement).fetchall()]
        finally:
            connection.close()

    def state(self, pk: int) -> tuple[str, int]:
        """The job's state and its attempts."""
        [row] = self.rows(f"select state, attempts from backroom_job where id = {pk}")
        return row[0], row[1]

    def effects(self) -> int:
        return int(self.rows("select count(*) from backroom_event where code = 'trial.effect'")[0][0])

    def traced(self) -> list[tuple[int, int, str]]:
        """(job, process, word) in the order in which they were written."""
        lines = self.trace.read_text().splitlines() if self.trace.exists() else []
        return [(int(job), int(pid), word) for job, pid, word in (line.split() for line in lines)]

    def logs(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("worker*.log")))

    def open_gate(self) -> None:
        """Let on what stands still."""
        (self.folder / "gate").touch()

    def wait(self, what: Callable[[], bool], seconds: float = 300) -> None:
        deadline = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < deadline, f"waited {seconds} s\n{self.traced()[-20:]}\n{self.logs()[-4000:]}"
            time.sleep(0.05)

    def wait_for_word(self, word: str) -> int:
        """The process that wrote this word first."""
        self.wait(lambda: any(said == word for _, _, said in self.traced()))
        return next(pid for _, pid, said in self.traced() if said == word)


def migrated(url: str, folder: Path) -> None:
    Workshop(url, folder).call("migrate", "--skip-checks", "--verbosity", "0")


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("jobs-sqlite")
    url = f"sqlite:///{folder / 'jobs.sqlite3'}"
    migrated(url, folder)
    return url


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    parts = settings.DATABASES["default"]
    server = f"postgres://{parts['USER']}@{parts['HOST']}:{parts['PORT']}"
    name = f"koalicja_jobs_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"create database {name}")
        try:
            migrated(f"{server}/{name}", tmp_path_factory.mktemp("jobs-postgres"))
            yield f"{server}/{name}"
        finally:
            connection.execute(f"drop database {name} with (force)")


def opened(url: str, folder: Path) -> Iterator[Workshop]:
    workshop = Workshop(url, folder)
    workshop.call(
        "shell",
        "--no-imports",
        "-c",
        "from koalicja.backroom.models import *; [kind.objects.all().delete() for kind in (Mail, Job, Event)]",
    )
    yield workshop
    workshop.end()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def workshop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workshop]:
    yield from opened(request.getfixturevalue(f"{request.param}_url"), tmp_path)


@pytest.fixture
def postgres_workshop(postgres_url: str, tmp_path: Path) -> Iterator[Workshop]:
    yield from opened(postgres_url, tmp_path)
