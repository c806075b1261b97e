"""What the showcase shows: invented people and organisations in every state a component can be in.

The words of the examples are Polish only, like the data they stand for.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator

from koalicja.ui.groups import GROUP_NAMES

LONG_NAME = "Stowarzyszenie Miłośników Ziemi, Wody i Dawnych Rzemiosł „Żółta Gęś” w Zażółcu Małym"
WARSAW = ZoneInfo("Europe/Warsaw")


@dataclass(frozen=True)
class Guest:
    """A row of the example table."""

    pk: int
    name: str
    town: str
    group: str
    why: str
    tag: str
    people: int

    def __str__(self) -> str:
        return self.name


GUESTS = [
    Guest(
        1, "OSP Olszynki", "Olszynki, Zarzecze", "ngo", "dociera do Zarzecza; ma salę i transport", "bez zastępstwa", 31
    ),
    Guest(
        2,
        "Osoba w wieku 13–19 lat",
        "z otwartego naboru",
        "resident",
        "głos młodych; obszar: czas wolny",
        "bez zastępstwa",
        1,
    ),
    Guest(3, "Szkoła Podstawowa w Lipowie", "dyrekcja", "culture", "zna 5 osób ze składu", "", 24),
    Guest(4, "Urząd Gminy, referat oświaty", "inspektorka", "office", "zna budżet gminy; może raz w miesiącu", "", 12),
    Guest(5, "Piekarnia „Pod Lipą”", "właściciel", "business", "zainteresowanie: duże", "bez zastępstwa", 1250),
    Guest(6, "KGW Nowe Sady", "przewodnicząca", "", "dociera do seniorów; zna 4 osoby ze składu", "", 12500),
]
COLUMNS = [
    {"label": "Kto", "sort_url": "?sort=-name", "sorted": "ascending"},
    {"label": "Grupa", "sort_url": "?sort=group"},
    {"label": "Dlaczego w składzie"},
    {"label": "Osoby", "number": True},
]


class OrganisationForm(forms.Form):
    """Every kind of field once."""

    name = forms.CharField(label="Nazwa", help_text="Tak, jak mówi się o niej na co dzień.")
    group = forms.ChoiceField(label="Grupa", choices=[("", "nie wiemy"), *GROUP_NAMES.items()])
    mail = forms.EmailField(label="E-mail", required=False)
    since = forms.DateField(
        label="Działa od",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Dzień, miesiąc, rok.",
    )
    people = forms.IntegerField(label="Liczba osób", required=False, min_value=0)
    ages = forms.MultipleChoiceField(
        label="Z kim pracuje",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("13-19", "13–19 lat"), ("20-34", "20–34 lata"), ("35-59", "35–59 lat"), ("60+", "60 lat i więcej")],
    )
    rhythm = forms.ChoiceField(
        label="Jak często może się spotkać",
        widget=forms.RadioSelect,
        choices=[("month", "raz w miesiącu"), ("quarter", "raz na kwartał"), ("unknown", "nie wiemy")],
    )
    note = forms.CharField(label="Notatka", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label="Lista w pliku", required=False, help_text="XLSX, XLS, ODS albo CSV, do 20 MB.")
    agreed = forms.BooleanField(label="Organizacja wie, że jest w spisie", help_text="Powiedz, skąd mamy kontakt.")


class FilterForm(forms.Form):
    """The filters above a list."""

    q = forms.CharField(label="Szukaj", required=False)
    group = forms.ChoiceField(label="Grupa", required=False, choices=[("", "wszystkie"), *GROUP_NAMES.items()])
    order = forms.ChoiceField(
        label="Kolejność", required=False, choices=[("name", "nazwa"), ("new", "ostatnio dodane")]
    )


def forms_shown() -> dict[str, forms.Form]:
    wrong = OrganisationForm(
        {"name": "", "mail": "ala.przyklad", "people": "-3", "rhythm": "month"}, auto_id="wrong_%s"
    )
    filled = OrganisationForm(
        auto_id="read_%s",
        initial={"name": LONG_NAME, "group": "ngo", "people": 31, "rhythm": "month", "ages": ["60+"], "agreed": True},
    )
    for field in filled.fields.values():
        field.disabled = True
    return {
        "form": OrganisationForm(),
        "wrong_form": wrong,
        "read_form": filled,
        "filter_form": FilterForm(auto_id="filter_%s"),
    }


def tables() -> dict[str, Any]:
    long_rows = [
        Guest(100 + n, LONG_NAME, "Zażółce Małe", list(GROUP_NAMES)[n % 5], "zna budżet gminy", "", n * 97)
        for n in range(200)
    ]
    return {
        "columns": COLUMNS,
        "guests": GUESTS,
        "long_rows": long_rows,
        "page": Paginator(range(2400), 200).page(3),
        "wide_columns": [{"label": label} for label in ("Kto", "Grupa", "Miejscowość", "Kontakt", "Źródło")],
        "wide_rows": [
            [LONG_NAME, "organizacje społeczne", "Zażółce Małe", "zolta.ges@przyklad.example", "plik: lista.xlsx"]
        ],
        "plain_columns": [{"label": "Gmina"}, {"label": "Województwo"}, {"label": "Ludność", "number": True}],
        "plain_rows": [["Lipowo", "kujawsko-pomorskie", "4821"], ["Zażółce Małe", "podlaskie", "12 040"]],
    }


def facts() -> list[dict[str, Any]]:
    october = datetime(2026, 10, 7, 14, 30, tzinfo=WARSAW)
    return [
        {"label": "Grupa", "group": "ngo", "source": "wpis biblioteki", "date": october},
        {"label": "Telefon", "value": "600 000 000", "source": "rozmowa", "date": october, "basis": "zgoda"},
        {"label": "Strona", "value": "example.org", "url": "https://example.org/", "source": "wykaz gminy"},
        {"label": "E-mail", "value": ""},
        {"label": "Pełna nazwa", "value": LONG_NAME, "source": "plik: lista.xlsx, wiersz 14", "date": october},
    ]


def events() -> list[dict[str, Any]]:
    return [
        {
            "when": datetime(2026, 11, 20, 9, 5, tzinfo=WARSAW),
            "text": "Połączono dwa wpisy",
            "who": "Anna Przykładowa",
            "note": "można cofnąć",
            "url": "#timeline",
        },
        {
            "when": datetime(2026, 10, 7, 14, 30, tzinfo=WARSAW),
            "text": "Rozmowa telefoniczna: chce przyjść na pierwsze spotkanie, pyta o salę",
            "who": "Anna Przykładowa",
        },
        {
            "when": datetime(2026, 9, 1, 8, 0, tzinfo=WARSAW),
            "text": "Na liście",
            "note": "z pliku lista.xlsx, wiersz 14",
        },
    ]


def compared() -> list[dict[str, Any]]:
    return [
        {
            "label": "Nazwa",
            "left": "SP nr 2",
            "right": "Szkoła Podstawowa Nr 2",
            "differs": True,
            "name": "keep_name",
            "chosen": "right",
        },
        {"label": "Grupa", "left": "oświata i kultura", "right": "oświata i kultura"},
        {
            "label": "Telefon",
            "left": "600 000 000",
            "right": "",
            "differs": True,
            "name": "keep_phone",
            "chosen": "left",
        },
        {"label": "Opis", "left": LONG_NAME, "right": LONG_NAME},
    ]


def bars() -> list[dict[str, Any]]:
    counts = {"office": (2, 1), "culture": (4, 2), "ngo": (3, 2), "business": (1, 1), "resident": (None, 3)}
    return [{"group": group, "value": value, "target": target} for group, (value, target) in counts.items()]


def steps() -> dict[str, Any]:
    return {
        "steps": [
            {"label": "Plik", "url": "#steps", "state": "done"},
            {"label": "Podgląd", "state": "current"},
            {"label": "Gotowe"},
        ],
        "tabs": [
            {"label": "Wszystkie", "url": "#steps", "state": "current"},
            {"label": "Bez grupy", "url": "?tab=none"},
            {"label": "Wątpliwe", "url": "?tab=doubt"},
        ],
    }


def page() -> dict[str, Any]:
    """Everything the showcase template needs."""
    return {
        "navigation": [
            {"url": "/", "label": "Dziś", "icon": "home"},
            {"url": "/wzornik/", "label": "Wzornik", "icon": "book", "current": True},
            {"url": "#data_table", "label": "Spis", "icon": "people", "count": 3},
            {"url": "#steps", "label": "Z pliku", "icon": "upload"},
            {"url": "#facts", "label": "Gminy", "icon": "pin"},
            {"url": "#progress", "label": "Prace w tle", "icon": "work"},
        ],
        "signed_in": {
            "name": "Anna Przykładowa",
            "role": "koordynatorka",
            "place": "Biblioteka: Lipowo",
            "sign_out_url": "#",
        },
        "notices": [
            {"text": "Ktoś inny zmienił ten wpis o 12:04. Oba teksty są niżej.", "url": "#compare", "label": "Porównaj"}
        ],
        "demo": True,
        "long_name": LONG_NAME,
        "groups": list(GROUP_NAMES),
        "facts": facts(),
        "events": events(),
        "compared": compared(),
        "bars": bars(),
        "whole": 5,
        **steps(),
        **tables(),
        **forms_shown(),
    }
