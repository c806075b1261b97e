"""What the home pages show: registers, coalitions and editions at a glance, in a constant number of queries."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from koalicja.backroom.interim import fresh
from koalicja.backroom.models import Job
from koalicja.backroom.queries import recent_jobs
from koalicja.coalitions.models import Coalition, CompositionRun
from koalicja.people.access import gmina_scope
from koalicja.people.models import Batch, Decided, Group, Mandate, Organisation, Person, Role
from koalicja.people.queries.batches import being_taken_back, waiting_previews
from koalicja.people.queries.register import Counts, open_mandates, unreachable
from koalicja.places.models import Gmina
from koalicja.programmes.models import Edition, Participation
from koalicja.programmes.queries import EditionNumbers, edition_numbers, uncoordinated

State = Organisation.State
NEED_ORDER = ("empty", "groups", "check", "well")


@dataclass(frozen=True, slots=True)
class FileAtWork:
    """A file that is being read or saved in the background just now, or whose work failed."""

    batch: Batch
    job: Job


@dataclass(frozen=True, slots=True)
class Register:
    """The register of one gmina at a glance. `entries` leaves out the libraries that take part in a programme."""

    gmina: Gmina
    entries: int
    organisations: int
    persons: int
    groups: Mapping[str, int]
    to_check: int
    suggestions: int
    unreachable: int = 0
    previews: tuple[Batch, ...] = ()
    at_work: tuple[FileAtWork, ...] = ()

    @property
    def total(self) -> int:
        """Everything listed, as the register's own page counts it."""
        return self.organisations + self.persons

    @property
    def counts(self) -> Counts:
        """The same counts as the register's own page has."""
        return Counts(self.organisations, self.persons, self.groups, 0, self.to_check)

    @property
    def missing(self) -> tuple[str, ...]:
        """Groups of which nobody is in the register yet."""
        return tuple(key for key in Group.values if not self.groups[key])

    @property
    def need(self) -> str:
        """What this register needs first: empty, groups, check or well."""
        if not self.entries:
            return "empty"
        return "groups" if self.missing else "check" if self.to_check else "well"


@dataclass(frozen=True, slots=True)
class Proposed:
    """The newest proposal of a coalition: at_work, failed or ready; "" where nobody has asked for one."""

    state: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class CoalitionRow:
    coalition: Coalition
    register: Register
    proposed: Proposed = Proposed()

    @property
    def order(self) -> tuple[int, int, str]:
        """Who needs help first; among equals by name, for this is no league table."""
        return NEED_ORDER.index(self.register.need), -len(self.register.missing), self.coalition.name


@dataclass(frozen=True, slots=True)
class EditionCard:
    edition: Edition
    numbers: EditionNumbers
    has_ended: bool
    has_file: bool
    uncoordinated: int
    preview: Batch | None = None
    at_work: FileAtWork | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """Organisations of one gmina, counted."""

    listed: int = 0
    to_check: int = 0
    suggestions: int = 0
    groups: Counter[str] = field(default_factory=Counter)


def registers(codes: Collection[str]) -> dict[str, Register]:
    """The registers of these gminas, by code."""
    if not codes:
        return {}
    gminas = Gmina.objects.filter(pk__in=codes).select_related("powiat__voivodeship").order_by("search_key", "pk")
    organisations, residents, people = _organisations(codes), _residents(codes), _people(codes)
    libraries, alone, files = _libraries(codes), unreachable(codes), _files(gmina_scope(code) for code in codes)
    found = {}
    for gmina in gminas:
        counted = organisations.get(gmina.pk, Counted())
        groups = counted.groups + Counter({Group.RESIDENT.value: residents.get(gmina.pk, 0)})
        found[gmina.pk] = Register(
            gmina=gmina,
            entries=counted.listed + people.get(gmina.pk, 0) - libraries.get(gmina.pk, 0),
            organisations=counted.listed,
            persons=people.get(gmina.pk, 0),
            groups={key: groups[key] for key in Group.values},
            to_check=counted.to_check,
            suggestions=counted.suggestions,
            unreachable=alone[gmina.pk],
            previews=files.previews(gmina_scope(gmina.pk)),
            at_work=files.at_work(gmina_scope(gmina.pk)),
        )
    return found


