"""The first programme of an empty installation, from the command line."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from koalicja.people.access import is_operator
from koalicja.people.models import User
from koalicja.programmes.models import Edition, Programme

WORDS = {"name": "Program", "operator_email": "Ewa@biblioteka.example", "operator_name": "Ewa Nowa"}


def test_a_programme_an_edition_and_an_operator_are_made(db: None) -> None:
    call_command("open_programme", edition="Runda I", **WORDS)
    call_command("open_programme", edition="Runda II", label="lokalne partnerstwo", **WORDS)
    assert [programme.name for programme in Programme.objects.all()] == ["Program"]
    assert set(Edition.objects.values_list("name", "coalition_label")) == {
        ("Runda I", "Gminna Koalicja"),
        ("Runda II", "lokalne partnerstwo"),
    }
    assert is_operator(User.objects.get(email="ewa@biblioteka.example"))


def test_what_cannot_be_saved_is_refused_whole(db: None) -> None:
    call_command("open_programme", edition="Runda I", **WORDS)
    with pytest.raises(CommandError, match="edition “Runda I” already"):
        call_command("open_programme", edition="Runda I", **WORDS | {"operator_email": "iza@biblioteka.example"})
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("open_programme", edition="Runda II", **WORDS | {"operator_email": "ewa"})
    assert (Edition.objects.count(), User.objects.count()) == (1, 1)
