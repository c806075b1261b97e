"""What to do next, and why: one step for each role, from the state of its registers and editions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.backroom import wording
from koalicja.backroom.models import Job
from koalicja.coalitions.models import Coalition
from koalicja.desk.queries import NEED_ORDER, CoalitionRow, EditionCard, FileAtWork, Proposed, Register, proposed
from koalicja.people.models import Batch
from koalicja.people.queries.batches import overview
from koalicja.people.queries.register import NextStep as RegisterStep
from koalicja.people.queries.register import next_step as register_step
from koalicja.people.texts import next_step as register_words
from koalicja.people.views.register import step_url
from koalicja.programmes.models import Participation
from koalicja.ui.formats import number
from koalicja.ui.groups import GROUP_NAMES


@dataclass(frozen=True, slots=True)
class Work:
    """Background work in the words of its own page."""

    job: Job
    title: str
    progress: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """One sentence, one reason, one button; `calm` when nothing waits. `work` is what goes on just now.

    `post` where the button itself does it.
    """

    title: str
    why: str
    url: str = ""
    label: str = ""
    other_url: str = ""
    other_label: str = ""
    calm: bool = False
    work: Work | None = None
    post: bool = False


def group_names(keys: Sequence[str]) -> str:
    return ", ".join(str(GROUP_NAMES[key]) for key in keys)


def for_coordinator(registers: Sequence[Register], leads: Sequence[Participation]) -> NextStep:
    """The first thing that waits in the coordinator's gminas; within one register its own page says the same.

    A file at work comes first, for it ends soon and then there is something to look at; then a proposal that is being
    computed or broke off. A name comes before contacts: without it nobody knows what the invitation is to.
    """
    for register in registers:
        if register.at_work:
            return _file_at_work(register.at_work[0])
    for register in registers:
        if register.previews:
            return _finish_file(register.previews[0], len(register.previews))
    found = [(lead.coalition, proposed(lead)) for lead in leads if hasattr(lead, "coalition")]
    if step := _proposal_on_its_way(found):
        return step
    ordered = sorted(registers, key=lambda register: NEED_ORDER.index(register.need))
    if ordered[0].need != "well" or ordered[0].suggestions:
        return _register_step(ordered[0])
    nameless = [lead for lead in leads if not hasattr(lead, "coalition")]
    if nameless:
        return _give_a_name(nameless[0])
    unasked = [_whom_to_invite(coalition) for coalition, newest in found if not newest.state]
    steps = [*unasked, *(_register_step(register) for register in ordered)]
    ready = [_proposal_ready(coalition, newest) for coalition, newest in found if newest.state == "ready"]
    return next((step for step in steps if not step.calm), [*ready, *steps][0])


def _proposal_on_its_way(found: Iterable[tuple[Coalition, Proposed]]) -> NextStep | None:
    """A proposal that is being computed, else one that broke off."""
    for coalition, newest in sorted(found, key=lambda each: each[1].state):  # at_work before failed
        words = {"number": newest.number, "name": coalition.name}
        if newest.state == "at_work":
            return NextStep(
                title=_("Proposal %(number)s is being computed: %(name)s") % words,
                why=_("This takes a minute at most. Nobody has to wait: the proposal stays and can be opened later."),
                url=reverse("coalitions:proposal", args=[coalition.pk, newest.number]),
                label=_("See how far it is"),
            )
        if newest.state == "failed":
            return NextStep(
                title=_("Proposal %(number)s broke off: %(name)s") % words,
                why=_("Nothing is lost: its page says what happened, and it can be computed again there."),
                url=reverse("coalitions:proposal", args=[coalition.pk, newest.number]),
                label=_("See what happened"),
            )
    return None


def _proposal_ready(coalition: Coalition, newest: Proposed) -> NextStep:
    return NextStep(
        title=_("Proposal %(number)s is ready: %(name)s") % {"number": newest.number, "name": coalition.name},
        why=_("It says whom to invite and why. Print it for the first talk with the mayor."),
        url=reverse("coalitions:proposal", args=[coalition.pk, newest.number]),
        label=_("Open the proposal"),
        calm=True,
    )


def _file_at_work(file: FileAtWork) -> NextStep:
    """How far the work on a file is; the page of the file says it as it goes on."""
    if not file.job.is_open:
        return _broken_file(file)
    return NextStep(
        title=wording.title(file.job),
        why=_("File: %(file)s. Nobody has to wait: the work goes on by itself, and then the next step is said here.")
        % {"file": file.batch.name},
        url=file.batch.get_absolute_url(),
        label=_("See how far it is"),
        work=Work(file.job, wording.title(file.job), wording.progress(file.job)),
    )


def _broken_file(file: FileAtWork) -> NextStep:
    return NextStep(
        title=_("The work on a file broke off: %(file)s") % {"file": file.batch.name},
        why=wording.error(file.job),
        url=file.batch.get_absolute_url(),
        label=_("Open the file"),
    )


def _finish_file(batch: Batch, waiting: int = 1) -> NextStep:
    """What the preview asks first, in the words of its own page; `waiting` is how many files wait so."""
    plan = overview(batch).plan
    is_asking = bool(plan.doubtful and not plan.does_something)
    why = _("File: %(file)s. Nothing of it is in the register yet, and after 24 hours the preview is deleted.")
    more = _("Files that wait: %(count)s.") % {"count": number(waiting)} if waiting > 1 else ""
    return NextStep(
        title=_decide_about(plan.doubtful) if is_asking else _("The preview is ready: check it and accept it"),
        why=f"{why % {'file': batch.name}} {more}".strip(),
        url=batch.get_absolute_url() + ("?outcome=doubtful#wiersze" if is_asking else ""),
        label=_("Decide") if is_asking else _("Open the preview"),
    )


def _decide_about(rows: int) -> str:
    title = ngettext("Decide about %(count)s row", "Decide about %(count)s rows", rows)
    return title % {"count": number(rows)}


def _register_step(register: Register) -> NextStep:
    """The register's own next step, in the words of its page. One that holds only libraries counts as empty."""
    code = register.gmina.pk
    step = register_step(register.counts, register.suggestions, register.unreachable)
    if not register.entries and not register.suggestions:
        step = RegisterStep("type_names")
    words = register_words(step.code, step.count, step.missing)
    url = step_url(step.code, code)
    return NextStep(
        title=words["title"],
        why=_only_library() if register.total and step.code == "type_names" else words["why"],
        url=url or reverse("people:register", args=[code]),
        label=words["action_label"] if url else _("Open the register"),
        other_url=reverse("people:load", args=[code]) if "other_label" in words else "",
        other_label=words.get("other_label", ""),
        calm=not url,
    )


