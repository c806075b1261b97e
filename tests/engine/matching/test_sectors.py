"""Guessed sectors, with reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koalicja.engine.matching.people import PersonAtWork, person_at_work
from koalicja.engine.matching.sector_rules import CLOSED_RULES, EMAIL_RULES, KIND_RULES, NAME_RULES
from koalicja.engine.matching.sectors import (
    GROUPS,
    SECTOR_GROUPS,
    SECTORS,
    guess_sector,
    looks_like_person,
    name_correction,
    rule_correction,
)
from koalicja.engine.matching.text import words

NAMES = {
    "school": (
        "SP nr 2",
        "Szkole Podstawowej w Lipowie",
        "Szk. Podst. nr 3",
        "Zespół Szkolno-Przedszkolny",
        "II LO",
        "Technikum Leśne",
        "Szkoła Podstawowa im. Twórców Kultury",
        "Szkoła Podstawowa im. Strażaków Polskich",
        "Szkolne Schronisko Młodzieżowe",
        "Poradnia Psychologiczno-Pedagogiczna",
        "Zespół Kształcenia i Wychowania",
        "Medyczne Studium Zawodowe",
    ),
    "kindergarten": ("Przedszkole Miejskie nr 5", "w przedszkolu", "Żłobek Gminny", "Punkt Przedszkolny Bajka"),
    "school_library": ("biblioteka szkolna", "Biblioteka Szkolna przy SP nr 2"),
    "library": ("GBP", "Gminna Biblioteka Publiczna", "Biblioteka i Ośrodek Kultury", "filia biblioteczna"),
    "culture_centre": ("GOK", "Miejski Dom Kultury", "Centrum Kultury i Sportu", "Domu Kultury", "Prom Kultury"),
    "village_hall": (
        "świetlica",
        "Świetlica Wiejska",
        "Dom Ludowy",
        "Świetlica OSP",
        "Sala wiejska",
        "Budynek byłej szkoły",
        "Wiejskie Centrum Spotkań",
    ),
    "museum": ("Muzeum Regionalne", "Kino Iskra"),
    "university": ("Wyższa Szkoła Rolnicza", "Politechnika Lipowska"),
    "office": ("Urząd Gminy", "UG", "Urzędu Miejskiego", "Ratusz"),
    "council": ("Rada Gminy Lipowo", "radna Maria Nowak", "Rada Osiedla nr 3"),
    "village_head": ("Sołectwo Zarzecze", "sołtys Jan Kowalski", "Rada Sołecka"),
    "social_welfare": ("GOPS", "Miejski Ośrodek Pomocy Społecznej", "Środowiskowy Dom Samopomocy", "WTZ"),
    "care_home": ("DPS w Lipowie", "Dom Pomocy Społecznej Złota Jesień", "Dom Dziecka"),
    "health": ("Przychodnia Rejonowa", "NZOZ Lipa", "Ośrodek Zdrowia"),
    "public_service": (
        "Komenda Powiatowa Policji",
        "Posterunek Policji",
        "Powiatowy Urząd Pracy",
        "Państwowa Straż Pożarna",
        "Nadleśnictwo",
        "Starostwo Powiatowe",
    ),
    "municipal_unit": ("OSiR", "Hala Sportowa", "Zakład Gospodarki Komunalnej"),
    "fire_brigade": ("OSP Lipowo", "remiza OSP", "Ochotnicza Straż Pożarna", "Dom Strażaka", "Straż Pożarna w Lipowie"),
    "rural_housewives": ("KGW Malwa", "Koło Gospodyń Wiejskich", "KGiW Malwa", "KGiGW w Zawadzie"),
    "sports_club": ("LZS Orzeł", "Gminny Klub Sportowy", "KS Lipa", "KS Wanda", "ks lipa", "Szkółka Piłkarska Lipa"),
    "third_age_university": ("UTW", "Uniwersytet Trzeciego Wieku"),
    "association": (
        "Stowarzyszenie Miłośników Biblioteki",
        "Towarzystwo Przyjaciół",
        "ZHP",
        "Koło Łowieckie Bażant",
        "Stowarzyszenie Przyjaciół Szpitala",
        "Towarzystwo Hospicjum Malwa",
        "Stowarzyszenie Byłych Więźniów",
    ),
    "foundation": ("Fundacja Nasza Szkoła", "Fundacja Hospicjum Dolnośląskie"),
    "parish": ("Parafia św. Anny", "parafii", "Caritas"),
    "lag": ("LGD Zielone Wzgórza", "Lokalna Grupa Działania"),
    "informal_group": (
        "Dyskusyjny Klub Książki",
        "Klub Szachowy Goniec",
        "grupa nieformalna Razem",
    ),
    "firm": ("Apteka Rumianek", "Kowal Sp. z o.o.", "Piekarnia u Ani", "Sklep Spożywczy", "Spółdzielnia Mieszkaniowa"),
    "farmer": ("Gospodarstwo Rolne Nowak", "Szkółka drzew Kowalski", "Szkółka Roślin Ozdobnych"),
    "cooperative_bank": ("Bank Spółdzielczy", "BS w Lipowie"),
    "agritourism": ("Agroturystyka Pod Brzozą",),
    "local_media": ("Gazeta Lipowska", "Radio Lipa"),
    "youth": ("Młodzieżowa Rada Gminy",),
    "parents": ("Rada Rodziców przy SP nr 2",),
    "seniors": ("Klub Seniora", "Rada Seniorów"),
    "resident": ("Anna Nowak", "ks. Jan Nowak", "Ks. Jan Nowak", "ks Jan Nowak", "Kowalska-Próbna, Anna"),
    "": ("Cokolwiek", "", "Lokal wyborczy", "12", "Aresztowani", "ks. Zmyślony", "Komitet Obrony Szpitala"),
}


@pytest.mark.parametrize(("sector", "name"), [(sector, name) for sector, names in NAMES.items() for name in names])
def test_a_name_says_its_sector(sector: str, name: str) -> None:
    guess = guess_sector(name)
    assert (guess.sector, guess.group) == (sector, SECTOR_GROUPS.get(sector, ""))
    assert not guess.closed


@pytest.mark.parametrize(
    "name",
    [
        "Zakład Karny nr 1",
        "Areszt Śledczy",
        "Szpital Powiatowy",
        "Świetlica szpitalna",
        "Hospicjum",
        "Oddział Zewnętrzny",
    ],
)
def test_closed_institutions_are_known(name: str) -> None:
    guess = guess_sector(name)
    assert (guess.closed, guess.code, guess.certain) == (True, "closed_institution", True)


@pytest.mark.parametrize(
    ("kind", "name", "sector", "closed"),
    [
        ("fundacja", "Hospicjum Malwa", "foundation", False),
        ("hospicjum", "Fundacja Malwa", "foundation", False),
        ("hospicjum", "Malwa", "health", True),
        ("NGO", "Przyjaciele więźniów", "association", False),
    ],
)
def test_a_civic_organisation_is_not_closed_whatever_it_works_for(
    kind: str, name: str, sector: str, closed: bool
) -> None:
    guess = guess_sector(name, kind=kind)
    assert (guess.sector, guess.closed) == (sector, closed)


@pytest.mark.parametrize(
    ("kind", "name", "sector", "closed", "code"),
    [
        ("zakład leczniczy", "Centrum Medyczne Lipa", "health", True, "closed_institution"),
        ("areszt śledczy", "Budynek nr 2", "public_service", True, "closed_institution"),
        ("zagranica", "Ambasada", "", True, "abroad"),
        ("dom pomocy społecznej", "Złota Jesień", "care_home", False, "kind_says"),
        ("stały", "Szkoła Podstawowa", "school", False, "name_says"),
        ("Szkoła policealna", "AKADEMIA ZDROWIA", "school", False, "kind_says"),
        ("Przedszkole", "ZESPÓŁ SZKÓŁ NR 1", "kindergarten", False, "kind_says"),
        ("NGO", "OSP Lipowo", "fire_brigade", False, "name_says"),
        ("NGO", "Razem", "association", False, "kind_says"),
        ("NGO", "Szkoła Podstawowa", "association", False, "kind_says"),
        ("przedsiębiorca", "Jan Kowalski", "firm", False, "kind_says"),
        ("osoba fizyczna", "Jan Kowalski", "resident", False, "kind_says"),
    ],
)
def test_the_type_column_helps(kind: str, name: str, sector: str, closed: bool, code: str) -> None:
    guess = guess_sector(name, kind=kind)
    assert (guess.sector, guess.closed, guess.code) == (sector, closed, code)


@pytest.mark.parametrize(
    ("email", "sector"),
    [
        ("biblioteka@lipowo.example", "library"),
        ("gops@lipowo.example", "social_welfare"),
        ("sp12@lipowo.example", "school"),
        ("zsg@edu.lipowo.example", "school"),
        ("osp.lipowo@poczta.example", "fire_brigade"),
        ("szkolapodstawowa3@lipowo.example", "school"),
        ("bibliotekapubliczna@lipowo.example", "library"),
        ("ug@lipowo.example", "office"),
        ("anna@poczta.example", ""),
        ("kontakt@szkolycelne.example", ""),
        ("ospale.koty@poczta.example", ""),
    ],
)
def test_an_address_helps_where_the_name_says_nothing(email: str, sector: str) -> None:
    guess = guess_sector("Cokolwiek", email=email)
    assert (guess.sector, guess.certain) == (sector, False)
    assert guess_sector("Przychodnia", email=email).sector == "health"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Celne, www.szkola-celna.com.pl/biblioteka", ""),
        ("szkoly.celne@przedszkole.example", ""),
        ("Celne (https://osp.example/szkola)", ""),
        ("Celne", "patrz szkola.pl"),
    ],
)
def test_words_inside_addresses_are_no_words_of_a_name(name: str, kind: str) -> None:
    assert guess_sector(name, kind=kind).code == "nothing_known"
    assert guess_sector("Jan Kowalski – www.sklep.example").code == "person_name"


def test_a_guess_gives_its_reason() -> None:
    guess = guess_sector("Miejski Dom Kultury")
    assert (guess.code, guess.params, guess.rule, guess.certain) == (
        "name_says",
        {"words": "dom kultury"},
        "culture_centre",
        True,
    )


def test_corrections_are_remembered_by_name_and_by_rule() -> None:
    corrections = {
        name_correction("Klub Malwa"): "seniors",
        name_correction("Szpital Powiatowy"): "health",
        rule_correction("club_any"): "culture_centre",
        name_correction("GOK"): "no_such_sector",
        rule_correction("closed_prison"): "firm",
    }
    by_name = guess_sector("KLUB MALWA", corrections=corrections)
    assert (by_name.sector, by_name.code, by_name.certain) == ("seniors", "remembered_name", True)
    by_rule = guess_sector("Klub Rumianek", corrections=corrections)
    assert (by_rule.sector, by_rule.group, by_rule.code) == ("culture_centre", "culture", "remembered_rule")
    opened = guess_sector("Szpital Powiatowy", corrections=corrections)
    assert (opened.sector, opened.closed) == ("health", False)
    assert guess_sector("GOK", corrections=corrections) == guess_sector("GOK")
    assert guess_sector("Zakład Karny", corrections=corrections).closed
    assert guess_sector("Cokolwiek", corrections=corrections).code == "nothing_known"


@pytest.mark.parametrize(
    "text",
    [
        "Anna Nowak",
        "NOWAK ANNA",
        "dr Jan Kowalski",
        "Maria Nowak-Kowalska",
        "Jan Kowalski – piekarz",
        "Anna Maria Wiśniewska",
        "Stanisław Nowak, sołtys",
        "Ewa Lis (rodzic)",
        "ks. Jan Nowak",
        "Kowalska-Próbna, Anna",
        "NOWAK, JAN",
        "Nowak, Jan - sołtys",
        "Kowalska Agata fryzjerka",
        "Olena Szewczenko",
        "Szewczenko Olena",
        "Oleksandr Zmyślony",
        "Iryna Próbna",
        "Volha Zmyślona",
        "Nguyen Thi Huong",
    ],
)
def test_people_look_like_people(text: str) -> None:
    assert looks_like_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "OSP Lipowo",
        "Anna",
        "Bar Anna",
        "Apteka Jan",
        "Sklep Marii",
        "anna nowak",
        "Jan Maria",
        "Fundacja Anna Nowak Dzieciom",
        "Szkoła im. Jana Nowaka",
        "",
        "Anna 2",
        "Anna N",
        "OSP, Anna",
        "Szkoła, Anna Nowak",
    ],
)
def test_other_names_do_not_look_like_people(text: str) -> None:
    assert not looks_like_person(text)


@pytest.mark.parametrize(
    ("text", "sector", "code"),
    [
        ("Jan Kowalski – piekarz", "firm", "person_trade"),
        ("Jan Kowalski, rolnik", "farmer", "person_trade"),
        ("Jan Kowalski (rodzic)", "parents", "person_trade"),
        ("Jan Rolnik", "resident", "person_name"),
        ("Anna Nowak - emerytka", "seniors", "person_trade"),
        ("Kowalska Agata fryzjerka", "firm", "person_trade"),
        ("Nowak, Jan - piekarz", "firm", "person_trade"),
        ("Olena Szewczenko (mama)", "parents", "person_trade"),
    ],
)
def test_a_trade_says_more_about_a_person(text: str, sector: str, code: str) -> None:
    guess = guess_sector(text)
    assert (guess.sector, guess.code, guess.certain) == (sector, code, False)


def test_every_sector_has_one_of_the_five_groups() -> None:
    assert GROUPS == ("office", "culture", "ngo", "business", "resident")
    assert {sector.group for sector in SECTORS} == set(GROUPS)
    assert len({sector.key for sector in SECTORS}) == len(SECTORS)


def test_rules_have_stable_unique_names_and_known_sectors() -> None:
    for rules in (CLOSED_RULES, NAME_RULES, EMAIL_RULES, KIND_RULES):
        assert len({rule.id for rule in rules}) == len(rules)
        assert {rule.sector for rule in rules} <= {*SECTOR_GROUPS, ""}


def test_passing_over_rules_by_beginnings_changes_no_guess() -> None:
    texts = [" ".join(words(name)) for names in NAMES.values() for name in names]
    for rule in (*CLOSED_RULES, *NAME_RULES, *EMAIL_RULES):
        for text in texts:
            found = rule.pattern.search(text)
            if found and rule.beginnings:
                assert not rule.beginnings.isdisjoint(word[:3] for word in text.split())


@given(st.text(), st.text(max_size=12), st.text(max_size=12))
def test_anything_gets_a_guess(name: str, kind: str, email: str) -> None:
    guess = guess_sector(name, kind=kind, email=email)
    assert guess.group == SECTOR_GROUPS.get(guess.sector, "")


@pytest.mark.parametrize(
    ("text", "name", "role", "organisation"),
    [
        ("Dyrektor szkoły Maria Kowalczyk", "Maria Kowalczyk", "Dyrektor szkoły", "szkoły"),
        ("Jan Nowak - prezes OSP Wąsosz", "Jan Nowak", "prezes OSP Wąsosz", "OSP Wąsosz"),
        ("Prezes Jan Nowak, OSP Wąsosz", "Jan Nowak", "Prezes OSP Wąsosz", "OSP Wąsosz"),
        ("Maria Kowalczyk (dyrektorka GOK)", "Maria Kowalczyk", "dyrektorka GOK", "GOK"),
        ("Jan Nowak prezes OSP Wąsosz", "Jan Nowak", "prezes OSP Wąsosz", "OSP Wąsosz"),
        ("Zastępca dyrektora Anna Lis", "Anna Lis", "Zastępca dyrektora", ""),
        ("Kowalska Ewa - sołtyska Pobiel", "Kowalska Ewa", "sołtyska Pobiel", "Pobiel"),
        ("Sołtys Jan Kowalski", "Jan Kowalski", "Sołtys", ""),
        ("pani Zosia ze sklepu", "pani Zosia ze sklepu", "", ""),
        ("ks. Jan Nowak", "ks. Jan Nowak", "", ""),
        ("ks. Jan Nowak - proboszcz parafii", "ks. Jan Nowak", "proboszcz parafii", "parafii"),
        ("Nowak, Jan - prezes OSP", "Nowak, Jan", "prezes OSP", "OSP"),
    ],
)
def test_a_function_beside_a_name_gives_a_person_away(text: str, name: str, role: str, organisation: str) -> None:
    assert person_at_work(text) == PersonAtWork(name, role, organisation)


@pytest.mark.parametrize(
    "text",
    [
        "Sołtys wsi Cieszkowice",
        "Dyrektor szkoły",
        "Prezes Zarządu OSP Nowa Wieś",
        "Restauracja Pan Tadeusz",
        "Szkoła im. Jana Nowaka",
        "Pani Dom",
        "Jan Kowalski – piekarz",
    ],
)
def test_a_function_without_a_person_and_a_name_of_a_firm_are_no_person_at_work(text: str) -> None:
    assert person_at_work(text) is None


def test_a_wedding_palace_is_an_office() -> None:
    assert [guess_sector(name).sector for name in ("Pałac Ślubów", "Pałac w Kruszynie")] == ["office", "museum"]


@pytest.mark.parametrize(
    "text",
    [
        "Żdan Hnatiuk",
        "HNATIUK Wsewołod",
        "Hnatiuk-Próbna Żdana",
        "McTest Bob",
        "anna nowak",
        "Anna N.",
        "Anna",
        "Nguyen Van Nhat Zmyslony",
        "Malinowy Zakątek",
    ],
)
def test_who_has_the_shape_of_a_name_is_asked_about(text: str) -> None:
    guess = guess_sector(text, email="gok@lipowo.example")
    assert (guess.sector, guess.group, guess.code, guess.certain) == ("", "", "maybe_person", False)


@pytest.mark.parametrize(
    "text",
    ["Nasz Lipów", "Razem Lepiej", "Kręgle BOSiR", "Cokolwiek", "Raz Dwa Trzy Cztery", "Coś 2", "Punkt Styku"],
)
def test_other_names_have_not_the_shape_of_a_persons(text: str) -> None:
    assert guess_sector(text).code == "nothing_known"
    assert guess_sector(text, email="gok@lipowo.example").sector == "culture_centre"


def test_a_kind_and_what_was_remembered_answer_who_is_meant() -> None:
    assert guess_sector("Żdan Hnatiuk", kind="przedsiębiorca").sector == "firm"
    corrections = {name_correction("Malinowy Zakątek"): "seniors"}
    assert guess_sector("Malinowy Zakątek", corrections=corrections).sector == "seniors"
