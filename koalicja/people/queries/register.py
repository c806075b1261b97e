"""The list of a gmina's register: everything one page shows, in a constant number of queries.

Filtering, Polish sorting and counting happen in memory over light rows (5,000 take some 60 ms), so that SQLite and
PostgreSQL answer the same and search can forgive mistakes; full rows are read only for the page that is shown.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from koalicja.people.closed_names import is_closed_name
from koalicja.people.models import Contact, Decided, Group, Mandate, Organisation, Person
from koalicja.people.queries.search import Found, find, says_all_of, without_place
from koalicja.places.models import Gmina
from koalicja.ui.formats import in_alphabet

PAGE_SIZE = 50
ORGANISATIONS, PERSONS = "organisations", "persons"
UNKNOWN_GROUP = "unknown"
_POLISH_ORDER = str.maketrans(
    {letter: f"{base}\uffff" for letter, base in zip("ąćęłńóśż", "acelnosz", strict=True)} | {"ź": "z\ufffe"}
)


@lru_cache(maxsize=65536)
def polish_order(text: str) -> str:
    """A key that sorts as the Polish alphabet does: ą after az, ż last."""
    return text.lower().translate(_POLISH_ORDER)


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the register is asked for."""

    q: str = ""
    kind: str = ""
    group: str = ""
    sector: str = ""
    to_check: bool = False
    no_contact: bool = False
    sort: str = "name"


