"""Forms that correct the ledger. Whose page shows them builds the address, the access and the names."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from koalicja.people.forms.fields import BirthsApart, Day, Line, Lines
from koalicja.standing import wording
from koalicja.standing.details import LONGEST_REASON, MOST, tells_a_name, without_contact
from koalicja.standing.models import Fact, Kind, Precision, Source
from koalicja.standing.refusals import DetailRefused, FactOutdated, FactRefused
from koalicja.standing.told import Told, checked
from koalicja.ui.groups import GROUP_NAMES

REASON_HINT = _("A few words without names; the old entry stays readable with them, also after her data was erased.")
# What can be set right in a fact besides its date and source. Whom it is about cannot: strike it out, write a new one.
CORRECTED: dict[str, tuple[str, ...]] = {
    Kind.MET: ("number", "people", "place", "agreed", "next_on"),
    Kind.RHYTHM_SET: ("months",),
}
COUNTABLE = (Kind.NAMED, Kind.INVITED, Kind.ATTENDED, Kind.DECLARED, Kind.SIGNED)


class StrikeFactForm(BirthsApart):
    """It did not happen: only the reason is asked for. It outlives the data of people and tells none of `names`."""

    reason = Line(label=pgettext_lazy("fact", "Why"), max_length=LONGEST_REASON, help_text=REASON_HINT)

    def __init__(self, *args: Any, names: Collection[str] = (), **kwargs: Any) -> None:
        self.names = names
        super().__init__(*args, **kwargs)

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        if tells_a_name(reason, self.names):
            told = _("A name stands here. Write it without: the reason stays in the history after her data was erased.")
            raise ValidationError(told, code="name")
        try:
            without_contact(reason, "reason")
        except DetailRefused as error:
            raise ValidationError(wording.refusal(error)) from error
        return reason

    def refuse(self, error: FactRefused | FactOutdated, teller: wording.Teller | None = None) -> None:
        """Say beside the field, or above the form, why nothing was written."""
        self.add_error(field_of(self, error), wording.refusal(error, teller))


class CorrectFactForm(StrikeFactForm):
    """The date, the source and what was counted in one fact, as they should have been, and why.

    `key` lets a form that was sent twice correct once. Fields that the fact's kind does not have are absent.
    """

    on = Day(label=pgettext_lazy("fact", "Date"))
    precision = forms.ChoiceField(label=_("What is known of the date"), choices=Precision.choices)
    number = forms.IntegerField(
        label=_("Which meeting it was"),
        required=False,
        min_value=1,
        max_value=MOST,
        help_text=_("Leave empty: meetings are counted by their dates. Write a number where earlier ones are missing."),
    )
    people = forms.IntegerField(
        label=_("How many people"), required=False, min_value=0, max_value=MOST, help_text=_("Leave empty if unknown.")
    )
    months = forms.IntegerField(label=_("Months between meetings"), required=False, min_value=1, max_value=120)
    place = Line(label=pgettext_lazy("meeting", "Place"), required=False, max_length=200)
    agreed = Lines(
        label=_("What was agreed"),
        required=False,
        max_length=2000,
        help_text=_("Without names of residents and without contacts."),
    )
    next_on = Day(label=_("Date of the next meeting"), required=False)
    source = forms.ChoiceField(label=_("How we know it"), choices=Source.choices)
    source_text = Line(label=_("Source in words"), required=False, max_length=200)
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: Any, fact: Fact, **kwargs: Any) -> None:
        self.fact = fact
        said = Told.of(fact)
        shown = {"on": said.on, "precision": said.precision, "source": said.source, "source_text": said.source_text}
        kwargs["initial"] = said.detail | shown | {"key": str(uuid4())}
        super().__init__(*args, **kwargs)
        self.details = details_of(fact)
        for name in {"number", "people", "months", "place", "agreed", "next_on"} - set(self.details):
            del self.fields[name]
        if fact.kind == Kind.MET:
            self._ask_for_groups(said.detail.get("groups", {}))
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def _ask_for_groups(self, counted: dict[str, int]) -> None:
        for group, name in GROUP_NAMES.items():
            self.fields[f"group_{group}"] = forms.IntegerField(
                label=name, required=False, min_value=0, max_value=MOST, initial=counted.get(group)
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                checked(self._told(data))
            except FactRefused as error:
                self.refuse(error)
        return data

    def right(self) -> Told:
        """What the fact should have said: an argument of actions.correct."""
        return self._told(self.cleaned_data)

    def _told(self, data: dict[str, Any]) -> Told:
        detail = self.fact.detail | {name: data[name] for name in self.details}
        if self.fact.kind == Kind.MET:
            counted = {group: data[f"group_{group}"] for group in GROUP_NAMES}
            detail["groups"] = {group: count for group, count in counted.items() if count is not None}
        return replace(
            Told.of(self.fact),
            on=data["on"],
            precision=data["precision"],
            detail=detail,
            source=data["source"],
            source_text=data["source_text"],
            key=data["key"],
        )


def details_of(fact: Fact) -> tuple[str, ...]:
    """The details of this fact that a form asks for."""
    if fact.kind in COUNTABLE and not fact.subject:
        return ("people",)
    return CORRECTED.get(fact.kind, ())


def field_of(form: forms.Form, error: FactRefused | FactOutdated) -> str | None:
    """The field a refusal speaks of; None for the whole form."""
    if isinstance(error, FactOutdated):
        return None
    named = {"future": "on", "too_early": "on", "talk_twice": "on", "no_reason": "reason"}
    field = error.params["key"] if isinstance(error, DetailRefused) else named.get(error.code)
    return field if field in form.fields else None
