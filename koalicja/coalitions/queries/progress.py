"""How far a coalition has come: all that its one next step follows from, in a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from koalicja.backroom.models import Event, Mail
from koalicja.backroom.queries import newest_mail
from koalicja.coalitions.models import (
    Answer,
    Candidacy,
    CandidacyStep,
    Coalition,
    CompositionRun,
    Invitation,
    InvitationPlan,
    Leadership,
    Statement,
)
from koalicja.coalitions.queries.board import unlisted_members
from koalicja.coalitions.queries.candidates import candidates_count, entries_count, library_of
from koalicja.coalitions.queries.invitations import plan_of
from koalicja.coalitions.queries.newest import counts
from koalicja.coalitions.queries.purpose import standing_of
from koalicja.coalitions.queries.tables import Tables, tables_of
from koalicja.standing import queries as ledger
from koalicja.standing.models import Kind

State = Candidacy.State
NOT_ASKED = (State.LISTED, State.TALK)


@dataclass(frozen=True, slots=True)
class Said:
    """What a coalition says of itself: the newest version of each text, and whether anybody said who leads."""

    texts: Mapping[str, str]
    is_led: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """`run` is the newest proposal and `ready` the newest that is ready; `unlisted` counts its members not on the list.

    `entries` counts what the register has, as long as nobody was invited. `refused` are those whom the proposal names
    and who cannot: by an answer, also of a member, or as somebody wrote on the board, and it is not dealt with yet.
    """

    coalition: Coalition
    today: date
    candidacies: Sequence[Candidacy]
    said: Said
    entries: int
    run: CompositionRun | None
    ready: CompositionRun | None
    unlisted: int
    invitations: Sequence[Invitation]
    answers: Mapping[int, Answer]
    refused: Sequence[Candidacy]
    in_doubt: int
    plan: InvitationPlan
    has_met: bool

    @property
    def has_begun(self) -> bool:
        """Whether anybody was invited, or came without an invitation."""
        return self.has_met or any(each.state not in NOT_ASKED for each in self.candidacies)

    @property
    def prepared(self) -> int:
        """Texts that wait until a human has looked at them."""
        return sum(not each.is_sent for each in self.invitations)

    @property
    def uninvited(self) -> list[Candidacy]:
        """Those on the list whom nobody has invited, and who did not ask for time."""
        asked = {each.candidacy_id for each in self.invitations}
        return [
            each
            for each in self.candidacies
            if each.state in NOT_ASKED
            and each.pk not in asked
            and (each.not_before is None or each.not_before <= self.today)
        ]

    @property
    def waiting(self) -> list[Answer]:
        """Answers that ask a human for something: a question, somebody named instead."""
        return [
            each
            for each in self.answers.values()
            if not each.done_at and (each.question or each.said == Answer.Said.OTHER)
        ]

    @property
    def silent(self) -> list[Invitation]:
        """Of everybody who was invited and has not answered, the last invitation; an earlier one's answer is none."""
        waits = {each.pk for each in self.candidacies if each.state == State.INVITED}
        answered = _current(self.answers, self.invitations, self.candidacies)
        return [those[0] for pk, those in _sent(self.invitations).items() if pk in waits and pk not in answered]


def said_by(coalition: Coalition) -> Said:
    """What it says of itself and stands in the ledger, in four queries."""
    texts: dict[str, str] = {}
    for kind, text in standing_of(Statement.objects.filter(coalition=coalition), coalition).values_list("kind", "text"):
        texts.setdefault(kind, text)
    return Said(texts, standing_of(Leadership.objects.filter(coalition=coalition), coalition).exists())


