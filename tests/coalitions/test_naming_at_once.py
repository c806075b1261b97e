"""Two people typing names at the same moment, on PostgreSQL: nobody loses anything, nothing is there twice."""

from datetime import date
from typing import Any

import pytest

from koalicja.coalitions import actions
from koalicja.coalitions.actions import naming
from koalicja.coalitions.models import Candidacy, NamedLine, NamingSession
from koalicja.coalitions.queries.naming_matches import Box
from koalicja.people.models import Organisation, Person
from koalicja.standing.models import Fact
from tests.programmes.test_at_once import at_once

ROUNDS = 6
DAY = date(2026, 3, 3)
NGO, SENIORS = Box("ngo"), Box("resident", "60+")
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def talk(coalition: Any, anna: Any) -> NamingSession:
    return naming.begin_session(coalition=coalition, by=anna, on=DAY)


def saying(talk: NamingSession, by: Any, text: str, box: Box = NGO) -> Any:
    return lambda: naming.name_lines(session=NamingSession.objects.get(pk=talk.pk), by=by, box=box, text=text)


def test_different_names_typed_at_once_are_all_kept(talk: NamingSession, anna: Any, marek: Any) -> None:
    for number in range(1, ROUNDS + 1):
        works = (saying(talk, anna, f"Kapela {number}A\nKapela {number}B"), saying(talk, marek, f"Chór {number}"))
        assert at_once(*works) == ["done", "done"]
        assert (Candidacy.objects.count(), NamedLine.objects.count()) == (3 * number, 3 * number)
        assert Fact.objects.filter(kind="named").count() == 3 * number


def test_the_same_name_typed_at_once_is_one_record_and_once_on_the_list(
    talk: NamingSession, anna: Any, marek: Any
) -> None:
    for number in range(1, ROUNDS + 1):
        text = f"Anna Zmyślona{'a' * number}, Kapela {number}00"
        assert at_once(saying(talk, anna, text), saying(talk, marek, text)) == ["done", "done"]
        assert Organisation.objects.filter(group="ngo").count() == number
        assert (Person.objects.count(), Candidacy.objects.count()) == (number, number)
        assert NamedLine.objects.count() == 2 * number
        assert NamedLine.objects.filter(is_first=True).count() == number


def test_a_talk_of_one_day_is_begun_once(coalition: Any, anna: Any, marek: Any) -> None:
    for number in range(1, ROUNDS + 1):

        def begin(by: Any, day: date = date(2026, 4, number)) -> Any:
            return lambda: naming.begin_session(coalition=coalition, by=by, on=day)

        assert at_once(begin(anna), begin(marek)) == ["done", "done"]
        assert NamingSession.objects.count() == number


def test_typing_and_the_board_at_once_wait_for_each_other_and_never_in_a_circle(
    coalition: Any, talk: NamingSession, anna: Any, marek: Any, make_organisation: Any
) -> None:
    for number in range(1, ROUNDS + 1):
        osp = make_organisation(f"OSP {number}00", group="ngo", sector="fire_brigade")

        def put(osp: Any = osp) -> Any:
            return actions.consider(coalition=coalition, by=marek, organisation=osp, on=DAY)

        assert at_once(saying(talk, anna, f"Jan Zmyślony, OSP {number}00"), put) == ["done", "done"]
        assert Candidacy.objects.count() == number


def test_one_takes_back_while_the_other_names_the_same(talk: NamingSession, anna: Any, marek: Any) -> None:
    """Whoever is first, what the second one typed is on the list."""
    for number in range(ROUNDS):
        (line,) = saying(talk, anna, f"Kapela {number}00")().listed

        def take_back(line: NamedLine = line) -> None:
            naming.take_back_line(NamedLine.objects.get(pk=line.pk), by=anna)

        assert at_once(take_back, saying(talk, marek, f"Kapela {number}00")) == ["done", "done"]
        named = Candidacy.objects.filter(organisation__name=f"Kapela {number}00")
        assert [each.organisation and each.organisation.state for each in named] == ["listed"]
