"""Forms of what a coalition is for: its texts, who leads, areas, assets, rhythm."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from koalicja.coalitions.models import Area, Asset, Candidacy, Coalition, Leadership
from koalicja.coalitions.queries.purpose import Versions
from koalicja.coalitions.starters import AREAS
from koalicja.engine.matching.text import tidy
from koalicja.people.actions.edits import EditConflict, last_event
from koalicja.people.forms.fields import BirthsApart, Day, Line, Lines, WatchedForm
from koalicja.standing import wording
from koalicja.standing.refusals import FactRefused

LONGEST_TEXT = 2000
RHYTHMS = (1, 2, 3, 6, 12)
LIBRARY = "library"
ON_HINT = gettext_lazy("The day it was agreed; an earlier one is fine, too.")


def today() -> date:
    return timezone.localdate()


class DatedForm(BirthsApart):
    """Says something that was agreed on a day; `since` is the key of the last version that the form showed."""

    on = Day(label=pgettext_lazy("statement", "When"), initial=today, help_text=ON_HINT)
    since = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def refuse_day(self, refusal: FactRefused) -> None:
        """Say beside the day why the ledger does not take it."""
        self.add_error("on", wording.refusal(refusal))

    def shown(self) -> int:
        return self.cleaned_data["since"] or 0

    def seen_now(self, version: int) -> None:
        """After a conflict the newer version has been shown: saving again knowingly comes after it."""
        self.data = {name: self.data.get(name, "") for name in self.data} | {"since": version}


class StatementForm(DatedForm):
    """A new version of a text. It begins with the one that counts, or with what was typed, and may take a starter."""

    text = Lines(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}))
    field_order = ["text", "on", "since"]

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        versions: Versions,
        label: str,
        begin: str = "",
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        newest = versions.newest
        last = max((each.pk for each in (newest, *versions.older) if each), default=0)
        shown: dict[str, Any] = {"text": newest.text if newest else "", "since": last} | dict((typed or {}).items())
        shown["text"] = "\n".join(filter(None, [shown["text"], begin]))
        super().__init__(data, initial=shown)
        self.fields["text"].label = label

    def said(self) -> dict[str, Any]:
        """Arguments of say_statement."""
        return {"text": self.cleaned_data["text"], "on": self.cleaned_data["on"], "since": self.shown()}

    def refuse(self, refusal: EditConflict) -> None:
        theirs = refusal.conflicts[0].theirs
        told = _("In the meantime %(who)s wrote: “%(text)s”. Save again to put yours after it; both stay.")
        self.add_error("text", told % {"who": theirs.by or _("somebody"), "text": theirs.text})
        self.seen_now(theirs.pk)


class LeadershipForm(DatedForm):
    """Who leads. `who` is the library or somebody of the list; words are for whoever is on no list."""

    how = forms.ChoiceField(label=gettext_lazy("How"), widget=forms.RadioSelect, choices=Leadership.How.choices)
    who = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    words = Line(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Where the leader is not on the list, or there are several. Names of organisations."),
    )
    field_order = ["how", "who", "words", "on", "since"]

    def __init__(
        self,
        *args: Any,
        leaderships: Sequence[Leadership],
        library: str,
        candidacies: Sequence[Candidacy],
        **kwargs: Any,
    ) -> None:
        self.candidacies = {str(each.pk): each for each in candidacies}
        now = next(iter(leaderships), None)
        if now:
            who = LIBRARY if now.by_library else str(now.candidacy_id or "")
            kwargs["initial"] = {"how": now.how, "who": who, "words": now.words}
        super().__init__(*args, **kwargs)
        self.initial["since"] = max((each.pk for each in leaderships), default=0)
        people = [(key, str(each.owner)) for key, each in self.candidacies.items()]
        choices = [("", pgettext_lazy("choice", "not chosen")), (LIBRARY, library), *people]
        self.fields["who"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        how, who, words = data.get("how"), data.get("who"), data.get("words")
        if how == Leadership.How.NOBODY:
            return data | {"who": "", "words": ""}
        if who and words:
            self.add_error("words", _("Choose somebody or write words, not both."))
        if how == Leadership.How.MEMBER and not who and not words:
            self.add_error("who", _("Choose who leads, or write it in your own words below."))
        return data

    def chosen(self) -> dict[str, Any]:
        """Arguments of choose_leadership."""
        who = self.cleaned_data["who"]
        return {
            "how": self.cleaned_data["how"],
            "by_library": who == LIBRARY,
            "candidacy": self.candidacies.get(who),
            "words": self.cleaned_data["words"],
            "on": self.cleaned_data["on"],
            "since": self.shown(),
        }

    def refuse(self, refusal: EditConflict) -> None:
        theirs = refusal.conflicts[0].theirs
        told = _("In the meantime %(who)s chose: %(how)s. Save again to put your choice after it; both stay.")
        self.add_error("how", told % {"who": theirs.by or _("somebody"), "how": theirs.get_how_display()})
        self.seen_now(theirs.pk)


def has_a_word(name: str) -> None:
    """Refuse a name without a letter or digit."""
    if not any(character.isalnum() for character in name):
        raise ValidationError(_("Write what the area is, in a few words."))


class AreaForm(BirthsApart):
    """A starter by its key, or the coalition's own words."""

    starter = forms.ChoiceField(required=False, choices=lambda: [(key, str(name)) for key, name in AREAS.items()])
    name = Line(label=gettext_lazy("An area of your own"), required=False, max_length=120)
    on = Day(label=pgettext_lazy("statement", "When"), required=False, initial=today, help_text=ON_HINT)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("starter"):
            data["name"] = tidy(str(AREAS[data["starter"]]))
        elif not self.errors:
            try:
                has_a_word(data.get("name", ""))
            except ValidationError as error:
                self.add_error("name", error)
        return data

    def chosen(self) -> dict[str, Any]:
        """Arguments of add_area."""
        given = self.cleaned_data
        return {"name": given["name"], "starter": given["starter"], "on": given["on"] or today()}

    def refuse_day(self, refusal: FactRefused) -> None:
        self.add_error("on", wording.refusal(refusal))


