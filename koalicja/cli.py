"""The command line: `koalicja demo`, `serve`, `worker`, `places …`, `compose`, `recheck`, `agreement`, `manage …`.

Commands end with 0 when done, 2 with one sentence on stderr for bad input.
"""

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from koalicja.coalitions.composing.options import (
    add_agreement,
    add_compose,
    add_recheck,
    recheck_file,
    without_settings,
)

WEB_SECONDS_TO_START = 90
SECONDS_TO_FINISH = 10  # for requests that are being answered when the end comes
SECONDS_TO_END = 15


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse and run one command; the entry point `koalicja`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koalicja.settings")
    options = parser().parse_args(arguments)
    from django.core.exceptions import ImproperlyConfigured

    try:
        result: int = options.run(options)
    except ImproperlyConfigured as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return result


class Parser(argparse.ArgumentParser):
    """Refuses what it cannot read in one sentence, as every command does."""

    def error(self, message: str) -> NoReturn:
        from koalicja.coalitions.composing.command import usage_refusal  # Django, for its translations

        self.exit(2, f"{usage_refusal(message, self.prog)}\n")


def parser() -> argparse.ArgumentParser:
    root = Parser(prog="koalicja", description=__doc__)
    commands = root.add_subparsers(required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="the site with an example programme: web and worker together")
    demo.add_argument("action", nargs="?", choices=["run", "remove-links"], default="run")
    demo.add_argument("--port", type=int, default=8000)
    demo.set_defaults(run=run_demo)

    serve = commands.add_parser("serve", help="web and worker together, for production behind a proxy")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=2, help="web processes")
    serve.set_defaults(run=run_serve)

    worker = commands.add_parser("worker", help="a background worker alone")
    worker.set_defaults(run=lambda options: manage(["run_worker"]))

    places = commands.add_parser("places", help="the table of gminas").add_subparsers(required=True, metavar="WHAT")
    load = places.add_parser("load", help="load the gminas that ship with the product")
    load.set_defaults(run=lambda options: manage(["load_places"]))
    terc = places.add_parser("import-terc", help="apply an official TERC file")
    terc.add_argument("file")
    terc.add_argument("--older", action="store_true", help="apply it although a newer state was applied before")
    terc.set_defaults(
        run=lambda options: manage(["import_terc", options.file, *(["--older"] if options.older else [])])
    )

    add_compose(commands.add_parser("compose", help="who should sit at the table, from a file and rules"))
    recheck = commands.add_parser("recheck", help="hold a stored proposal against its candidates and rules")
    add_recheck(recheck)
    recheck.set_defaults(run=run_recheck)

    add_agreement(commands.add_parser("agreement", help="where people agree, what divides them, who was not heard"))

    django = commands.add_parser("manage", help="any command of Django's own manage.py")
    django.add_argument("rest", nargs=argparse.REMAINDER)
    django.set_defaults(run=lambda options: manage(options.rest))
    return root


def manage(arguments: Sequence[str]) -> int:
    """Run a management command here; a refused input ends with 2 and its sentence on stderr."""
    import django
    from django.core.management import CommandError, ManagementUtility, call_command
    from django.db import OperationalError, ProgrammingError

    django.setup()
    try:
        name, *rest = arguments or ["help"]
        if name in {"help", "--help"}:
            ManagementUtility(["koalicja manage", "help"]).execute()
        else:
            call_command(name, *rest)
    except CommandError as refusal:
        print(refusal, file=sys.stderr)
        return refusal.returncode if isinstance(refusal.returncode, int) and refusal.returncode > 1 else 2
    except (OperationalError, ProgrammingError) as refusal:
        print(
            f"The database does not answer as it should ({refusal}). Run `koalicja manage migrate` first.",
            file=sys.stderr,
        )
        return 2
    return 0


def run_demo(options: argparse.Namespace) -> int:
    """Migrate, load the example once, then run web and worker and print one sign-in link per role."""
    os.environ["KOALICJA_DEMO"] = "1"
    if options.action == "remove-links":
        return remove_demo_links()
    if not may_listen(options.port, other="make demo PORT={port}") or not make_var():
        return 2
    for command in (["migrate", "--verbosity", "0"], ["load_places"], ["load_example"]):
        if code := manage(command):
            return code
    collect_static()
    address = f"http://localhost:{options.port}/"
    links = write_demo_file(address)

    def ready() -> None:
        print(f"\nKoalicja: {address}\n")
        for role, link in links.items():
            print(f"  {role:<24} {link}")
        print("\nAll people and organisations of the example are fictional. Ctrl+C ends it.\n", flush=True)

    return run_together(options.port, workers=2, ready=ready)


def run_serve(options: argparse.Namespace) -> int:
    """Run web and worker together, where the port is free and both could start."""
    if not may_listen(options.port, other="koalicja serve --port {port}"):
        return 2
    demand_what_serving_needs()
    return run_together(options.port, options.workers, ready=None)


