"""Facts in words, Polish and English."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from koalicja.backroom.models import Event
from koalicja.standing import actions, texts, wording
from koalicja.standing.models import Fact, Kind, Precision, Source
from koalicja.standing.refusals import DateRefused, DetailRefused, FactOutdated, ReasonMissing, RequestReused
from koalicja.standing.told import Told
from koalicja.ui.formats import HARD_SPACE
from tests.standing.conftest import DAY

Make = Callable[..., Fact]
NAMES = {
    "organisation:1": "OSP Olszynki",
    "person:7": "Zofia Przykładowa",
    "statement:3": "Więcej młodych w kulturze",
    "area:2": "Wolny czas młodzieży",
    "asset:5": "Sala na 40 osób",
    "invitation:4": "Zaproszenie na 16.10.2013",
}
OSP, ZOFIA, TEXT = "organisation:1", "person:7", "statement:3"

SAID: list[tuple[str, str, dict[str, Any], str, str]] = [
    (Kind.NAMING_HELD, "", {}, "Rozmowa o tym, kogo zaprosić", "Talk about whom to invite"),
    (Kind.NAMED, OSP, {}, "Na liście: OSP Olszynki", "On the list: OSP Olszynki"),
    (Kind.NAMED, "", {"people": 22}, "Na liście: 22 osoby", "On the list: 22 people"),
    (Kind.CONTACTED, OSP, {}, "Rozmowa: OSP Olszynki", "Talk: OSP Olszynki"),
    (Kind.INVITED, OSP, {}, "Zaproszenie: OSP Olszynki", "Invitation: OSP Olszynki"),
    (Kind.ANSWERED, ZOFIA, {"answer": "yes"}, "Odpowiedź: Zofia Przykładowa, tak", "Answer: Zofia Przykładowa, yes"),
    (Kind.ANSWERED, OSP, {"answer": "maybe"}, "Odpowiedź: OSP Olszynki, może", "Answer: OSP Olszynki, maybe"),
    (Kind.ANSWERED, OSP, {"answer": "no"}, "Odpowiedź: OSP Olszynki, nie", "Answer: OSP Olszynki, no"),
    (Kind.ANSWERED, "", {"answer": "other"}, "Odpowiedź: ktoś inny zamiast", "Answer: somebody else instead"),
    (Kind.MET, "", {}, "Spotkanie", "Meeting"),
    (Kind.MET, "", {"number": 1, "people": 14}, "Pierwsze spotkanie: 14 osób", "First meeting: 14 people"),
    (Kind.MET, "", {"number": 2, "people": 21}, "Drugie spotkanie: 21 osób", "Second meeting: 21 people"),
    (Kind.MET, "", {"number": 3, "people": 1}, "Trzecie spotkanie: 1 osoba", "Third meeting: 1 person"),
    (Kind.MET, "", {"number": 4, "people": 3}, "Czwarte spotkanie: 3 osoby", "Fourth meeting: 3 people"),
    (Kind.MET, "", {"number": 5, "people": 0}, "Piąte spotkanie: 0 osób", "Fifth meeting: 0 people"),
    (Kind.MET, "", {"number": 12, "people": 112}, "Spotkanie nr 12: 112 osób", "Meeting no. 12: 112 people"),
    (Kind.ATTENDED, ZOFIA, {}, "Obecność: Zofia Przykładowa", "Presence: Zofia Przykładowa"),
    (Kind.DECLARED, OSP, {}, "Deklaracja: OSP Olszynki", "Declaration: OSP Olszynki"),
    (Kind.DECLARED, "", {"people": 3}, "Deklaracja: 3 osoby", "Declaration: 3 people"),
    (Kind.SIGNED, OSP, {}, "Podpis: OSP Olszynki", "Signature: OSP Olszynki"),
    (Kind.DECLINED, ZOFIA, {}, "Odmowa: Zofia Przykładowa", "Refusal: Zofia Przykładowa"),
    (Kind.WITHDRAWN, OSP, {}, "Rezygnacja: OSP Olszynki", "Resignation: OSP Olszynki"),
    (Kind.LEFT, OSP, {}, "Odejście: OSP Olszynki", "Leaving: OSP Olszynki"),
    (Kind.PROBLEM_SET, TEXT, {}, "Problem: Więcej młodych w kulturze", "Problem: Więcej młodych w kulturze"),
    (Kind.GOAL_SET, TEXT, {}, "Cel: Więcej młodych w kulturze", "Goal: Więcej młodych w kulturze"),
    (
        Kind.ROLE_SET,
        TEXT,
        {},
        "Rola biblioteki: Więcej młodych w kulturze",
        "Library's role: Więcej młodych w kulturze",
    ),
    (
        Kind.GAIN_SET,
        TEXT,
        {},
        "Co zyskuje biblioteka: Więcej młodych w kulturze",
        "What the library gains: Więcej młodych w kulturze",
    ),
    (
        Kind.LEADER_SET,
        OSP,
        {"how": "member"},
        "Kto prowadzi: jedna z osób przy stole, OSP Olszynki",
        "Who leads: one member, OSP Olszynki",
    ),
    (Kind.LEADER_SET, "", {"how": "shared"}, "Kto prowadzi: wspólnie", "Who leads: several together"),
    (Kind.LEADER_SET, "", {"how": "rotating"}, "Kto prowadzi: na zmianę", "Who leads: in turns"),
    (Kind.LEADER_SET, "", {"how": "nobody"}, "Kto prowadzi: jeszcze nikt", "Who leads: nobody yet"),
    (Kind.RHYTHM_SET, "", {"months": 1}, "Rytm spotkań: raz w miesiącu", "Rhythm of meetings: once a month"),
    (Kind.RHYTHM_SET, "", {"months": 3}, "Rytm spotkań: co 3 miesiące", "Rhythm of meetings: every 3 months"),
    (Kind.RHYTHM_SET, "", {"months": 6}, "Rytm spotkań: co 6 miesięcy", "Rhythm of meetings: every 6 months"),
    (Kind.RHYTHM_SET, "", {"months": 12}, "Rytm spotkań: raz w roku", "Rhythm of meetings: once a year"),
    (Kind.RHYTHM_SET, "", {}, "Zdjęto rytm spotkań", "Rhythm of meetings taken off"),
    (Kind.AREA_CHOSEN, "area:2", {}, "Obszar działania: Wolny czas młodzieży", "Area of action: Wolny czas młodzieży"),
    (
        Kind.AREA_DROPPED,
        "area:2",
        {},
        "Rezygnacja z obszaru działania: Wolny czas młodzieży",
        "Area of action given up: Wolny czas młodzieży",
    ),
    (Kind.ASSET_ADDED, "asset:5", {}, "Zasób koalicji: Sala na 40 osób", "Brought to the table: Sala na 40 osób"),
]


def plain(text: str) -> str:
    return text.replace(HARD_SPACE, " ")


@pytest.mark.parametrize(("kind", "subject", "detail", "polish", "english"), SAID)
def test_each_kind_of_fact_is_one_line(
    kind: str, subject: str, detail: dict[str, Any], polish: str, english: str
) -> None:
    fact, teller = Fact(kind=kind, on=DAY, subject=subject, detail=detail), wording.Teller(NAMES)
    assert plain(teller.line(fact)) == polish
    with translation.override("en"):
        assert plain(teller.line(fact)) == english


def test_no_kind_of_fact_is_left_without_its_line() -> None:
    assert {kind for kind, *_rest in SAID} == set(Kind)
    assert wording.kind_label("danced") == "danced"


def test_of_whom_the_reader_may_not_know_only_the_sort_is_said() -> None:
    teller = wording.Teller({})
    facts = [Fact(kind=Kind.DECLARED, subject=key) for key in (ZOFIA, OSP, "candidacy:3")]
    assert [teller.line(fact) for fact in facts] == ["Deklaracja: osoba", "Deklaracja: organizacja", "Deklaracja"]


MEETING = {
    "groups": {"office": 2, "resident": 5},
    "place": "Dom Kultury",
    "moderated_by": "member",
    "agreed": "Spis zasobów do maja",
    "next_on": "2013-10-16",
    "about": "invitation:4",
}


def test_what_else_was_said_stands_in_notes(db: None) -> None:
    fact = Fact(kind=Kind.MET, on=DAY, detail=MEETING, source=Source.MINUTES, source_text="od Jana")
    teller = wording.Teller(NAMES)
    assert [plain(note) for note in teller.notes(fact)] == [
        "kto przyszedł: urząd gminy 2, mieszkańcy 5",
        "miejsce: Dom Kultury",
        "prowadzenie: ktoś z koalicji",
        "ustalenia: Spis zasobów do maja",
        "następny termin: 16.10.2013",
        "dotyczy: Zaproszenie na 16.10.2013",
    ]
    assert teller.source(fact) == "protokół (od Jana)"


def test_what_people_typed_is_left_out_where_the_reader_may_not_know_residents(make_fact: Make, jan: Any) -> None:
    fact = make_fact(detail=MEETING, source=Source.MINUTES, source_text="od Jana")
    actions.strike(fact, by=jan, reason="Pani Zofia mówi, że nie")
    fact.refresh_from_db()
    teller = wording.Teller({}, free_text=False)
    assert [plain(note) for note in teller.notes(fact)] == [
        "kto przyszedł: urząd gminy 2, mieszkańcy 5",
        "prowadzenie: ktoś z koalicji",
        "następny termin: 16.10.2013",
    ]
    assert (teller.source(fact), teller.struck(fact).partition(", ")[2]) == ("protokół", "Jan")


@pytest.mark.parametrize(
    ("precision", "polish", "english"),
    [
        (Precision.DAY, "17.09.2013", "17 Sep 2013"),
        (Precision.MONTH, "wrzesień 2013", "September 2013"),
        (Precision.YEAR, "2013", "2013"),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(precision: str, polish: str, english: str) -> None:
    assert wording.when(DAY, precision) == polish
    with translation.override("en"):
        assert wording.when(DAY, precision) == english


def test_each_refusal_says_what_is_wrong_and_what_helps(make_fact: Make, ewa: Any, jan: Any) -> None:
    before = make_fact(detail={"people": 15, "number": 1})
    now = actions.correct(before, by=jan, right=Told(kind=Kind.MET, on=DAY, detail={"people": 14}), reason="Lista")
    before.refresh_from_db()
    struck = actions.strike(make_fact(Kind.DECLARED), by=jan, reason="Pomyłka")
    errors = [
        DateRefused("future", DAY),
        DateRefused("too_early", date(1984, 1, 1)),
        DetailRefused("contact", key="place"),
        DetailRefused("shape", key="people"),
        DetailRefused("unknown", key="phone"),
        ReasonMissing(),
        RequestReused(before),
        FactOutdated(before, now),
        FactOutdated(struck, struck),
    ]
    assert [plain(wording.refusal(error)) for error in errors] == [
        "Ten dzień jeszcze nie nadszedł. Zapisz to, gdy się wydarzy.",
        "To dzień sprzed 1.01.1990. Sprawdź rok.",
        "W tym tekście jest telefon albo e-mail. Usuń go: w historii nie zapisujemy kontaktów.",
        "To tu nie pasuje. Liczba musi być całkowita i nieujemna, a powód ma najwyżej 300 znaków.",
        "To tu nie pasuje. Liczba musi być całkowita i nieujemna, a powód ma najwyżej 300 znaków.",
        "Napisz w kilku słowach, dlaczego. Powód zostanie przy starym wpisie.",
        "To zostało już raz wysłane z inną treścią. Odśwież stronę i zajrzyj do historii.",
        "Ten wpis ktoś właśnie poprawił (Jan). Teraz brzmi: Spotkanie: 14 osób (17.09.2013). Twojej poprawki nie "
        "zapisano: jeśli nowy wpis też jest błędny, popraw go.",
        "Ten wpis ktoś właśnie skreślił (Jan): Deklaracja (17.09.2013). Twojej zmiany nie zapisano.",
    ]


def test_another_rooms_event_is_not_ours() -> None:
    assert texts.event_line(Event(code="coalition.created", params={})) == ""
