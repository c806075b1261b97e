"""The list of a register, suggestions, and classes to check, as people see them."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from koalicja.people.models import Contact, Decided, Mandate, Organisation
from koalicja.people.queries import duplicates
from koalicja.places.models import Gmina

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
SPIS = "/spis/020102/"


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def listed(answer: Any) -> list[str]:
    return [row.name for row in answer.context["rows"]]


@pytest.fixture
def annas(anna: Any, client_of: Callable[[Any], Client]) -> Client:
    return client_of(anna)


@pytest.fixture
def register(make_organisation: Make, make_person: Make) -> None:
    osp = make_organisation(
        "OSP Olszynki", village="Olszynki", group="ngo", sector="fire_brigade", class_decided="human"
    )
    make_organisation("Łąka, gospodarstwo", group="business", sector="farmer", class_decided="guess")
    make_organisation("Lipa, piekarnia", group="business", sector="firm", class_decided="human")
    make_organisation("Zielona Dolina")
    zofia = make_person("Zofia Przykładowa", village="Kruszyn", age_band="60+")
    make_person("Jan Zmyślony")
    Mandate.objects.create(organisation=osp, person=zofia, function="prezeska")
    Contact.objects.create(person=zofia, kind="phone", value="600 100 200")


def test_the_list_holds_organisations_and_persons_in_polish_order(annas: Client, register: None) -> None:
    assert listed(annas.get(SPIS)) == [
        "Jan Zmyślony",
        "Lipa, piekarnia",
        "Łąka, gospodarstwo",
        "OSP Olszynki",
        "Zielona Dolina",
        "Zofia Przykładowa",
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=laka", ["Łąka, gospodarstwo"]),
        ("q=olszymki", ["OSP Olszynki"]),
        ("q=przyklado", ["Zofia Przykładowa"]),
        ("q=piekarnia boleslawiec", ["Lipa, piekarnia"]),
        ("group=business", ["Lipa, piekarnia", "Łąka, gospodarstwo"]),
        ("group=resident", ["Jan Zmyślony"]),
        ("group=unknown", ["Zielona Dolina"]),
        ("sector=farmer", ["Łąka, gospodarstwo"]),
        ("to_check=on&kind=organisations", ["Łąka, gospodarstwo", "Zielona Dolina"]),
        ("no_contact=on&kind=organisations", ["Lipa, piekarnia", "Łąka, gospodarstwo", "Zielona Dolina"]),
        ("no_contact=on&kind=persons", ["Jan Zmyślony"]),
        ("kind=persons", ["Jan Zmyślony", "Zofia Przykładowa"]),
        (
            "kind=organisations&sort=village",
            ["OSP Olszynki", "Lipa, piekarnia", "Łąka, gospodarstwo", "Zielona Dolina"],
        ),
        ("group=ngo&q=piekarnia", []),
        ("group=nonsense&sort=nonsense&kind=x&page=x&q=dolina", ["Zielona Dolina"]),
    ],
)
def test_search_and_filters(annas: Client, register: None, query: str, names: list[str]) -> None:
    assert listed(annas.get(f"{SPIS}?{query}")) == names


def test_newest_changes_come_first_when_asked(annas: Client, register: None) -> None:
    assert listed(annas.get(f"{SPIS}?sort=changed"))[0] == "Jan Zmyślony"


def test_a_forgiven_mistake_is_said(annas: Client, register: None) -> None:
    answer = annas.get(f"{SPIS}?q=piekarmia")
    assert listed(answer) == ["Lipa, piekarnia"]
    assert "Nikt nie nazywa się dokładnie tak." in text(answer)


def marked(answer: Any) -> list[tuple[str, bool]]:
    """The names of the list, in order, each with whether it is marked as only similar."""
    heads = re.findall(r'<th scope="row".*?</th>', answer.content.decode(), re.DOTALL)
    return [(re.findall(r"<a [^>]*>([^<]+)</a>", head)[0], ">podobne<" in head) for head in heads]


def test_each_row_that_is_only_similar_is_marked(annas: Client, make_organisation: Make) -> None:
    for name in ("Klub Orzeł", "Klub Orzel Biały", "Klub Orezł"):
        make_organisation(name)
    assert marked(annas.get(f"{SPIS}?q=klub orzeł")) == [
        ("Klub Orzel Biały", False),
        ("Klub Orzeł", False),
        ("Klub Orezł", True),
    ]
    assert marked(annas.get(f"{SPIS}?q=klub orzzeł biały")) == [("Klub Orzel Biały", True)]
    assert [is_similar for _name, is_similar in marked(annas.get(SPIS))] == [False] * 3


def test_with_a_mistake_the_best_comes_first_unless_another_order_is_asked_for(
    annas: Client, make_organisation: Make
) -> None:
    for name, village in (("Orkestra", "Kruszyn"), ("Orkiestra", "Łąka"), ("Orkiestrowa", "Brzeźnik")):
        make_organisation(name, village=village)
    assert listed(annas.get(f"{SPIS}?q=orkiesrta")) == ["Orkiestra", "Orkestra", "Orkiestrowa"]
    assert listed(annas.get(f"{SPIS}?q=orkiesrta&sort=village")) == ["Orkiestrowa", "Orkestra", "Orkiestra"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("jan nowak", (["Jan Nowak"], False)),
        ("janina nowak", ([], False)),
        ("klub nowa", (["Klub Nowa", "Klub Stary"], False)),
        ("kot nowa", (["Jan Kot", "Janina Kot"], True)),
    ],
)
def test_a_surname_that_begins_as_the_name_of_the_gmina_is_asked_for(
    query: str, found: tuple[list[str], bool], annas: Client, make_person: Make
) -> None:
    Gmina.objects.filter(pk="020102").update(name="Nowa Sól")
    for name in ("Jan Nowak", "Jan Kot", "Janina Kot", "Klub Stary", "Klub Nowa"):
        make_person(name)
    answer = annas.get(f"{SPIS}?q={query}")
    assert (listed(answer), "Nikt nie nazywa się dokładnie tak." in text(answer)) == found


def test_the_whole_name_of_the_gmina_beside_what_is_looked_for_makes_nobody_only_similar(
    annas: Client, make_organisation: Make
) -> None:
    Gmina.objects.filter(pk="020102").update(name="Mstów")
    for name in ("Szkoła Podstawowa w Jaskrowie", "Szkoła Rolnicza", "Bank"):
        make_organisation(name)
    answer = annas.get(f"{SPIS}?q=szkola mstow")
    assert marked(answer) == [("Szkoła Podstawowa w Jaskrowie", False), ("Szkoła Rolnicza", False)]
    assert "Nikt nie nazywa się dokładnie tak." not in text(answer)
    make_organisation("Szkoła Muzyczna w Mstowie", village="Mstów")
    assert [is_similar for _name, is_similar in marked(annas.get(f"{SPIS}?q=szkola mstow"))] == [False, True, True]


def test_nothing_found_says_what_to_try(annas: Client, register: None) -> None:
    assert "Nikt nie pasuje Wpisz mniej słów" in text(annas.get(f"{SPIS}?q=xyzabc"))


def test_groups_are_counted_and_in_an_empty_one_there_is_nobody_yet(annas: Client, register: None) -> None:
    page = text(annas.get(SPIS))
    assert (
        "urząd gminy jeszcze nikt oświata i kultura jeszcze nikt organizacje społeczne 1 przedsiębiorcy 2 mieszkańcy 1"
        in page
    )


def test_each_filter_in_force_can_be_taken_off(annas: Client, register: None) -> None:
    answer = annas.get(f"{SPIS}?q=laka&group=business&to_check=on")
    assert [(item["label"], item["url"]) for item in answer.context["active"]] == [
        ("szukane: laka", "?group=business&to_check=on"),
        ("przedsiębiorcy", "?q=laka&to_check=on"),
        ("do sprawdzenia", "?q=laka&group=business"),
    ]


def test_a_row_shows_who_speaks_and_how_to_reach_them(annas: Client, register: None) -> None:
    row = next(row for row in annas.get(SPIS).context["rows"] if row.name == "OSP Olszynki")
    assert (row.others, row.contact, row.village) == ((("Zofia Przykładowa", "prezeska"),), "", "Olszynki")


def test_the_operator_sees_organisations_and_only_counts_persons(
    olga: Any, register: None, client_of: Callable[[Any], Client]
) -> None:
    client = client_of(olga)
    answer = client.get(SPIS)
    page = answer.content.decode()
    assert listed(answer) == ["Lipa, piekarnia", "Łąka, gospodarstwo", "OSP Olszynki", "Zielona Dolina"]
    assert [secret for secret in ("Zofia", "Zmyślony", "prezeska", "600 100 200") if secret in page] == []
    assert "Są tu też 2 osoby." in text(answer)
    assert listed(client.get(f"{SPIS}?q=zofia")) == []
    assert listed(client.get(f"{SPIS}?kind=persons"))[0] == "Lipa, piekarnia"


@pytest.mark.parametrize(
    ("build", "title"),
    [
        ([], "Wpisz pierwsze nazwy"),
        ([{"state": "suggested"}], "Przejrzyj 1 podpowiedź"),
        ([{"class_decided": "guess"}] * 2, "Sprawdź grupy 2 organizacji"),
        (
            [{"group": "ngo", "class_decided": "human"}],
            "Kogo brakuje: urząd gminy, oświata i kultura, przedsiębiorcy, mieszkańcy",
        ),
        (
            [
                {"group": group, "class_decided": "human"}
                for group in ("office", "culture", "ngo", "business", "resident")
            ],
            "5 wpisów bez kontaktu",
        ),
    ],
)
def test_the_lamp_falls_on_one_next_step(
    annas: Client, gmina: Any, make_organisation: Make, build: list[dict[str, str]], title: str
) -> None:
    for number, fields in enumerate(build):
        make_organisation(f"Organizacja {number}", **fields)
    assert annas.get(SPIS).context["next_step"]["title"] == title


def test_all_is_well_when_most_of_the_register_can_be_reached(
    annas: Client, gmina: Any, make_organisation: Make, make_person: Make
) -> None:
    groups = ("office", "culture", "ngo", "business", "resident")
    made = [make_organisation(f"Organizacja {group}", group=group, class_decided="human") for group in groups]
    person = make_person("Zofia Zmyślona")
    Mandate.objects.create(organisation=made[0], person=person)
    step = annas.get(SPIS).context["next_step"]
    assert (step["title"], step["action_url"]) == ("6 wpisów bez kontaktu", f"{SPIS}?no_contact=on")
    Contact.objects.create(person=person, kind="phone", value="600 100 200")  # her organisation is reached through her
    assert annas.get(SPIS).context["next_step"]["title"] == "4 wpisy bez kontaktu"
    Contact.objects.create(organisation=made[1], kind="email", value="szkola@przyklad.example")
    step = annas.get(SPIS).context["next_step"]
    assert (step["title"], step["calm"]) == ("W spisie jest ktoś z każdej z pięciu grup", True)


def test_an_empty_register_says_what_it_is_for(annas: Client, gmina: Any) -> None:
    assert "Spis jest pusty Znajdą się w nim organizacje i osoby z tej gminy" in text(annas.get(SPIS))


def test_a_long_list_has_pages_that_keep_the_filters(annas: Client, make_organisation: Make) -> None:
    for number in range(61):
        make_organisation(f"Firma {number:02}", group="business", sector="firm")
    answer = annas.get(f"{SPIS}?group=business&page=2")
    assert listed(answer) == [f"Firma {number}" for number in range(50, 61)]
    assert "?group=business&amp;page=1" in answer.content.decode()


def count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def fill(make_organisation: Make, make_person: Make, number: int) -> None:
    osp = make_organisation(f"OSP {number}", group="ngo", village=f"Wieś {number}", class_decided="guess")
    make_organisation(f"Podpowiedź {number}", state="suggested")
    zofia = make_person(f"Zofia {number}")
    Mandate.objects.create(organisation=osp, person=zofia)
    Contact.objects.create(organisation=osp, kind="phone", value=f"600 100 20{number}")


@pytest.mark.parametrize(
    ("path", "queries"),
    [("", 19), ("?q=osp&no_contact=on", 18), ("podpowiedzi/", 14), ("do-sprawdzenia/", 9), ("duplikaty/", 12)],
)
def test_queries_are_as_many_for_three_rows_as_for_one(
    annas: Client, make_organisation: Make, make_person: Make, path: str, queries: int
) -> None:
    fill(make_organisation, make_person, 1)
    annas.get(f"{SPIS}{path}")
    assert count_queries(annas, f"{SPIS}{path}") == queries
    for number in (2, 3):
        fill(make_organisation, make_person, number)
    annas.get(f"{SPIS}{path}")
    assert count_queries(annas, f"{SPIS}{path}") == queries


def test_suggestions_show_their_twin_and_are_taken_in_one_by_one_or_all(annas: Client, make_organisation: Make) -> None:
    make_organisation("OSP Olszynki", village="Olszynki")
    twin = make_organisation("Ochotnicza Straż Pożarna", village="Olszynki", state="suggested", source="pkw.xlsx")
    others = [make_organisation(f"Świetlica {i}", state="suggested") for i in range(3)]
    rows = annas.get(f"{SPIS}podpowiedzi/").context["rows"]
    assert (str(rows[0]), rows[0].twin.name) == (
        "Ochotnicza Straż Pożarna",
        "OSP Olszynki",
    )
    annas.post(f"{SPIS}podpowiedzi/", {"do": f"add:{others[0].pk}"})
    annas.post(f"{SPIS}podpowiedzi/", {"do": "dismiss", "pk": [twin.pk, "x", "9" * 30]})
    annas.post(f"{SPIS}podpowiedzi/", {"do": "add-all"})
    annas.post(f"{SPIS}podpowiedzi/", {"do": f"back:{twin.pk}"})
    states = dict(Organisation.objects.values_list("name", "state"))
    assert states.pop("OSP Olszynki") == "listed"
    assert states == {"Ochotnicza Straż Pożarna": "suggested"} | {f"Świetlica {i}": "listed" for i in range(3)}


def test_what_one_button_took_in_becomes_suggestions_again(annas: Client, make_organisation: Make) -> None:
    for number in range(5):
        make_organisation(f"Świetlica {number}", state="suggested")
    address = f"{SPIS}podpowiedzi/"
    assert annas.get(address).context["taken"] is None
    added = annas.post(address, {"do": "add-all"}, follow=True).context["taken"]
    assert len(added.pks) == 5
    edited = Organisation.objects.get(name="Świetlica 3")
    data = {"name": "Świetlica trzecia", "initial-name": "Świetlica 3", "since": "0"}
    annas.post(f"{edited.get_absolute_url()}zmien/", data)
    answer = annas.post(address, {"do": f"undo:{added.event.pk}"}, follow=True)
    assert "Znów wśród podpowiedzi: 4." in text(answer)
    assert answer.context["taken"] is None
    assert list(Organisation.objects.filter(state="listed").values_list("name", flat=True)) == ["Świetlica trzecia"]
    again = annas.post(address, {"do": f"undo:{added.event.pk}"}, follow=True)
    assert "Znów wśród podpowiedzi: 0." in text(again)


def test_every_suggestion_says_whether_the_register_has_it_already(annas: Client, make_organisation: Make) -> None:
    osp = make_organisation("OSP Olszynki", village="Olszynki")
    make_organisation("GOPS", village="Lipowo")
    for name, village in (("Ochotnicza Straż Pożarna", "Olszynki"), ("OPS", "Lipowo"), ("Chór Echo", "")):
        make_organisation(name, village=village, state="suggested")
    answer = annas.get(f"{SPIS}podpowiedzi/")
    page = text(answer)
    assert "Chór Echo miejscowości nie znamy" in page
    assert "Nie, nic podobnego." in page
    assert "Pewnie tak: GOPS, Lipowo w gminie jest zwykle jedna taka instytucja" in page
    assert "Tak: OSP Olszynki, Olszynki ta sama nazwa" in page
    assert f'<a href="/spis/020102/organizacje/{osp.pk}/">OSP Olszynki, Olszynki</a>' in answer.content.decode()


def test_nothing_ticked_is_said_and_changes_nothing(annas: Client, make_organisation: Make) -> None:
    make_organisation("Świetlica", state="suggested")
    answer = annas.post(f"{SPIS}podpowiedzi/", {"do": "add"}, follow=True)
    assert "Najpierw zaznacz co najmniej jedną podpowiedź. Nic się nie zmieniło." in text(answer)
    assert Organisation.objects.get().state == "suggested"


def test_a_page_of_classes_is_confirmed_in_one_go(annas: Client, make_organisation: Make) -> None:
    one = make_organisation("Alfa", group="business", sector="firm", class_decided="guess")
    other = make_organisation("Beta", group="business", sector="firm", class_decided="guess")
    data = {
        f"class-{one.pk}": "firm",
        f"seen-{one.pk}": "firm",
        f"class-{other.pk}": "group:ngo",
        f"seen-{other.pk}": "firm",
    }
    answer = annas.post(f"{SPIS}do-sprawdzenia/", data | {"class-x": "firm", "class-1e9": "nonsense"}, follow=True)
    rows = Organisation.objects.order_by("name").values_list("group", "sector", "class_decided")
    assert list(rows) == [("business", "firm", "human"), ("ngo", "", "human")]
    assert "Sprawdzono grupy 2 organizacji. " in text(answer)


def test_classes_are_checked_twenty_at_a_time_and_the_button_is_one_step_away(
    annas: Client, make_organisation: Make
) -> None:
    for number in range(21):
        make_organisation(f"Firma {number:02}", group="business", sector="firm", class_decided="guess")
    page = annas.get(f"{SPIS}do-sprawdzenia/").content.decode()
    assert (page.count("<select"), page.count('href="#confirm"'), page.count('id="confirm"')) == (20, 1, 1)
    assert page.index('href="#confirm"') < page.index("<select") < page.index('id="confirm"')
    assert "Potwierdź 20 grup" in page
    assert "nie znamy grupy" not in page


def test_the_button_counts_the_groups_it_confirms_and_says_what_becomes_of_the_others(
    annas: Client, make_organisation: Make
) -> None:
    for number in range(3):
        make_organisation(f"Firma {number}", group="business", sector="firm", class_decided="guess")
    unknown = [make_organisation(f"Dolina {number}") for number in range(2)]
    page = text(annas.get(f"{SPIS}do-sprawdzenia/"))
    assert ("Potwierdź 3 grupy" in page, "Przy 2 nie znamy grupy." in page) == (True, True)
    data = {f"{field}-{one.pk}": "" for one in unknown for field in ("class", "seen")}
    annas.post(f"{SPIS}do-sprawdzenia/", data)
    assert {(one.group, one.class_decided) for one in Organisation.objects.filter(pk__in=[o.pk for o in unknown])} == {
        ("", "human")
    }


def order_of_the_register(answer: Any) -> str:
    page = answer.content.decode().split("Porządek w spisie", 1)[1]
    return " ".join(strip_tags(page.replace("<", " <")).split())


def test_the_number_of_likely_duplicates_stands_where_they_are_linked(
    annas: Client, make_organisation: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_organisation("SP nr 2", village="Trzebień")
    assert "Możliwe duplikaty 0 " in order_of_the_register(annas.get(SPIS))
    make_organisation("Szkoła Podstawowa Nr 2", village="Trzebień")
    assert "Możliwe duplikaty 1 " in order_of_the_register(annas.get(SPIS))
    monkeypatch.setattr(duplicates, "QUICK", 1)
    assert "Możliwe duplikaty 1 " in order_of_the_register(annas.get(SPIS))
    make_organisation("OSP Trzebień")
    assert "Możliwe duplikaty Dodaj" in order_of_the_register(annas.get(SPIS))
    annas.get(f"{SPIS}duplikaty/")
    assert "Możliwe duplikaty 1 " in order_of_the_register(annas.get(SPIS))


def test_every_tab_group_and_filter_keeps_the_others(annas: Client, register: None) -> None:
    asked = {"q": "a", "group": "business", "sector": "firm", "to_check": "on", "no_contact": "on"}
    asked |= {"kind": "organisations", "sort": "village"}
    answer = annas.get(SPIS, asked | {"page": "2"})
    kept = {
        "tabs": [parse_qs(tab["url"][1:]) for tab in answer.context["tabs"]],
        "groups": [parse_qs(group["url"][1:]) for group in answer.context["groups"]],
        "columns": [parse_qs(column["sort_url"][1:]) for column in answer.context["columns"] if "sort_url" in column],
        "active": [parse_qs(chip["url"][1:]) for chip in answer.context["active"]],
    }
    everything = {name: [value] for name, value in asked.items()}

    def without(name: str, *values: str) -> list[dict[str, list[str]]]:
        rest = {key: value for key, value in everything.items() if key != name}
        return [rest | {name: [value]} if value else rest for value in values]

    assert kept == {
        "tabs": without("kind", "", "organisations", "persons"),
        "groups": without("group", "office", "culture", "ngo", "", "resident", "unknown"),
        "columns": without("sort", "name"),
        "active": [rest for name in ("q", "group", "sector", "to_check", "no_contact") for rest in without(name, "")],
    }
    form = answer.content.decode().split('<form class="filter-bar"', 1)[1].split("</form>")[0]
    sent = dict(re.findall(r'<input type="(?:hidden|search)" name="(\w+)" value="(\w+)"', form))
    assert sent == {"q": "a", "kind": "organisations"}


def test_suggestions_and_groups_to_check_stand_in_the_order_of_the_polish_alphabet(
    annas: Client, make_organisation: Make
) -> None:
    names = ["Łąka", "Lipa", "Świetlica", "Szkoła", "Zespół", "Żuraw"]
    for name in sorted(names):
        make_organisation(name, state=Organisation.State.SUGGESTED)
        make_organisation(f"{name} B", class_decided=Decided.NOBODY)
    ordered = ["Lipa", "Łąka", "Szkoła", "Świetlica", "Zespół", "Żuraw"]
    suggested = annas.get("/spis/020102/podpowiedzi/").context["rows"]
    assert [str(row) for row in suggested] == ordered
    page = annas.get("/spis/020102/do-sprawdzenia/").content.decode()
    assert sorted(ordered, key=lambda name: page.index(f"{name} B")) == ordered
