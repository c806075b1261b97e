"""`koalicja manage load_example`: the example programme, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from koalicja.desk import example
from koalicja.places.models import Gmina


class Command(BaseCommand):
    help = "Load the example programme (demo mode only). A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The example is for demo mode only: set KOALICJA_DEMO=1 and use an empty database.")
        if not Gmina.objects.exists():
            raise CommandError("There are no gminas yet: run `koalicja places load` first. Nothing has been loaded.")
        summary = example.load(timezone.localdate())
        if summary is None:
            self.stdout.write("The example is there already; nothing has been changed.")
        else:
            self.stdout.write(str(summary))
