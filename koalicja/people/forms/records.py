"""Forms of one organisation, one person, their contacts, log and mandates."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from koalicja.engine.matching.telephones import telephones_in
from koalicja.engine.matching.text import fold
from koalicja.people.ages import band_of
from koalicja.people.forms.fields import ContactsApart, Day, Line, Lines, OpenLine, WatchedForm
from koalicja.people.models import Contact, ContactEntry, LegalBasis, Organisation
from koalicja.people.texts import age_band, class_choices

GUESS = "guess"
NOTE_HINT = gettext_lazy("Write nothing about people that they could not read themselves.")
SOURCE_HINT = gettext_lazy("Where we know it from: a person, a website, a list.")


def age_choices(offered: Sequence[str], current: str = "") -> list[tuple[str, str]]:
    """The age bands to choose from, unknown first; a band of another edition stays choosable where it is set."""
    bands = [*offered, *([current] if current and current not in offered else [])]
    return [("", age_band("")), *((band, age_band(band)) for band in bands)]


def _has_letter(text: str) -> None:
    if not re.search(r"[^\W_]", text):
        raise ValidationError(_("This name has no letter and no digit. Write the name as people say it."))


def _not_far_ahead(day: date) -> None:
    if day > timezone.localdate() + timedelta(days=366):
        raise ValidationError(_("This day is more than a year ahead. Check the year."))


def clean_postcode(value: str) -> str:
    """00-000, however it was typed."""
    digits = re.sub(r"[\s\-\N{EN DASH}]", "", value)
    if not value:
        return ""
    if not re.fullmatch(r"[0-9]{5}", digits):
        raise ValidationError(_("This is no postcode. Write five digits, for example 59-700."))
    return f"{digits[:2]}-{digits[2:]}"


class OrganisationForm(WatchedForm):
    name = OpenLine(label=pgettext_lazy("organisation", "Name"), max_length=300, validators=[_has_letter])
    kind_text = OpenLine(
        label=gettext_lazy("Type in your own words"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example: craft circle, choir, mill."),
    )
    village = OpenLine(label=gettext_lazy("Village or town"), required=False, max_length=120)
    street = OpenLine(label=gettext_lazy("Street"), required=False, max_length=150)
    house_number = OpenLine(label=gettext_lazy("House number"), required=False, max_length=30)
    postcode = OpenLine(label=gettext_lazy("Postcode"), required=False, max_length=10)
    note = Lines(label=gettext_lazy("Note"), required=False, max_length=4000, help_text=NOTE_HINT)

    def clean_postcode(self) -> str:
        """What stood there before may stay: somebody who changes the phone need not explain the postcode."""
        typed = str(self.cleaned_data["postcode"])
        return typed if typed and typed == self.initial.get("postcode") else clean_postcode(typed)


class NewOrganisationForm(OrganisationForm):
    """The same with a class and a source; `distinct` says that she has seen the look-alikes."""

    class_choice = forms.ChoiceField(
        label=gettext_lazy("Group and sector"),
        required=False,
        initial=GUESS,
        choices=lambda: [(GUESS, _("recognise by the name")), *class_choices()],
    )
    source = OpenLine(label=gettext_lazy("Where we know it from"), max_length=200, help_text=SOURCE_HINT)
    field_order = [
        "name",
        "class_choice",
        "village",
        "street",
        "house_number",
        "postcode",
        "kind_text",
        "note",
        "source",
    ]

    @property
    def watched(self) -> list[str]:
        return []

    def facts(self) -> dict[str, Any]:
        values = {name: value for name, value in self.cleaned_data.items() if name not in {"since", "class_choice"}}
        chosen = self.cleaned_data["class_choice"]
        return values | {"class_choice": None if chosen == GUESS else chosen}


class PersonForm(WatchedForm):
    of_person = True
    name = OpenLine(label=gettext_lazy("First and last name"), max_length=200, validators=[_has_letter])
    age_band = forms.ChoiceField(
        label=gettext_lazy("Age"),
        required=False,
        help_text=gettext_lazy("A band is enough; we never ask for a date of birth."),
    )
    village = OpenLine(label=gettext_lazy("Village or town"), required=False, max_length=120)
    note = Lines(label=gettext_lazy("Note"), required=False, max_length=4000, help_text=NOTE_HINT)

    def __init__(self, *args: Any, bands: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["age_band"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = age_choices(bands, self.initial.get("age_band", ""))
        self.bands = bands

    def clean(self) -> dict[str, Any]:
        """Of a birth that was written the band stays, where none is chosen."""
        cleaned = super().clean()
        self.kept_band = "" if cleaned.get("age_band") else band_of(self.age, self.bands)
        cleaned["age_band"] = cleaned.get("age_band") or self.kept_band
        return cleaned


class NewPersonForm(PersonForm):
    source = OpenLine(label=gettext_lazy("Where we know it from"), max_length=200, help_text=SOURCE_HINT)

    @property
    def watched(self) -> list[str]:
        return []

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "since"}


class ContactForm(WatchedForm):
    of_person = True
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Contact.Kind.choices)
    value = Line(label=pgettext_lazy("form", "Contact"), max_length=300)
    source = Line(label=gettext_lazy("Where we know it from"), max_length=200, help_text=SOURCE_HINT)
    legal_basis = forms.ChoiceField(
        label=gettext_lazy("Why we may keep it"),
        required=False,
        choices=LegalBasis.choices,
        help_text=gettext_lazy("The legal basis; for the phone of a private person it is usually consent."),
    )
    obtained_on = Day(label=gettext_lazy("Since when we have it"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        kind, value = values.get("kind"), values.get("value")
        if kind and value:
            try:
                values["value"] = CLEANERS[kind](value)
            except ValidationError as error:
                self.add_error("value", error)
        return values


def clean_phone(value: str) -> str:
    """Nine digits as 600 100 200, others as they were written; several are as many contacts."""
    if len(telephones_in(value)) > 1:
        raise ValidationError(
            _("Several phone numbers stand here. Write one, and add each other one as a contact too.")
        )
    digits = re.sub(r"\D", "", value)
    if len(digits) < 7 or len(digits) > 15 or re.search(r"[^\d\s+()/.\-wewn]", value):
        raise ValidationError(_("This is no phone number. Write digits, for example 600 100 200."))
    if len(digits) == 9 and "+" not in value:
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    return value


def clean_email(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError as error:
        raise ValidationError(_("This is no e-mail address. It has one @, for example zofia@example.pl.")) from error
    return value


def clean_website(value: str) -> str:
    """An address of a page, with https:// where nothing was written."""
    address = value if re.match(r"(?i)https?://", value) else f"https://{value}"
    if not re.fullmatch(r"(?i)https?://[^\s/@:]+\.[^\s/@:]+(?::\d+)?(?:[/?#]\S*)?", address):
        raise ValidationError(_("This is no address of a website. It looks like biblioteka.example.pl."))
    return address