def who_wrote(refusal: EditConflict, field: str) -> str:
    """Whose words stand in the field now; nobody is named where the history does not say."""
    wrote = (event.by for event in refusal.others if event.by and field in event.params.get("changes", {}))
    return str(next(wrote, None) or _("somebody"))


class SharedForm(WatchedForm):
    """A form of something two people may change at once; what the other one wrote is shown beside the field."""

    def refuse(self, refusal: EditConflict) -> None:
        data = {name: self.data.get(name, "") for name in self.data}
        for conflict in refusal.conflicts:
            told = _("In the meantime %(who)s wrote: “%(theirs)s”. Save again to keep yours, or write theirs.")
            theirs = self._as_read(conflict.field, conflict.theirs)
            self.add_error(conflict.field, told % {"who": who_wrote(refusal, conflict.field), "theirs": theirs})
            data[self.add_initial_prefix(conflict.field)] = "" if conflict.theirs is None else str(conflict.theirs)
        self.data = data

    def _as_read(self, name: str, value: Any) -> str:
        choices = getattr(self.fields[name], "choices", ())
        return next((str(label) for key, label in choices if str(key) == str(value or "")), str(value or ""))


class RenameAreaForm(SharedForm):
    name = Line(label=gettext_lazy("Area of action"), max_length=120, validators=[has_a_word])

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": area.name, "since": last_event(area.coalition.key)}
        super().__init__(*args, **kwargs)


class AssetForm(SharedForm):
    """What is brought to the table; changing it does not change by whom."""

    kind = forms.ChoiceField(label=pgettext_lazy("asset", "Kind"), choices=Asset.Kind.choices)
    what = Line(
        label=gettext_lazy("What"),
        max_length=200,
        help_text=gettext_lazy("For example: reading room for 30 people, projector, open until 18 on Tuesdays."),
    )
    note = Line(label=gettext_lazy("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, asset: Asset, **kwargs: Any) -> None:
        shown = {"kind": asset.kind, "what": asset.what, "note": asset.note}
        kwargs["initial"] = shown | {"since": last_event(asset.coalition.key)}
        super().__init__(*args, **kwargs)


class NewAssetForm(BirthsApart):
    kind = AssetForm.base_fields["kind"]
    what = AssetForm.base_fields["what"]
    whose = forms.ChoiceField(label=gettext_lazy("Who brings it"), required=False)
    note = AssetForm.base_fields["note"]

    def __init__(self, *args: Any, library: str, candidacies: Sequence[Candidacy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidacies = {str(each.pk): each for each in candidacies}
        choices = [("", library), *((key, str(each.owner)) for key, each in self.candidacies.items())]
        self.fields["whose"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def brought(self) -> dict[str, Any]:
        """Arguments of add_asset."""
        given = self.cleaned_data
        candidacy = self.candidacies.get(given["whose"])
        return {"kind": given["kind"], "what": given["what"], "note": given["note"], "candidacy": candidacy}


class RhythmForm(SharedForm):
    """How often it wants to meet; the day is when that was agreed."""

    rhythm_months = forms.TypedChoiceField(
        label=gettext_lazy("How often you want to meet"), required=False, coerce=int, empty_value=None
    )
    on = Day(label=pgettext_lazy("statement", "When"), initial=today, help_text=ON_HINT)

    def __init__(self, *args: Any, coalition: Coalition, **kwargs: Any) -> None:
        now = coalition.rhythm_months
        kwargs["initial"] = {"rhythm_months": now, "since": last_event(coalition.key)}
        super().__init__(*args, **kwargs)
        months = sorted({*RHYTHMS, *([now] if now else [])})
        choices = [("", _("we do not know yet")), *((each, wording.rhythm(each)) for each in months)]
        self.fields["rhythm_months"].choices = choices  # type: ignore[attr-defined]  # a choice field

    @property
    def watched(self) -> list[str]:
        return ["rhythm_months"]

    def change(self) -> dict[str, Any]:
        """Arguments of set_rhythm."""
        shown = self.data.get(self.add_initial_prefix("rhythm_months"), "")
        return {
            "seen": int(shown) if str(shown).isdecimal() else None,
            "months": self.cleaned_data["rhythm_months"],
            "on": self.cleaned_data["on"],
            "since": self.opened_at(),
        }

    def refuse_day(self, refusal: FactRefused) -> None:
        self.add_error("on", wording.refusal(refusal))
