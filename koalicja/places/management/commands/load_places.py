"""Load the gminas and places that ship with the product; may be run any number of times."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from koalicja.places import actions


class Command(BaseCommand):
    help = "Load the gminas and places that ship with the product."

    def handle(self, *args: Any, **options: Any) -> None:
        report = actions.load_places()
        counts = {"gminas": report.gminas, "places": report.places}
        if report.is_changed:
            self.stdout.write(_("Loaded. Gminas: %(gminas)s, places: %(places)s.") % counts)
        else:
            self.stdout.write(_("No changes. Gminas: %(gminas)s, places: %(places)s.") % counts)