CLEANERS: dict[str, Callable[[str], str]] = {
    Contact.Kind.PHONE: clean_phone,
    Contact.Kind.EMAIL: clean_email,
    Contact.Kind.WEBSITE: clean_website,
    Contact.Kind.ADDRESS: str,
}


class LogEntryForm(ContactsApart):
    """The kind is the button that was pressed: two taps are enough."""

    of_person = True
    kind = forms.ChoiceField(choices=ContactEntry.Kind.choices)
    on = Day(label=gettext_lazy("When"))
    text = Lines(
        label=gettext_lazy("What came of it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NOTE_HINT,
    )
    next_step = Line(label=gettext_lazy("What next"), required=False, max_length=300)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Write a plan under “What next”."))
        return day


class MandateForm(ContactsApart):
    person = OpenLine(
        label=gettext_lazy("Who"),
        max_length=200,
        validators=[_has_letter],
        help_text=gettext_lazy("First and last name; whoever is not in the register yet will be added."),
        widget=forms.TextInput(attrs={"list": "people-of-the-register", "autocomplete": "off"}),
    )
    same = forms.CharField(required=False, widget=forms.HiddenInput)
    function = OpenLine(
        label=gettext_lazy("Function"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("For example: head teacher, treasurer."),
    )
    is_deputy = forms.BooleanField(label=gettext_lazy("stands in for somebody (deputy)"), required=False)
    since = Day(label=gettext_lazy("From"), required=False, validators=[_not_far_ahead])


class MandateOfPersonForm(MandateForm):
    """The same from the person's side; `known` are the organisations of the register by the words that mean them."""

    organisation = Line(
        label=gettext_lazy("For whom"),
        max_length=430,
        help_text=gettext_lazy("An organisation that is in the register already: type its name and choose it."),
        widget=forms.TextInput(attrs={"list": "organisations-of-the-register", "autocomplete": "off"}),
    )
    field_order = ["organisation", "function", "is_deputy", "since"]

    def __init__(self, *args: Any, known: Mapping[str, Sequence[Organisation]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        del self.fields["person"], self.fields["same"]

    def clean_organisation(self) -> Organisation:
        meant = self.known.get(fold(self.cleaned_data["organisation"]), [])
        if not meant:
            raise ValidationError(_("The register has no organisation of this name. Choose one, or add it first."))
        if len(meant) > 1:
            raise ValidationError(_("Several organisations have this name. Choose one together with its village."))
        return meant[0]


class EndMandateForm(forms.Form):
    on = Day(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, since: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.since = since

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        _not_far_ahead(day)
        if self.since and day < self.since:
            raise ValidationError(_("The last day cannot be before the first one."))
        return day


class ClassForm(forms.Form):
    """One-tap correction of the class; `seen` is what stood there when the page was opened."""

    value = forms.ChoiceField(label=gettext_lazy("Group and sector"), required=False, choices=class_choices)
    seen = forms.ChoiceField(required=False, choices=class_choices, widget=forms.HiddenInput)
    alike = forms.BooleanField(required=False)
