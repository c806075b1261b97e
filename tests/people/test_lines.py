"""Pasted lists taken apart."""

import pytest

from koalicja.people.lines import MOST_LINES, Typed, taken_apart


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
        ("OSP REGON 123456789", "OSP REGON 123456789", ()),
        ("Firma NIP 123-456-78-90", "Firma NIP 123-456-78-90", ()),
    ],
)
def test_a_phone_or_an_email_inside_a_name_is_no_part_of_it(
    line: str, name: str, contacts: tuple[tuple[str, str], ...]
) -> None:
    assert taken_apart(line).lines == (Typed(name, "", contacts),)
