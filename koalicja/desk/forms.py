"""Filters of desk pages."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from koalicja.backroom.models import Job


class JobFilter(forms.Form):
    """Which background work to list; anything unreadable is no filter."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", pgettext_lazy("filter", "all")), *Job.State.choices]
    )

    def chosen(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("state", ""))