def _organisations(codes: Collection[str]) -> dict[str, Counted]:
    rows = Organisation.objects.filter(gmina__in=codes, state__in=[State.LISTED, State.SUGGESTED]).order_by()
    counts = rows.values_list("gmina", "state", "group").annotate(
        n=Count("pk"), unsure=Count("pk", ~Q(class_decided=Decided.HUMAN))
    )
    found: dict[str, Counted] = {}
    for code, state, group, number, unsure in counts:
        before = found.get(code, Counted())
        if state == State.SUGGESTED:
            found[code] = Counted(before.listed, before.to_check, before.suggestions + number, before.groups)
            continue
        groups = before.groups + Counter({group: number} if group else {})
        found[code] = Counted(before.listed + number, before.to_check + unsure, before.suggestions, groups)
    return found


def _people(codes: Collection[str]) -> dict[str, int]:
    rows = Person.objects.filter(gmina__in=codes, state=Person.State.LISTED).order_by()
    return dict(rows.values_list("gmina").annotate(n=Count("pk")))


def _residents(codes: Collection[str]) -> dict[str, int]:
    """Whoever speaks for an organisation is counted with it; everybody else is a resident."""
    speaking = Mandate.objects.filter(open_mandates())
    rows = Person.objects.filter(gmina__in=codes, state=Person.State.LISTED).order_by()
    return dict(rows.exclude(mandates__in=speaking).values_list("gmina").annotate(n=Count("pk")))


def _libraries(codes: Collection[str]) -> dict[str, int]:
    rows = Participation.objects.filter(gmina__in=codes, library__state=State.LISTED).order_by()
    return dict(rows.values_list("gmina").annotate(n=Count("library", distinct=True)))


@dataclass(frozen=True, slots=True)
class _Files:
    by_scope: Mapping[str, Sequence[Batch]]
    jobs: Mapping[int, Job]

    def previews(self, scope: str) -> tuple[Batch, ...]:
        """Files that were looked through and wait for a word; one that would change nothing waits for nobody."""
        return tuple(batch for batch in self.by_scope.get(scope, ()) if batch.state == Batch.State.PREVIEW)

    def at_work(self, scope: str) -> tuple[FileAtWork, ...]:
        found = ((batch, self.jobs.get(batch.job_id or 0)) for batch in self.by_scope.get(scope, ()))
        return tuple(FileAtWork(batch, job) for batch, job in found if job)


def _files(scopes: Iterable[str]) -> _Files:
    """The files of these scopes that wait for somebody or are at work: one query, and one more while there is work."""
    scopes = list(scopes)
    at_work = Q(state__in=[Batch.State.READING, Batch.State.ACCEPTING]) | Q(being_taken_back())
    found: dict[str, list[Batch]] = {}
    for batch in Batch.objects.filter(
        Q(at_work, scope__in=scopes) | Q(pk__in=waiting_previews(scopes).order_by().values("pk"))
    ):
        found.setdefault(batch.scope, []).append(batch)
    keys = [each.job_id or 0 for files in found.values() for each in files if each.state != Batch.State.PREVIEW]
    jobs = Job.objects.filter(pk__in=keys, state__in=[*Job.OPEN, Job.State.FAILED]) if keys else ()
    return _Files(found, {job.pk: job for job in fresh(jobs)})


def coordinated(roles: Iterable[Role]) -> list[str]:
    """Codes of the gminas these roles coordinate."""
    scopes = {role.scope for role in roles if role.kind == Role.Kind.COORDINATOR}
    return sorted(scope.removeprefix("gmina:") for scope in scopes if scope.startswith("gmina:"))


def animated(roles: Iterable[Role]) -> list[CoalitionRow]:
    """The coalitions of an animator with the state of their registers, those that need help first."""
    scopes = [role.scope for role in roles if role.kind == Role.Kind.ANIMATOR]
    keys = [scope.removeprefix("coalition:") for scope in scopes if scope.startswith("coalition:")]
    if not keys:
        return []
    asked = Coalition.objects.annotate(**_newest(CompositionRun.objects.filter(coalition=OuterRef("pk"))))
    coalitions = list(asked.filter(pk__in=keys).select_related("edition", "gmina__powiat__voivodeship"))
    states = registers({coalition.gmina_id for coalition in coalitions})
    rows = [CoalitionRow(each, states[each.gmina_id], proposed(each)) for each in coalitions]
    return sorted(rows, key=lambda row: row.order)


