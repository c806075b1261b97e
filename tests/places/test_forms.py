"""The field that chooses a gmina: never guesses, forgets nothing typed, works without JavaScript."""

import re
from typing import Any

import pytest
from django import forms

from koalicja.places.forms import Answer, GminaChoiceField, SearchForm
from koalicja.places.models import Gmina

pytestmark = pytest.mark.usefixtures("country")


class PlaceForm(forms.Form):
    gmina = GminaChoiceField(label="Gmina")


class OptionalForm(forms.Form):
    gmina = GminaChoiceField(label="Gmina", required=False)


def chosen(data: dict[str, str]) -> Any:
    form = PlaceForm(data)
    return form.cleaned_data["gmina"].pk if form.is_valid() else form.errors["gmina"].as_data()[0].code


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"gmina": "020102"}, "020102"),
        ({"gmina": "020102", "gmina_text": "Bolesławiec"}, "020102"),
        ({"gmina_text": "Gromadka"}, "020103"),
        ({"gmina_text": "gromadka"}, "020103"),
        ({"gmina_text": "020103"}, "020103"),
        ({"gmina_text": "Bolesławiec"}, "several"),
        ({"gmina_text": "Gromatka"}, "sure"),
        ({"gmina_text": "Grom"}, "several"),
        ({"gmina_text": "Gromadk"}, "sure"),
        ({"gmina_text": "Jaworzynka"}, "sure"),
        ({"gmina_text": "Nie ma takiej"}, "unknown"),
        ({"gmina": "999999"}, "unknown"),
        ({"gmina": "zzz"}, "unknown"),
        ({"gmina": "020103", "gmina_text": "Bolesławiec"}, "several"),
        ({}, "required"),
        ({"gmina": "", "gmina_text": "  "}, "required"),
    ],
)
def test_a_gmina_is_taken_only_where_there_is_no_doubt(data: dict[str, str], expected: str) -> None:
    assert chosen(data) == expected


def test_an_optional_field_may_stay_empty() -> None:
    form = OptionalForm({"gmina_text": ""})
    assert form.is_valid()
    assert form.cleaned_data["gmina"] is None


def test_a_name_of_several_gminas_comes_back_with_all_of_them() -> None:
    html = str(PlaceForm({"gmina_text": "boleslawiec"}))
    assert re.findall(r'type="radio" name="gmina" value="([0-9]{6})"', html) == ["020101", "020102", "101801"]
    assert 'name="gmina_text" value="boleslawiec"' in html
    assert "Bolesławiec, powiat wieruszowski, woj. łódzkie" in html
    assert "Pasuje kilka gmin. Zaznacz jedną z nich poniżej." in html
    assert 'id="id_gmina_0"' in html
    assert 'aria-invalid="true"' in html


def test_a_gmina_known_before_is_shown_as_chosen() -> None:
    for initial in (Gmina.objects.get(pk="020103"), "020103"):
        html = str(PlaceForm(initial={"gmina": initial}))
        assert re.findall(r'value="([0-9]{6})" checked', html) == ["020103"]


def test_an_ended_gmina_is_not_offered() -> None:
    Gmina.objects.filter(pk="020103").update(abolished_on="2026-01-01")
    assert chosen({"gmina": "020103"}) == "unknown"


def test_the_field_knows_whether_it_was_changed() -> None:
    field = GminaChoiceField()
    assert not field.has_changed("020103", Answer("Gromadka", "020103"))
    assert field.has_changed("020103", Answer("Gromadka", "020102"))
    assert not field.has_changed(Gmina(code="020103"), Answer("", "020103"))


@pytest.mark.parametrize(("typed", "expected"), [(" Osiek\u00a0 Mały\x00 ", None), ("Osiek  Mały", "Osiek Mały")])
def test_the_search_is_tidied(typed: str, expected: str | None) -> None:
    form = SearchForm({"q": typed})
    assert (form.cleaned_data["q"] if form.is_valid() else None) == expected
