"""The proposal on paper, read back from the PDF itself: what the mayor sees, and what nobody may see there."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from koalicja.backroom.worker import run_worker
from koalicja.coalitions import actions
from koalicja.coalitions.composing.storing import read_answer
from koalicja.coalitions.models import CompositionRun
from koalicja.coalitions.queries.candidates import Wishes, library_contact
from koalicja.people.models import Contact
from tests.coalitions.registers import full_register
from tests.coalitions.stored import proposal
from tests.paper.reading import page_texts

# Each has an age or a village that nobody else has: any second attribute on paper would show.
PEOPLE = (
    ("Zofia Zmyślona", "60+", "Łaziska"),
    ("Jan Wymyślony", "13-19", "Otok"),
    ("Ewa Nieprawdziwa", "35-59", ""),
    ("Adam Niebyły", "", "Dobra"),
    ("Iga Bajkowa", "", ""),
)
NAMED_BY = {
    "Osoba w wieku: 60 lat i więcej": "Łaziska",
    "Osoba w wieku: 13–19 lat": "Otok",
    "Osoba w wieku: 35–59 lat": "",
}


@pytest.fixture
def register(make_organisation: Any, make_person: Any) -> Any:
    return full_register(make_organisation, make_person)


def printed(client: Any, run: CompositionRun) -> list[str]:
    answer = client.get(reverse("coalitions:print_proposal", args=[run.coalition_id, run.number]))
    assert answer["Content-Type"] == "application/pdf"
    return page_texts(answer.content)


@pytest.fixture
def run(coalition: Any, anna: Any, make_organisation: Any, make_person: Any) -> CompositionRun:
    """A computed proposal with all five residents at the table."""
    full_register(make_organisation, lambda *_args, **_over: None)
    people = [make_person(name, age_band=band, village=village) for name, band, village in PEOPLE]
    locks = {person.key: "must" for person in people}
    asked = actions.ask_for_proposal(coalition=coalition, by=anna, wishes=Wishes(locks=locks))
    run_worker(once=True)
    asked.refresh_from_db()
    assert {*locks} <= {*read_answer(asked.result).members}
    return asked


@pytest.mark.parametrize("reader", ["anna", "marek", "olga"])
def test_a_resident_stands_on_paper_with_one_attribute_and_without_a_name(
    reader: str, run: CompositionRun, client_of: Any, request: pytest.FixtureRequest
) -> None:
    pages = printed(client_of(request.getfixturevalue(reader)), run)
    assert len(pages) == 2
    text = " ".join(pages)
    words = {word for name, _band, _village in PEOPLE for word in name.split()}
    assert sorted(word for word in words if word in text) == []
    assert [label for label in NAMED_BY if label not in pages[0]] == []
    assert [village for village in NAMED_BY.values() if village and village in text] == []


def test_a_resident_of_unknown_age_stands_with_the_village_only(run: CompositionRun, anna: Any, client_of: Any) -> None:
    first = printed(client_of(anna), run)[0]
    row = re.search(r" \d+ (Osoba[^0-9]*: Dobra mieszkańcy .*?)(?= \d+ | Przy każdym| Gminna Koalicja)", first)
    assert row is not None
    assert [word for word in ("lat", "wiek", "Łaziska", "Otok") if word in row[1]] == []


def test_the_paper_says_whose_it_is_of_when_and_how_to_reach_the_library(
    run: CompositionRun, anna: Any, client_of: Any, coalition: Any
) -> None:
    library = coalition.participation.library
    Contact.objects.create(organisation=library, kind="phone", value="75 700 00 00", legal_basis="public")
    Contact.objects.create(organisation=library, kind="email", value="gbp@boleslawiec.example")
    Contact.objects.create(organisation=library, kind="phone", value="500 100 200", legal_basis="consent")
    first, second = printed(client_of(anna), run)
    assert run.finished_at is not None
    day = f"{timezone.localtime(run.finished_at):%-d.%-m.%Y}"
    assert first.startswith(
        f"Propozycja 1: kogo zaprosić Gminna Koalicja: Wspólny stół Gmina: {coalition.gmina.full_label} · {day} "
        f"Biblioteka Wiodąca: {library.name}, tel. 75 700 00 00, gbp@boleslawiec.example "
    )
    assert f"Numer do sprawdzenia: {run.pk}." in second


def test_a_library_of_which_no_contact_is_known_stands_by_its_name(coalition: Any) -> None:
    assert library_contact(coalition) == ""


def test_organisations_of_neighbouring_gminas_stand_with_their_gmina(
    coalition: Any, anna: Any, client_of: Any, register: Any, make_organisation: Any
) -> None:
    firm = make_organisation("Tartak Sosna", "020103", group="business", sector="firm", village="Modła")
    for gmina in (coalition.gmina, firm.gmina):
        gmina.latitude, gmina.longitude = 51.26, 15.57
        gmina.save()
    run = actions.ask_for_proposal(
        coalition=coalition, by=anna, wishes=Wishes(neighbours=True, locks={firm.key: "must"})
    )
    run_worker(once=True)
    run.refresh_from_db()
    assert firm.key in read_answer(run.result).members
    assert "Tartak Sosna sąsiednia gmina: Gromadka przedsiębiorcy" in printed(client_of(anna), run)[0]


def test_a_stored_proposal_prints_the_same_for_everybody_who_may_see_it(
    coalition: Any, anna: Any, olga: Any, client_of: Any, register: Any
) -> None:
    made = proposal(coalition, anna)
    assert printed(client_of(anna), made) == printed(client_of(olga), made)
