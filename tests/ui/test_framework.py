"""Django's own sentences in forms, in our words."""

import re
from pathlib import Path

from django import forms
from django.core import validators
from django.forms import fields, models
from django.utils.translation import override

from koalicja.ui import framework


class Plain(forms.Form):
    day = forms.DateField()
    name = forms.CharField(max_length=22)
    count = forms.IntegerField(max_value=8)
    choice = forms.ChoiceField(choices=[("a", "A")])


def test_errors_of_plain_fields_say_what_helps() -> None:
    with override("pl"):
        errors = Plain({"day": "jutro", "name": "x" * 30, "count": "9", "choice": "b"}).errors
        assert {name: [str(text) for text in texts] for name, texts in errors.items()} == {
            "day": ["To nie jest data. Wpisz ją tak: 7.10.2026."],
            "name": ["Najwyżej 22 znaki; teraz jest 30. Skróć."],
            "count": ["Najwyżej 8. Wpisz mniejszą liczbę."],
            "choice": ["Tego nie ma na liście: b. Wybierz z listy."],
        }
        assert str(Plain({}).errors["name"][0]) == "Wypełnij to pole; bez niego nie da się iść dalej."


def test_our_list_names_sentences_the_framework_still_has() -> None:
    """A release of Django that rewords one is noticed here."""
    sources = "".join(Path(str(module.__file__)).read_text(encoding="utf-8") for module in (fields, models, validators))
    written = re.sub(r'"\s+"', "", sources)
    assert [text for text in framework.SENTENCES if isinstance(text, str) and text not in written] == []