class Entry(NamedTuple):
    """One record of the register, as much as filtering and sorting need; `text` only where it is searched."""

    kind: str
    pk: int
    name: str
    group: str
    sector: str
    decided: str
    village: str
    text: str
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """One record as the list shows it."""

    kind: str
    pk: int
    name: str
    village: str
    group: str
    sector: str
    to_check: bool
    age_band: str = ""
    others: tuple[tuple[str, str], ...] = ()
    contact: str = ""
    is_similar: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the whole register: by kind, by group (records without a known group apart), waiting for a check."""

    organisations: int
    persons: int
    groups: Mapping[str, int]
    unknown: int
    to_check: int

    @property
    def total(self) -> int:
        return self.organisations + self.persons


@dataclass(frozen=True, slots=True)
class Listing:
    """What the filters let through; `similar` are the entries, as (kind, pk), not spelled as the search asks."""

    counts: Counts
    entries: list[Entry] = field(repr=False)
    similar: frozenset[tuple[str, int]] = frozenset()

    @property
    def forgiving(self) -> bool:
        """Whether only similar words were found."""
        return bool(self.entries) and len(self.similar) == len(self.entries)


def open_mandates() -> Q:
    """Mandates that run today: begun, as far as we know, and not ended; of nobody who was taken out of the register."""
    today = timezone.localdate()
    return (
        ~Q(person__state=Person.State.DISMISSED)
        & (Q(since=None) | Q(since__lte=today))
        & (Q(until=None) | Q(until__gte=today))
    )


def _organisation_entries(code: str, filters: Filters) -> Iterable[Entry]:
    rows = Organisation.objects.filter(gmina_id=code, state=Organisation.State.LISTED).order_by()
    columns = ("pk", "name", "group", "sector", "class_decided", "village", *_costly(filters))
    for pk, name, group, sector, decided, village, text, at in rows.values_list(*columns):
        yield Entry("organisation", pk, name, group, sector, decided, village, text, at)


def _person_entries(code: str, filters: Filters) -> Iterable[Entry]:
    """Whoever speaks for an organisation is counted with it; everybody else is a resident."""
    speaking = set(Mandate.objects.filter(open_mandates(), person__gmina_id=code).values_list("person_id", flat=True))
    rows = Person.objects.filter(gmina_id=code, state=Person.State.LISTED).order_by()
    for pk, name, village, text, at in rows.values_list("pk", "name", "village", *_costly(filters)):
        group = "" if pk in speaking else Group.RESIDENT
        yield Entry("person", pk, name, group, "", Decided.HUMAN, village, text, at)


def _costly(filters: Filters) -> tuple[Any, Any]:
    """The two columns that take most of the time to read, each only where it is asked for."""
    text = F("search_key") if filters.q else Value("")
    at = F("updated_at") if filters.sort == "changed" else Value(None, output_field=DateTimeField())
    return text, at


def listing(gmina: Gmina, filters: Filters, *, with_people: bool) -> Listing:
    """The register's records that the filters let through, in order, with counts of the whole register.

    Without `with_people` no person is among them, nor any organisation whose name may be a person's, and none can be
    searched for; only their number is counted.
    """
    organisations = list(_organisation_entries(gmina.pk, filters))
    people = list(_person_entries(gmina.pk, filters))
    counts = _counts(organisations, people)
    entries = [*organisations, *people] if with_people else [entry for entry in organisations if not _is_closed(entry)]
    entries = [entry for entry in entries if _passes(entry, filters)]
    if filters.no_contact:
        reachable = _reachable(gmina.pk)
        entries = [entry for entry in entries if (entry.kind, entry.pk) not in reachable]
    found, exact = _found(entries, gmina, filters)
    return Listing(counts, found, frozenset((entry.kind, entry.pk) for entry in found[exact:]))


def _is_closed(entry: Entry) -> bool:
    return is_closed_name(entry.name, group=entry.group, decided=entry.decided)


def _found(entries: list[Entry], gmina: Gmina, filters: Filters) -> tuple[list[Entry], int]:
    """What the query finds, in order, and how many of them, the first ones, are spelled exactly as asked.

    Everybody here is of the gmina, so its name asks for nothing: whoever has it in the name or village comes first.
    Who is found without it is not spelled exactly as asked, unless nobody is: then the place was only said as well.
    """
    texts = [entry.text for entry in entries]
    literal = find(texts, filters.q)
    short = without_place(filters.q, gmina.name, texts, loosely=not literal.positions)
    if short == filters.q:
        return _in_order(entries, literal, filters.sort), _exact(literal)
    first = [] if literal.forgiving else _in_order(entries, literal, filters.sort)
    shown = {(entry.kind, entry.pk) for entry in first}
    without = find(texts, short)
    others = _in_order(entries, without, filters.sort)
    says_whole = short == without_place(filters.q, gmina.name, texts) and says_all_of(gmina.name, filters.q, short)
    exact = _exact(without) if literal.forgiving and says_whole else _exact(literal)
    return first + [x for x in others if (x.kind, x.pk) not in shown], exact


def _exact(found: Found) -> int:
    return len(found.positions) - len(found.ranks)


def _in_order(entries: list[Entry], found: Found, sort: str) -> list[Entry]:
    exact = [entries[i] for i in found.positions if i not in found.ranks]
    return _sorted(exact, sort) + _near(entries, found, sort)


def _near(entries: list[Entry], found: Found, sort: str) -> list[Entry]:
    """What is only like the text searched for: best first, unless another order than by name is asked for."""
    near = _sorted([entries[i] for i in found.ranks], sort)
    if sort != "name":
        return near
    ranks = {(entries[i].kind, entries[i].pk): rank for i, rank in found.ranks.items()}
    return sorted(near, key=lambda entry: -ranks[entry.kind, entry.pk])


def _counts(organisations: list[Entry], people: list[Entry]) -> Counts:
    groups = Counter(entry.group for entry in (*organisations, *people) if entry.group)
    unknown = sum(1 for entry in organisations if not entry.group)
    to_check = sum(1 for entry in organisations if entry.decided != Decided.HUMAN)
    return Counts(len(organisations), len(people), {key: groups.get(key, 0) for key in Group.values}, unknown, to_check)


def _passes(entry: Entry, filters: Filters) -> bool:
    if filters.kind and entry.kind != {ORGANISATIONS: "organisation", PERSONS: "person"}[filters.kind]:
        return False
    if filters.group == UNKNOWN_GROUP:
        if entry.kind == "person" or entry.group:
            return False
    elif filters.group and entry.group != filters.group:
        return False
    if filters.sector and entry.sector != filters.sector:
        return False
    return not (filters.to_check and entry.decided == Decided.HUMAN)


def _reachable(code: str) -> set[tuple[str, int]]:
    """Records with a contact of their own; an organisation also when somebody who speaks for it has one."""
    own = Contact.objects.filter(Q(organisation__gmina_id=code) | Q(person__gmina_id=code))
    reachable: set[tuple[str, int]] = set()
    for organisation, person in own.values_list("organisation_id", "person_id"):
        reachable.add(("organisation", organisation) if organisation else ("person", person or 0))
    mandates = Mandate.objects.filter(open_mandates(), organisation__gmina_id=code)
    for organisation, person in mandates.values_list("organisation_id", "person_id"):
        if ("person", person) in reachable:
            reachable.add(("organisation", organisation))
    return reachable


def unreachable(codes: Collection[str]) -> Counter[str]:
    """How many records of each gmina nobody can reach, by the same rule as `_reachable`; two queries."""
    own_of_organisation = Contact.objects.filter(organisation=OuterRef("pk"))
    own_of_person = Contact.objects.filter(person=OuterRef("pk"))
    speaking = Mandate.objects.filter(open_mandates(), organisation=OuterRef("pk"), person__contacts__isnull=False)
    organisations = Organisation.objects.filter(gmina__in=codes, state=Organisation.State.LISTED).order_by()
    people = Person.objects.filter(gmina__in=codes, state=Person.State.LISTED).order_by()
    alone = organisations.exclude(Exists(own_of_organisation) | Exists(speaking))
    found = Counter(dict(alone.values_list("gmina").annotate(n=Count("pk"))))
    found.update(dict(people.exclude(Exists(own_of_person)).values_list("gmina").annotate(n=Count("pk"))))
    return found


def _sorted(entries: list[Entry], sort: str) -> list[Entry]:
    if sort == "changed":
        return sorted(entries, key=lambda entry: (str(entry.updated_at), entry.pk), reverse=True)
    if sort == "village":
        return sorted(entries, key=lambda e: (not e.village, polish_order(e.village), polish_order(e.name), e.pk))
    return sorted(entries, key=lambda entry: (polish_order(entry.name), entry.kind, entry.pk))


def page_of(entries: list[Entry], number: object) -> Page[Entry]:
    return Paginator(entries, PAGE_SIZE).get_page(number)  # type: ignore[arg-type]  # parses whatever stands in the address


def rows_of(
    entries: Iterable[Entry], *, with_people: bool, similar: Collection[tuple[str, int]] = frozenset()
) -> list[Row]:
    """The records of one page, with who speaks and one contact where the reader may see them.

    `similar` are those that a search found though they are not spelled as it asks.
    """
    entries = list(entries)
    organisations = [entry.pk for entry in entries if entry.kind == "organisation"]
    people = [entry.pk for entry in entries if entry.kind == "person"]
    others = _others(organisations, people) if with_people else {}
    contacts = _first_contacts(organisations, people) if with_people else {}
    bands = dict(Person.objects.filter(pk__in=people).values_list("pk", "age_band"))
    return [
        Row(
            kind=entry.kind,
            pk=entry.pk,
            name=entry.name,
            village=entry.village,
            group=entry.group,
            sector=entry.sector,
            to_check=entry.decided != Decided.HUMAN,
            age_band=bands.get(entry.pk, "") if entry.kind == "person" else "",
            others=tuple(others.get((entry.kind, entry.pk), ())),
            contact=contacts.get((entry.kind, entry.pk), ""),
            is_similar=(entry.kind, entry.pk) in similar,
        )
        for entry in entries
    ]


def _others(organisations: list[int], people: list[int]) -> dict[tuple[str, int], list[tuple[str, str]]]:
    """Who speaks for an organisation (name, function), and for which organisations a person speaks."""
    mandates = Mandate.objects.filter(
        open_mandates(), Q(organisation_id__in=organisations) | Q(person_id__in=people)
    ).order_by("is_deputy", "pk")
    shown: dict[tuple[str, int], list[tuple[str, str]]] = {}
    columns = ("organisation_id", "person_id", "organisation__name", "person__name", "function")
    for organisation, person, organisation_name, person_name, function in mandates.values_list(*columns):
        shown.setdefault(("organisation", organisation), []).append((person_name, function))
        shown.setdefault(("person", person), []).append((organisation_name, function))
    return shown


def _first_contacts(organisations: list[int], people: list[int]) -> dict[tuple[str, int], str]:
    """One contact of each: a phone before an e-mail before the rest."""
    order = {Contact.Kind.PHONE: 0, Contact.Kind.EMAIL: 1, Contact.Kind.WEBSITE: 2, Contact.Kind.ADDRESS: 3}
    owned = Contact.objects.filter(Q(organisation_id__in=organisations) | Q(person_id__in=people))
    first: dict[tuple[str, int], str] = {}
    rows = sorted(
        owned.values_list("organisation_id", "person_id", "kind", "value", "pk"),
        key=lambda r: (order[Contact.Kind(r[2])], r[4]),
    )
    for organisation, person, _, value, _ in rows:
        first.setdefault(("organisation", organisation) if organisation else ("person", person or 0), value)
    return first


def suggestions(gmina: Gmina) -> QuerySet[Organisation]:
    """Organisations known from a file that nobody has added yet."""
    return Organisation.objects.filter(gmina=gmina, state=Organisation.State.SUGGESTED)


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next in a register; `code` becomes a sentence in texts.py."""

    code: str
    count: int = 0
    missing: tuple[str, ...] = ()


