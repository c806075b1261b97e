"""Who could sit at the table of a coalition: everyone in the register of its gmina, and who is near if asked for.

What nobody told us stays empty: the register knows neither who wants to come nor who knows whom. What the list says of
those on it (what they bring, whom they know, how large) is taken from there.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from koalicja.coalitions.composing.rules import read_rules
from koalicja.coalitions.models import Coalition
from koalicja.coalitions.queries.listed import said_of_listed, sized, with_said
from koalicja.engine.composition.problem import Bounds, Candidate, Problem, Rules
from koalicja.engine.matching.text import fold
from koalicja.people.models import Contact, Group, LegalBasis, Organisation, Person
from koalicja.people.queries.mandates import running_mandates
from koalicja.places.models import Gmina
from koalicja.places.queries import gminas_around, place_names

NEAR_KM = 25.0
MOST = 400  # candidates with those of other gminas: for so many the whole answer comes within a minute
LISTED = Organisation.State.LISTED
OFFICE = "office"  # the sector of the gmina office itself; the group of this key is wider


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody asks for besides the rules.

    `locks` maps keys of candidates to must or never; `told` maps them to grades 0–1 by column (willingness …).
    `declined` are those of the never who cannot, which nobody has marked.
    """

    neighbours: bool = False
    locks: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    declined: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """Neighbouring gminas: whether they were asked for, how many organisations came from how many of them.

    `is_placed` is False where we do not know where the gmina lies; `left_out` organisations were too many. `keys` are
    those of the candidates from there, `aside` those of them without whom it was computed, because our own come first.
    `sizes` are candidates whose influence follows from the size that the list says: nobody graded it. `gone` are those
    of an earlier proposal's candidates whom the register had no longer when it was planned again.
    """

    asked: bool = False
    is_placed: bool = True
    gminas: int = 0
    organisations: int = 0
    left_out: int = 0
    keys: Sequence[str] = ()
    aside: Sequence[str] = ()
    sizes: Sequence[str] = ()
    gone: Sequence[str] = ()


def gathered(coalition: Coalition, wishes: Wishes) -> tuple[Problem, Around]:
    """The problem of this coalition today, without names."""
    library = library_of(coalition)
    own = {each.id: each for each in _candidates_of(coalition.gmina)}
    own[library.key] = _library(library, coalition.gmina)
    said = said_of_listed(coalition)
    own |= {each.id: each for each in _named_neighbours(said.keys() - own.keys())}
    near, around = _near(coalition.gmina, MOST - len(own), own.keys()) if wishes.neighbours else ((), Around())
    everyone = with_said([_as_wished(each, wishes) for each in (*own.values(), *near)], said)
    sizes = set(sized(said)) & {each.id for each in everyone}
    edition = coalition.edition
    return (
        Problem(
            candidates=tuple(sorted(everyone, key=lambda each: each.id)),
            rules=rules_for(coalition, everyone),
            library=library.key,
            library_counts=edition.library_counts,
            declined=frozenset(wishes.declined),
            near=frozenset(around.keys),
        ),
        replace(around, sizes=tuple(sorted(sizes))),
    )


def rules_for(coalition: Coalition, candidates: Iterable[Candidate], *, has_office: bool = False) -> Rules:
    """The rules of the edition and, where the office of the gmina itself is a candidate, a seat for it.

    It is asked for also when the office cannot come or is not to be asked: then the rule is not met, and that is said.
    `has_office`: the register has it, though it may not be among these.
    """
    rules = read_rules(coalition.edition.composition_rules)
    if OFFICE in rules.sectors or not (has_office or any(each.sector == OFFICE for each in candidates)):
        return rules
    return replace(rules, sectors={**rules.sectors, OFFICE: Bounds(min=1)})


def has_office(coalition: Coalition) -> bool:
    """Whether the register has the office of the gmina itself, which every proposal then asks for."""
    return Organisation.objects.filter(gmina=coalition.gmina_id, state=LISTED, sector=OFFICE).exists()


def _library(library: Organisation, gmina: Gmina) -> Candidate:
    """Where nobody entered its village, the Lead Library is where the gmina has its seat, if a place is called so."""
    spelling = _Spelling(gmina)
    village = spelling.of(library.village) or spelling.known(gmina.name)
    return _organisation(library.pk, library.group, library.sector, village)


def candidates_count(coalition: Coalition) -> int:
    """How many could be looked at without the neighbours, the library included."""
    organisations: int = Organisation.objects.filter(gmina=coalition.gmina_id, state=LISTED).count()
    return organisations + _residents(coalition.gmina_id).count()


def entries_count(coalition: Coalition, candidates: int) -> int:
    """How many of the `candidates` are no library of a programme: somebody has written them down."""
    libraries = Organisation.objects.filter(gmina=coalition.gmina_id, state=LISTED, participations__isnull=False)
    return candidates - libraries.distinct().count()


