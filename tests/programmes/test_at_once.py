"""Two people at once, on PostgreSQL: a library joins once, and no operator misses a gmina."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from koalicja.people.models import Organisation, Role, User
from koalicja.programmes import actions, roles
from koalicja.programmes.models import Edition, Participation, Programme

ROUNDS = 8
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*works: Callable[[], Any]) -> list[str]:
    """Run the works in threads that start together; returns what each ended with, by name."""
    start, ended = Barrier(len(works)), []

    def run(work: Callable[[], Any]) -> None:
        start.wait()
        try:
            work()
            ended.append("done")
        except Exception as error:
            ended.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


@pytest.fixture
def round_one() -> Edition:
    programme = Programme.objects.create(name="Program", slug="program")
    return Edition.objects.create(programme=programme, name="Runda I")


def test_a_library_registered_twice_at_once_takes_part_once(round_one: Edition, make_organisation: Any) -> None:
    library = make_organisation("Biblioteka")

    def register() -> None:
        actions.register_participation(edition=round_one, library=library, part="lead", by=None)

    assert at_once(register, register) == ["LibraryTwice", "done"]
    assert Participation.objects.count() == 1


def test_a_library_named_by_two_at_once_is_written_down_once_and_takes_part_once(
    round_one: Edition, gmina: Any, make_user: Any
) -> None:
    boss = make_user("Ola")
    for number in range(ROUNDS):

        def register(name: str = f"Biblioteka w Kruszynie {number}") -> None:
            actions.register_library(edition=round_one, gmina=gmina, name=name, part="lead", by=boss)

        assert at_once(register, register) == ["LibraryTwice", "done"]
        assert (Organisation.objects.count(), Participation.objects.count()) == (number + 1, number + 1)


def test_an_account_asked_for_by_two_at_once_is_made_once(db: None) -> None:
    for number in range(ROUNDS):
        email = f"ola{number}@example.org"
        assert at_once(*[lambda email=email: roles.account(email, "Ola")] * 2) == ["done", "done"]  # type: ignore[misc]
        assert User.objects.filter(email=email).count() == 1


def test_an_operator_appointed_while_a_library_joins_gets_its_gmina(
    round_one: Edition, make_organisation: Any, make_user: Any
) -> None:
    for number in range(5):
        library, user = make_organisation(f"Biblioteka {number}", f"30090{number}"), make_user(f"Ola{number}")
        ended = at_once(
            lambda library=library: actions.register_participation(  # type: ignore[misc]
                edition=round_one, library=library, part="lead", by=None
            ),
            lambda user=user: actions.appoint_operator(edition=round_one, user=user, by=None),  # type: ignore[misc]
        )
        assert ended == ["done", "done"]
        scopes = Role.objects.filter(user=user, ended_at=None).values_list("scope", flat=True)
        assert f"gmina:30090{number}" in set(scopes)