def progress_of(
    coalition: Coalition, candidacies: Sequence[Candidacy], *, said: Said, today: date, has_met: bool | None = None
) -> Progress:
    """Everything, for somebody who works with the coalition; whether it has met is asked where nobody says so."""
    runs = list(coalition.runs.defer("inputs").order_by("-number"))
    ready = next((each for each in runs if each.is_ready), None)
    invitations = list(Invitation.objects.filter(candidacy__coalition=coalition).order_by("-pk"))
    answers: dict[int, Answer] = {}
    for answer in Answer.objects.filter(candidacy__coalition=coalition).order_by("-on", "-pk"):
        answers.setdefault(answer.candidacy_id, answer)
    mails = newest_mail(each.key for each in invitations if each.is_sent).values()
    has_begun = any(each.state not in NOT_ASKED for each in candidacies)
    return Progress(
        coalition=coalition,
        today=today,
        candidacies=candidacies,
        said=said,
        entries=0 if has_begun else entries_count(coalition, candidates_count(coalition)),
        run=next(iter(runs), None),
        ready=ready,
        unlisted=unlisted_members(ready, coalition, library_of(coalition), candidacies),
        invitations=invitations,
        answers=answers,
        refused=_refused(tables_of(runs, candidacies), candidacies, _current(answers, invitations, candidacies)),
        in_doubt=sum(mail.state == Mail.State.IN_DOUBT for mail in mails),
        plan=plan_of(coalition),
        has_met=ledger.facts(coalition.pk, kinds=Kind.MET).exists() if has_met is None else has_met,
    )


def _sent(invitations: Sequence[Invitation]) -> dict[int, list[Invitation]]:
    """What went out, in the order given, by key of the candidacy."""
    found: dict[int, list[Invitation]] = {}
    for each in invitations:
        if each.is_sent:
            found.setdefault(each.candidacy_id, []).append(each)
    return found


def _current(
    answers: Mapping[int, Answer], invitations: Sequence[Invitation], candidacies: Sequence[Candidacy]
) -> dict[int, Answer]:
    """Of the newest answers those that count."""
    sent, states = _sent(invitations), {each.pk: each.state for each in candidacies}
    known = {pk: each for pk, each in answers.items() if pk in states}
    return {pk: each for pk, each in known.items() if counts(each, sent.get(pk, []), states[pk])}


def _refused(tables: Tables, candidacies: Sequence[Candidacy], answers: Mapping[int, Answer]) -> Sequence[Candidacy]:
    """Until somebody says that it is dealt with; a newer proposal has them no more. First those who parted."""
    if tables.newest is None:
        return ()
    said_no = {pk: each for pk, each in answers.items() if each.said == Answer.Said.NO}
    gone = [each for each in candidacies if each.state in Candidacy.PARTED and not each.erased_at]
    since = last_written(gone)
    parted = [each for each in gone if tables.left_by(each, since.get(each.pk))]
    dealt = parted_and_dealt_with(parted, {pk: each.done_at for pk, each in said_no.items() if each.done_at})
    away = [each for each in candidacies if each.is_member and each.pk in said_no and not said_no[each.pk].done_at]
    seated = [each for each in away if tables.left_by(each, said_no[each.pk].created_at)]
    return [*(each for each in parted if each.pk not in dealt), *seated]


def last_written(candidacies: Sequence[Candidacy]) -> dict[int, datetime]:
    """When the last step that stands was written down, by key of the candidacy."""
    if not candidacies:
        return {}
    steps = CandidacyStep.objects.filter(candidacy__in=candidacies, undone_at=None).order_by("pk")
    return dict(steps.values_list("candidacy", "created_at"))


def parted_and_dealt_with(candidacies: Sequence[Candidacy], seen: Mapping[int, datetime] | None = None) -> set[int]:
    """Of those who parted, whose parting somebody has seen to since; `seen` says when to an answer "no"."""
    if not candidacies:
        return set()
    told = Event.objects.filter(code="candidacy.dealt", subject__in=[each.key for each in candidacies])
    dealt = dict(told.order_by("at").values_list("subject", "at"))
    last = last_written(candidacies)
    whens = {each.pk: [dealt.get(each.key), (seen or {}).get(each.pk)] for each in candidacies}
    return {pk for pk, known in whens.items() if any(when and when >= last[pk] for when in known)}
