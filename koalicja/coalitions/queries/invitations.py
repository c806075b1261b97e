"""Invitations as pages and paper show them: each person with ways to reach her, what went out, what she answered."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from koalicja.backroom.models import Mail
from koalicja.backroom.queries import newest_mail
from koalicja.coalitions.composing.storing import read_problem
from koalicja.coalitions.inviting.words import Frame, Wording, template_of
from koalicja.coalitions.models import (
    Answer,
    Candidacy,
    Coalition,
    CompositionRun,
    Invitation,
    InvitationPlan,
    Statement,
)
from koalicja.coalitions.models.invitations import ALPHABET, TOKEN_LENGTH, hash_of
from koalicja.coalitions.queries.candidates import library_contact, library_of
from koalicja.coalitions.queries.instead import namings_of
from koalicja.coalitions.queries.newest import counts
from koalicja.coalitions.queries.purpose import candidacies_of, standing_of
from koalicja.coalitions.queries.reaching import Reach, reach_of
from koalicja.coalitions.queries.tables import tables_of
from koalicja.people.access import gmina_scope
from koalicja.people.models import Role, User
from koalicja.standing.models import Fact, Kind

State, Way = Candidacy.State, Invitation.Way


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody considered, with everything that was prepared, sent and answered; newest first.

    `newest` is the newest answer, also to an invitation before the newest one. `where` says where to look for whoever
    was named in somebody's answer.
    """

    candidacy: Candidacy
    reach: Reach
    prepared: tuple[Invitation, ...] = ()
    sent: tuple[Invitation, ...] = ()
    newest: Answer | None = None
    mails: dict[str, Mail] = field(default_factory=dict)
    where: str = ""

    @property
    def pk(self) -> int:
        return self.candidacy.pk

    @property
    def name(self) -> str:
        return str(self.candidacy.owner)

    @property
    def speaker(self) -> str:
        """Who would speak for the organisation, "" where nobody is named or she is the resident herself."""
        candidacy = self.candidacy
        return str(candidacy.person) if candidacy.organisation_id and candidacy.person_id else ""

    @property
    def way(self) -> str:
        """What is offered first: mail where there is an address, a letter where only a postal one is, else a talk."""
        if self.reach.email:
            return str(Way.EMAIL)
        return str(Way.LETTER if self.reach.address and not self.reach.phone else Way.TALK)

    @property
    def ways_used(self) -> frozenset[str]:
        return frozenset(each.way for each in self.sent)

    @property
    def mail(self) -> Mail | None:
        """The newest mail of any of the invitations."""
        return max(self.mails.values(), key=lambda mail: mail.pk, default=None)

    @property
    def answer(self) -> Answer | None:
        """The one that counts; None where only an invitation before the newest was answered."""
        is_current = self.newest and counts(self.newest, self.sent, self.candidacy.state)
        return self.newest if is_current else None

    @property
    def asks_for_somebody(self) -> bool:
        """Whether the newest answer, to whichever invitation, waits for a human: a question, or somebody named."""
        answer = self.newest
        return bool(answer and not answer.done_at and (answer.question or answer.said == Answer.Said.OTHER))

    @property
    def is_silent(self) -> bool:
        return bool(self.sent) and self.answer is None and self.candidacy.state not in Candidacy.PARTED


def invited_of(coalition: Coalition) -> tuple[Invited, ...]:
    """Everybody considered, by name, in six queries."""
    candidacies = candidacies_of(coalition)
    reach = reach_of(candidacies)
    invitations: dict[int, list[Invitation]] = {}
    for invitation in Invitation.objects.filter(candidacy__coalition=coalition).select_related("sent_by"):
        invitations.setdefault(invitation.candidacy_id, []).append(invitation)
    answers: dict[int, Answer] = {}
    for answer in Answer.objects.filter(candidacy__coalition=coalition).select_related("by"):
        answers.setdefault(answer.candidacy_id, answer)
    everything = [each for those in invitations.values() for each in those]
    mails, namings = newest_mail(each.key for each in everything), namings_of(candidacies)
    rows = [
        replace(
            _invited(each, reach[each.pk], invitations.get(each.pk, []), answers.get(each.pk), mails),
            where=namings[each.pk].other_reach if each.pk in namings else "",
        )
        for each in candidacies
    ]
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.pk)))


def invited_one(candidacy: Candidacy) -> Invited:
    """The same about one."""
    mine = list(candidacy.invitations.select_related("sent_by"))
    answer = candidacy.answers.select_related("by").first()
    return _invited(
        candidacy, reach_of([candidacy])[candidacy.pk], mine, answer, newest_mail(each.key for each in mine)
    )


def without_mail(rows: Iterable[Invited]) -> list[Invited]:
    """Who is called or told, wherever others get mail: nobody knows an address, or the mail did not reach them.

    Only those who are asked and have not answered, each invitation anew; whoever asked for time is left alone until
    that day.
    """
    lost, today = (Mail.State.BOUNCED, Mail.State.REFUSED), timezone.localdate()
    return [
        row
        for row in rows
        if row.candidacy.state not in Candidacy.PARTED
        and (row.sent or row.prepared)
        and row.answer is None
        and (row.candidacy.not_before is None or row.candidacy.not_before <= today)
        and (not row.reach.email or (row.mail is not None and row.mail.state in lost))
    ]


