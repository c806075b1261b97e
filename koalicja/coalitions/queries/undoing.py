"""What is taken back together with the last step of a candidacy."""

from koalicja.coalitions.models import Answer, Candidacy, CandidacyStep
from koalicja.coalitions.queries.newest import answers_from
from koalicja.standing.models import Fact


def answers_with(step: CandidacyStep) -> list[Answer]:
    """The answer that made the step and those after it, the newest first."""
    first = _answer_of(step)
    return list(answers_from(first)) if first else []


def given_by_link(step: CandidacyStep) -> Answer | None:
    """The answer, given by link and by nobody of the library, that would go with the step; None where none would."""
    return next((each for each in answers_with(step) if each.how == Answer.By.LINK), None)


def has_refused_by_link(candidacy: Candidacy) -> bool:
    """Whether the refusal that stands was given by link: the page of that link promises when data is erased."""
    refusal = candidacy.steps.filter(state=Candidacy.State.DECLINED, undone_at=None).order_by("-on", "-pk").first()
    if refusal is None or candidacy.state != Candidacy.State.DECLINED:
        return False
    return given_by_link(refusal) is not None


def moved_on(answer: Answer | None) -> CandidacyStep | None:
    """What the library wrote down after this refusal, so that the erasure it promised is off; None where it is not."""
    if answer is None or answer.said != Answer.Said.NO or answer.candidacy.state == Candidacy.State.DECLINED:
        return None
    later = answer.candidacy.steps.filter(created_at__gte=answer.created_at, undone_at=None).order_by("pk")
    refusal = later.filter(state=Candidacy.State.DECLINED).first()
    return later.filter(pk__gt=refusal.pk, is_noted=False).last() if refusal else None


def _answer_of(step: CandidacyStep) -> Answer | None:
    """The answer that made the step: the one whose fact it is, or, of a refusal, a "no" told in the same way."""
    answers = step.candidacy.answers.order_by("pk")
    if step.state != Candidacy.State.DECLINED:
        return answers.filter(fact=step.fact).first() if step.fact else None
    told = Fact.objects.filter(pk=step.fact or 0).first()
    made = answers.filter(said=Answer.Said.NO, how=told.source, fact__lt=told.pk).last() if told else None
    return made or answers.filter(created_at__gt=step.created_at, on__gte=step.on).first()


def is_only_listed(candidacy: Candidacy) -> bool:
    """Whether nothing has come of being put on the list: no step that stands, no answer, nothing they bring or lead.

    Whoever was written to stays, also where that step was taken back: a letter of ours may be in her hands.
    """
    later = list(candidacy.steps.order_by("pk"))[1:]
    has_moved = any(step.undone_at is None for step in later)
    was_written_to = candidacy.invitations.exclude(sent_at=None).exists() or candidacy.answers.exists()
    return not (has_moved or was_written_to or candidacy.assets.exists() or candidacy.leaderships.exists())


def leaves_with(fact: Fact) -> Candidacy | None:
    """Who is on the list only because of this entry, and leaves it when it is struck."""
    steps = CandidacyStep.objects.filter(candidacy__coalition=fact.coalition).select_related("candidacy")
    step = steps.filter(fact=fact.pk, state=Candidacy.State.LISTED).first()
    return step.candidacy if step and not fact.is_struck and is_only_listed(step.candidacy) else None