def lead_participations(codes: Collection[str]) -> list[Participation]:
    """Lead Libraries of these gminas, newest edition first, each with its coalition if it has one; see proposed()."""
    runs = CompositionRun.objects.filter(coalition__participation=OuterRef("pk"))
    rows = Participation.objects.filter(gmina__in=codes, part=Participation.Part.LEAD)
    rows = rows.annotate(**_newest(runs))
    return list(rows.select_related("edition", "library", "coalition__edition").order_by("-edition__starts_on", "pk"))


def proposed(row: Coalition | Participation) -> Proposed:
    """The newest proposal of a row of the two queries above."""
    number, state = getattr(row, "newest_number", None), getattr(row, "newest_state", None)
    if not number:
        return Proposed()
    if state == CompositionRun.State.READY:
        return Proposed("ready", number)
    return Proposed("at_work" if getattr(row, "newest_job", None) in Job.OPEN else "failed", number)


def _newest(runs: QuerySet[CompositionRun]) -> dict[str, Subquery]:
    """What proposed() reads, within the query of the rows: the newest run's number, state and state of its work."""
    runs = runs.order_by("-number")
    columns = {"newest_number": F("number"), "newest_state": F("state"), "newest_job": F("job__state")}
    return {name: Subquery(runs.values_list(column)[:1]) for name, column in columns.items()}


def operated(roles: Iterable[Role], today: date) -> list[EditionCard]:
    """The editions these roles run: running ones first, the newest on top."""
    scopes = [role.scope for role in roles if role.kind == Role.Kind.OPERATOR]
    keys = {int(scope.removeprefix("edition:")) for scope in scopes if scope.startswith("edition:")}
    if not keys:
        return []
    editions = list(Edition.objects.filter(pk__in=keys).select_related("programme").order_by("-starts_on", "name"))
    numbers, alone = edition_numbers(editions), uncoordinated(editions)
    loaded = Batch.objects.filter(scope__in=[edition.key for edition in editions], state=Batch.State.ACCEPTED)
    with_file = set(loaded.values_list("scope", flat=True))
    files = _files(edition.key for edition in editions)
    cards = [
        EditionCard(
            edition=edition,
            numbers=numbers[edition.pk],
            has_ended=edition.has_ended(today),
            has_file=edition.key in with_file,
            uncoordinated=alone.get(edition.pk, 0),
            preview=next(iter(files.previews(edition.key)), None),
            at_work=next(iter(files.at_work(edition.key)), None),
        )
        for edition in editions
    ]
    return sorted(cards, key=lambda card: card.has_ended)


def scope_names(scopes: Collection[str]) -> dict[str, str]:
    """Whose work it is, in words: names of gminas and editions by their scopes."""
    codes = [scope.removeprefix("gmina:") for scope in scopes if scope.startswith("gmina:")]
    keys = [scope.removeprefix("edition:") for scope in scopes if scope.startswith("edition:")]
    gminas = Gmina.objects.filter(pk__in=codes).select_related("powiat__voivodeship")
    names = {gmina_scope(gmina.pk): gmina.full_label for gmina in gminas}
    return names | {edition.key: edition.name for edition in Edition.objects.filter(pk__in=keys)}


def failed_jobs(scopes: Collection[str], since: datetime) -> int:
    """Work that failed lately, while nobody has looked after it."""
    return recent_jobs(scopes=scopes, state=Job.State.FAILED).filter(finished_at__gte=since).count()


def job_files(jobs: Iterable[Job]) -> dict[int, Batch]:
    """The loaded file each of these jobs works on, by the job's key."""
    wanted = {job.pk: job.arguments.get("batch") for job in jobs}
    files = Batch.objects.in_bulk([key for key in wanted.values() if isinstance(key, int)])
    return {pk: files[key] for pk, key in wanted.items() if key in files}
