"""Proposals on paper for tests. Every name is made up."""

from dataclasses import replace
from datetime import date

from koalicja.coalitions.composing.sheet import (
    AgeBandLine,
    CoverLine,
    GroupLine,
    MemberLine,
    MissingLine,
    ProposalSheet,
)

MEMBERS = (
    MemberLine("Gminna Biblioteka Publiczna w Lipowie", "culture", ("stałe miejsce przy stole",), "Biblioteka Wiodąca"),
    MemberLine(
        "Ochotnicza Straż Pożarna w Olszynkach",
        "ngo",
        ("dociera do: Olszynki, Zarzecze", "ma salę i samochód"),
        "Olszynki, Zarzecze",
        irreplaceable=True,
    ),
    MemberLine("Osoba w wieku 13–19 lat", "resident", ("głos młodych", "obszar: czas wolny"), irreplaceable=True),
    MemberLine(
        "Szkoła Podstawowa w Lipowie", "culture", ("zna 5 osób ze składu", "bez niej propozycja jest dużo słabsza")
    ),
    MemberLine("Urząd Gminy, referat oświaty", "office", ("zna budżet gminy", "może raz w miesiącu")),
    MemberLine(
        "Piekarnia „Pod Lipą”", "business", ("jedyna firma na liście", "zainteresowanie: duże"), irreplaceable=True
    ),
    MemberLine("Koło Gospodyń Wiejskich w Nowych Sadach", "ngo", ("dociera do seniorów", "zna 4 osoby ze składu")),
    MemberLine("Osoba w wieku 65+ lat", "resident", ("głos seniorów", "dociera do: Zarzecze"), "Zarzecze"),
    MemberLine("Gminny Ośrodek Kultury", "culture", ("daje: nagłośnienie", "zna 6 osób ze składu")),
    MemberLine("Sołectwo Zarzecze", "office", ("dociera do: Zarzecze", "zna 3 osoby ze składu"), "Zarzecze"),
    MemberLine("Ludowy Klub Sportowy „Orzeł”", "ngo", ("obszar: czas wolny", "dociera do młodych")),
    MemberLine("Gospodarstwo agroturystyczne „Stary Sad”", "business", ("daje: nocleg", "chęć: duża")),
    MemberLine("Osoba w wieku 20–39 lat", "resident", ("obszar: rodziny", "zna 2 osoby ze składu")),
    MemberLine("Stowarzyszenie Nasze Lipowo", "ngo", ("prowadziło 3 projekty", "zna 5 osób ze składu")),
)

GROUPS = ("office", "culture", "ngo", "business", "resident")
MINIMUM = 1


def make_sheet(size: int = 14, *, long_names: bool = False, **over: object) -> ProposalSheet:
    """A proposal of `size` seats; with `long_names` every name has 80 characters and every list is full."""
    members = tuple(replace(MEMBERS[index % len(MEMBERS)]) for index in range(size))
    if long_names:
        members = tuple(replace(member, name=eighty(member.name), detail="Zarzecze, Olszynki") for member in members)
    sheet = ProposalSheet(
        label="Gminna Koalicja",
        name=eighty("Lipowo") if long_names else "Lipowo",
        author="Gminna Biblioteka Publiczna w Lipowie",
        gmina="Lipowo, gmina wiejska, powiat przykładowy, woj. przykładowe",
        made_on=date(2026, 11, 22),
        finding="Ten skład spełnia wszystkie zasady: jest w nim pięć grup i ktoś z każdej z sześciu wsi.",
        members=members,
        groups=tuple(GroupLine(group, sum(member.group == group for member in members), MINIMUM) for group in GROUPS),
        cover=cover(size)[: 14 if long_names else 6],
        missing=missing()[: 8 if long_names else 2],
        rules_met=True,
        proof="Przy tych zasadach i podanych ocenach nie znaleźliśmy lepszego składu. Oceny można zmienić. "
        "Wiemy 61 rzeczy, w 30 polach nie wiemy.",
        unknown=(
            "Piekarnia „Pod Lipą”: czy chce przyjść?",
            "Sołectwo Zarzecze: kogo zna?",
            "Gminny Ośrodek Kultury: jak często może się spotykać?",
        ),
        alternatives=(
            "B: więcej seniorów; inne miejsca: 5",
            "C: więcej wsi; inne miejsca: 5",
            "D: mniej osób z urzędu; inne miejsca: 6",
            "E: mniejszy skład, 12 miejsc; inne miejsca: 6",
            "F: więcej młodych; inne miejsca: 7",
        ),
        method="composition-1",
        version="0.1.0",
        seed=1,
        run=41,
        number=3,
        contact="tel. 63 000 00 00, biblioteka@lipowo.example",
        age_bands=(AgeBandLine("mieszkańcy w różnym wieku", 3, 2),),
        next_step="Rozmowa z wójtem o tej propozycji, potem 6 zaproszeń: najpierw do tych, których nikt nie zastąpi.",
        note="Przykład: osoby i organizacje są zmyślone.",
    )
    return replace(sheet, **over)  # type: ignore[arg-type]


def eighty(name: str) -> str:
    """The name, filled up to exactly 80 characters."""
    filling = " imienia Kunegundy Brzęczyszczykiewiczówny oraz Przyjaciół Wiejskiego Życia i Śpiewu"
    return (name + filling)[:80].rstrip().ljust(80, "a")


def cover(size: int) -> tuple[CoverLine, ...]:
    whats = ("sala", "samochód", "czas wolny młodych", "seniorzy", "Zarzecze", "Olszynki", "Nowe Sady", "rodziny")
    wider = (*whats, *(f"obszar działania numer {number}" for number in range(1, 7)))
    return tuple(CoverLine(what, tuple(range(1 + index % 5, size + 1, 3 + index))) for index, what in enumerate(wider))


def missing() -> tuple[MissingLine, ...]:
    rows = (
        MissingLine(
            "firma lub gospodarstwo, które dociera do wsi Nowe Sady", "lista firm w urzędzie, bank spółdzielczy"
        ),
        MissingLine("osoba w wieku 13–19 lat ze wsi Zarzecze", "samorząd szkolny, młodzieżowa drużyna pożarnicza"),
    )
    return rows * 4