def _only_library() -> str:
    return _("So far only the library is in the register. Start with those you know: schools, shops, neighbours.")


def _give_a_name(lead: Participation) -> NextStep:
    return NextStep(
        title=_("%(label)s: give it a name") % {"label": capfirst(lead.edition.coalition_label)},
        why=_("All groups are in the register now. With a name it is easier to invite people."),
        url=reverse("coalitions:create", args=[lead.pk]),
        label=_("Give it a name"),
    )


def _whom_to_invite(coalition: Coalition) -> NextStep:
    return NextStep(
        title=_("%(label)s: find out whom to invite") % {"label": capfirst(coalition.edition.coalition_label)},
        why=_(
            "All groups are in the register. A proposal says whom to invite to the table, with a reason for each seat."
        ),
        url=reverse("coalitions:proposals", args=[coalition.pk]),
        label=_("Make a proposal"),
    )


def why_help(register: Register) -> str:
    """Why this register needs help, as a predicate; empty when it does not."""
    if register.need == "empty":
        return _("only the library is in the register") if register.total else _("nobody is in the register yet")
    if register.need == "groups":
        return _("missing: %(groups)s") % {"groups": group_names(register.missing)}
    if register.need == "check":
        return ngettext("%(count)s group to check", "%(count)s groups to check", register.to_check) % {
            "count": number(register.to_check)
        }
    return ""


def for_animator(rows: Sequence[CoalitionRow]) -> NextStep:
    """The coalition that needs help first."""
    if step := _proposal_on_its_way((each.coalition, each.proposed) for each in rows):
        return step
    row = rows[0]
    if row.register.need == "well":
        unasked = [each for each in rows if not each.proposed.state]
        if unasked:
            return _help_to_propose(unasked[0])
        return NextStep(
            title=_("The registers of your coalitions are in order"),
            why=_("All five groups are there, and all groups are checked. Look again before the next meeting."),
            url=row.coalition.get_absolute_url(),
            label=_("Open the first one"),
            calm=True,
        )
    words = {"name": row.coalition.name, "gmina": row.register.gmina.name}
    return NextStep(
        title=_("Help first: %(name)s (gmina: %(gmina)s)") % words,
        why=_why_first(row.register),
        url=reverse("people:register", args=[row.register.gmina.pk]),
        label=_("Open the register"),
        other_url=row.coalition.get_absolute_url(),
        other_label=_("Open the coalition"),
    )


