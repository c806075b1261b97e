"""Apply an official TERC file to the table of gminas."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from koalicja.places import actions, sentences
from koalicja.places.terc import MAX_BYTES, TercError

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Apply an official TERC file (CSV): types, new, renamed and ended gminas."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--older", action="store_true", help="apply it although a newer state was applied before")

    def handle(self, *args: Any, **options: Any) -> None:
        data = self.read(Path(options["file"]))
        try:
            report = actions.apply_terc(data, is_older_allowed=options["older"])
        except TercError as error:
            raise CommandError(sentences.refusal(error), returncode=BAD_INPUT) from None
        for line in sentences.report_lines(report):
            self.stdout.write(line)

    def read(self, path: Path) -> bytes:
        """The bytes of the file, one more than may be at most."""
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError:
            raise CommandError(
                _("The file cannot be opened: %(file)s") % {"file": path}, returncode=BAD_INPUT
            ) from None
