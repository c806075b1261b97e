"""Form fields that take text as people paste it, and forms that notice two people at one record."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from koalicja.engine.matching.text import tidy


class Line(forms.CharField):
    """One line of text, without invisible characters."""

    def to_python(self, value: Any) -> str:
        return tidy(str(value or ""))


class Lines(forms.CharField):
    """Text of several lines, each without invisible characters."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> str:
        text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return "\n".join(tidy(line) for line in text.split("\n")).strip()


class Day(forms.DateField):
    """A day, picked or typed as 7.10.2026."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y"]


class WatchedForm(forms.Form):
    """A form that remembers what was shown, so that saving touches only what this person changed.

    `since` is the newest event about the record when the form was opened.
    """

    since = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.watched:
            self.fields[name].show_hidden_initial = True

    @property
    def watched(self) -> list[str]:
        return [name for name in self.fields if name != "since"]

    def seen(self) -> dict[str, Any]:
        """The values this person saw when the form was opened."""
        return {name: self._shown(name) for name in self.watched if self.add_initial_prefix(name) in self.data}

    def _shown(self, name: str) -> Any:
        try:
            return self.fields[name].to_python(self.data[self.add_initial_prefix(name)])
        except ValidationError:
            return self.fields[name].to_python("")

    def new(self) -> dict[str, Any]:
        """The values this person leaves."""
        return {name: self.cleaned_data[name] for name in self.watched}

    def opened_at(self) -> int:
        return self.cleaned_data["since"] or 0


def with_choices(data: Any) -> Any:
    """The sent data after a conflict: where "left" was chosen, the register's value replaces the typed one."""
    chosen = data.copy()
    for key in [key for key in data if key.startswith("keep-")]:
        name = key.removeprefix("keep-")
        if data[key] == "left" and f"initial-{name}" in data:
            chosen[name] = data[f"initial-{name}"]
    return chosen
