"""The command line: `koalicja demo`, `serve`, `worker`, `places …`, `compose`, `recheck`, `manage …`.

Commands end with 0 when done, 2 with one sentence on stderr for bad input.
"""

import argparse
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

from koalicja.coalitions.composing.options import add_compose, add_recheck, recheck_file

WEB_SECONDS_TO_START = 90


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse and run one command; the entry point `koalicja`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koalicja.settings")
    options = parser().parse_args(arguments)
    result: int = options.run(options)
    return result


class Parser(argparse.ArgumentParser):
    """Refuses what it cannot read in one sentence, as every command does."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message[:1].upper()}{message[1:]}. Try: {self.prog} --help\n")


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
    """Run web and worker together, where the port is free."""
    if not may_listen(options.port, other="koalicja serve --port {port}"):
        return 2
    return run_together(options.port, options.workers, ready=None)


def run_recheck(options: argparse.Namespace) -> int:
    """A number is a run stored in the database, anything else a file."""
    if options.answer.isdecimal():
        return manage(["recheck_run", options.answer])
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
    web = [sys.executable, "-m", "gunicorn", "koalicja.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    web += ["--workers", str(workers), "--log-level", "warning", "--timeout", "120"]
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


def start(command: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command)  # noqa: S603 - our own two programs


def end(children: Sequence["subprocess.Popen[bytes]"]) -> None:
    """Ask the children to end; insist after fifteen seconds."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + 15
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()


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
