"""Pasted lists taken apart."""

import pytest

from koalicja.people.lines import MOST_LINES, Typed, has_contact, taken_apart


def names(text: str) -> list[str]:
    return [line.name for line in taken_apart(text).lines]


def test_blank_lines_and_bullets_are_left_out() -> None:
    assert names("- OSP Olszynki\n\n• KGW Kruszyn\r\n   \n* Piekarnia\n---\n") == [
        "OSP Olszynki",
        "KGW Kruszyn",
        "Piekarnia",
    ]


def test_a_numbered_list_loses_its_numbers() -> None:
    assert names("1. OSP Olszynki\n2) KGW Kruszyn\n3. Piekarnia") == ["OSP Olszynki", "KGW Kruszyn", "Piekarnia"]


def test_a_mixed_list_loses_its_numbers_also_where_they_begin_anew() -> None:
    text = "1. OSP Olszynki\nPiekarnia\n- GOK\n2. KGW Kruszyn\n1) Apteka\n2) Tartak"
    assert names(text) == ["OSP Olszynki", "Piekarnia", "GOK", "KGW Kruszyn", "Apteka", "Tartak"]


def test_numbers_in_no_order_belong_to_the_names() -> None:
    assert names("2. Drużyna Harcerska\n7. Drużyna Harcerska") == ["2. Drużyna Harcerska", "7. Drużyna Harcerska"]


def test_a_lone_number_belongs_to_the_name() -> None:
    assert names("2. Drużyna Harcerska\nOSP Olszynki") == ["2. Drużyna Harcerska", "OSP Olszynki"]


@pytest.mark.parametrize("line", ["OSP Olszynki; Olszynki; 600 100 200", "OSP Olszynki\tOlszynki\t600 100 200"])
def test_village_and_phone_stand_after_semicolons_or_tabs(line: str) -> None:
    assert taken_apart(line).lines == (Typed("OSP Olszynki", "Olszynki", (("phone", "600 100 200"),)),)


def test_a_phone_or_an_email_may_stand_after_a_comma() -> None:
    assert taken_apart("Zofia Przykładowa, zofia@example.pl, tel. 600 100 200").lines == (
        Typed("Zofia Przykładowa", "", (("email", "zofia@example.pl"), ("phone", "600 100 200"))),
    )


def test_a_comma_inside_a_name_stays() -> None:
    assert names("Związek Emerytów, Rencistów i Inwalidów") == ["Związek Emerytów, Rencistów i Inwalidów"]


def test_what_is_neither_village_nor_contact_becomes_a_note() -> None:
    assert taken_apart("OSP; Olszynki; za kościołem; nowy wóz").lines == (
        Typed("OSP", "Olszynki", (), "za kościołem, nowy wóz"),
    )


def test_the_head_of_a_pasted_table_is_no_name() -> None:
    assert names("Nazwa\tMiejscowość\nOSP\tOlszynki") == ["OSP"]


def test_the_same_line_twice_is_one_and_is_counted() -> None:
    typing = taken_apart("OSP Olszynki\nosp olszynki\nOSP Olszynki; Olszynki")
    assert [line.name for line in typing.lines] == ["OSP Olszynki", "OSP Olszynki"]
    assert typing.repeated == 1


def test_what_a_repeated_line_says_more_is_kept() -> None:
    later = ("KGW Rudna; Rudna; 600 100 200; piecze", "kgw rudna; rudna; 600 100 200; kgw@example.pl")
    typing = taken_apart("\n".join(("KGW Rudna; Rudna", *later)))
    assert [(line.name, line.contacts, line.note) for line in typing.lines] == [
        ("KGW Rudna", (("phone", "600 100 200"), ("email", "kgw@example.pl")), "piecze")
    ]
    assert typing.repeated == 2


def test_namesakes_with_different_phones_stay_two() -> None:
    typing = taken_apart("Jan Nowak; ; 600 100 200\nJan Nowak; ; 600 100 201\nJan Nowak")
    assert [line.contacts for line in typing.lines] == [(("phone", "600 100 200"),), (("phone", "600 100 201"),)]
    assert typing.repeated == 1


def test_too_many_lines_are_counted_and_too_long_ones_named() -> None:
    typing = taken_apart("\n".join(f"Firma {i}" for i in range(MOST_LINES + 7)) + "\n" + "x" * 301)
    assert len(typing.lines) == MOST_LINES
    assert (typing.left_over, typing.too_long) == (7, ("x" * 301,))


def test_invisible_characters_do_not_reach_a_name() -> None:
    assert names("OSP\x00 Ol\u200bszynki") == ["OSP Olszynki"]


