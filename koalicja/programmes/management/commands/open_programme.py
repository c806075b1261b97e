"""`koalicja manage open_programme`: the first programme, edition and operator of an empty installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from koalicja.programmes import actions, roles
from koalicja.programmes.models import Programme


class Command(BaseCommand):
    help = "Open an edition of a programme (made if there is none of this name) and appoint its operator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="name of the programme")
        parser.add_argument("--edition", required=True, help="name of the edition")
        parser.add_argument("--label", default="Gminna Koalicja", help="what a coalition is called in this edition")
        parser.add_argument("--operator-email", required=True)
        parser.add_argument("--operator-name", required=True)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        email = options["operator_email"]
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"“{email}” is not an e-mail address. Nothing has been saved.") from error
        operator = roles.account(email, options["operator_name"])
        programme = Programme.objects.filter(name=options["name"]).first()
        programme = programme or actions.create_programme(by=operator, name=options["name"])
        try:
            edition = actions.open_edition(
                programme=programme, by=operator, name=options["edition"], coalition_label=options["label"]
            )
        except actions.NameTaken as error:
            raise CommandError(f"The programme has an edition “{error}” already. Nothing has been saved.") from error
        self.stdout.write(f"Edition opened: {edition}. Operator: {operator.name} <{operator.email}>.")
