"""What a coalition remembers from proposal to proposal, and what only a known fact may say."""

import re
from typing import Any

import pytest
from django.urls import reverse

from koalicja.backroom.worker import run_worker
from koalicja.coalitions import actions
from koalicja.coalitions.composing.storing import read_answer, read_problem
from koalicja.coalitions.models import CompositionRun
from koalicja.coalitions.queries.candidates import Wishes, gathered
from koalicja.coalitions.queries.runs import shown
from koalicja.coalitions.views import proposal_page
from koalicja.engine.composition.problem import Bounds
from koalicja.engine.composition.result import Reason
from koalicja.people.models import Organisation, Person
from koalicja.places.models import Gmina, Place
from tests.coalitions.registers import full_register
from tests.coalitions.stored import composition, proposal


@pytest.fixture
def register(make_organisation: Any, make_person: Any) -> tuple[list[Organisation], list[Person]]:
    return full_register(make_organisation, make_person)


def computed(run: CompositionRun) -> CompositionRun:
    run_worker(once=True)
    return CompositionRun.objects.select_related("coalition", "job", "parent").get(pk=run.pk)


def asked(coalition: Any, by: Any, **wishes: Any) -> CompositionRun:
    return computed(actions.ask_for_proposal(coalition=coalition, by=by, wishes=Wishes(**wishes)))


def page(client: Any, url: str) -> str:
    return str(client.get(url).content.decode())


def fields(text: str, action: str) -> dict[str, str]:
    """What the first form to this address sends as it stands."""
    form = next(part for part in text.split("<form")[1:] if f'action="{action}"' in part).split("</form>")[0]
    inputs = re.findall(r"<input([^>]*)>", form)
    named = [(re.search(r'name="([^"]*)"', each), re.search(r'value="([^"]*)"', each), each) for each in inputs]
    return {
        name[1]: value[1] if value else "on"
        for name, value, each in named
        if name and not ("checkbox" in each and "checked" not in each)
    }


def locks_of(run: CompositionRun) -> dict[str, str]:
    return {each.id: each.lock for each in read_problem(run.inputs).candidates if each.lock}


def test_the_office_itself_has_its_seat_where_it_is_in_the_register_until_it_cannot(
    coalition: Any, register: Any, anna: Any
) -> None:
    office = register[0][0].key
    assert dict(gathered(coalition, Wishes())[0].rules.sectors) == {"office": Bounds(min=1)}
    assert dict(gathered(coalition, Wishes(locks={office: "never"}))[0].rules.sectors) == {}
    run = asked(coalition, anna)
    assert office in read_answer(run.result).members
    made = actions.decline(run=run, by=anna, member=office)
    assert dict(read_problem(made.inputs).rules.sectors) == {}


def test_a_library_without_a_village_is_where_the_gmina_has_its_seat(coalition: Any) -> None:
    library = coalition.participation.library
    Organisation.objects.filter(pk=library.pk).update(village="")
    library.refresh_from_db()

    def village() -> frozenset[str]:
        problem, _around = gathered(coalition, Wishes())
        return next(each.villages for each in problem.candidates if each.id == library.key)

    assert village() == frozenset()
    gmina = coalition.gmina
    Place.objects.create(name=gmina.name, search_key=gmina.search_key, gmina=gmina, latitude=51.0, longitude=15.5)
    assert village() == {coalition.gmina.name}


def test_a_village_of_the_register_is_where_somebody_acts_or_lives_and_a_reader_without_names_gets_one_attribute(
    coalition: Any, register: Any, anna: Any
) -> None:
    organisations, people = register
    reach = (Reason("reaches", {"villages": ("Wola",)}), Reason("sole_cover", {"what": "village", "value": "Wola"}))

    def answer(problem: Any) -> Any:
        keys = tuple(each.id for each in problem.candidates)
        return composition(problem, members=keys, reasons=dict.fromkeys(keys, reach), alternatives=())

    run = proposal(coalition, anna, answer)
    zofia = people[0].key

    def rows(*, with_people: bool) -> dict[str, proposal_page.MemberRow]:
        found = shown(run, with_people=with_people)
        assert found.answer is not None
        return {row.pk: row for row in proposal_page.members(found, found.answer)}

    assert rows(with_people=True)[zofia].reasons == ("mieszka w: Wola (o ile wiemy, nikt inny w składzie)",)
    hidden = rows(with_people=False)
    assert (hidden[zofia].known.name, hidden[zofia].reasons) == ("Osoba w wieku: 60 i więcej lat", ())
    assert hidden[organisations[4].key].reasons == ("działa w: Wola (o ile wiemy, nikt inny w składzie)",)
    found = shown(run, with_people=False)
    assert [each.villages for each in found.problem.candidates if each.id == zofia] == [frozenset()]


def test_a_resident_without_an_age_is_told_by_the_village_only(coalition: Any, anna: Any, make_person: Any) -> None:
    person = make_person("Zofia Przykładowa", age_band="", village="Wola")
    run = proposal(coalition, anna)
    assert shown(run, with_people=False).known[person.key].name == "Osoba z miejscowości: Wola"


