"""What a coalition remembers from proposal to proposal, and what only a known fact may say."""

import re
from typing import Any

import pytest
from django.urls import reverse

from koalicja.backroom.worker import run_worker
from koalicja.coalitions import actions
from koalicja.coalitions.composing.storing import read_answer, read_problem
from koalicja.coalitions.composing.where import CITY, RURAL, TOWN
from koalicja.coalitions.models import Coalition, CompositionRun
from koalicja.coalitions.queries.candidates import Wishes, gathered
from koalicja.coalitions.queries.heads import head_of
from koalicja.coalitions.queries.memory import remembered
from koalicja.coalitions.queries.rechecks import rechecked
from koalicja.coalitions.queries.runs import changes, shown
from koalicja.coalitions.views import proposal_page, proposal_seats, proposal_words
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


def test_the_rule_of_the_gmina_office_stays_when_the_office_cannot_and_somebody_is_looked_for(
    coalition: Any, register: Any, anna: Any, client_of: Any
) -> None:
    office = register[0][0].key
    rule = {"office": Bounds(min=1)}
    assert dict(gathered(coalition, Wishes())[0].rules.sectors) == rule
    assert dict(gathered(coalition, Wishes(locks={office: "never"}))[0].rules.sectors) == rule
    run = asked(coalition, anna)
    assert office in read_answer(run.result).members
    made = computed(actions.decline(run=run, by=anna, member=office))
    answer = read_answer(made.result)
    assert dict(read_problem(made.inputs).rules.sectors) == rule
    assert (answer.status, [row.name for row in answer.rules if not row.met]) == (
        "infeasible",
        ["groups.office.min", "sectors.office.min"],
    )
    assert [(each.code, dict(each.profile)) for each in answer.advice] == [
        ("look_for", {"group": "office", "sector": "office"})
    ]
    seen = client_of(anna).get(made.get_absolute_url()).context
    hint = "Z urzędu gminy może przyjść ktoś inny: zastępca wójta, sekretarz albo ktoś, kto tam pracuje."
    assert seen["missing"] == [{"text": "Kogo szukać – sektor: urząd gminy.", "where": hint}]
    so_far = "Poniżej jest najlepszy skład, jaki da się dziś ułożyć; można już o nim rozmawiać."
    assert (seen["step"]["title"], seen["step"]["why"]) == (
        "Poszukaj 1 osoby",
        f"Kogo szukać – sektor: urząd gminy. {hint} {so_far}",
    )
    office_rule = next(row for row in seen["rules"] if row[0].startswith("urząd gminy jako"))
    assert office_rule == ["urząd gminy jako instytucja, co najmniej", "1", "0", "niespełniona"]
    assert rechecked(made)[1]


@pytest.mark.parametrize(
    ("code", "kind", "head"),
    [("020102", 2, RURAL), ("020101", 1, TOWN), ("020104", 3, TOWN), ("020105", None, ""), ("026401", 1, CITY)],
)
def test_who_heads_a_gmina_follows_from_its_kind_and_from_its_powiat(code: str, kind: int | None, head: str) -> None:
    assert head_of(Gmina(code=code, kind=kind, powiat_id=code[:4])) == head


def test_in_a_town_the_deputy_of_the_office_is_said_as_there(
    coalition: Coalition, register: Any, anna: Any, client_of: Any
) -> None:
    type(coalition.gmina).objects.filter(pk=coalition.gmina_id).update(kind=3)
    run = asked(coalition, anna)
    made = computed(actions.decline(run=run, by=anna, member=register[0][0].key))
    hint = "Z urzędu miejskiego może przyjść ktoś inny: zastępca burmistrza, sekretarz albo ktoś, kto tam pracuje."
    assert client_of(anna).get(made.get_absolute_url()).context["missing"][0]["where"] == hint


