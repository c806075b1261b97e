"""The command line: what it refuses, and the demo as one process group that begins and ends together."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from koalicja import cli
from koalicja.people.models import SignInLink, User

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


@pytest.mark.parametrize(("command", "other"), [("demo", "make demo PORT="), ("serve", "koalicja serve --port ")])
def test_a_taken_port_is_said_before_anything_is_done(
    command: str, other: str, taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([command, "--port", str(taken_port)]) == 2
    told = capsys.readouterr()
    assert told.err == f"Port {taken_port} is taken by another program. Try: {other}{taken_port + 1}\n"
    assert told.out == ""


@pytest.mark.parametrize("port", [-1, 0, 65536])
def test_a_port_that_does_not_exist_is_refused(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--port", str(port)]) == 2
    told = "There is no port {}: ports are numbered from 1 to 65535. Try: koalicja serve --port 8000\n"
    assert capsys.readouterr().err == told.format(port)


def test_the_demos_links_can_be_taken_out(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    user = User.objects.create_user(email="anna@biblioteka.example", name="Anna")
    SignInLink.objects.create(token="a", role="coordinator", user=user)
    assert cli.main(["demo", "remove-links"]) == 0
    assert capsys.readouterr().out == "Removed sign-in links: 1\n"
    assert SignInLink.objects.count() == 0


def test_a_file_that_is_not_there_ends_with_two_and_a_sentence(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["places", "import-terc", "/nowhere/terc.csv"]) == 2
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)


def test_an_unknown_django_command_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["manage", "no_such_command"]) == 2
    assert "no_such_command" in capsys.readouterr().err


SENTENCES = {
    "no key": ({}, "KOALICJA_SECRET_KEY is missing: set it to a long random text (or KOALICJA_DEMO=1 for the demo)."),
    "port": (
        {"KOALICJA_DEMO": "1", "KOALICJA_SMTP_PORT": "smtp"},
        "KOALICJA_SMTP_PORT is “smtp”: set it to a whole number, such as 587.",
    ),
    "database": (
        {"KOALICJA_DEMO": "1", "KOALICJA_DATABASE_URL": "koalicja:tajne@db"},
        "KOALICJA_DATABASE_URL is no address of a database: write postgres://USER:PASSWORD@HOST:5432/NAME.",
    ),
    "jobs": (
        {"KOALICJA_DEMO": "1", "KOALICJA_JOBS": "celery"},
        "KOALICJA_JOBS=celery needs KOALICJA_REDIS_URL, such as redis://127.0.0.1:6379/0.",
    ),
}


def told_by(command: list[str], settings: dict[str, str], folder: Path) -> tuple[int, str, str]:
    """Code, output and errors of `koalicja` in surroundings that hold these settings and no others."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KOALICJA_")}
    done = subprocess.run(
        [sys.executable, "-m", "koalicja.cli", *command],
        cwd=ROOT,
        env=environment | {"KOALICJA_VAR": str(folder)} | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [["worker"], ["places", "load"], ["serve", "--port", "{port}"], ["manage", "check"]]
)
def test_without_a_secret_key_every_command_ends_with_two_and_a_sentence(command: list[str], tmp_path: Path) -> None:
    settings, sentence = SENTENCES["no key"]
    asked = [each.format(port=free_port()) for each in command]
    assert told_by(asked, settings, tmp_path) == (2, "", f"{sentence}\n")


@pytest.mark.slow
@pytest.mark.parametrize("case", sorted(SENTENCES.keys() - {"no key"}))
def test_a_setting_that_cannot_be_meant_ends_with_two_and_a_sentence(case: str, tmp_path: Path) -> None:
    settings, sentence = SENTENCES[case]
    assert told_by(["places", "load"], settings, tmp_path) == (2, "", f"{sentence}\n")


def test_serving_without_a_way_for_mail_is_refused_before_anything_starts(tmp_path: Path) -> None:
    settings = {"KOALICJA_SECRET_KEY": "x"}
    code, out, told = told_by(["serve", "--port", str(free_port())], settings, tmp_path)
    assert (code, out, told.split(":")[0], told.count("\n")) == (2, "", "No mail server is named", 1)


PATIENCE = 600


def children_of(pid: int) -> set[int]:
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in found.splitlines()]
    direct = {child for child, parent in pairs if parent == pid}
    return direct.union(*(children_of(child) for child in direct)) if direct else set()


def wait_for(what: str, ready: "object") -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():  # type: ignore[operator]
        assert time.monotonic() < deadline, f"no {what} after {PATIENCE} s"
        time.sleep(0.2)


