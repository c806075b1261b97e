"""Form fields that take text as people paste it, and forms that notice two people at one record."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from koalicja.engine.matching.text import tidy
from koalicja.people.ages import age_apart, birth_apart
from koalicja.people.left_out import births_left_out
from koalicja.people.lines import has_contact

SAY_NO_BIRTH = frozenset({"organisation"})  # one of the register, found by its name
NAMES = frozenset({"name", "person"})
SAY_WHEN = frozenset({"source", "text", "next_step"})  # where days are told on which something was learned or is to do
RECENT = 13  # years: a day so lately is one on which something was learned, and nobody of a register was born on it


class Line(forms.CharField):
    """One line of text, without invisible characters."""

    def to_python(self, value: Any) -> str:
        return tidy(str(value or ""))


class OpenLine(Line):
    """A line of which people read more than see contacts; see ContactsApart."""


class BirthsApart(forms.Form):
    """A form whose texts take no day of birth and no PESEL; what stands there already may stay.

    The one place that keeps them out of what somebody types, in whatever room.
    """

    of_person = False
    age: int | None = None
    """By the births that were left out."""
    left_out = False
    """Whether a birth or a PESEL was left out of what was typed."""
    kept_band = ""
    """What is kept of it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._leave_births_out(cleaned)
        return cleaned

    def _leave_births_out(self, cleaned: dict[str, Any]) -> None:
        year = timezone.localdate().year
        for name in [name for name in cleaned if isinstance(self.fields.get(name), Line | Lines)]:
            text = cleaned[name]
            if name in SAY_NO_BIRTH or not text or text == self.standing(name) or _is_number(name, text):
                continue
            bare, age = self._without_birth(name, text, year)
            if bare != text:
                cleaned[name] = bare
                self.left_out = self.left_out or births_left_out(text, bare)
                self.age = age if self.age is None else self.age
            if not bare and self.fields[name].required:
                told = _("Only a day of birth stands here, and we keep none. Write something else.")
                self.add_error(name, ValidationError(told, code="birth"))

    def _without_birth(self, name: str, text: str, year: int) -> tuple[str, int | None]:
        if name in NAMES:
            return age_apart(text, year=year, is_person=self.of_person or name == "person")
        since = year - RECENT if name in SAY_WHEN else None
        of_person = (self.of_person or name == "source") and name != "value"  # of an old day, whose it is is not said
        return birth_apart(text, year=year, of_person=of_person, since=since)

    def standing(self, name: str) -> str:
        """What the record holds in this field already."""
        return ""


class ContactsApart(BirthsApart):
    """The same, and its open lines take no phone and no e-mail."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        open_lines = [name for name in cleaned if isinstance(self.fields.get(name), OpenLine)]
        for name in open_lines:
            if cleaned[name] != self.standing(name) and has_contact(cleaned[name]):
                told = _("A phone or an e-mail stands here, in a field that many people read. Add it as a contact.")
                self.add_error(name, ValidationError(told, code="contact"))
        return cleaned


def _is_number(name: str, text: str) -> bool:
    """Whether a contact is a telephone, whose figures are no PESEL."""
    return name == "value" and not any(map(str.isalpha, text))


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


class WatchedForm(ContactsApart):
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

    def standing(self, name: str) -> str:
        return str(self.initial.get(name, "")) if name in self.watched else ""

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
