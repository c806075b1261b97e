"""Forms of proposals of whom to invite."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koalicja.coalitions.queries.candidates import Wishes

LOCKS = ("must", "never")
TOLD = ("willingness", "influence")
GRADES: Mapping[str, float] = {"low": 0.2, "medium": 0.5, "high": 0.8}
CANDIDATE = re.compile(r"(?:organisation|person):[1-9][0-9]{0,17}")


class ComposeForm(forms.Form):
    """What a proposal is asked for: neighbours, and for each candidate a lock or a grade that somebody told us.

    Fields of candidates are named lock/KEY and told/COLUMN/KEY; an empty one says nothing.
    """

    neighbours = forms.BooleanField(required=False)
    parent = forms.IntegerField(required=False, min_value=1)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["locks"] = dict(self._sent("lock", LOCKS))
        told: dict[str, dict[str, float]] = {}
        for column in TOLD:
            for key, grade in self._sent(f"told/{column}", tuple(GRADES)):
                told.setdefault(key, {})[column] = GRADES[grade]
        return data | {"told": told}

    def _sent(self, prefix: str, known: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for name, value in self.data.items():
            if not name.startswith(f"{prefix}/") or value == "":
                continue
            key = name.removeprefix(f"{prefix}/")
            if value in known and CANDIDATE.fullmatch(key):
                yield key, str(value)
            else:
                self.add_error(None, _("Something was sent that this page does not offer. Reload it and try again."))

    def refusal(self) -> str:
        """What is wrong, in one sentence."""
        return next(iter(map(str, self.non_field_errors())), _("Reload the page and try again."))

    def wishes(self) -> Wishes:
        given = self.cleaned_data
        return Wishes(neighbours=given["neighbours"], locks=given["locks"], told=given["told"])


class CandidateForm(forms.Form):
    """One candidate of a proposal, by its key; `choices` are grouped."""

    candidate = forms.ChoiceField(label=gettext_lazy("Who"))

    def __init__(self, *args: Any, choices: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["candidate"]
        field.choices = choices  # type: ignore[attr-defined]  # a choice field
        field.error_messages["invalid_choice"] = _("Choose somebody from the list.")
        field.error_messages["required"] = _("Choose somebody from the list.")