def test_who_said_no_is_no_mark_to_take_off_but_somebody_else_is_looked_for(
    anna: Any, coalition: Any, register: Any, client_of: Any
) -> None:
    firms = [each for each in register[0] if each.group == "business"]
    run = asked(coalition, anna)
    for firm in firms:
        if firm.key in read_answer(run.result).members:
            run = computed(actions.decline(run=run, by=anna, member=firm.key))
    gone = set(remembered(list(coalition.runs.all())).declined)
    assert gone == {each.key for each in firms}
    again = asked(coalition, anna, locks=dict.fromkeys(sorted(gone), "never"))
    problem, answer = read_problem(again.inputs), read_answer(again.result)
    assert (problem.declined, again.declined) == (gone, [])
    assert [(each.code, dict(each.profile)) for each in answer.advice] == [("look_for", {"group": "business"})]
    change = changes(shown(again, with_people=True), with_people=True)
    assert change is not None
    assert (sorted(each.name for each in change.declined), change.never) == (sorted(each.name for each in firms), ())
    seen = page(client_of(anna), again.get_absolute_url())
    assert (seen.count("nie tym razem</option>"), seen.count("selected>nie może</option>")) == (9, 2)


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

    def rows(*, with_people: bool) -> dict[str, proposal_seats.MemberRow]:
        found = shown(run, with_people=with_people)
        assert found.answer is not None
        return {row.pk: row for row in proposal_seats.members(found, found.answer)}

    assert rows(with_people=True)[zofia].reasons == ("w składzie nikt inny nie jest z: Wola",)
    hidden = rows(with_people=False)
    assert (hidden[zofia].known.name, hidden[zofia].reasons) == (
        "Osoba w wieku: 60 lat i więcej",
        ("w składzie nikt inny nie jest z tej samej miejscowości",),
    )
    assert hidden[organisations[4].key].reasons == ("w składzie nikt inny nie jest z: Wola",)
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
    assert proposal_page.cover_finding(found, found.problem.candidates) == (
        "Miejscowości ze spisu, z których ktoś jest w składzie: 2 z 3. Nikt z: Olszynki."
    )
    assert found.answer is not None
    assert brigade.name not in {each.name for each in proposal_page.never_proposed(found, found.answer)}


def test_villages_of_residents_that_a_reader_sees_by_age_only_are_counted_apart(
    coalition: Any, register: Any, anna: Any
) -> None:
    zofia = register[1][0].key
    found = shown(proposal(coalition, anna, lambda problem: composition(problem, members=(zofia,))), with_people=False)
    table = [each for each in found.problem.candidates if each.id == zofia]
    assert proposal_page.cover_finding(found, table) == (
        "Miejscowości ze spisu, z których ktoś jest w składzie: 1 z 3. Nikt z: Bolesławiec, Olszynki. "
        "Nie ma ich w tabeli, bo są stamtąd tylko mieszkańcy: 1."
    )