def plan_of(coalition: Coalition) -> InvitationPlan:
    """When and where you meet; an empty one where nobody said anything yet."""
    return InvitationPlan.objects.filter(coalition=coalition).first() or InvitationPlan(coalition=coalition)


def coordinator_of(coalition: Coalition) -> User | None:
    """Whoever coordinates in the gmina; of several, the one who began first."""
    roles = Role.objects.filter(kind=Role.Kind.COORDINATOR, scope=gmina_scope(coalition.gmina_id), ended_at=None)
    first = roles.filter(user__is_active=True).select_related("user").order_by("pk").first()
    return first.user if first else None


def meetings_of(coalition: Coalition) -> list[Fact]:
    """Meetings that are written down and stand, the newest first."""
    return list(Fact.objects.in_force().filter(coalition=coalition.pk, kind=Kind.MET).order_by("-on", "-pk"))


def frame_of(coalition: Coalition) -> Frame:
    """What all invitations of this coalition share, from its page and its plan."""
    plan = plan_of(coalition)
    said: dict[str, str] = {}
    asked = coalition.statements.filter(kind__in=[Statement.Kind.PROBLEM, Statement.Kind.GOAL])
    for statement in standing_of(asked, coalition):
        said.setdefault(statement.kind, " ".join(statement.text.split()))
    return Frame(
        name=_("%(label)s “%(name)s”") % {"label": coalition.edition.coalition_label, "name": coalition.name},
        library=str(library_of(coalition)),
        contact=library_contact(coalition),
        problem=said.get(Statement.Kind.PROBLEM, ""),
        goal=said.get(Statement.Kind.GOAL, ""),
        meets_on=plan.meets_on,
        meets_at=plan.meets_at,
        place=plan.place,
        takes=plan.takes,
        asks=plan.asks,
        reply_by=plan.reply_by,
    )


def wordings_of(coalition: Coalition, groups: Iterable[str]) -> dict[str, Wording]:
    """The coalition's own words for each group, else the product's."""
    own = {each.group: Wording(each.subject, each.text) for each in coalition.invitation_texts.all()}
    return {group: own.get(group) or template_of(group) for group in groups}


def by_token(token: str) -> Invitation | None:
    """The invitation a link belongs to, whatever has become of it; None for what no link of ours says.

    Looked up by a hash and compared in constant time, so that answers take as long for a near miss as for any other.
    """
    typed = token.lower().replace("-", "")
    if len(typed) != TOKEN_LENGTH or set(typed) - set(ALPHABET):
        return None
    hashed = hash_of(typed)
    related = ("candidacy__coalition__edition", "candidacy__organisation", "candidacy__person")
    found = Invitation.objects.filter(token_hash=hashed).exclude(sent_at=None).select_related(*related).first()
    return found if found and secrets.compare_digest(found.token_hash, hashed) else None


def by_code(coalition: Coalition, typed: str) -> Invitation | None:
    """The invitation whose slip has this code, however it was typed."""
    code = "".join(character for character in typed.upper() if character.isalnum())
    sent = Invitation.objects.filter(code=code, candidacy__coalition=coalition).exclude(sent_at=None)
    return sent.select_related("candidacy__organisation", "candidacy__person").first() if code else None


def run_with(coalition: Coalition, candidacy: Candidacy) -> CompositionRun | None:
    """The proposal, the newest or the one that filled the list, where they are at its table and can be replaced there.

    A newer proposal that was made after they said that they cannot has dealt with it.
    """
    tables = tables_of(coalition.runs.filter(state=CompositionRun.State.READY), coalition.candidacies.all())
    steps = candidacy.steps.filter(undone_at=None).order_by("-pk").values_list("created_at", flat=True)
    answers = candidacy.answers.values_list("created_at", flat=True)
    run = tables.left_by(candidacy, max([*steps[:1], *answers[:1]], default=None))
    return None if run is None or read_problem(run.inputs).library == candidacy.subject else run


def letters_of(coalition: Coalition, keys: Sequence[int]) -> list[Invitation]:
    """Letters that went out and whose links can still be printed, in the order of the names."""
    related = ("candidacy__organisation", "candidacy__person")
    found = Invitation.objects.filter(candidacy__coalition=coalition, way=Way.LETTER, erased_at=None, pk__in=keys)
    sent = found.exclude(sent_at=None).select_related(*related)
    printable = [each for each in sent if each.has_its_link]
    return sorted(printable, key=lambda each: (str(each.candidacy.owner).casefold(), each.pk))


def _invited(
    candidacy: Candidacy, reach: Reach, mine: Sequence[Invitation], answer: Answer | None, mails: dict[str, Mail]
) -> Invited:
    return Invited(
        candidacy,
        reach,
        prepared=tuple(each for each in mine if not each.is_sent),
        sent=tuple(each for each in mine if each.is_sent),
        newest=answer,
        mails={each.key: mails[each.key] for each in mine if each.key in mails},
    )
