"""One candidate: how to reach them, what was talked about, the steps so far, whom they know."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from koalicja.coalitions.models import Answer, Asset, Candidacy, CandidacyStep
from koalicja.coalitions.queries.instead import naming_of
from koalicja.coalitions.queries.undoing import given_by_link, is_only_listed
from koalicja.people.models import Contact, ContactEntry, Mandate, Person
from koalicja.people.queries.register import open_mandates


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """`talks` are lines of the register's log that no step of this candidacy speaks of; `answers` the newest first.

    `naming` is the answer of somebody who named them instead; `is_by_link` where the last step is their answer by link.
    """

    contacts: Sequence[Contact]
    speakers: Sequence[Mandate]
    steps: Sequence[CandidacyStep]
    talks: Sequence[ContactEntry]
    knows: Sequence[Candidacy]
    known_by: Sequence[Candidacy]
    assets: Sequence[Asset]
    answers: Sequence[Answer] = ()
    naming: Answer | None = None
    is_by_link: bool = False
    may_unlist: bool = False

    @property
    def answer(self) -> Answer | None:
        """The newest."""
        return next(iter(self.answers), None)

    @property
    def current(self) -> Answer | None:
        """The newest, unless an invitation has gone out since."""
        if self.answer is None:
            return None
        invited = [step for step in self.steps if step.state == Candidacy.State.INVITED and step.undone_at is None]
        since = [step for step in invited if (step.on, step.created_at) > (self.answer.on, self.answer.created_at)]
        return None if any(step.fact != self.answer.fact for step in since) else self.answer

    @property
    def last(self) -> CandidacyStep | None:
        """The step that was written last and stands, and is not the one that put them on the list."""
        return _last_of(self.steps)


def candidate_page(candidacy: Candidacy) -> CandidatePage:
    """Everything in a constant number of queries. The register of another gmina stays closed: only a name is ours."""
    owner = candidacy.owner
    is_ours = owner.gmina_id == candidacy.coalition.gmina_id
    steps = list(candidacy.steps.select_related("by", "entry", "undone_by"))
    told, last = {step.entry_id for step in steps}, _last_of(steps)
    speakers = _speakers(candidacy) if is_ours else []
    talks = owner.log.select_related("by")[:100] if is_ours else []
    related = ("organisation", "person")
    return CandidatePage(
        contacts=contacts_of(candidacy, speakers) if is_ours else [],
        speakers=speakers,
        steps=steps,
        talks=[entry for entry in talks if entry.pk not in told],
        knows=list(candidacy.knows.select_related(*related)),
        known_by=list(candidacy.known_by.select_related(*related)),
        assets=list(candidacy.assets.filter(removed_at=None)),
        answers=list(candidacy.answers.select_related("by")),
        naming=naming_of(candidacy),
        may_unlist=is_only_listed(candidacy),
        is_by_link=last is not None and given_by_link(last) is not None,
    )


def _last_of(steps: Sequence[CandidacyStep]) -> CandidacyStep | None:
    _first, *others = sorted(steps, key=lambda step: step.pk)
    return next((step for step in reversed(others) if step.undone_at is None), None)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who may speak for an organisation, with the function the register knows."""

    person: Person
    function: str = ""

    @property
    def label(self) -> str:
        return ", ".join(filter(None, [str(self.person), self.function]))


def speakers_for(candidacy: Candidacy) -> list[Speaker]:
    """Whom the register knows to speak for the organisation; whoever was chosen stays one, also without a mandate."""
    is_ours = candidacy.owner.gmina_id == candidacy.coalition.gmina_id
    found = [Speaker(each.person, each.function) for each in (_speakers(candidacy) if is_ours else [])]
    chosen = candidacy.person if candidacy.organisation_id else None
    known = {each.person.pk: each for each in reversed(found)}
    return list(reversed(known.values())) if chosen is None or chosen.pk in known else [Speaker(chosen), *found]


def _speakers(candidacy: Candidacy) -> list[Mandate]:
    if not candidacy.organisation_id:
        return []
    running = Mandate.objects.filter(open_mandates(), organisation=candidacy.organisation_id)
    return list(running.select_related("person").order_by("is_deputy", "pk"))


def contacts_of(candidacy: Candidacy, speakers: Sequence[Mandate]) -> list[Contact]:
    """Phones first; also those of who speaks for the organisation."""
    people = [mandate.person_id for mandate in speakers] + [candidacy.person_id]
    if candidacy.organisation_id:
        owned = Q(organisation=candidacy.organisation_id) | Q(person__in=people)
    else:
        owned = Q(person=candidacy.person_id)
    order = {kind: place for place, kind in enumerate(("phone", "email", "address", "website"))}
    found = Contact.objects.filter(owned).select_related("person", "batch").order_by("pk")
    return sorted(found, key=lambda contact: order[contact.kind])