def test_a_village_lost_by_a_decline_is_still_counted(anna: Any, client_of: Any, coalition: Any, register: Any) -> None:
    run = asked(coalition, anna)
    brigade = register[0][3]
    made = computed(actions.decline(run=run, by=anna, member=brigade.key))
    found = shown(made, with_people=True)
    assert proposal_page.cover_finding(found) == (
        "Miejscowości ze spisu, z których ktoś jest w składzie: 2 z 3. Nikt z: Olszynki."
    )
    assert found.answer is not None
    assert brigade.name not in {each.name for each in proposal_page.never_proposed(found, found.answer)}


def test_a_new_run_from_the_list_remembers_who_cannot_and_forgets_it_when_told(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    organisations, _people = register
    brigade, club = organisations[3].key, organisations[5].key
    told = {organisations[1].key: {"willingness": 0.8}}
    first = asked(coalition, anna, locks={club: "must"}, told=told)
    computed(actions.decline(run=first, by=anna, member=brigade))
    client = client_of(anna)
    text = page(client, reverse("coalitions:proposals", args=[coalition.pk]))
    assert "OSP Olszynki: nie może (propozycja 2)" in text
    compose = reverse("coalitions:compose", args=[coalition.pk])
    sent = fields(text, compose)
    client.post(compose, sent)
    third = computed(CompositionRun.objects.get(number=3))
    assert locks_of(third) == {brigade: "never", club: "must"}
    by_key = {each.id: each for each in read_problem(third.inputs).candidates}
    assert by_key[organisations[1].key].willingness == 0.8
    client.post(compose, {key: value for key, value in sent.items() if key != f"lock/{brigade}"})
    assert locks_of(CompositionRun.objects.get(number=4)) == {club: "must"}


def test_a_decline_is_undone_where_it_is_said_and_an_old_proposal_leads_to_the_newer_one(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    brigade = register[0][3].key
    first = asked(coalition, anna)
    second = computed(actions.decline(run=first, by=anna, member=brigade))
    client = client_of(anna)
    text = page(client, second.get_absolute_url())
    assert "Może jednak" in text
    compose = reverse("coalitions:compose", args=[coalition.pk])
    client.post(compose, fields(text, compose))
    third = computed(CompositionRun.objects.get(number=3))
    assert (locks_of(third), third.parent) == ({}, second)
    assert ["Jest nowsza propozycja" in page(client, run.get_absolute_url()) for run in (first, second, third)] == [
        True,
        True,
        False,
    ]


def test_a_decline_from_an_older_proposal_keeps_what_was_said_since(coalition: Any, register: Any, anna: Any) -> None:
    first = asked(coalition, anna)
    members = read_answer(first.result).members
    one, other = [each.key for each in register[0][1:6] if each.key in members][:2]
    computed(actions.decline(run=first, by=anna, member=one))
    made = actions.decline(run=first, by=anna, member=other)
    assert (sorted(made.declined), locks_of(made)) == (sorted([one, other]), {one: "never", other: "never"})


def test_ages_that_nobody_told_us_come_before_anybody_new_and_two_of_them_are_enough(
    anna: Any, client_of: Any, olga: Any, coalition: Any, register: Any
) -> None:
    _organisations, people = register
    Person.objects.update(age_band="")
    run = asked(coalition, anna)
    text = page(client_of(anna), run.get_absolute_url())
    assert "Uzupełnij wiek: 3 osoby; to może wystarczyć" in text
    assert [person.name for person in people if f'href="{person.get_absolute_url()}"' not in text] == []
    assert "udowodnion" not in text.split('id="proof-title"')[1].split("</section>")[0]
    assert "Uzupełnij wiek" not in page(client_of(olga), run.get_absolute_url())
    for person, band in zip(people, ("60+", "13-19"), strict=False):
        Person.objects.filter(pk=person.pk).update(age_band=band)
    again = asked(coalition, anna)
    assert read_answer(again.result).status == "optimal"
    assert 'id="gaps"' not in page(client_of(anna), again.get_absolute_url())


def test_neighbours_come_only_where_our_own_cannot_keep_the_rules(
    anna: Any, coalition: Any, register: Any, make_organisation: Any, make_gmina: Any
) -> None:
    for code, north in (("020102", 51.0), ("020103", 51.2)):
        make_gmina(code)
        Gmina.objects.filter(pk=code).update(latitude=north, longitude=15.5)
    coalition.gmina.refresh_from_db()
    school = make_organisation("Szkoła w Gromadce", "020103", group="culture", sector="school")
    firm = make_organisation("Sklep w Gromadce", "020103", group="business", sector="firm")
    make_organisation("Urząd Gminy Gromadka", "020103", group="office", sector="office")
    run = asked(coalition, anna, neighbours=True)
    assert run.around["aside"] == sorted([school.key, firm.key])
    assert {school.key, firm.key}.isdisjoint(read_answer(run.result).members)
    ours = [each.key for each in register[0] if each.group == "business"]
    needed = asked(coalition, anna, neighbours=True, locks=dict.fromkeys(ours, "never"))
    assert needed.around["aside"] == [school.key]
    assert firm.key in read_answer(needed.result).members
    assert shown(needed, with_people=True).known[firm.key].near == "sąsiednia gmina: Gromadka"