def demand_what_serving_needs() -> None:
    """Raise ImproperlyConfigured here, once, where web and worker would each refuse to start."""
    import django

    django.setup()
    from koalicja.backroom.carriers import demand_configuration
    from koalicja.people.sign_in import refuse_demo_links_in_production

    refuse_demo_links_in_production()
    demand_configuration()


def run_recheck(options: argparse.Namespace) -> int:
    """A number is a run stored in the database, anything else a file."""
    from django.core.exceptions import ImproperlyConfigured

    if options.answer.isdecimal():
        try:
            return manage(["recheck_run", options.answer])
        except ImproperlyConfigured as refusal:
            return without_settings(str(refusal))
    return recheck_file(options)


def make_var() -> bool:
    """Whether the folder of the database file is there now; else one sentence on stderr."""
    from django.conf import settings

    try:
        Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    except OSError as refusal:
        print(f"KOALICJA_VAR names a folder that cannot be made ({refusal}). Try another one.", file=sys.stderr)
        return False
    return True


def remove_demo_links() -> int:
    import django

    django.setup()
    from koalicja.people.models import SignInLink

    removed, _ = SignInLink.objects.all().delete()
    print(f"Removed sign-in links: {removed}")
    return 0


def collect_static() -> None:
    """Gather static files under hashed names; unchanged files cost nothing."""
    from django.conf import settings

    if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]:
        manage(["collectstatic", "--noinput", "--verbosity", "0"])


def write_demo_file(address: str) -> dict[str, str]:
    """Write var/demo.json and return the links by role."""
    from django.conf import settings

    from koalicja.desk import example

    links = example.links(address)
    path = Path(settings.VAR_DIR) / "demo.json"
    path.write_text(json.dumps({"address": address, "links": links}, indent=2) + "\n", encoding="utf-8")
    return links


def run_together(port: int, workers: int, ready: Callable[[], None] | None) -> int:
    """Web and worker in this process group, ended together; a dead worker is started again, a dead web ends all."""
    web = web_command(port, workers)
    worker = [sys.executable, "-m", "koalicja.cli", "worker"]
    running = {"web": start(web), "worker": start(worker)}
    stopping: list[int] = []

    def stop(signum: int, _frame: FrameType | None) -> None:
        stopping.append(signum)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    deadline = time.monotonic() + WEB_SECONDS_TO_START
    while not stopping and running["web"].poll() is None:
        if ready and (answers(port) or time.monotonic() > deadline):
            ready()
            ready = None
        if running["worker"].poll() is not None:
            print("The worker ended; starting it again", file=sys.stderr, flush=True)
            time.sleep(2)
            running["worker"] = start(worker)
        time.sleep(0.2)
    code = running["web"].poll()
    end(list(running.values()))
    return 0 if stopping else code or 1


def web_command(port: int, workers: int, application: str = "koalicja.wsgi") -> list[str]:
    """The web server; at the end it gives up on requests that hang before we would have to insist."""
    web = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    web += ["--workers", str(workers), "--log-level", "warning", "--timeout", "120"]
    return [*web, "--graceful-timeout", str(SECONDS_TO_FINISH)]


def start(command: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command)  # noqa: S603 - our own two programs


def end(children: Sequence["subprocess.Popen[bytes]"], *, seconds: float = SECONDS_TO_END) -> None:
    """Ask the children to end; after so many seconds insist, also with whatever they have started themselves.

    A process of theirs that outlived them would keep the port.
    """
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + seconds
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            started = started_by(child.pid)
            child.kill()
            for pid in started:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            child.wait()


def started_by(parent: int) -> list[int]:
    """The processes that this one has started, and those that they have; none where the system cannot list them."""
    try:
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)  # noqa: S607
    except (OSError, subprocess.CalledProcessError):
        return []
    pairs = [(int(pid), int(of)) for pid, of in (line.split() for line in listed.stdout.splitlines())]
    found = [parent]
    for known in found:  # grows while it is walked
        found += [pid for pid, of in pairs if of == known]
    return found[1:]


def may_listen(port: int, *, other: str) -> bool:
    """Whether our web server could listen here; else one sentence on stderr, with `other` as the command to try."""
    if not 0 < port < 65536:
        print(
            f"There is no port {port}: ports are numbered from 1 to 65535. Try: {other.format(port=8000)}",
            file=sys.stderr,
        )
        return False
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except PermissionError:
            print(f"This account may not use port {port}. Try: {other.format(port=8000)}", file=sys.stderr)
            return False
        except OSError:
            another = port + 1 if port < 65535 else 8000
            print(f"Port {port} is taken by another program. Try: {other.format(port=another)}", file=sys.stderr)
            return False
    return True


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/zdrowie/", timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
