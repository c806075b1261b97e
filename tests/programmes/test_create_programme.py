"""The first steps of an installation, on the command line."""

import pytest
from django.core.management import CommandError, call_command

from koalicja.people.models import Role, User
from koalicja.programmes.models import Edition, Programme


def create(**over: str) -> None:
    arguments = {"edition": "Runda I", "operator": "Ola@Operator.example"} | over
    call_command("create_programme", "Program próbny", **arguments)


def test_it_makes_a_programme_an_edition_and_its_operator(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    create()
    edition = Edition.objects.get()
    assert (edition.programme.name, edition.name, edition.coalition_label) == (
        "Program próbny",
        "Runda I",
        "Gminna Koalicja",
    )
    user = User.objects.get()
    assert user.email == "ola@operator.example"
    assert list(Role.objects.values_list("user", "kind", "scope")) == [(user.pk, "operator", edition.key)]
    assert capsys.readouterr().out == "Program próbny: Runda I. ola@operator.example can now sign in at /zaloguj/.\n"


def test_a_name_taken_is_refused_and_nothing_is_made(db: None) -> None:
    create()
    with pytest.raises(CommandError, match="already there") as refusal:
        create(operator="inna@operator.example")
    assert refusal.value.returncode == 2
    assert (Programme.objects.count(), User.objects.count()) == (1, 1)


def test_what_is_no_address_is_refused_and_nothing_is_made(db: None) -> None:
    with pytest.raises(CommandError, match="ola is not an e-mail address"):
        create(operator="ola")
    assert (Programme.objects.count(), User.objects.count()) == (0, 0)
