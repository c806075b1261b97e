"""What a coalition is for, as its page shows it: each text with its older versions, who leads, areas, what it has."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from koalicja.coalitions.models import Area, Asset, Candidacy, Coalition, Leadership, Statement
from koalicja.people.models import Group
from koalicja.standing.models import Fact, Kind

V = TypeVar("V", Statement, Leadership)
SAID = (Kind.PROBLEM_SET, Kind.GOAL_SET, Kind.ROLE_SET, Kind.GAIN_SET, Kind.LEADER_SET)
State = Candidacy.State
OF_ASSETS = ("candidacy__organisation", "candidacy__person", "by")
AT_THE_TABLE = (State.ATTENDED, State.DECLARED, State.SIGNED)


@dataclass(frozen=True, slots=True)
class Versions:
    """One text of a coalition: the version that counts, those before it, newest first, and those struck out."""

    kind: str
    newest: Statement | None = None
    older: tuple[Statement, ...] = ()
    struck: tuple[Statement, ...] = ()

    @property
    def count(self) -> int:
        return len(self.older) + len(self.struck) + (self.newest is not None)


@dataclass(frozen=True, slots=True)
class Purpose:
    texts: dict[str, Versions]
    leaderships: tuple[Leadership, ...]
    areas: tuple[Area, ...]
    dropped: tuple[Area, ...]
    library_assets: tuple[Asset, ...]
    other_assets: tuple[Asset, ...]
    removed_assets: tuple[Asset, ...] = ()

    @property
    def leadership(self) -> Leadership | None:
        """The version that counts; None where nobody said anything."""
        return next(iter(self.leaderships), None)


@dataclass(frozen=True, slots=True)
class GroupAtTable:
    """How many of one group are at the table (present at a meeting, or members), and how many are on their way."""

    group: str
    at_table: int
    on_the_way: int


def versions_of(coalition: Coalition, kind: str) -> Versions:
    """One text with all its versions."""
    return _versions(kind, coalition.statements.filter(kind=kind).select_related("by"), struck_of(coalition))


def leaderships_of(coalition: Coalition) -> Sequence[Leadership]:
    """Every version of who leads that stands in the ledger, newest first."""
    struck = struck_of(coalition)
    return [each for each in _every_leadership(coalition) if each.key not in struck]


def _every_leadership(coalition: Coalition) -> Sequence[Leadership]:
    return list(coalition.leaderships.select_related("by", "candidacy__organisation", "candidacy__person"))


def struck_of(coalition: Coalition) -> set[str]:
    """Keys of texts and of choices of a leader whose fact was struck out of the history: they count no longer."""
    facts = Fact.objects.filter(coalition=coalition.pk, kind__in=SAID).newest_versions().exclude(struck_at=None)
    return {said_in(fact) for fact in facts.order_by("pk")}


def said_in(fact: Fact) -> str:
    """The key of the text or choice that a fact tells of. Older choices of a leader are told by their day and way."""
    if "about" in fact.detail or fact.kind != Kind.LEADER_SET:
        return str(fact.detail.get("about") or fact.subject)
    told = Fact.objects.filter(coalition=fact.coalition, kind=Kind.LEADER_SET, detail__has_key="about")
    pointed = {about.partition(":")[2] for about in told.values_list("detail__about", flat=True)}
    same = Leadership.objects.filter(coalition=fact.coalition, how=fact.detail.get("how", ""), on=fact.on)
    found = same.exclude(pk__in=pointed).order_by("pk").first()
    return found.key if found else fact.subject


def standing_of(versions: QuerySet[V], coalition: Coalition) -> QuerySet[V]:
    """Those of these versions that nobody has struck out."""
    kind = "leadership" if versions.model is Leadership else "statement"
    keys = (key.partition(":") for key in struck_of(coalition))
    return versions.exclude(pk__in=[int(pk) for of, _colon, pk in keys if of == kind])


def purpose_of(coalition: Coalition) -> Purpose:
    """Everything that stands in the ledger, in five queries."""
    struck = struck_of(coalition)
    said = list(coalition.statements.select_related("by"))
    areas = list(coalition.areas.select_related("by", "dropped_by"))
    every = list(coalition.assets.select_related(*OF_ASSETS))
    assets = _by_kind(each for each in every if each.removed_at is None)
    return Purpose(
        texts={
            kind: _versions(kind, [each for each in said if each.kind == kind], struck)
            for kind in Statement.Kind.values
        },
        leaderships=tuple(each for each in _every_leadership(coalition) if each.key not in struck),
        areas=tuple(area for area in areas if not area.is_dropped),
        dropped=tuple(area for area in areas if area.is_dropped),
        library_assets=tuple(asset for asset in assets if not asset.candidacy_id),
        other_assets=tuple(asset for asset in assets if asset.candidacy_id),
        removed_assets=tuple(asset for asset in every if asset.removed_at),
    )


def assets_of(coalition: Coalition) -> Sequence[Asset]:
    """What is brought to the table now, by kind."""
    return _by_kind(coalition.assets.filter(removed_at=None).select_related(*OF_ASSETS))


def _by_kind(assets: Iterable[Asset]) -> list[Asset]:
    order = {kind: place for place, kind in enumerate(Asset.Kind.values)}
    return sorted(assets, key=lambda asset: (order[asset.kind], asset.what))


def candidacies_of(coalition: Coalition) -> Sequence[Candidacy]:
    """Everybody considered, with the records of the register."""
    return list(coalition.candidacies.select_related("organisation", "person"))


def groups_at_table(candidacies: Sequence[Candidacy], library: int, group: str) -> tuple[GroupAtTable, ...]:
    """The five groups; the Lead Library is always there, in its own group, and counts once."""
    there = [each.group for each in candidacies if each.state in AT_THE_TABLE and each.organisation_id != library]
    coming = [
        each.group
        for each in candidacies
        if each.state not in (*AT_THE_TABLE, *Candidacy.PARTED) and each.organisation_id != library
    ]
    there.append(group)
    return tuple(GroupAtTable(key, there.count(key), coming.count(key)) for key in Group.values)


def _versions(kind: str, rows: Iterable[Statement], struck: Collection[str]) -> Versions:
    every = tuple(rows)
    versions = tuple(each for each in every if each.key not in struck)
    out = tuple(each for each in every if each.key in struck)
    return Versions(kind, next(iter(versions), None), versions[1:], out)
