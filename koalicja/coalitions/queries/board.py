"""The board of candidates: five groups × the edition's age bands, held against the rules that proposals keep."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from koalicja.coalitions.composing.storing import read_answer
from koalicja.coalitions.models import Candidacy, Coalition, CompositionRun
from koalicja.coalitions.queries.candidates import has_office, library_of, rules_for
from koalicja.coalitions.queries.keys import records_of
from koalicja.coalitions.queries.purpose import AT_THE_TABLE, candidacies_of
from koalicja.engine.composition.check import validated
from koalicja.engine.composition.problem import Candidate, Problem
from koalicja.engine.composition.result import RuleRow
from koalicja.engine.composition.rules import rule_rows
from koalicja.people.models import Contact, Group, Organisation, Person
from koalicja.people.queries.mandates import running_mandates
from koalicja.people.queries.register import Entry, Filters, Row, listing, polish_order, rows_of

# Nobody asked yet; talked with or invited; at a meeting, declared or signed; asked to wait; not any more.
UNASKED, COMING, TABLE, LATER, PARTED = "unasked", "coming", "table", "later", "parted"
STAGES = (UNASKED, COMING, TABLE)


@dataclass(frozen=True, slots=True)
class Seat:
    """One candidacy as its reader may see it on a day; no `name` for a resident whose name is not hers to know."""

    candidacy: Candidacy
    name: str
    today: date
    phone: str = ""

    @property
    def stage(self) -> str:
        each = self.candidacy
        if each.state in Candidacy.PARTED:
            return PARTED
        if each.state in AT_THE_TABLE:
            return TABLE
        if each.not_before and each.not_before > self.today:
            return LATER
        return UNASKED if each.state == Candidacy.State.LISTED else COMING

    @property
    def band(self) -> str:
        person = self.candidacy.person
        return person.age_band if person and not self.candidacy.organisation_id else ""

    @property
    def phone_link(self) -> str:
        return "tel:" + "".join(letter for letter in self.phone if letter.isdigit() or letter == "+")

    @property
    def is_due(self) -> bool:
        """Whether an agreed step waits, or the day to come back has come."""
        each = self.candidacy
        if each.next_on and each.next_on <= self.today and self.stage != PARTED:
            return True
        return bool(each.not_before and each.not_before <= self.today and self.stage != TABLE)


@dataclass(frozen=True, slots=True)
class Lane:
    """One line of the board: a group, or residents of one age ("" for those whose age nobody told us)."""

    group: str
    seats: Mapping[str, tuple[Seat, ...]]
    band: str | None = None


@dataclass(frozen=True, slots=True)
class Unlisted:
    """How many of the register are not on the list: by group, and residents by age."""

    groups: Mapping[str, int]
    bands: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """A record of the register that could be put on the list; `pk` is its key, as a check box sends it."""

    pk: str
    row: Row

    def __str__(self) -> str:
        return self.row.name


@dataclass(frozen=True, slots=True)
class Board:
    """`rules` hold the edition's rules against everybody who may still come, `underway` against those who were talked
    with or invited, or are at the table. `proposal` is the newest that is ready, `unlisted_members` how many of it are
    not on the list.
    """

    seats: tuple[Seat, ...]
    lanes: tuple[Lane, ...]
    rules: tuple[RuleRow, ...]
    underway: tuple[RuleRow, ...]
    unlisted: Unlisted
    library_group: str
    proposal: CompositionRun | None = None
    unlisted_members: int = 0

    def of_stage(self, *stages: str) -> tuple[Seat, ...]:
        return tuple(seat for seat in self.seats if seat.stage in stages)

    @property
    def due(self) -> tuple[Seat, ...]:
        return tuple(seat for seat in self.seats if seat.is_due)

    @property
    def short(self) -> tuple[RuleRow, ...]:
        """Rules that ask for more of a group or of an age than may still come."""
        tables = ("groups.", "age_bands.", "min_age_bands", "sectors.")
        return tuple(
            row for row in self.rules if not row.met and row.name.startswith(tables) and row.name[-3:] != "max"
        )


def board_of(coalition: Coalition, *, today: date, knows_people: bool) -> Board:
    """Everything in a constant number of queries, however many stand on the list."""
    candidacies = candidacies_of(coalition)
    phones = _phones(candidacies, coalition.gmina_id) if knows_people else {}
    seats = tuple(
        Seat(each, name_of(each, knows_people=knows_people), today, phones.get(each.subject, ""))
        for each in candidacies
    )
    library = library_of(coalition)
    seats = tuple(sorted(seats, key=lambda seat: (polish_order(seat.name), seat.candidacy.pk)))
    others = [seat for seat in seats if seat.candidacy.organisation_id != library.pk]
    proposal = coalition.runs.filter(state=CompositionRun.State.READY).defer("inputs").first()
    office = has_office(coalition)
    return Board(
        seats=seats,
        lanes=_lanes(others, coalition),
        rules=_rules(coalition, library, [seat for seat in others if seat.stage != PARTED], office=office),
        underway=_rules(coalition, library, [seat for seat in others if seat.stage in (COMING, TABLE)], office=office),
        unlisted=_unlisted(coalition, library, candidacies),
        library_group=library.group,
        proposal=proposal,
        unlisted_members=unlisted_members(proposal, coalition, library, candidacies),
    )


def name_of(candidacy: Candidacy, *, knows_people: bool) -> str:
    """Organisations by name always, residents only for whom may read them."""
    return str(candidacy.owner) if candidacy.organisation_id or knows_people else ""


def _lanes(seats: Sequence[Seat], coalition: Coalition) -> tuple[Lane, ...]:
    """The five groups, residents by the ages of the edition; of what no rule knows a lane only where somebody is."""
    lanes = [_lane(seats, group) for group in Group.values if group != Group.RESIDENT]
    residents = [seat for seat in seats if seat.candidacy.group == Group.RESIDENT]
    bands = [str(band) for band in coalition.edition.age_bands]
    other = sorted({seat.band for seat in residents} - set(bands))
    lanes += [_lane(residents, Group.RESIDENT, band) for band in (*bands, *(band for band in other if band))]
    unaged = _lane(residents, Group.RESIDENT, "")
    lanes += [lane for lane in (unaged, _lane(seats, "")) if any(lane.seats.values())]
    return tuple(lanes)


def _lane(seats: Iterable[Seat], group: str, band: str | None = None) -> Lane:
    own = [seat for seat in seats if seat.candidacy.group == group and band in (None, seat.band)]
    return Lane(str(group), {stage: tuple(seat for seat in own if seat.stage == stage) for stage in STAGES}, band)


def _rules(coalition: Coalition, library: Organisation, seats: Sequence[Seat], *, office: bool) -> tuple[RuleRow, ...]:
    """The rules of the edition, as a proposal keeps them, for the Lead Library and these."""
    table = (_as_candidate(library), *(_as_candidate(seat.candidacy.owner) for seat in seats))
    problem = Problem(
        candidates=table,
        rules=rules_for(coalition, table, has_office=office),
        library=library.key,
        library_counts=coalition.edition.library_counts,
    )
    return rule_rows(validated(problem), [each.id for each in table])


def _as_candidate(record: Organisation | Person) -> Candidate:
    if isinstance(record, Person):
        return Candidate(record.key, "", "resident", Group.RESIDENT, "resident", record.age_band)
    kind = "resident" if record.group == Group.RESIDENT else "organisation"
    return Candidate(record.key, "", kind, record.group, record.sector)


def _unlisted(coalition: Coalition, library: Organisation, on_it: Sequence[Candidacy]) -> Unlisted:
    """Organisations of the register and residents who speak for none of them, without those on the list."""
    own = [library.pk, *(each.organisation_id for each in on_it if each.organisation_id)]
    ours = [each.person_id for each in on_it if each.person_id and not each.organisation_id]
    clubs = Organisation.objects.filter(gmina=coalition.gmina_id, state=Organisation.State.LISTED).order_by()
    people = Person.objects.filter(gmina=coalition.gmina_id, state=Person.State.LISTED).order_by()
    residents = people.exclude(pk__in=ours).exclude(pk__in=running_mandates().values("person"))
    counted = Counter(dict(clubs.exclude(pk__in=own).values_list("group").annotate(number=Count("pk"))))
    by_band = dict(residents.values_list("age_band").annotate(number=Count("pk")))
    counted[Group.RESIDENT.value] += sum(by_band.values())
    return Unlisted(counted, by_band)


def unlisted_members(
    proposal: CompositionRun | None, coalition: Coalition, library: Organisation, listed: Sequence[Candidacy]
) -> int:
    if proposal is None:
        return 0
    on_it = {each.subject for each in listed} | {library.key}
    left = [key for key in read_answer(proposal.result).members if key not in on_it]
    return sum(record.key not in on_it for record in records_of(left, coalition, near=True))


def _phones(candidacies: Sequence[Candidacy], gmina: str) -> dict[str, str]:
    """One phone of each of our own register: theirs, or of whoever would speak for the organisation."""
    organisations = [each.organisation_id for each in candidacies if each.organisation_id]
    people = {each.person_id: each.subject for each in candidacies if each.person_id}
    owned = Q(organisation__in=organisations, organisation__gmina=gmina)
    owned |= Q(person__in=list(people), person__gmina=gmina)
    rows = Contact.objects.filter(owned, kind=Contact.Kind.PHONE).order_by("-person", "-pk")
    found: dict[str, str] = {}
    for organisation, person, value in rows.values_list("organisation_id", "person_id", "value"):
        found[f"organisation:{organisation}" if organisation else people[person]] = value
    return found


def unlisted_entries(coalition: Coalition, filters: Filters) -> list[Entry]:
    """Records of the gmina's register that are not on the list, as the filters let them through.

    Whoever speaks for an organisation comes with it, and stands here only when somebody searches.
    """
    on_it = {each.subject for each in coalition.candidacies.all()} | {library_of(coalition).key}
    entries = listing(coalition.gmina, filters, with_people=True).entries
    left = [entry for entry in entries if f"{entry.kind}:{entry.pk}" not in on_it]
    return left if filters.q else [entry for entry in left if entry.kind == "organisation" or entry.group]


def choices_of(entries: Iterable[Entry]) -> list[Choice]:
    return [Choice(f"{row.kind}:{row.pk}", row) for row in rows_of(entries, with_people=True)]
