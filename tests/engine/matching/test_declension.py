"""Names of gminas behind a preposition: checked by hand for a hundred of them, by rule for the whole table."""

import csv
from collections import defaultdict
from itertools import product
from pathlib import Path

import pytest

import koalicja.places
from koalicja.engine.matching.declension import forms_of, is_case_of
from koalicja.engine.matching.duplicates import Entry, compare
from koalicja.engine.matching.names import name_key
from koalicja.engine.matching.text import fold, words

KNOWN = """
Nowa Sól | Nowej Soli
Biała Podlaska | Białej Podlaskiej
Zielona Góra | Zielonej Górze
Jelenia Góra | Jeleniej Górze
Stalowa Wola | Stalowej Woli
Nowy Sącz | Nowym Sączu
Nowy Targ | Nowym Targu
Nowy Dwór Gdański | Nowym Dworze Gdańskim
Nowe Miasto Lubawskie | Nowym Mieście Lubawskim
Nowa Ruda | Nowej Rudzie
Ruda Śląska | Rudzie Śląskiej
Dąbrowa Górnicza | Dąbrowie Górniczej
Wysokie Mazowieckie | Wysokiem Mazowieckiem
Sucha Beskidzka | Suchej Beskidzkiej
Środa Wielkopolska | Środzie Wielkopolskiej
Ostrów Mazowiecka | Ostrowi Mazowieckiej
Ostrów Wielkopolski | Ostrowie Wielkopolskim
Gorzów Wielkopolski | Gorzowie Wielkopolskim
Grodzisk Mazowiecki | Grodzisku Mazowieckim
Brześć Kujawski | Brześciu Kujawskim
Bielsko-Biała | Bielsku-Białej
Busko-Zdrój | Busku-Zdroju
Golub-Dobrzyń | Golubiu-Dobrzyniu
Kędzierzyn-Koźle | Kędzierzynie-Koźlu
Skarżysko-Kamienna | Skarżysku-Kamiennej
Nowa Wieś Wielka | Nowej Wsi Wielkiej
Mała Wieś | Małej Wsi
Stary Sącz | Starym Sączu
Suchy Dąb | Suchym Dębie
Suchy Las | Suchym Lesie
Biały Bór | Białym Borze
Kąty Wrocławskie | Kątach Wrocławskich
Tarnowskie Góry | Tarnowskich Górach
Ząbkowice Śląskie | Ząbkowicach Śląskich
Bolesławiec | Bolesławcu
Osiek Mały | Osieku Małym
Gródek nad Dunajcem | Gródku nad Dunajcem
Łódź | Łodzi
Bydgoszcz | Bydgoszczy
Chodzież | Chodzieży
Choroszcz | Choroszczy
Ujazd | Ujeździe
Toruń | Toruniu
Poznań | Poznaniu
Gdańsk | Gdańsku
Warszawa | Warszawie
Kraków | Krakowie
Wrocław | Wrocławiu
Katowice | Katowicach
Kielce | Kielcach
Opole | Opolu
Olsztyn | Olsztynie
Białystok | Białymstoku
Krasnystaw | Krasnymstawie
Radom | Radomiu
Lublin | Lublinie
Mstów | Mstowie
Golina | Golinie
Warta | Warcie
Wąsosz | Wąsoszu
Góra | Górze
Mińsk Mazowiecki | Mińsku Mazowieckim
Ośno Lubuskie | Ośnie Lubuskim
Krosno Odrzańskie | Krośnie Odrzańskim
Wodzisław Śląski | Wodzisławiu Śląskim
Lądek-Zdrój | Lądku-Zdroju
Solec Kujawski | Solcu Kujawskim
Opole Lubelskie | Opolu Lubelskim
Kazimierza Wielka | Kazimierzy Wielkiej
Kazimierz Dolny | Kazimierzu Dolnym
Konstancin-Jeziorna | Konstancinie-Jeziornie
Trąbki Wielkie | Trąbkach Wielkich
Czarna Dąbrówka | Czarnej Dąbrówce
Międzyrzec Podlaski | Międzyrzecu Podlaskim
Lwówek Śląski | Lwówku Śląskim
Złoty Stok | Złotym Stoku
Stronie Śląskie | Stroniu Śląskim
Świecie nad Osą | Świeciu nad Osą
Dębowa Łąka | Dębowej Łące
Polska Cerekiew | Polskiej Cerekwi
Krzynowłoga Mała | Krzynowłodze Małej
Książ Wielki | Książu Wielkim
Padew Narodowa | Padwi Narodowej
Jabłonna | Jabłonnie
Limanowa | Limanowej
Zakopane | Zakopanem
Dębe Wielkie | Dębem Wielkim
Bytom Odrzański | Bytomiu Odrzańskim
Brzeg Dolny | Brzegu Dolnym
Reńska Wieś | Reńskiej Wsi
Kościelec | Kościelcu
Brudzeń Duży | Brudzeniu Dużym
Stary Dzierzgoń | Starym Dzierzgoniu
Góra Kalwaria | Górze Kalwarii
Kalwaria Zebrzydowska | Kalwarii Zebrzydowskiej
Tuchów | Tuchowie
Grudziądz | Grudziądzu
Elbląg | Elblągu
Chełm | Chełmie
Zamość | Zamościu
Siedlce | Siedlcach
Ełk | Ełku
Puck | Pucku
Kępno | Kępnie
Września | Wrześni
Żary | Żarach
Nysa | Nysie
Police | Policach
Mława | Mławie
Ciechanów | Ciechanowie
Płońsk | Płońsku
Tczew | Tczewie
Hel | Helu
Sopot | Sopocie
Gniezno | Gnieźnie
Leszno | Lesznie
Bystrzyca Kłodzka | Bystrzycy Kłodzkiej
"""
VILLAGES = """
Kuchary | Kucharach
Zawada | Zawadzie
Lubiel | Lubielu
Olszynki | Olszynkach
Lipowo | Lipowie
Zarzecze | Zarzeczu
Wąsosz | Wąsoszu
Brzeg | Brzegu
Dąb | Dębie
Dęby | Dębach
Wola | Woli
Nowa Wieś | Nowej Wsi
Stara Wieś | Starej Wsi
Łąki | Łąkach
Łęg | Łęgu
Mokre | Mokrem
Borki | Borkach
Borek | Borku
Grabowiec | Grabowcu
Grabówka | Grabówce
Dąbrowa | Dąbrowie
Dąbrówka | Dąbrówce
Jeziorna | Jeziornej
Jeziorany | Jezioranach
Kamień | Kamieniu
Kamionka | Kamionce
Rudnik | Rudniku
Rudniki | Rudnikach
Sosnowiec | Sosnowcu
Sosnówka | Sosnówce
Stok | Stoku
Stoki | Stokach
Ujazd | Ujeździe
Zalesie | Zalesiu
Zagórze | Zagórzu
Wielka Łąka | Wielkiej Łące
"""
IN_VILLAGES = [tuple(part.strip() for part in line.split("|")) for line in VILLAGES.strip().splitlines()]
PAIRS = [tuple(part.strip() for part in line.split("|")) for line in KNOWN.strip().splitlines()]