def library_of(coalition: Coalition) -> Organisation:
    """The Lead Library as the register has it now, also after two records of it were made one."""
    library = coalition.participation.library
    while library.merged_into is not None:
        library = library.merged_into
    return library


def library_contact(coalition: Coalition) -> str:
    """How to reach the Lead Library, for paper: its telephone and its e-mail, unless somebody's consent was needed."""
    kinds = (Contact.Kind.PHONE, Contact.Kind.EMAIL)
    own = library_of(coalition).contacts.filter(kind__in=kinds).exclude(legal_basis=LegalBasis.CONSENT)
    first = {contact.kind: contact.value for contact in reversed(own)}
    phone = _("tel. %(phone)s") % {"phone": first[kinds[0]]} if kinds[0] in first else ""
    return ", ".join(filter(None, [phone, first.get(kinds[1], "")]))


def _candidates_of(gmina: Gmina) -> Iterator[Candidate]:
    spelling = _Spelling(gmina)
    rows = Organisation.objects.filter(gmina=gmina, state=LISTED).order_by("pk")
    for pk, group, sector, village in rows.values_list("pk", "group", "sector", "village"):
        yield _organisation(pk, group, sector, spelling.of(village))
    for pk, band, village in _residents(gmina.pk).order_by("pk").values_list("pk", "age_band", "village"):
        yield Candidate(
            id=f"person:{pk}",
            name="",
            kind="resident",
            group=Group.RESIDENT,
            sector="resident",
            age_band=band,
            villages=_reached(spelling.of(village)),
        )


def _residents(code: str) -> QuerySet[Person]:
    """Whoever speaks for an organisation comes with it; everybody else is a resident."""
    return Person.objects.filter(gmina=code, state=Person.State.LISTED).exclude(mandates__in=running_mandates())


def _organisation(pk: int, group: str, sector: str, village: str) -> Candidate:
    """An informal group of residents, such as a seniors' club, stands for residents."""
    kind = "resident" if group == Group.RESIDENT else "organisation"
    return Candidate(f"organisation:{pk}", "", kind, group, sector, villages=_reached(village))


def _reached(village: str) -> frozenset[str]:
    return frozenset({village} if village else ())


class _Spelling:
    """One spelling of each village: that of the table of places, otherwise the first one met."""

    def __init__(self, gmina: Gmina) -> None:
        self._known = {fold(name): name for name in reversed(place_names(gmina))}

    def known(self, village: str) -> str:
        """The village as the table of places spells it, "" where it has none of this name."""
        return self._known.get(fold(village), "")

    def of(self, village: str) -> str:
        return self._known.setdefault(fold(village), village.strip()) if village.strip() else ""


def _named_neighbours(keys: Iterable[str]) -> Iterator[Candidate]:
    """Organisations of other gminas that somebody put on the list: they are thought of like our own."""
    pks = [int(key.partition(":")[2]) for key in keys if key.startswith("organisation:")]
    rows = Organisation.objects.filter(pk__in=pks, state=LISTED).exclude(sector=OFFICE).order_by("pk")
    for pk, group, sector in rows.values_list("pk", "group", "sector"):
        yield _organisation(pk, group, sector, "")


def _near(gmina: Gmina, room: int, taken_in: Collection[str]) -> tuple[tuple[Candidate, ...], Around]:
    """Organisations of neighbouring gminas, the nearest first; never a person.

    Which villages of our gmina they reach nobody told us: their own one is only shown. The office of another gmina has
    no seat here.
    """
    gminas = gminas_around(gmina, NEAR_KM)
    if gminas is None:
        return (), Around(asked=True, is_placed=False)
    order = {other.pk: at for at, other in enumerate(gminas)}
    listed = Organisation.objects.filter(gmina__in=order, state=LISTED).exclude(sector=OFFICE)
    rows = listed.values_list("gmina", "pk", "group", "sector")
    found = sorted(
        (row for row in rows if f"organisation:{row[1]}" not in taken_in), key=lambda row: (order[row[0]], row[1])
    )
    taken = found[: max(0, room)]
    candidates = tuple(_organisation(pk, group, sector, "") for _code, pk, group, sector in taken)
    around = Around(
        asked=True,
        gminas=len({row[0] for row in taken}),
        organisations=len(taken),
        left_out=len(found) - len(taken),
        keys=[each.id for each in candidates],
    )
    return candidates, around


def _as_wished(candidate: Candidate, wishes: Wishes) -> Candidate:
    told: dict[str, Any] = dict(wishes.told.get(candidate.id, {})) if candidate.kind == "organisation" else {}
    return replace(candidate, lock=wishes.locks.get(candidate.id, ""), **told)
