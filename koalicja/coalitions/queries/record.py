"""Everything we hold about one candidate, for a paper that anyone may ask for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from koalicja.coalitions.models import Candidacy, CandidacyStep, Coalition
from koalicja.coalitions.queries.candidates import library_contact, library_of
from koalicja.people.models import Contact, ContactEntry, Mandate, Organisation, Person
from koalicja.standing import queries as ledger
from koalicja.standing.models import Fact


@dataclass(frozen=True, slots=True)
class OneCandidacy:
    candidacy: Candidacy
    steps: Sequence[CandidacyStep]
    knows: Sequence[Candidacy]


@dataclass(frozen=True, slots=True)
class Record:
    """`elsewhere` counts candidacies of other coalitions that whoever prints may not open."""

    owner: Organisation | Person
    library: Organisation
    library_contact: str
    contacts: Sequence[Contact]
    mandates: Sequence[Mandate]
    log: Sequence[ContactEntry]
    candidacies: Sequence[OneCandidacy]
    facts: Sequence[Fact]
    elsewhere: int


def record_of(candidacy: Candidacy, open_to: Collection[int]) -> Record:
    """The register, contacts, log, candidacies and facts; of coalitions `open_to` the reader only.

    The register of another gmina stays closed: of a neighbour's organisation only what this coalition wrote is here.
    """
    owner, coalition = candidacy.owner, candidacy.coalition
    is_ours = owner.gmina_id == coalition.gmina_id
    own = {"organisation": owner} if isinstance(owner, Organisation) else {"organisation": None, "person": owner}
    every = (
        Candidacy.objects.filter(**own).select_related("coalition__edition", "organisation", "person").order_by("pk")
    )
    shown = [each for each in every if each.coalition_id in open_to]
    keys = {owner.key, *(record.key for record in owner.absorbed.all())}
    return Record(
        owner=owner,
        library=library_of(coalition),
        library_contact=library_contact(coalition),
        contacts=list(owner.contacts.select_related("batch")) if is_ours else (),
        mandates=list(owner.mandates.select_related("organisation", "person")) if is_ours else (),
        log=list(owner.log.select_related("by")) if is_ours else (),
        candidacies=[_one(each) for each in shown],
        facts=list(ledger.about(keys).filter(coalition__in=[each.coalition_id for each in shown])),
        elsewhere=len(every) - len(shown),
    )


def _one(candidacy: Candidacy) -> OneCandidacy:
    knows = candidacy.knows.select_related("organisation", "person")
    return OneCandidacy(candidacy, list(candidacy.steps.select_related("entry")), list(knows))


def coalitions_named(record: Record) -> dict[int, Coalition]:
    return {each.candidacy.coalition_id: each.candidacy.coalition for each in record.candidacies}
