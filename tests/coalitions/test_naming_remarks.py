"""What stands beside a person's name: a remark about her, an age, a village, or the organisation she speaks for."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from koalicja.coalitions.actions import naming
from koalicja.coalitions.actions.naming import Meant
from koalicja.coalitions.models import Candidacy, NamedLine, NamingSession
from koalicja.coalitions.naming_lines import apart
from koalicja.coalitions.queries.naming import naming_page
from koalicja.coalitions.queries.naming_matches import Box
from koalicja.people.models import Mandate, Organisation, Person, User
from koalicja.people.remarks import Apart, placed
from koalicja.places.models import Place

DAY = date(2026, 3, 3)
NGO, YOUNG, SENIORS = Box("ngo"), Box("resident", "13-19"), Box("resident", "60+")


@pytest.fixture
def talk(coalition: Any, anna: User) -> NamingSession:
    return naming.begin_session(coalition=coalition, by=anna, on=DAY)


def named(talk: NamingSession, by: User, text: str, box: Box) -> naming.Named:
    return naming.name_lines(session=talk, by=by, box=box, text=text)


def people() -> list[tuple[str, str, str, str]]:
    return list(Person.objects.order_by("name").values_list("name", "age_band", "village", "note"))


def organisations() -> list[tuple[str, str]]:
    return list(Organisation.objects.exclude(sector="library").order_by("name").values_list("name", "group"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Adam Zmyślony, ten od rowerów", Apart("", "Adam Zmyślony", note="ten od rowerów")),
        ("Piotr Testowy, z Lipek", Apart("", "Piotr Testowy", note="z Lipek")),
        ("Ola Testowa z Lipek", Apart("", "Ola Testowa", note="z Lipek")),
        ("Jan Testowy, emeryt", Apart("", "Jan Testowy", note="emeryt")),
        ("Ewa Testowa emerytka", Apart("", "Ewa Testowa", note="emerytka")),
        ("Ewa Testowa, mama Kuby", Apart("", "Ewa Testowa", note="mama Kuby")),
        ("Zosia Testowa, klasa 8", Apart("", "Zosia Testowa", note="klasa 8")),
        ("Zosia, córka sąsiada", Apart("", "Zosia", note="córka sąsiada")),
        ("Ola Testowa – chodzi do szkoły", Apart("", "Ola Testowa", note="chodzi do szkoły")),
        ("Ola Testowa, Wola, ta od chóru", Apart("", "Ola Testowa", village="Wola", note="ta od chóru")),
        ("Ola Testowa, ta od dożynek, KGW Wola", Apart("KGW Wola", "Ola Testowa", note="ta od dożynek")),
        ("Jan Testowy, dyrektor szkoły", Apart("", "Jan Testowy", "dyrektor szkoły")),
        ("Jan Testowy (sołtys)", Apart("", "Jan Testowy", "sołtys")),
        ("Jan Testowy, radny, prezes OSP Wola", Apart("OSP Wola", "Jan Testowy", "prezes", note="radny")),
        ("Fundacja Zmyślona, prezes: Jan Testowy", Apart("Fundacja Zmyślona", "Jan Testowy", "prezes")),
        ("Sołtys Ewa Sołtysowa, Płoski", Apart("", "Ewa Sołtysowa", "Sołtys", "Płoski")),
        ("Ewa Testowa, syn Marii Testowej", Apart("", "Ewa Testowa", note="syn Marii Testowej")),
        (
            "Ola Testowa, nauczycielka, Szkoła Podstawowa Wola",
            Apart("Szkoła Podstawowa Wola", "Ola Testowa", "nauczycielka"),
        ),
    ],
)
@pytest.mark.parametrize("for_residents", [True, False])
def test_what_follows_a_person_tells_of_her_unless_it_is_surely_an_organisation(
    line: str, said: Apart, for_residents: bool
) -> None:
    assert apart(line, for_residents=for_residents) == said


def test_a_name_that_nobody_knows_has_remarks_too_among_residents() -> None:
    assert apart("Żdan Hnatiuk, gra na gitarze", for_residents=True) == Apart("", "Żdan Hnatiuk", note="gra na gitarze")


def test_a_village_of_the_gmina_is_known_in_its_case() -> None:
    said = Apart("", "Piotr Testowy", note="z Lipek, ten od rowerów")
    assert placed(said, ["Wola", "Lipki"]) == Apart("", "Piotr Testowy", village="Lipki", note="ten od rowerów")
    assert placed(said, ["Wola"]) == said


def test_remarks_about_residents_make_no_organisation(anna: User, coalition: Any, talk: NamingSession) -> None:
    Place.objects.create(gmina=coalition.gmina, name="Lipki", search_key="lipki", latitude=51.2, longitude=15.5)
    text = (
        "Zosia Mała, 15 lat, córka sąsiada\nAdam Zmyślony, ten od rowerów\nPiotr Testowy, z Lipek\nEwa Testowa, klasa 8"
    )
    done = named(talk, anna, text, YOUNG)
    assert (len(done.listed), done.waiting, organisations()) == (4, (), [])
    assert people() == [
        ("Adam Zmyślony", "13-19", "", "ten od rowerów"),
        ("Ewa Testowa", "13-19", "", "klasa 8"),
        ("Piotr Testowy", "13-19", "Lipki", ""),
        ("Zosia Mała", "13-19", "", "córka sąsiada"),
    ]


def test_an_age_beside_a_name_counts_more_than_the_box(anna: User, talk: NamingSession) -> None:
    named(talk, anna, "Zosia Mała, 15 lat, córka sąsiada", SENIORS)
    assert people() == [("Zosia Mała", "13-19", "", "córka sąsiada")]


def test_for_which_organisation_a_resident_speaks_is_asked(
    client_of: Any, anna: User, coalition: Any, talk: NamingSession
) -> None:
    one, two = named(talk, anna, "Ewa Testowa, KGW Wola\nOla Testowa, KGW Wola", SENIORS).waiting
    assert (organisations(), people()) == ([], [])
    page = client_of(anna).get(reverse("coalitions:naming", args=[coalition.pk])).content.decode()
    assert page.count('name="organisation" value="KGW Wola"') == 2
    naming.decide_line(one, by=anna, meant=Meant("speaks", organisation="KGW Wola"))
    naming.decide_line(two, by=anna, meant=Meant("resident"))
    assert organisations() == [("KGW Wola", "ngo")]
    assert str(Mandate.objects.get().person) == "Ewa Testowa"
    assert people() == [("Ewa Testowa", "", "", ""), ("Ola Testowa", "60+", "", "KGW Wola")]


def test_an_organisation_of_the_register_beside_a_resident_is_asked_about(
    anna: User, coalition: Any, talk: NamingSession, make_organisation: Any
) -> None:
    zorza = make_organisation("Zorza Lipowo", group="ngo", sector="association")
    (line,) = named(talk, anna, "Ewa Testowa, Zorza Lipowo", SENIORS).waiting
    naming.decide_line(line, by=anna, meant=Meant("same", zorza.pk))
    assert [(each.organisation, str(each.person)) for each in Candidacy.objects.all()] == [(zorza, "Ewa Testowa")]


def test_an_organisation_named_for_a_resident_is_never_one_of_residents(anna: User, talk: NamingSession) -> None:
    (line,) = named(talk, anna, "Ewa Testowa, KGW Wola", SENIORS).waiting
    naming.decide_line(line, by=anna, meant=Meant("speaks", organisation="Ekipa od dożynek"))
    assert organisations() == [("Ekipa od dożynek", "ngo")]


def test_among_organisations_a_remark_is_asked_about(anna: User, coalition: Any, talk: NamingSession) -> None:
    line, _other = named(talk, anna, "Adam Zmyślony, ten od rowerów\nEwa Testowa, Złoty Kłos", NGO).waiting
    assert (organisations(), people()) == ([], [])
    box = naming_page(coalition).box("ngo")
    assert box is not None
    assert [each.match.may_speak for each in box.waiting] == ["", "Złoty Kłos"]
    naming.decide_line(line, by=anna, meant=Meant("resident"))
    assert (organisations(), people()) == ([], [("Adam Zmyślony", "", "", "ten od rowerów")])


def test_a_like_organisation_named_in_an_answer_is_asked_about_and_then_taken(
    anna: User, talk: NamingSession, make_organisation: Any
) -> None:
    orzel = make_organisation("Klub Sportowy Orzeł Olszynki", group="ngo", sector="sports_club")
    (line,) = named(talk, anna, "Ewa Testowa", NGO).waiting
    waits = naming.decide_line(line, by=anna, meant=Meant("speaks", organisation="Orzeł Olszynki"))
    assert waits is not None
    assert waits.is_waiting
    naming.decide_line(waits, by=anna, meant=Meant("same", orzel.pk))
    assert [(each.organisation, str(each.person)) for each in Candidacy.objects.all()] == [(orzel, "Ewa Testowa")]


def test_somebody_of_another_age_in_the_register_is_asked_about(
    client_of: Any, anna: User, coalition: Any, talk: NamingSession
) -> None:
    named(talk, anna, "Zosia Mała", YOUNG)
    (line,) = named(talk, anna, "zosia mala", SENIORS).waiting
    page = " ".join(client_of(anna).get(reverse("coalitions:naming", args=[coalition.pk])).content.decode().split())
    assert "ta sama osoba co w spisie: Zosia Mała, choć tam ma wiek 13–19 lat" in page
    naming.decide_line(line, by=anna, meant=Meant("new"))
    assert [(name, band) for name, band, *_rest in people()] == [("Zosia Mała", "13-19"), ("zosia mala", "60+")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("???", "nothing"),
        ("600 100 200", "number"),
        ("jan@example.pl", "number"),
        ("KGW Wola\n600 100 200", "number"),
        ("x" * 301, "long"),
        (f"KGW Wola; Wola; {'x' * 400}", "long"),
        ("\n".join(f"Kapela {number}00" for number in range(1, 202)), "many"),
        ("Marek i Ewa Nowakowie", "two"),
    ],
)
@pytest.mark.parametrize("box", [NGO, SENIORS])
def test_what_is_refused_has_one_reason(anna: User, talk: NamingSession, text: str, code: str, box: Box) -> None:
    with pytest.raises(naming.NotNamed) as refusal:
        named(talk, anna, text, box)
    assert (refusal.value.code, NamedLine.objects.count(), Candidacy.objects.count()) == (code, 0, 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("600 100 200", "„600 100 200” to nie nazwa. Napisz w tej samej linii, czyj to numer albo adres"),
        ("Marek i Ewa Nowakowie", "„Marek i Ewa Nowakowie”: to dwie osoby. Wpisz każdą w osobnej linii, z nazwiskiem."),
        ("???", "Nie ma tu żadnej nazwy. Nic nie zapisano. Wpisany tekst jest nadal w polu."),
    ],
)
def test_a_refusal_says_what_holds(client_of: Any, anna: User, coalition: Any, text: str, told: str) -> None:
    answer = client_of(anna).post(reverse("coalitions:naming", args=[coalition.pk]), {"box": "ngo", "text": text})
    assert (answer.status_code, [told in str(each) for each in answer.context["messages"]]) == (422, [True])


def test_several_names_in_one_line_are_listed_or_asked_about(talk: NamingSession, anna: User) -> None:
    done = named(talk, anna, "OSP Lipki; Anna Przykładowa; Jan Zmyślony, KGW Kalinowo\nKlub Wola, OSP Olszynki", NGO)
    assert (organisations(), [line.text for line in done.waiting]) == (
        [("KGW Kalinowo", "ngo"), ("Klub Wola", "ngo"), ("OSP Lipki", "ngo"), ("OSP Olszynki", "ngo")],
        ["Anna Przykładowa"],
    )


def test_a_line_that_waited_as_one_is_answered_as_one(talk: NamingSession, anna: User) -> None:
    waiting = NamedLine.objects.create(session=talk, box="ngo", text="Anna Przykładowa, Jan Zmyślony", by=anna)
    line = naming.decide_line(waiting, by=anna, meant=Meant(naming.NEW))
    assert (
        [name for name, _group in organisations()] == ["Anna Przykładowa, Jan Zmyślony"] == [str(line.candidacy.owner)]
    )


def test_a_line_that_is_said_to_be_a_residents_keeps_no_year_and_no_age_in_the_name(
    talk: NamingSession, anna: User
) -> None:
    for text in ("Lodzia 1957 Zmyślona", "Zielony Domek 66 lat Testowy"):
        named(talk, anna, text, SENIORS)
        for line in NamedLine.objects.filter(session=talk, candidacy=None):
            naming.decide_line(line, by=anna, meant=Meant("resident"))
    assert [each[:2] for each in people()] == [("Lodzia Zmyślona", "60+"), ("Zielony Domek Testowy", "60+")]