@pytest.mark.slow
def test_the_demo_begins_and_ends_as_one(tmp_path: Path) -> None:
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KOALICJA_")}
    environment |= {"KOALICJA_VAR": str(tmp_path), "KOALICJA_PLAIN_STATIC": "1", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "koalicja.cli", "demo", "--port", str(port)]
    log = (tmp_path / "log").open("w+")
    demo = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_for("answer", lambda: demo.poll() is not None or cli.answers(port))
        assert demo.poll() is None, (tmp_path / "log").read_text()
        written = json.loads((tmp_path / "demo.json").read_text())
        assert written["address"] == f"http://localhost:{port}/"
        assert {"operator", "animator", "coordinator"} <= set(written["links"])
        for _ in range(2):  # the links work many times
            for link in written["links"].values():
                with urllib.request.urlopen(link) as answer:
                    assert (answer.status, answer.url) == (200, f"http://localhost:{port}/")
        wait_for("links on the screen", lambda: written["links"]["operator"] in (tmp_path / "log").read_text())
        everybody = children_of(demo.pid)
        assert len(everybody) >= 3  # the web's master, its processes, the worker
        os.killpg(demo.pid, signal.SIGTERM)
        assert demo.wait(timeout=PATIENCE) == 0
        wait_for("end of all", lambda: not any(Path(f"/proc/{pid}").exists() for pid in everybody))
    finally:
        if demo.poll() is None:
            os.killpg(demo.pid, signal.SIGKILL)
        log.close()


def is_there(pid: int) -> bool:
    """Whether the process runs; one that has ended and waits for its parent to look does not."""
    asked = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], check=False, capture_output=True, text=True)
    return bool(asked.stdout.strip()) and not asked.stdout.startswith("Z")


def test_nothing_that_the_children_have_started_outlives_the_end(tmp_path: Path) -> None:
    ready = [tmp_path / "parent", tmp_path / "child"]
    deaf = "import pathlib, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); pathlib.Path({!r}).touch(); "
    parent, inside = (deaf.format(str(path)) for path in ready)
    program = parent + f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inside + 'time.sleep(600)'!r}])"
    child = cli.start([sys.executable, "-c", program])
    wait_for("child of its own", lambda: all(path.exists() for path in ready))
    everybody = {child.pid, *children_of(child.pid)}
    cli.end([child], seconds=0.5)
    wait_for("end of all", lambda: not any(map(is_there, everybody)))


@pytest.mark.slow
def test_a_request_that_hangs_does_not_keep_the_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hanging.py").write_text(
        "import pathlib, time\n"
        "def app(environ, start_response):\n"
        f"    pathlib.Path({str(tmp_path / 'asked')!r}).touch()\n"
        "    time.sleep(900)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    port = free_port()
    web = cli.start(cli.web_command(port, 2, "hanging:app"))
    wait_for("process of the web", lambda: len(children_of(web.pid)) == 2)
    with socket.create_connection(("127.0.0.1", port)) as asking:
        asking.sendall(b"GET / HTTP/1.0\r\n\r\n")
        wait_for("request", (tmp_path / "asked").exists)
        everybody = {web.pid, *children_of(web.pid)}
        cli.end([web])
    wait_for("end of all", lambda: not any(map(is_there, everybody)))
    assert cli.may_listen(port, other="")


@pytest.mark.slow
def test_the_server_does_not_start_without_a_way_for_mail_or_with_demo_links_outside_the_demo(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KOALICJA_")}
    environment |= {"KOALICJA_VAR": str(tmp_path), "KOALICJA_SECRET_KEY": "x", "KOALICJA_PLAIN_STATIC": "1"}

    def run(*code: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    assert run("manage.py", "migrate", "-v0").returncode == 0
    homeless = run("-c", "import koalicja.wsgi")
    assert homeless.returncode == 1
    assert homeless.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: No mail server is named: sign-in codes and invitations would go "
        "nowhere. Set KOALICJA_SMTP_HOST, or KOALICJA_MAIL=console to have mail printed, or KOALICJA_DEMO=1 if this is "
        "a demo."
    )
    worker = run("manage.py", "run_worker", "--once")
    assert (worker.returncode, worker.stderr[:24]) == (2, "CommandError: No mail se")
    environment["KOALICJA_MAIL"] = "console"
    started = run("-c", "import koalicja.wsgi")
    assert started.returncode == 0, started.stderr
    link = (
        "from koalicja.people.models import SignInLink, User; "
        "SignInLink.objects.create(token='t', role='r', user=User.objects.create_user(email='a@b.example', name='A'))"
    )
    assert run("manage.py", "shell", "-c", link).returncode == 0
    refused = run("-c", "import koalicja.wsgi")
    assert refused.returncode == 1
    assert "demo mode is off" in refused.stderr.splitlines()[-1]


def test_a_test_cannot_reach_the_world() -> None:
    with socket.socket() as out, pytest.raises(OSError, match=r"A test tried to reach 192\.0\.2\.1"):
        out.connect(("192.0.2.1", 80))


def test_the_demo_makes_the_folder_that_it_is_given(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path / "new" / "var"
    assert (cli.make_var(), settings.VAR_DIR.is_dir()) == (True, True)


def test_a_folder_that_cannot_be_made_is_refused_with_a_sentence(
    tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.VAR_DIR = tmp_path / "file" / "var"
    assert not cli.make_var()
    assert capsys.readouterr().err.startswith("KOALICJA_VAR names a folder that cannot be made (")
