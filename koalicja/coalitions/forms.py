"""Forms of coalitions."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koalicja.coalitions.models import Coalition
from koalicja.coalitions.queries.candidates import Wishes
from koalicja.people.actions.edits import EditConflict, last_event


class NameForm(forms.Form):
    """A coalition's name; when renaming it also sends what it showed, so that two people's names can be told apart."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        show_hidden_initial=True,
        help_text=gettext_lazy("Short, and about the whole community: people will say it aloud."),
    )
    since = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, coalition: Coalition | None = None, **kwargs: Any) -> None:
        if coalition:
            kwargs["initial"] = {"name": coalition.name, "since": last_event(coalition.key)}
        super().__init__(*args, **kwargs)

    def change(self) -> dict[str, Any]:
        """Arguments of rename_coalition."""
        seen = str(self.data.get(self.add_initial_prefix("name"), ""))
        return {"seen": seen, "name": self.cleaned_data["name"], "since": self.cleaned_data["since"] or 0}

    def refuse(self, refusal: EditConflict) -> None:
        """Say which name stands there now; what was typed stays, and saving again keeps it knowingly."""
        theirs = str(refusal.conflicts[0].theirs)
        told = _("Somebody else has just given another name: %(name)s. Save again to keep yours, or write theirs.")
        self.add_error("name", told % {"name": theirs})
        self.data = {name: self.data.get(name, "") for name in self.data} | {self.add_initial_prefix("name"): theirs}


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