@pytest.mark.parametrize(
    ("line", "name", "contacts"),
    [
        (
            "Ewa Fikcyjna tel. 600 200 300 ewa@example.pl",
            "Ewa Fikcyjna",
            (("email", "ewa@example.pl"), ("phone", "600 200 300")),
        ),
        ("Ewa Fikcyjna (tel. 600200300)", "Ewa Fikcyjna", (("phone", "600200300"),)),
        ("Ewa Fikcyjna 600-200-300, sołtyska", "Ewa Fikcyjna, sołtyska", (("phone", "600-200-300"),)),
        ("Ewa Fikcyjna <ewa@example.pl>", "Ewa Fikcyjna", (("email", "ewa@example.pl"),)),
        ("OSP (75) 123 45 67 Olszynki", "OSP Olszynki", (("phone", "(75) 123 45 67"),)),
        ("OSP tel/fax 75 732 34 56", "OSP", (("phone", "75 732 34 56"),)),
        ("OSP tel600100200", "OSP", (("phone", "600100200"),)),
        ("OSP 600.100.200", "OSP", (("phone", "600.100.200"),)),
        ("OSP tel. 7323456", "OSP", (("phone", "7323456"),)),
        ("OSP 48 600 100 200", "OSP", (("phone", "48 600 100 200"),)),
        ("OSP 600 100 200 600 300 400", "OSP", (("phone", "600 100 200"), ("phone", "600 300 400"))),
        ("Anna Nowak 75/732-34-56", "Anna Nowak", (("phone", "75/732-34-56"),)),
        ("Ewa Nowak 732 34 56", "Ewa Nowak", (("phone", "732 34 56"),)),
        ("Iga Nowak 600–100–200", "Iga Nowak", (("phone", "600–100–200"),)),
        ("Ula Nowak 600/100/200", "Ula Nowak", (("phone", "600/100/200"),)),
        ("Iza Nowak iza(at)example.pl", "Iza Nowak", (("email", "iza@example.pl"),)),
        ("Iza Nowak iza [at] example [dot] pl", "Iza Nowak", (("email", "iza@example.pl"),)),
        ("Iza Nowak iza małpa example kropka pl", "Iza Nowak", (("email", "iza@example.pl"),)),
        ("Iza Nowak iza @ example.pl", "Iza Nowak", (("email", "iza@example.pl"),)),
        ("Marek Lis prezes OSP 75/732 34 59", "Marek Lis prezes OSP", (("phone", "75/732 34 59"),)),
        ("Anna Wójcik kom 600 100 200 wew. 12", "Anna Wójcik", (("phone", "600 100 200 wew. 12"),)),
        (
            "Ewa Nowak 600 100 200 lub 75/100-20-30",
            "Ewa Nowak",
            (("phone", "600 100 200"), ("phone", "75/100-20-30")),
        ),
        ("Ewa Nowak tel. 75 100 20 30/31", "Ewa Nowak", (("phone", "75 100 20 30/31"),)),
        ("konto 12 3456 7890 1234 5678 9012 3456", "konto 12 3456 7890 1234 5678 9012 3456", ()),
        ("OSP REGON 123456789", "OSP REGON 123456789", ()),
        ("Firma NIP 123-456-78-90", "Firma NIP 123-456-78-90", ()),
    ],
)
def test_a_phone_or_an_email_inside_a_name_is_no_part_of_it(
    line: str, name: str, contacts: tuple[tuple[str, str], ...]
) -> None:
    assert taken_apart(line).lines == (Typed(name, "", contacts),)


def test_a_contact_beside_the_village_or_the_note_is_no_part_of_them() -> None:
    assert taken_apart("Ewa Nowak; Olszynki 600–100–200; po 16 albo iza(at)example.pl").lines == (
        Typed("Ewa Nowak", "Olszynki", (("phone", "600–100–200"), ("email", "iza@example.pl")), "po 16"),
    )


@pytest.mark.parametrize(
    "name", ["Iza (at)", "Iza małpa gmail", "Iza iza@gmail", "Iza [małpa] example", "Iza 60010020"]
)
def test_a_contact_that_cannot_be_taken_apart_is_told(name: str) -> None:
    assert (taken_apart(name).lines, has_contact(name)) == ((Typed(name),), True)


@pytest.mark.parametrize("name", ["Sala Zabaw Małpa", "Akademia M@lucha", "Klub AT", "Koło nr 7 at", "Kawiarnia 600"])
def test_a_word_of_a_name_is_no_contact(name: str) -> None:
    assert (taken_apart(name).lines, has_contact(name)) == ((Typed(name),), False)


def test_telephones_of_a_line_keep_their_order() -> None:
    for line in ("Klub Zmyślny, 600 100 507 / 600 100 508", "Klub Zmyślny, 600 100 507, 600 100 508"):
        typed = taken_apart(line).lines[0]
        assert (typed.name, typed.contacts) == ("Klub Zmyślny", (("phone", "600 100 507"), ("phone", "600 100 508")))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("OSP Zarzecze; Stowarzyszenie Łąka", [("OSP Zarzecze", ""), ("Stowarzyszenie Łąka", "")]),
        ("Jan Fikcyjny; KGW Lipki", [("Jan Fikcyjny, KGW Lipki", "")]),
        ("KGW; Wola Szkolna", [("KGW", "Wola Szkolna")]),
        ("KGW; Kościelna Wieś", [("KGW", "Kościelna Wieś")]),
        ("KGW; Szkolna 5", [("KGW", "Szkolna 5")]),
        ("KGW; sołectwo Lipki", [("KGW", "sołectwo Lipki")]),
    ],
)
def test_an_organisation_after_a_name_is_no_place(line: str, said: list[tuple[str, str]]) -> None:
    assert [(each.name, each.village) for each in taken_apart(line).lines] == said