def test_all_marks_are_taken_away_and_set_again_with_one_link(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    keys = [each.key for each in register[0][3:6]]
    asked(coalition, anna, locks=dict.fromkeys(keys, "must"))
    client, listed = client_of(anna), reverse("coalitions:proposals", args=[coalition.pk])
    compose = reverse("coalitions:compose", args=[coalition.pk])
    marked, unmarked = (page(client, address) for address in (listed, f"{listed}?marks=none"))
    assert {name for name in fields(marked, compose) if name.startswith("lock/")} == {f"lock/{key}" for key in keys}
    assert [name for name in fields(unmarked, compose) if name.startswith("lock/")] == []
    assert f'href="{listed}?marks=none">Odznacz wszystko' in marked
    assert f'href="{listed}">Zaznacz wszystko' in unmarked


@pytest.mark.parametrize("count", [5, 6])
def test_more_than_five_marks_of_a_proposal_are_taken_off_and_put_back_with_one_link(
    count: int, anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    has_link = count > 5
    marks = {each.key: "must" if at % 2 else "never" for at, each in enumerate(register[0][:count])}
    run = asked(coalition, anna, locks=marks)
    client, address = client_of(anna), run.get_absolute_url()
    away, back = f'href="{address}?marks=none#again">Odznacz', f'href="{address}#again">Przywróć'
    marked, unmarked = client.get(address), client.get(f"{address}?marks=none")
    found = [
        {each["key"]: each["lock"] for each in seen.context["locks"] if each["lock"]} for seen in (marked, unmarked)
    ]
    assert found == [marks, {}]
    text, without = (seen.content.decode() for seen in (marked, unmarked))
    assert [away in text, back in text, away in without, back in without] == [has_link, False, False, has_link]
    tops = [re.findall(r'name="(lock/[^"]+)"', each.split("Wskaż inne")[0]) for each in (text, without)]
    assert [set(top) for top in tops] == [{f"lock/{key}" for key in marks}] * 2


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


@pytest.mark.slow
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


def test_no_substitute_is_said_of_nobody_whose_seat_a_neighbour_could_take(
    anna: Any, coalition: Any, register: Any, make_organisation: Any, make_gmina: Any
) -> None:
    for code, north in (("020102", 51.0), ("020103", 51.2)):
        make_gmina(code)
        Gmina.objects.filter(pk=code).update(latitude=north, longitude=15.5)
    coalition.gmina.refresh_from_db()
    firm = make_organisation("Sklep w Gromadce", "020103", group="business", sector="firm")
    one, *others = [each.key for each in register[0] if each.group == "business"]
    locks = dict.fromkeys(others, "never")
    alone = asked(coalition, anna, locks=locks)
    beside = asked(coalition, anna, neighbours=True, locks=locks)
    assert (beside.around["aside"], read_answer(beside.result).members) == (
        [firm.key],
        read_answer(alone.result).members,
    )
    codes = [{reason.code for reason in read_answer(run.result).reasons[one]} for run in (alone, beside)]
    assert ["irreplaceable" in each for each in codes] == [True, False]
    own = "To dotyczy naszej gminy. Pominięto organizacje sąsiednich gmin, bez których zasady są spełnione: 1."
    told = [proposal_words.proof(run, read_answer(run.result), read_problem(run.inputs)) for run in (alone, beside)]
    assert [each.endswith(own) for each in told] == [False, True]
    reasons = read_answer(beside.result).reasons.values()
    assert [each for given in reasons for each in given if firm.key in each.params.get("ids", ())] == []  # type: ignore[operator]
    assert rechecked(beside)[1]
    beside.result["reasons"][one].insert(0, {"code": "irreplaceable", "params": {}})
    assert not rechecked(beside)[1]


def test_answers_on_an_older_proposal_say_which_marks_go_with_them(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    older, newer = proposal(coalition, anna), proposal(coalition, anna)
    firms = [each for each in newer.inputs["candidates"] if each["id"] != newer.inputs["library"]][:6]
    for each in firms:
        each["lock"] = "must"
    newer.save()
    names = [Organisation.objects.get(pk=each["id"].split(":")[1]).name for each in firms]
    text = page(client_of(anna), older.get_absolute_url())
    (said,) = re.findall(r'<p class="source">Pamiętamy: (.*?)\. <a href="#again">Zmień oznaczenia</a>', text)
    assert said == "; ".join(f"{name} – musi być" for name in names[:5]) + " i jeszcze 1"
    assert "Pamiętamy:" not in page(client_of(anna), f"{older.get_absolute_url()}?marks=none")


def test_beside_cannot_on_an_older_proposal_stands_which_marks_go_over(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    def goes_along(run: CompositionRun) -> str:
        return str(client_of(anna).get(run.get_absolute_url()).context["goes_along"])

    older, newer = proposal(coalition, anna), proposal(coalition, anna)
    assert [goes_along(run) for run in (older, newer)] == ["", ""]
    first, second, third, *_rest = (row for row in newer.inputs["candidates"] if row["id"] != newer.inputs["library"])
    first["lock"], second["lock"], third["lock"] = "must", "must", "never"
    first["willingness"] = 0.8
    newer.save()
    said = (
        "Oznaczenia i odpowiedzi przechodzą do nowej z propozycji 2: musi być (2), nie tym razem (1), odpowiedzi (1)."
    )
    assert [goes_along(run) for run in (older, newer)] == [said, ""]
    assert f"Ta zostaje. {said}" in page(client_of(anna), older.get_absolute_url())
    newest = proposal(coalition, anna)
    assert [goes_along(run) for run in (older, newer, newest)] == [
        "",
        "Oznaczenia nie przechodzą do nowej: w propozycji 3 już ich nie ma.",
        "",
    ]


def test_of_many_marks_the_changes_name_eight_and_fold_the_others(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    keys = [each.key for each in (*register[0][1:], *register[1])][:10]
    first = asked(coalition, anna)
    marked = computed(
        actions.ask_for_proposal(
            coalition=coalition, by=anna, wishes=Wishes(locks=dict.fromkeys(keys, "never")), parent=first
        )
    )
    never = page(client_of(anna), marked.get_absolute_url()).split("<dt>nie tym razem</dt>")[1].split("</dd>")[0]
    shown_, folded = never.split('<details class="more"><summary>jeszcze 2</summary>')
    assert [part.count(", ") for part in (shown_, folded)] == [7, 1]


def test_a_seat_that_was_chosen_beforehand_says_so_once(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    firm = next(each.key for each in register[0] if each.group == "business")
    run = asked(coalition, anna, locks={firm: "must"})
    (row,) = [each for each in client_of(anna).get(run.get_absolute_url()).context["members"] if each.pk == firm]
    assert row.lock == "must"
    assert [reason for reason in (*row.reasons, *row.more) if "z góry" in reason] == []


def test_of_many_marks_the_form_shows_eight_and_folds_the_others(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    keys = [each.key for each in (*register[0][1:], *register[1])][:10]
    run = asked(coalition, anna, locks=dict.fromkeys(keys, "never"))
    form = page(client_of(anna), run.get_absolute_url()).split('id="again"')[1].split("</form>")[0]
    parts = re.split("Pozostałe oznaczenia|Wskaż inne osoby i organizacje", form)
    assert [part.count("<select") for part in parts][:2] == [8, 2]
    assert form.count('value="never" selected') == 10
    # Nobody but the Lead Library is at the table: there is nobody to say "cannot" of.
    assert "„Nie może” układa" not in page(client_of(anna), only_library(coalition, anna, register))


def only_library(coalition: Any, anna: Any, register: Any) -> str:
    everyone = [each.key for each in (*register[0], *register[1])]
    return asked(coalition, anna, locks=dict.fromkeys(everyone, "never")).get_absolute_url()