def _help_to_propose(row: CoalitionRow) -> NextStep:
    return NextStep(
        title=_("Find out whom to invite: %(name)s") % {"name": row.coalition.name},
        why=_("The register is in order. Have a proposal computed and go through it together with the library."),
        url=reverse("coalitions:proposals", args=[row.coalition.pk]),
        label=_("Make a proposal"),
        other_url=row.coalition.get_absolute_url(),
        other_label=_("Open the coalition"),
    )


def _why_first(register: Register) -> str:
    if register.need == "empty" and register.total:
        return _("So far only the library is in the register. Think together whom you know: a name is enough.")
    if register.need == "empty":
        return _("Nobody is in the register yet. Think together with the library whom you know: a name is enough.")
    return _("%(why)s. Go through the register together with the library.") % {"why": capfirst(why_help(register))}


def for_operator(cards: Sequence[EditionCard], failed: int) -> NextStep:
    """A file at work or waiting first, for it does not stay; then failed work; then the newest running edition."""
    at_work = next((card.at_work for card in cards if card.at_work), None)
    if at_work:
        return _file_at_work(at_work)
    waiting = next((card.preview for card in cards if card.preview), None)
    if waiting:
        return _finish_file(waiting)
    if failed:
        return _failed_work(failed)
    return _edition_step(next((card for card in cards if not card.has_ended), cards[0]))


def _edition_step(card: EditionCard) -> NextStep:
    numbers, edition = card.numbers, card.edition
    if not numbers.leads:
        return NextStep(
            title=_("Add the libraries of the edition: %(edition)s") % {"edition": edition.name},
            why=_("Nobody takes part yet. Begin with the Lead Libraries."),
            url=reverse("programmes:register_participation", args=[edition.pk]),
            label=_("Add a library"),
        )
    if numbers.empty and not card.has_file:
        return _load_for_all(card)
    if card.uncoordinated and not card.has_ended:
        return NextStep(
            title=_("Name coordinators: %(edition)s") % {"edition": edition.name},
            why=ngettext(
                "%(count)s Lead Library has nobody who keeps its register.",
                "%(count)s Lead Libraries have nobody who keeps their registers.",
                card.uncoordinated,
            )
            % {"count": number(card.uncoordinated)},
            url=edition.get_absolute_url() + "?part=lead",
            label=_("Open the libraries"),
        )
    if numbers.empty:
        return _empty_registers(card)
    return NextStep(
        title=_("Every Lead Library has begun its register"),
        why=_("Look again in a week: registers without one of the five groups will wait for a talk."),
        url=edition.get_absolute_url(),
        label=_("Open the edition"),
        calm=True,
    )


def _failed_work(failed: int) -> NextStep:
    return NextStep(
        title=ngettext("See why %(count)s job failed", "See why %(count)s jobs failed", failed)
        % {"count": number(failed)},
        why=_("Somebody waits for its result. The list says what happened and what helps."),
        url=reverse("desk:jobs") + "?state=failed",
        label=_("Open the list of jobs"),
    )


def _load_for_all(card: EditionCard) -> NextStep:
    words = {"empty": number(card.numbers.empty), "leads": number(card.numbers.leads)}
    return NextStep(
        title=_("Load one file for all gminas: %(edition)s") % {"edition": card.edition.name},
        why=_("Empty registers: %(empty)s of %(leads)s. One national list gives every gmina its first suggestions.")
        % words,
        url=reverse("people:load_edition", args=[card.edition.pk]),
        label=_("Load a file"),
        other_url=card.edition.get_absolute_url() + "?part=lead&only=empty",
        other_label=_("See which are empty"),
    )


def _empty_registers(card: EditionCard) -> NextStep:
    words = {"empty": number(card.numbers.empty), "leads": number(card.numbers.leads)}
    return NextStep(
        title=_("See who has not begun yet: %(edition)s") % {"edition": card.edition.name},
        why=_("Empty registers: %(empty)s of %(leads)s. A call often helps more than a message.") % words,
        url=card.edition.get_absolute_url() + "?part=lead&only=empty",
        label=_("See which are empty"),
    )