def next_step(counts: Counts, waiting: int, unreachable: int = 0) -> NextStep:
    """Empty → type names; suggestions wait → look through; classes to check → check; a group missing → find it.

    Where all that is done, but most records have no contact, contacts come next.
    """
    missing = tuple(key for key in Group.values if not counts.groups[key])
    if not counts.organisations and not counts.persons and not waiting:
        return NextStep("type_names")
    if waiting:
        return NextStep("look_through", waiting)
    if counts.to_check:
        return NextStep("check_classes", counts.to_check)
    if missing:
        return NextStep("find_missing", len(missing), missing)
    if unreachable * 2 > counts.total:
        return NextStep("find_contacts", unreachable)
    return NextStep("all_well", counts.total)


def to_check(gmina: Gmina) -> list[int]:
    """Ids of listed organisations whose class nobody has confirmed: those without any class first, then by name."""
    listed = Organisation.objects.filter(gmina=gmina, state=Organisation.State.LISTED)
    rows = listed.exclude(class_decided=Decided.HUMAN).order_by().values_list("class_decided", "name", "pk")
    return [pk for *_, pk in sorted(rows, key=lambda row: (row[0], in_alphabet(row[1]), row[2]))]


def suggestions_in_order(gmina: Gmina) -> list[int]:
    """Ids of the suggestions by name."""
    rows = suggestions(gmina).order_by().values_list("name", "pk")
    return [pk for _, pk in sorted(rows, key=lambda row: (in_alphabet(row[0]), row[1]))]


def organisations_of(pks: Iterable[int]) -> list[Organisation]:
    """The organisations of one page, with their files, in this order."""
    pks = list(pks)
    found = Organisation.objects.select_related("batch").in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]
