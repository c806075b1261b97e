"""One key for many spellings of a name; calm capitals."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from koalicja.engine.matching.names import name_key, name_parts, readable_name
from koalicja.engine.matching.text import word_set

SAME = [
    (
        "SP nr 2",
        "Szkoła Podstawowa Nr 2",
        "Szk. Podst. nr 2",
        "S.P. nr. 2",
        "SP2",
        "sp NR 02",
        "Szkole Podstawowej nr 2",
    ),
    ("II LO", "II Liceum Ogólnokształcące", "LO nr II", "Liceum Ogólnokształcące nr 2", "lo 2"),
    ("GOK", "Gminny Ośrodek Kultury", "Gm. Ośr. Kultury", "GMINNEGO OŚRODKA KULTURY"),
    ("OSP", "Ochotnicza Straż Pożarna", "Ochotniczej Straży Pożarnej", "O.S.P."),
    ("KGW", "Koło Gospodyń Wiejskich", "Kole Gospodyń Wiejskich"),
    ("Urząd Miejski", "UM", "Urząd Miasta"),
    ("UG", "Urząd Gminy", "urząd gm."),
    (
        "Kowal Sp. z o.o.",
        "KOWAL spółka z ograniczoną odpowiedzialnością",
        "Kowal sp. z o. o.",
        "Kowal",
        "PHU Kowal s.c.",
    ),
    ("Mleczarnia S.A.", "Mleczarnia Spółka Akcyjna", "mleczarnia SA"),
    ("Parafia rz.-kat. pw. św. Anny", "Parafia Rzymskokatolicka p.w. Świętej Anny"),
    ("PZERiI", "Polski Związek Emerytów, Rencistów i Inwalidów"),
    ("Miejska Biblioteka Publiczna", "MBP", "miejska bibl. publ."),
    ("Świetlica „Pod Lipą”", 'ŚWIETLICA "POD LIPĄ"', "Świetlica Pod Lipą"),
]
DIFFERENT = [
    ("SP nr 2", "SP nr 3"),
    ("SP nr 2", "SP nr 12"),
    ("I LO", "II LO"),
    ("OSP Zarzecze", "OSP Olszynki"),
    ("Stowarzyszenie Lipa", "Fundacja Lipa"),
    ("Szkoła Podstawowa", "Przedszkole"),
    ("Gminna Biblioteka Publiczna", "Biblioteka Szkolna"),
    ("Dom Kultury 2", "Dom Kultury"),
]


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_spellings_of_one_name_have_one_key(names: tuple[str, ...]) -> None:
    assert {name_key(name) for name in names} == {name_key(names[0])}


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("name", "village"),
    [
        ("Szkoła Podstawowa w Lipowie", "Lipowo"),
        ("Szkoła Podstawowa we Władysławowie", "Władysławowo"),
        ("Szkoła Podstawowa Lipowo", "Lipowo"),
        ("Szkoła Podstawowa w Starej Wsi", "Stara Wieś"),
        ("Szkoła Podstawowa w Białymstoku", "Białystok"),
        ("Szkoła Podstawowa w Bolesławcu", "Bolesławiec"),
        ("Szkoła Podstawowa w Olszynkach", "Olszynki"),
        ("Szkoła Podstawowa w Warcie", "Warta"),
        ("Szkoła Podstawowa w Łodzi", "Łódź"),
        ("Szkoła Podstawowa w Ełku", "Ełk"),
        ("Szkoła Podstawowa w Krasnymstawie", "Krasnystaw"),
        ("Szkoła Podstawowa w Zielonej Górze", "Zielona Góra"),
        ("Szkoła Podstawowa w Przytorze", "Świnoujście, Przytór"),
    ],
)
def test_the_known_village_is_no_part_of_the_key(name: str, village: str) -> None:
    assert name_key(name, village=village) == name_key("Szkoła Podstawowa")


@pytest.mark.parametrize(
    ("name", "village"),
    [
        ("OSP w Zarzeczu", "Olszynki"),
        ("OSP w Lipiu", "Lipowo"),
        ("Stowarzyszenie Miłośników Lipowa w gminie", "Lipowo"),
        ("Lipowo", "Lipowo"),
    ],
)
def test_what_is_not_the_village_stays_in_the_key(name: str, village: str) -> None:
    assert name_key(name, village=village) == name_key(name)


@pytest.mark.parametrize(
    ("name", "core", "numbers", "patron"),
    [
        (
            "Szkoła Podstawowa nr 3 im. Jana Pawła II w Lipowie",
            ("szkola", "podstawowy", "lipowie"),
            ("3",),
            ("jana", "pawla", "ii"),
        ),
        ("SP im. 2 Korpusu Polskiego Nr 7", ("szkola", "podstawowy"), ("7",), ("2", "korpusu", "polskiego")),
        ("Technikum nr 12a", ("technikum",), ("12a",), ()),
        ("XLVIII LO", ("liceum", "ogolnoksztalcacy"), ("48",), ()),
        ("", (), (), ()),
        ("W", ("w",), (), ()),
    ],
)
def test_a_name_comes_apart(
    name: str, core: tuple[str, ...], numbers: tuple[str, ...], patron: tuple[str, ...]
) -> None:
    parts = name_parts(name)
    assert (parts.core, parts.numbers, parts.patron) == (core, numbers, patron)


def test_a_branch_is_known_as_one() -> None:
    assert [name_parts(name).is_branch for name in ("Filia GBP w Lipowie", "GBP")] == [True, False]


@given(st.text())
@example("A:SA:")
@example("A SA s.c.")
def test_the_key_of_a_key_is_the_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


NAME_WORDS = sorted(
    word_set("SP nr 2 3 Szkoła Podstawowa im. Jana Pawła II w Lipowie GOK s.c. KS ks. św. Dom Filia i Lipowo IV LO")
)


@given(st.lists(st.sampled_from(NAME_WORDS), max_size=9).map(" ".join), st.sampled_from(["", "Lipowo", "Stara Wieś"]))
@example("2 II II LO", "")
def test_keys_of_names_are_stable_and_see_no_case(name: str, village: str) -> None:
    key = name_key(name, village=village)
    assert name_key(key) == name_key(name_key(key))
    assert name_key(name.upper(), village=village) == key


@pytest.mark.parametrize(
    ("shouted", "calm"),
    [
        (
            "SZKOŁA PODSTAWOWA NR 3 IM. JANA PAWŁA II W LIPOWIE",
            "Szkoła Podstawowa nr 3 im. Jana Pawła II w Lipowie",
        ),
        ("I LICEUM OGÓLNOKSZTAŁCĄCE IM. ADAMA MICKIEWICZA", "I Liceum Ogólnokształcące im. Adama Mickiewicza"),
        ("URZĄD MIASTA I GMINY", "Urząd Miasta i Gminy"),
        ("ZESPÓŁ SZKOLNO-PRZEDSZKOLNY", "Zespół Szkolno-Przedszkolny"),
        ('PRZEDSZKOLE "CHATKA" SP. Z O.O.', 'Przedszkole "Chatka" sp. z o.o.'),
        ("KGW LIPOWO", "KGW Lipowo"),
        ("W LIPOWIE", "W Lipowie"),
        ("SZKOŁA IM. L. BRAILL'EA W GORZOWIE WLKP.", "Szkoła im. L. Braill'ea w Gorzowie Wlkp."),
        ("SZKOŁA IM. JOANNY D'ARC", "Szkoła im. Joanny D'Arc"),
        ("SZKOŁA POLICEALNA COSINUS I W TORUNIU", "Szkoła Policealna Cosinus I w Toruniu"),
        ("SZKOŁA MIKOŁAJA I", "Szkoła Mikołaja I"),
        ("KS. JAN KOWALSKI", "KS. Jan Kowalski"),
        ("NAD RZEKĄ", "Nad Rzeką"),
    ],
)
def test_shouted_names_become_calm(shouted: str, calm: str) -> None:
    assert readable_name(shouted) == calm


@pytest.mark.parametrize("name", ["OSP", "GOK", "Dom Kultury", "PKP S.A.", "", "12", "Żabka NANO", "LO II"])
def test_names_that_do_not_shout_stay(name: str) -> None:
    assert readable_name(name) == name


@given(st.text())
def test_a_calm_name_stays_calm(name: str) -> None:
    assert readable_name(readable_name(name)) == readable_name(name)
