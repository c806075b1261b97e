"""`koalicja worker`: do background jobs until asked to end (SIGTERM, Ctrl+C)."""

import signal
from argparse import ArgumentParser
from threading import Event
from types import FrameType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from koalicja.backroom.carriers import demand_configuration
from koalicja.backroom.worker import run_worker


class Command(BaseCommand):
    help = "Do background jobs. Start as many as you like; SIGTERM finishes the job in hand or gives it back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing is waiting")

    def handle(self, *, once: bool, **_options: Any) -> None:
        try:
            demand_configuration()
        except ImproperlyConfigured as refusal:
            raise CommandError(str(refusal), returncode=2) from None
        stop = Event()

        def ask_to_end(_signum: int, _frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ask_to_end)
        run_worker(once=once, stop=stop)
