"""Forms of a naming session."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from koalicja.coalitions.actions.naming import NEW, RESIDENT, SAME, SPEAKS, Meant
from koalicja.coalitions.forms.purpose import SharedForm
from koalicja.coalitions.models import Candidacy, NamingSession
from koalicja.coalitions.naming_questions import BRINGS
from koalicja.coalitions.queries.naming_matches import Box
from koalicja.people.actions.edits import EditConflict, last_event
from koalicja.people.forms.fields import Day, Line, Lines
from koalicja.standing import wording
from koalicja.standing.refusals import FactRefused

LONGEST_TEXT = 20_000


class NamesForm(forms.Form):
    """What was typed into one box."""

    box = forms.ChoiceField()
    text = forms.CharField(max_length=LONGEST_TEXT, strip=False)

    def __init__(self, *args: Any, boxes: Sequence[Box], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.boxes = {box.key: box for box in boxes}
        self.fields["box"].choices = [(key, key) for key in self.boxes]  # type: ignore[attr-defined]  # a choice field

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\x00", "")

    def named(self) -> dict[str, Any]:
        """Arguments of name_lines."""
        return {"box": self.boxes[self.cleaned_data["box"]], "text": self.cleaned_data["text"]}


class DecideForm(forms.Form):
    """Who is meant by a line that waits: "same/12", "new", "resident" or "speaks" with an organisation."""

    meant = forms.CharField(max_length=30)
    organisation = Line(required=False, max_length=300)

    def decided(self) -> Meant | None:
        """What was said, or None where the page offers no such answer."""
        how, _slash, record = self.cleaned_data["meant"].partition("/")
        if how not in {SAME, NEW, RESIDENT, SPEAKS} or (how == SAME) != (record.isdecimal() and len(record) < 18):
            return None
        return Meant(how, int(record) if record else None, self.cleaned_data["organisation"])


class SessionForm(SharedForm):
    """A talk: when and where, what to prepare, what was agreed. One's own notes go another way: `own`, `own_seen`."""

    on = Day(label=pgettext_lazy("naming session", "When"))
    place = Line(label=pgettext_lazy("naming session", "Where"), required=False, max_length=200)
    notes = Lines(
        label=gettext_lazy("Notes for preparation, shared"),
        help_text=gettext_lazy("Read by everybody who works with this list: the librarian and the animator."),
        required=False,
        max_length=2000,
    )
    own = Lines(
        label=gettext_lazy("My own notes"),
        help_text=gettext_lazy("Nobody but you can read them."),
        required=False,
        max_length=2000,
    )
    agreed = Lines(
        label=gettext_lazy("What was agreed"),
        help_text=gettext_lazy("This goes into the history. Write it without telephones and without residents' names."),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args: Any, session: NamingSession, own: str, **kwargs: Any) -> None:
        shown = {name: getattr(session, name) for name in ("on", "place", "notes", "agreed")}
        initial = shown | {"own": own, "since": last_event(session.key)}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["own"].show_hidden_initial = True

    @property
    def watched(self) -> list[str]:
        return ["on", "place", "notes", "agreed"]

    def own_note(self) -> dict[str, str]:
        """Arguments of save_own_note."""
        return {"seen": str(self._shown("own")), "text": self.cleaned_data["own"]}

    def refuse_own(self, refusal: EditConflict) -> None:
        told = _("In another window you wrote: “%(text)s”. Put both together here and save again.")
        self.add_error("own", told % {"text": refusal.conflicts[0].theirs})
        self.data = {name: self.data.get(name, "") for name in self.data} | {
            self.add_initial_prefix("own"): refusal.conflicts[0].theirs
        }

    def refuse_fact(self, refusal: FactRefused) -> None:
        self.add_error("agreed", wording.refusal(refusal))


class AboutForm(SharedForm):
    """What matters about one name, and no more. Nobody is asked how important a resident is."""

    size = forms.ChoiceField(
        label=pgettext_lazy("organisation", "Size"),
        widget=forms.RadioSelect,
        choices=Candidacy.Size.choices,
        required=False,
    )
    brings = Line(
        label=gettext_lazy("What could they bring"),
        required=False,
        max_length=500,
    )
    knows = forms.MultipleChoiceField(
        label=gettext_lazy("Whom of those on the list do they know"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    should_ask = Line(
        label=gettext_lazy("Who should ask them"),
        help_text=gettext_lazy("Best somebody whom they know and like to listen to."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "askers", "autocomplete": "off"}),
    )
    known = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)

    def __init__(
        self, *args: Any, candidacy: Candidacy, others: Sequence[Candidacy], knows: Sequence[int], **kwargs: Any
    ) -> None:
        initial = {
            "size": candidacy.size or Candidacy.Size.UNKNOWN.value,
            "brings": candidacy.brings,
            "should_ask": candidacy.should_ask,
            "knows": [str(pk) for pk in knows],
            "known": ",".join(map(str, sorted(knows))),
            "since": last_event(candidacy.key),
        }
        super().__init__(*args, initial=initial, **kwargs)
        known = [(str(each.pk), str(each.owner)) for each in others]
        self.fields["knows"].choices = known  # type: ignore[attr-defined]  # a choice field
        if not others:
            del self.fields["knows"]
        if not candidacy.organisation_id:
            del self.fields["size"]
        self.was_unsized = not candidacy.size
        told = _("Several things with commas, best in these words: %(words)s. Nothing yet is fine, too.")
        self.fields["brings"].help_text = told % {"words": ", ".join(map(str, BRINGS))}

    @property
    def watched(self) -> list[str]:
        return [name for name in ("size", "brings", "should_ask") if name in self.fields]

    def told(self) -> dict[str, Any]:
        """Arguments of update_candidacy. A size that nobody chose is not written."""
        seen, new = self.seen(), self.new()
        if self.was_unsized and new.get("size") == Candidacy.Size.UNKNOWN:
            new["size"] = seen["size"] = ""
        elif self.was_unsized and "size" in seen:
            seen["size"] = ""
        return {"seen": seen, "new": new, "since": self.opened_at()}

    def ties(self) -> dict[str, set[int]]:
        """Arguments of know: only what this person changed."""
        shown = {int(pk) for pk in self.cleaned_data["known"].split(",") if pk.isdecimal()}
        chosen = {int(pk) for pk in self.cleaned_data.get("knows", ())}
        return {"gained": chosen - shown, "lost": shown - chosen}

    def refuse(self, refusal: EditConflict) -> None:
        """What was ticked stays ticked: the data sent keeps its lists."""
        sent: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        super().refuse(refusal)
        for conflict in refusal.conflicts:
            name = self.add_initial_prefix(conflict.field)
            sent[name] = self.data[name]
        self.data = sent
