"""The page of one coalition, gathered from every room: what it is for, who is at the table, what has happened."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from koalicja.backroom import events
from koalicja.backroom.models import Event
from koalicja.coalitions.models import Asset, Candidacy, Coalition, CompositionRun, Leadership, Statement
from koalicja.coalitions.queries.called import called_in
from koalicja.coalitions.queries.progress import Said
from koalicja.coalitions.queries.purpose import (
    GroupAtTable,
    Purpose,
    Versions,
    candidacies_of,
    groups_at_table,
    purpose_of,
)
from koalicja.coalitions.queries.runs import runs_of
from koalicja.coalitions.starters import SLUGS, STATEMENTS, WHY
from koalicja.coalitions.views.rhythm import rhythm_words
from koalicja.desk.texts import event_line
from koalicja.engine.purpose import speaks_of_the_library_alone
from koalicja.people.models import Organisation, Person
from koalicja.standing import queries as ledger
from koalicja.standing import wording
from koalicja.standing.models import Fact, Kind
from koalicja.ui.formats import number

EVENTS_SHOWN = 30
HISTORY_SIZE = 25


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the coalition as the page shows it. `asks` where the goal speaks of the library alone."""

    slug: str
    label: str
    why: str
    versions: Versions
    url: str
    asks: bool = False
    starters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Led:
    """Who leads in words, as one version said."""

    text: str
    version: Leadership


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody brings to the table, as this reader may know it."""

    what: str
    details: str


@dataclass(frozen=True, slots=True)
class CoalitionPage:
    purpose: tuple[Text, ...]
    place: tuple[Text, ...]
    led: tuple[Led, ...]
    said: Purpose
    library_assets: tuple[Brought, ...]
    other_assets: tuple[Brought, ...]
    groups: tuple[GroupAtTable, ...]
    candidacies: Sequence[Candidacy]
    runs: Sequence[CompositionRun]
    rhythm: str
    is_overdue: bool
    history: ledger.HistoryPage
    lines: Sequence[wording.Line]
    changes: Sequence[dict[str, Any]]
    changes_page: Page[Event]
    last_met: date | None = None

    @property
    def told(self) -> Said:
        """What it says of itself, as the next step asks for it."""
        texts = {kind: each.newest.text for kind, each in self.said.texts.items() if each.newest}
        return Said(texts, bool(self.led))

    @property
    def missing(self) -> tuple[str, ...]:
        """Groups of which nobody is at the table."""
        return tuple(row.group for row in self.groups if not row.at_table)

    @property
    def goal(self) -> Text:
        return next(text for text in self.purpose if text.slug == "cel")


def gathered(
    coalition: Coalition,
    *,
    knows_people: bool,
    page: str | None,
    today: date,
    changes: str | None = None,
    may_correct: bool = False,
) -> CoalitionPage:
    """Everything in a constant number of queries; names of residents only for whom may read them."""
    said, candidacies = purpose_of(coalition), candidacies_of(coalition)
    texts = {text.slug: text for text in _texts(coalition, said)}
    names = Names(coalition, knows_people, candidacies)
    history = ledger.history(coalition.pk, page=page, size=HISTORY_SIZE)
    urls = _corrections(coalition, history) if may_correct else {}
    library = coalition.participation.library
    meetings = list(ledger.facts(coalition.pk, kinds=Kind.MET))
    met = next(iter(meetings), None)
    changed = Paginator(events.about(coalition.key), EVENTS_SHOWN).get_page(changes)
    rhythm, is_overdue = rhythm_words(coalition.rhythm_months, met.on if met else None, today)
    return CoalitionPage(
        purpose=(texts["problem"], texts["cel"]),
        place=(texts["rola-biblioteki"], texts["korzysc-biblioteki"]),
        led=tuple(Led(names.leader(each), each) for each in said.leaderships),
        said=said,
        library_assets=names.brought(said.library_assets),
        other_assets=names.brought(said.other_assets),
        groups=groups_at_table(candidacies, library.pk, library.group),
        candidacies=candidacies,
        runs=list(runs_of(coalition)),
        rhythm=rhythm,
        is_overdue=is_overdue,
        history=history,
        lines=wording.timeline(history.entries, names.teller(history.facts, said, meetings), urls=urls),
        changes=[_change(each, knows_people) for each in changed],
        changes_page=changed,
        last_met=met.on if met else None,
    )


def _corrections(coalition: Coalition, history: ledger.HistoryPage) -> dict[int, str]:
    """Where each fact of this page of the history is set right."""
    keys = [entry.fact.pk for entry in history.entries]
    return {key: reverse("desk:correct_fact", args=[coalition.pk, key]) for key in keys}


def _texts(coalition: Coalition, said: Purpose) -> Iterable[Text]:
    for slug, kind in SLUGS.items():
        versions = said.texts[kind]
        text = versions.newest.text if versions.newest else ""
        asks = kind == Statement.Kind.GOAL and speaks_of_the_library_alone(text)
        url = reverse("coalitions:statement", args=[coalition.pk, slug])
        offered = STATEMENTS[kind].items() if asks or not text else ()
        starters = tuple((f"{url}?od={key}", str(name)) for key, (name, _sentence) in offered)
        yield Text(slug, str(kind.label), str(WHY[kind]), versions, url, asks, starters)


@dataclass(frozen=True, slots=True)
class Names:
    """Names as this reader may know them: organisations always, residents only where she reads them elsewhere, too."""

    coalition: Coalition
    knows_people: bool
    candidacies: Sequence[Candidacy]

    def of(self, candidacy: Candidacy) -> str:
        if candidacy.organisation:
            return str(candidacy.organisation)
        return str(candidacy.person) if self.knows_people else pgettext("somebody whose name is not shown", "Resident")

    def brought(self, assets: Sequence[Asset]) -> tuple[Brought, ...]:
        """In words for whoever reads people; else whose, of which kind and how many: words may tell of somebody."""
        if self.knows_people:
            return tuple(Brought(each.what, _details(self._whose(each), _kind(each), each.note)) for each in assets)
        counted = Counter((self._whose(each), _kind(each)) for each in assets)
        more = {key: _("together: %(count)s") % {"count": number(count)} for key, count in counted.items() if count > 1}
        return tuple(Brought(kind, _details(whose, more.get((whose, kind), ""))) for whose, kind in counted)

    def _whose(self, asset: Asset) -> str:
        return self.of(asset.candidacy) if asset.candidacy else ""

    def leader(self, led: Leadership) -> str:
        """Who leads, such as "one member: OSP Olszynki"."""
        how = str(led.get_how_display())
        if led.by_library:
            who = str(self.coalition.participation.library)
        elif led.candidacy:
            who = self.of(led.candidacy)
        else:
            who = led.words if self.knows_people else ""
        return _("%(how)s: %(who)s") % {"how": how, "who": who} if who else how

    def teller(self, facts: Collection[Fact], said: Purpose, meetings: Iterable[Fact]) -> wording.Teller:
        """Words for the history: three queries, for organisations, for people, and for words that changed since."""
        keys: dict[str, set[int]] = {"organisation": set(), "person": set()}
        for kind, _colon, key in (subject.partition(":") for subject in ledger.subjects_of(facts)):
            keys.setdefault(kind, set()).add(int(key))
        known: dict[str, str] = {
            each.key: str(each) for each in Organisation.objects.filter(pk__in=keys["organisation"])
        }
        if self.knows_people:
            known |= {each.key: str(each) for each in Person.objects.filter(pk__in=keys["person"])}
        for versions in said.texts.values():
            known |= {each.key: each.text for each in (versions.newest, *versions.older, *versions.struck) if each}
        assets = (*said.library_assets, *said.other_assets, *said.removed_assets)
        called = called_in(self.coalition, (*said.areas, *said.dropped, *assets))
        words = called.when_told if self.knows_people else called.kind_when_told
        return wording.Teller(
            known,
            free_text=self.knows_people,
            numbers=ledger.numbers_of(meetings),
            then={fact.first: words(fact) for fact in facts if fact.subject in called.records},
        )


def _kind(asset: Asset) -> str:
    return str(asset.get_kind_display())


def _details(*words: str) -> str:
    return " · ".join(filter(None, words))


def _change(event: Event, knows_people: bool) -> dict[str, Any]:
    text = event_line(event, knows_people=knows_people)
    return {"when": event.at, "text": text, "who": event.by, "url": event.params.get("url", "")}
