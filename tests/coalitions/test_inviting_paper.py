"""Letters, the call list and the list of presence: large enough to read, whole with long names and many partners."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from koalicja.coalitions.inviting.letters import Call, Head, Letter, Logo, Seat, calls_pdf, letters_pdf, presence_pdf
from koalicja.desk.example.logos import png
from tests.paper.reading import letter_sizes, page_texts, plain_text

LONG = "Ochotnicza Straż Pożarna w Przysiółku Nadrzecznym Dolnym z siedzibą w Starych Łazach"
FOOTER = 10.0  # the number of the page
HEAD = Head(
    name="Gminna Koalicja: Wspólny stół",
    library="Gminna Biblioteka Publiczna w Olszynkach",
    address="ul. Szkolna 4, 59-700 Olszynki",
    phone="75 700 10 20",
    contact="tel. 75 700 10 20",
    gmina="Olszynki",
)
LETTER = Letter(
    to="Zofia Przykładowa",
    speaker="",
    address="Łaziska 7, 59-700 Olszynki",
    text="Dzień dobry,\n\nzapraszamy do wspólnego stołu.",
    link="https://koalicja.example/z/abcdefghjkmnpqrstuvwxyz2/",
    code="K7M2PX",
    on=date(2026, 11, 22),
    expires_on=date(2027, 1, 21),
)
LONG_TEXT = "\n\n".join(["Do końca przyszłego roku co miesiąc w innej wsi jedno wspólne wydarzenie. " * 8] * 4)
PARTNERS = (
    Logo("Fundacja Rozwoju Przykładowego", "właściciel", png("table")),
    Logo("Stowarzyszenie Lokalnych Partnerstw Bibliotecznych", "operator koalicji"),
    Logo("Fundusz Zmyślony", "fundator", png("books")),
)


@pytest.fixture
def whole_head() -> Head:
    return replace(HEAD, logos=PARTNERS, note="Przykład: osoby i organizacje są zmyślone.")


def test_nothing_in_a_letter_is_smaller_than_14_points_and_the_phone_has_16(whole_head: Head) -> None:
    assert sorted(letter_sizes(letters_pdf([LETTER], whole_head))) == [14.0, 15.0, 16.0, 18.0]


def test_a_letter_with_partners_is_one_page_and_its_slip_another_and_every_partner_is_named(whole_head: Head) -> None:
    letter, slip = page_texts(letters_pdf([LETTER], whole_head))
    named = [f"{each.part}: {each.name}" for each in PARTNERS]
    assert [partner for partner in named if partner not in letter] == []
    assert ("Kod odcinka: K7M 2PX" in slip, "Odpowiedzieć można" in slip) == (True, False)


def test_a_long_letter_takes_a_second_page_and_the_next_one_begins_on_a_sheet_of_its_own(whole_head: Head) -> None:
    long = replace(LETTER, to=LONG, speaker="Aleksandra Konstancja Zmyślona-Wierzbicka", text=LONG_TEXT)
    pages = page_texts(letters_pdf([long, LETTER], whole_head))
    places = [place for place, page in enumerate(pages) if "Dla:" in page]
    slips = [place for place, page in enumerate(pages) if "Odcinek z odpowiedzią" in page]
    assert (places, slips, len(pages)) == ([0, 4], [2, 5], 6)
    assert "Odpowiedzieć można na każdy z tych sposobów" in pages[1]


@pytest.mark.parametrize("seats", [0, 60])
def test_the_list_of_presence_is_large_and_cuts_no_long_name(seats: int) -> None:
    rows = [Seat(f"Jan Zmyślony {number}", LONG) for number in range(seats)]
    document = presence_pdf(rows, HEAD, when="Spotykamy się: 3.12.2026.")
    assert sorted(letter_sizes(document) - {FOOTER}) == [14.0, 20.0]
    text = plain_text(document)
    assert [row.name for row in rows if row.name not in text] == []
    assert text.count("Ochotnicza Straż") == seats


def test_the_call_list_names_the_group_in_words_and_whoever_has_no_phone() -> None:
    calls = [
        Call("OSP Olszynki", "", "75 700 10 21", "pani Hania", "wóz", "list, 12.11.2026", "ngo"),
        Call(LONG, "Jan Zmyślony", "", "", "", "", ""),
    ]
    text = plain_text(calls_pdf(calls, HEAD, date(2026, 11, 22)))
    expected = ("OSP Olszynki", "75 700 10 21", "organizacje społeczne", "Jan Zmyślony", "bez telefonu")
    assert [said for said in expected if said not in text] == []


def test_a_call_list_of_sixty_is_whole() -> None:
    calls = [Call(f"Koło {number}.", "", "", "", "", "", "ngo") for number in range(60)]
    text = plain_text(calls_pdf(calls, HEAD, date(2026, 11, 22)))
    assert [call.name for call in calls if call.name not in text] == []


def test_nobody_to_call_is_said() -> None:
    assert "Nikt nie czeka na telefon." in plain_text(calls_pdf([], HEAD, date(2026, 11, 22)))


@pytest.mark.parametrize("may_come_back", [True, False])
def test_the_slip_of_an_organisation_asks_when_to_come_back(whole_head: Head, may_come_back: bool) -> None:
    pages = page_texts(letters_pdf([replace(LETTER, may_come_back=may_come_back)], whole_head))
    asked = "Przy odpowiedzi „nie”: można zapytać znowu po dniu:"
    assert (len(pages), asked in pages[1]) == (2, may_come_back)


def test_a_very_long_name_takes_few_lines_of_the_list_of_presence() -> None:
    name = f"{LONG} oraz Stowarzyszenie Na Rzecz Rozwoju Przysiółka Nadrzecznego Dolnego i Okolicznych Osad"
    page = PdfReader(BytesIO(presence_pdf([Seat("", name), Seat("Jan Zmyślony", "Lipki")], HEAD, when=""))).pages[0]
    row = page.extract_text().partition("\n1\n")[2].partition("\n2 ")[0]
    assert (" ".join(row.split()), len(row.splitlines())) == (name, 6)
