"""Compute a stored proposal again and say whether everything it says is so.

Ends with 0 when it is, with 1 when something is not, with 2 where there is nothing to check.
"""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from koalicja.coalitions.composing.command import language_of
from koalicja.coalitions.models import CompositionRun
from koalicja.coalitions.queries.rechecks import NothingToCheck, NotInOrder, OtherMethod, rechecked


class Command(BaseCommand):
    help = "Compute a stored proposal again and say whether everything it says is so."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, help="the number under “How it was computed” on the proposal's page")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(language_of(os.environ)):
            self._check(options["run"])

    def _check(self, number: int) -> None:
        run = CompositionRun.objects.select_related("parent").filter(pk=number).first()
        if run is None:
            raise CommandError(_("There is no proposal with the number %(number)s.") % {"number": number}, returncode=2)
        try:
            lines, is_so = rechecked(run)
        except NothingToCheck as error:
            told = _("Proposal %(number)s holds no table, so there is nothing to check.") % {"number": number}
            raise CommandError(told, returncode=2) from error
        except OtherMethod as error:
            told = _("Proposal %(number)s was computed by another method: %(method)s. This version cannot check it.")
            raise CommandError(told % {"number": number, "method": error}, returncode=2) from error
        except NotInOrder as error:
            told = _("What is stored with proposal %(number)s contradicts itself, so nothing can be computed from it.")
            raise CommandError(told % {"number": number}, returncode=2) from error
        for line in lines:
            self.stdout.write(line)
        if not is_so:
            sys.exit(1)
