"""Several names in one typed line: each is an entry; nothing of the line is lost or taken for a village."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koalicja.engine.matching.text import fold
from koalicja.people.lines import Typed, taken_apart, typed_again
from koalicja.people.pieces import may_be_village, said_by

# Of every entry: name, village, note, contact; as far as there is something.
LINES = [
    (
        "OSP Lipki; Anna Przykładowa, KGW Kalinowo",
        [("OSP Lipki",), ("Anna Przykładowa, KGW Kalinowo",)],
    ),
    (
        "OSP Zarzecze; Stowarzyszenie Zmyślone Łąki; Anna Przykładowa, KGW Kalinowo",
        [("OSP Zarzecze",), ("Stowarzyszenie Zmyślone Łąki",), ("Anna Przykładowa, KGW Kalinowo",)],
    ),
    (
        "OSP Podlesie; KGW Podlesie; Koło Łowieckie Zmyślone; LKS Zmyślony Mstów",
        [("OSP Podlesie",), ("KGW Podlesie",), ("Koło Łowieckie Zmyślone",), ("LKS Zmyślony Mstów",)],
    ),
    (
        "Sklep Zmyślony; piekarnia Zmyślona; tel. 600 100 200",
        [("Sklep Zmyślony",), ("piekarnia Zmyślona", "", "", "600 100 200")],
    ),
    (
        "KGW Lipki, OSP Olszynki, Klub Zmyślony",
        [("KGW Lipki",), ("OSP Olszynki",), ("Klub Zmyślony",)],
    ),
    (
        "KGW Lipki, OSP Olszynki i Klub Zmyślony",
        [("KGW Lipki",), ("OSP Olszynki",), ("Klub Zmyślony",)],
    ),
    (
        "KGW Lipki 600 100 200, OSP Olszynki, osp@example.pl",
        [("KGW Lipki", "", "", "600 100 200"), ("OSP Olszynki", "", "", "osp@example.pl")],
    ),
    (
        "OSP Lipki; Anna Przykładowa",
        [("OSP Lipki, Anna Przykładowa",)],
    ),
    (
        "OSP Lipki; Lipki; Anna Przykładowa; 600 100 200",
        [("OSP Lipki, Anna Przykładowa", "Lipki", "", "600 100 200")],
    ),
    (
        "OSP Lipki; Lipki, Anna Przykładowa",
        [("OSP Lipki, Anna Przykładowa", "Lipki")],
    ),
    (
        "Anna Przykładowa; Jan Zmyślony",
        [("Anna Przykładowa",), ("Jan Zmyślony",)],
    ),
    (
        "Anna Przykładowa, Jan Zmyślony, Ewa Fikcyjna",
        [("Anna Przykładowa",), ("Jan Zmyślony",), ("Ewa Fikcyjna",)],
    ),
    (
        "Anna Przykładowa i Jan Zmyślony",
        [("Anna Przykładowa",), ("Jan Zmyślony",)],
    ),
    (
        "Anna Przykładowa; Lipki; śpiewa w chórze",
        [("Anna Przykładowa", "Lipki", "śpiewa w chórze")],
    ),
    (
        "Anna Przykładowa, KGW Lipki",
        [("Anna Przykładowa, KGW Lipki",)],
    ),
    (
        "Anna Przykładowa; KGW Lipki",
        [("Anna Przykładowa, KGW Lipki",)],
    ),
    (
        "Anna Przykładowa; KGW Lipki; Lipki; 600 100 200",
        [("Anna Przykładowa, KGW Lipki", "Lipki", "", "600 100 200")],
    ),
    (
        "Anna Przykładowa; KGW Lipki; Jan Zmyślony; OSP Lipki",
        [("Anna Przykładowa",), ("KGW Lipki",), ("Jan Zmyślony",), ("OSP Lipki",)],
    ),
    (
        "Anna Przykładowa, KGW Lipki, Jan Zmyślony, OSP Lipki",
        [("Anna Przykładowa, KGW Lipki",), ("Jan Zmyślony, OSP Lipki",)],
    ),
    (
        "Jan Zmyślony, KGW Lipki, OSP Lipki",
        [("Jan Zmyślony",), ("KGW Lipki",), ("OSP Lipki",)],
    ),
    (
        "Anna Przykładowa; radna; Lipki",
        [("Anna Przykładowa", "Lipki", "radna")],
    ),
    (
        "Anna Przykładowa, nauczycielka, Szkoła Podstawowa Wola",
        [("Anna Przykładowa, nauczycielka, Szkoła Podstawowa Wola",)],
    ),
    (
        "Anna Przykładowa; Zosia; Kasia",
        [("Anna Przykładowa",), ("Zosia",), ("Kasia",)],
    ),
    (
        "KGW Lipki – Anna Przykładowa, OSP Olszynki – Jan Zmyślony",
        [("KGW Lipki – Anna Przykładowa",), ("OSP Olszynki – Jan Zmyślony",)],
    ),
    (
        "KGW Lipki (Anna Przykładowa); OSP Olszynki (Jan Zmyślony)",
        [("KGW Lipki (Anna Przykładowa)",), ("OSP Olszynki (Jan Zmyślony)",)],
    ),
    (
        "Szkoła Podstawowa w Lipkach; dyrektorka Anna Przykładowa",
        [("Szkoła Podstawowa w Lipkach, dyrektorka Anna Przykładowa",)],
    ),
    (
        "Sołtys Lipek; Sołtys Olszynek",
        [("Sołtys Lipek",), ("Sołtys Olszynek",)],
    ),
    (
        "KGW; OSP; GOK",
        [("KGW",), ("OSP",), ("GOK",)],
    ),
    (
        "szkoła; biblioteka; parafia",
        [("szkoła",), ("biblioteka",), ("parafia",)],
    ),
    (
        "Sklep Zmyślony; firma; Lipki",
        [("Sklep Zmyślony", "Lipki", "firma")],
    ),
    (
        "Sklep Zmyślony; Firma; Lipki",
        [("Sklep Zmyślony", "Lipki", "Firma")],
    ),
    (
        "OSP; Olszynki; za kościołem; nowy wóz",
        [("OSP", "Olszynki", "za kościołem, nowy wóz")],
    ),
    (
        "OSP Lipki; obok szkoły; Lipki",
        [("OSP Lipki", "Lipki", "obok szkoły")],
    ),
    (
        "Apteka; Rynek 3",
        [("Apteka", "Rynek 3")],
    ),
    (
        "OSP Lipki; ul. Szkolna 5",
        [("OSP Lipki", "ul. Szkolna 5")],
    ),
    (
        "KGW; Kościelna Wieś",
        [("KGW", "Kościelna Wieś")],
    ),
    (
        "KGW; sołectwo Lipki",
        [("KGW", "sołectwo Lipki")],
    ),
    (
        "KGW; Huta Stara",
        [("KGW", "Huta Stara")],
    ),
    (
        "Kościół; Kazimierz Dolny",
        [("Kościół", "Kazimierz Dolny")],
    ),
    (
        "Klub; os. Jana Kochanowskiego 5",
        [("Klub", "os. Jana Kochanowskiego 5")],
    ),
    (
        "KGW Lipki, Olszynki",
        [("KGW Lipki, Olszynki",)],
    ),
    (
        "Związek Emerytów, Rencistów i Inwalidów",
        [("Związek Emerytów, Rencistów i Inwalidów",)],
    ),
    (
        "Gminny Ośrodek Kultury, Sportu i Rekreacji",
        [("Gminny Ośrodek Kultury, Sportu i Rekreacji",)],
    ),
    (
        "Szkoła Podstawowa, Przedszkole i Biblioteka",
        [("Szkoła Podstawowa, Przedszkole i Biblioteka",)],
    ),
    (
        "Polski Związek Wędkarski, Koło nr 5",
        [("Polski Związek Wędkarski, Koło nr 5",)],
    ),
    (
        "; OSP Lipki; Lipki",
        [("OSP Lipki", "Lipki")],
    ),
    (
        "600 100 200; OSP Lipki; Lipki",
        [("OSP Lipki", "Lipki", "", "600 100 200")],
    ),
    (
        "pani Zosia ze sklepu; OSP Lipki",
        [("pani Zosia ze sklepu",), ("OSP Lipki",)],
    ),
    (
        "OSP Lipki; pani Zosia ze sklepu",
        [("OSP Lipki",), ("pani Zosia ze sklepu",)],
    ),
    (
        "Teresa Zmyślona, Danuta Zmyślona, Podlesie",
        [("Teresa Zmyślona",), ("Danuta Zmyślona, Podlesie",)],
    ),
    (
        "Ola Przykładowa; Kuba Zmyślony, 15 lat; tel. 600 100 200",
        [("Ola Przykładowa",), ("Kuba Zmyślony", "", "", "600 100 200")],
    ),
    (
        "Szkoła Podstawowa w Lipowie, dyrektorka Ewa Fikcyjna; przedszkole; Dom Kultury, Piotr Zmyślony",
        [
            ("Szkoła Podstawowa w Lipowie, dyrektorka Ewa Fikcyjna",),
            ("przedszkole",),
            ("Dom Kultury, Piotr Zmyślony",),
        ],
    ),
    (
        "wójt Adam Fikcyjny, sołtyska Beata Zmyślona i radny Cezary Przykładowy",
        [("wójt Adam Fikcyjny",), ("sołtyska Beata Zmyślona",), ("radny Cezary Przykładowy",)],
    ),
    (
        "KGW / OSP",
        [("KGW",), ("OSP",)],
    ),
    (
        "KGW Lipki/OSP Lipki | Klub Zmyślony",
        [("KGW Lipki",), ("OSP Lipki",), ("Klub Zmyślony",)],
    ),
    (
        "OSP Nowa; prezes Adam Fikcyjny; 600 100 200",
        [("OSP Nowa, prezes Adam Fikcyjny", "", "", "600 100 200")],
    ),
    (
        "prezes, Jan Zmyślony; OSP Nowa; Lipki",
        [("Jan Zmyślony, prezes, OSP Nowa", "Lipki")],
    ),
    (
        "OSP Lipki; Lipki; Anna Przykładowa; Jan Zmyślony; 600 100 200",
        [("OSP Lipki, Anna Przykładowa", "Lipki"), ("OSP Lipki, Jan Zmyślony", "Lipki", "", "600 100 200")],
    ),
    (
        "KGW Lipki; sołtyska Anna Przykładowa",
        [("KGW Lipki",), ("sołtyska Anna Przykładowa",)],
    ),
    (
        "KGW; Kościelec; Młynary",
        [("KGW", "Kościelec", "Młynary")],
    ),
    (
        "OSP; Urzędów",
        [("OSP", "Urzędów")],
    ),
    (
        "Stokrotka; przedszkole; Lipki",
        [("Stokrotka", "Lipki", "przedszkole")],
    ),
    (
        "Anna Przykładowa 600 100 200 \\ 600 100 201",
        [("Anna Przykładowa", "", "", "600 100 200", "600 100 201")],
    ),
    (
        "OSP Nowa, www.osp.example.pl, Jan Zmyślony",
        [("OSP Nowa, Jan Zmyślony", "", "www.osp.example.pl")],
    ),
    (
        "Anna Przykładowa (57); Lipki",
        [("Anna Przykładowa", "Lipki")],
    ),
    (
        "Gminny Ośrodek Kultury; Gminna Biblioteka Publiczna",
        [("Gminny Ośrodek Kultury",), ("Gminna Biblioteka Publiczna",)],
    ),
    (
        "OSP Lipki + KGW Lipki, prezeska: Anna Przykładowa",
        [("OSP Lipki",), ("KGW Lipki, prezeska: Anna Przykładowa",)],
    ),
    (
        "Marek i Ewa Nowakowie, Zosia",
        [("Marek i Ewa Nowakowie",), ("Zosia",)],
    ),
]
PIECES = [
    *("OSP Lipki", "KGW Kalinowo", "Klub Zmyślony", "piekarnia Zmyślona", "Koło Łowieckie Zmyślone", "GOK", "szkoła"),
    *("Anna Przykładowa", "Jan Zmyślony", "dyrektorka Ewa Fikcyjna", "pani Zosia ze sklepu", "Zosia", "Żdan Hnatiuk"),
    *("Lipki", "Huta Stara", "Kościelna Wieś", "ul. Szkolna 5", "sołectwo Lipki", "obok szkoły", "radna", "nowy wóz"),
    *("600 100 200", "biuro@example.pl", "Sportu i Rekreacji", "Koło nr 5", "mama Kuby", "Stowarzyszenie", "k" * 130),
]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", fold(text)))


def _said(entries: tuple[Typed, ...]) -> set[str]:
    return {
        word
        for each in entries
        for text in (each.name, each.village, each.note, *(value for _kind, value in each.contacts))
        for word in _words(text)
    }


def _shown(entry: Typed) -> tuple[str, ...]:
    parts = [entry.name, entry.village, entry.note, *(value for _kind, value in entry.contacts)]
    while not parts[-1]:
        parts.pop()
    return tuple(parts)


@pytest.mark.parametrize(("line", "entries"), LINES)
def test_every_name_of_a_line_is_an_entry(line: str, entries: list[tuple[str, ...]]) -> None:
    assert [_shown(each) for each in taken_apart(line).lines] == entries


@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["; ", ", ", "\t", ";"])), min_size=1, max_size=6),
    st.booleans(),
)
def test_every_word_of_a_line_stands_somewhere(pieces: list[tuple[str, str]], columns: bool) -> None:
    line = "".join(f"{piece}{between}" for piece, between in pieces)
    typing = taken_apart(line, columns=columns)
    kept = _said(typing.lines) | {word for each in typing.too_long for word in _words(each)}
    assert _words(line) - kept == set()
    assert [each.village for each in typing.lines if said_by(each.village).person or "OSP" in each.village] == []


@settings(derandomize=True, deadline=None)
@given(st.text(st.sampled_from("ab AB,;|/()[]-–:\\ti 0123456789@.+&\"'„”"), max_size=40), st.booleans())
def test_any_signs_are_read(line: str, speakers: bool) -> None:
    for entry in taken_apart(line, speakers=speakers).lines:
        assert (bool(entry.name), entry.name) == (True, entry.name.strip())


@pytest.mark.parametrize(("line", "_entries"), LINES)
def test_an_entry_read_again_is_the_same(line: str, _entries: list[tuple[str, ...]]) -> None:
    for entry in taken_apart(line).lines:
        text = "; ".join(
            filter(None, [entry.name, entry.village, *(value for _k, value in entry.contacts), entry.note])
        )
        assert (typed_again(text).name, set(typed_again(text).contacts)) == (entry.name, set(entry.contacts))


def test_in_the_columns_of_a_table_a_person_behind_an_organisation_is_whom_to_ask_there() -> None:
    lines = taken_apart("OSP Lipki; Lipki; Anna Przykładowa\nAnna Przykładowa; Jan Zmyślony", columns=True).lines
    assert [_shown(each) for each in lines] == [
        ("OSP Lipki", "Lipki", "Anna Przykładowa"),
        ("Anna Przykładowa",),
        ("Jan Zmyślony",),
    ]


def test_a_note_that_does_not_fit_is_told_whole() -> None:
    line = f"OSP Lipki; Lipki; {'słowo ' * 400}".strip()
    assert (taken_apart(line).lines, taken_apart(line).too_long) == ((), (line,))


@pytest.mark.parametrize(
    ("piece", "may"),
    [("Mstów", True), ("Huta Stara", True), ("naprzeciw sklepu", False), ("kontakt Jan Zmyślony", False)],
)
def test_what_holds_a_person_or_an_organisation_is_no_village(piece: str, *, may: bool) -> None:
    assert may_be_village(piece) is may
