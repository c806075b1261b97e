"""Forms of a coalition itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koalicja.coalitions.forms.purpose import who_wrote
from koalicja.coalitions.models import Coalition
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
        told = _("In the meantime %(who)s gave another name: %(name)s. Save again to keep yours, or write theirs.")
        self.add_error("name", told % {"who": who_wrote(refusal, "name"), "name": theirs})
        self.data = {name: self.data.get(name, "") for name in self.data} | {self.add_initial_prefix("name"): theirs}