def _names_of(*files: str) -> list[str]:
    found: set[str] = set()
    for file in files:
        with (Path(koalicja.places.__file__).parent / "data" / file).open(encoding="utf-8", newline="") as table:
            found |= {row["name"] for row in csv.DictReader(table)}
    return sorted(found)


@pytest.fixture(scope="module")
def named() -> dict[tuple[str, ...], set[str]]:
    """For every form that the rules make of any gmina or place we know, whose form it is, without diacritics."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name in _names_of("gminas.csv", "places.csv"):
        for phrase in product(*({fold(form) for form in forms_of(word)} for word in _parts(name))):
            found[phrase].add(" ".join(words(name)))
    return found


def _parts(name: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()


@pytest.mark.parametrize(("name", "phrase"), PAIRS)
def test_a_name_behind_a_preposition_is_that_place_and_no_other(
    name: str, phrase: str, named: dict[tuple[str, ...], set[str]]
) -> None:
    assert is_case_of(words(phrase), name)
    assert named[words(phrase)] == {" ".join(words(name))}


def test_no_form_of_any_gmina_is_taken_for_another_one_alone(named: dict[tuple[str, ...], set[str]]) -> None:
    gminas = _names_of("gminas.csv")
    wrong = [
        (name, phrase)
        for name in gminas
        for phrase in product(*({fold(form) for form in forms_of(word)} for word in _parts(name)))
        if " ".join(words(name)) not in named[phrase]
    ]
    assert (len(gminas), wrong) == (2236, [])


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Nowej Rudzie", "Nowa Sól"),
        ("Nowak", "Nowa Sól"),
        ("Soli", "Nowa Sól"),
        ("Gorzycach", "Góra"),
        ("Golinowie", "Golina"),
        ("Nowym Sączu", "Nowy Targ"),
        ("Starej Soli", "Nowa Sól"),
    ],
)
def test_another_place_is_no_case_of_the_name(phrase: str, name: str) -> None:
    assert not is_case_of(words(phrase), name)


def test_a_place_in_the_name_of_an_organisation_is_left_out_of_its_key_whatever_its_case_does_to_it() -> None:
    keys = {name_key(f"Szkoła Podstawowa nr 2 w {phrase}", village=name) for name, phrase in PAIRS}
    assert keys == {"szkola podstawowy nr 2"}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("OSP {}", "OSP w {}", 8),
        ("KGW {}", "Koło Gospodyń Wiejskich w {}", 8),
        ("Szkoła Podstawowa {}", "SP w {}", 8),
        ("Przedszkole {}", "Publiczne Przedszkole w {}", 0),
        ("Samorządowe Przedszkole {}", "Gminne Przedszkole w {}", 0),
    ],
)
def test_names_that_say_their_village_in_another_case_are_offered_as_the_same(one: str, other: str, alike: int) -> None:
    """`alike`: of 1,260 pairs of other villages, those whose names are spelled nearly the same (Borki, w Borku)."""

    def verdict(name: str, phrase: str) -> str:
        match = compare(Entry("1", one.format(name), gmina="g"), Entry("2", other.format(phrase), gmina="g"))
        return match.verdict if match else ""

    assert {verdict(name, phrase) for name, phrase in IN_VILLAGES} == {"likely"}
    others = [verdict(a[0], b[1]) for a, b in product(IN_VILLAGES, IN_VILLAGES) if a != b]
    assert (others.count("same"), others.count("likely")) == (0, alike)
