"""The first steps of an installation: a programme, its first edition and who runs it."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from koalicja.programmes import actions, roles


class Command(BaseCommand):
    help = "Create a programme with one edition, and an account for the person who runs it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--edition", required=True, help="name of the first edition, such as 'Runda I'")
        parser.add_argument("--label", default="Gminna Koalicja", help="what the edition calls a coalition")
        parser.add_argument("--operator", required=True, help="e-mail of the person who runs the edition")
        parser.add_argument("--operator-name", default="", help="her or his name (the e-mail, if left out)")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        email = options["operator"].strip().lower()
        try:
            validate_email(email)
            programme = actions.create_programme(by=None, name=options["name"])
        except ValidationError as refusal:
            raise CommandError(f"{email} is not an e-mail address. Nothing was created.", returncode=2) from refusal
        except actions.NameTaken as refusal:
            raise CommandError(
                f"A programme called {options['name']} is already there. Nothing was created.", returncode=2
            ) from refusal
        user = roles.account(email, options["operator_name"] or email)
        edition = actions.open_edition(
            programme=programme, by=user, name=options["edition"], coalition_label=options["label"]
        )
        self.stdout.write(f"{programme}: {edition.name}. {user.email} can now sign in at /zaloguj/.")
