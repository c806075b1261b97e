"""Stored proposals as pages show them: the problem with the names of today, and the answer."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from koalicja.coalitions.composing import sentences
from koalicja.coalitions.composing.storing import read_answer, read_problem, with_names
from koalicja.coalitions.models import Coalition, CompositionRun
from koalicja.coalitions.queries.heads import with_head
from koalicja.coalitions.queries.villages import of_one_attribute, with_places
from koalicja.engine.composition.problem import Candidate, Problem
from koalicja.engine.composition.result import Composition
from koalicja.people.models import Organisation, Person

REMOVED, MERGED, ERASED = "removed", "merged", "erased"


@dataclass(frozen=True, slots=True)
class Known:
    """Who stands behind a candidate's key today. `url` only where the reader may open the record.

    `near` names the neighbouring gmina, "" for ours. `gone`, where the register has the record no longer: REMOVED,
    MERGED with another candidate of the same proposal, or ERASED, of which nobody is told a name.
    """

    name: str
    detail: str = ""
    url: str = ""
    near: str = ""
    gone: str = ""

    @property
    def mark(self) -> str:
        """What stands beside the name of somebody who is gone; of who was erased the name says it."""
        marks = {REMOVED: _("no longer in the register"), MERGED: _("made one with another entry")}
        return marks.get(self.gone, "")


@dataclass(frozen=True, slots=True)
class Shown:
    """One proposal with names. `answer` is None until it is ready.

    `villages` are all that somebody of the register names, `reached` those that somebody at the table names, also of
    residents of whom the reader may know one attribute only; in `told`, the problem without names, facts are counted.
    """

    run: CompositionRun
    problem: Problem
    known: Mapping[str, Known]
    answer: Composition | None
    villages: frozenset[str] = frozenset()
    reached: frozenset[str] = frozenset()
    told: Problem | None = None


def runs_of(coalition: Coalition) -> QuerySet[CompositionRun]:
    """The proposals of a coalition, newest first, without their long inputs."""
    return coalition.runs.select_related("job", "created_by", "parent").defer("inputs")


def shown(run: CompositionRun, *, with_people: bool) -> Shown:
    """The proposal with the names of today; residents by name only `with_people`."""
    whole = read_problem(run.inputs)
    problem = whole if with_people else of_one_attribute(whole)
    known = known_of(problem.candidates, run.coalition, with_people=with_people)
    known[whole.library] = replace(known[whole.library], gone="")  # at the table whatever the register says of it
    named = with_names(problem, _told_apart(known))
    answer = with_head(with_places(read_answer(run.result), problem), run.coalition.gmina) if run.is_ready else None
    members = answer.members if answer else ()
    listed = [each for each in whole.candidates if each.id not in run.around.get("gone", ())]
    return Shown(
        run,
        named,
        known,
        answer,
        villages=frozenset().union(*(each.villages for each in listed)),
        reached=frozenset().union(*(each.villages for each in whole.candidates if each.id in members)),
        told=whole,
    )


def _told_apart(known: Mapping[str, Known]) -> dict[str, str]:
    """Names by key; where two have one name, with what else the reader knows of them."""
    count = Counter(each.name for each in known.values())
    return {
        key: f"{each.name} ({each.detail})" if count[each.name] > 1 and each.detail else each.name
        for key, each in known.items()
    }


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different from an earlier proposal, as names; `declined` are those who cannot, also those of before.

    `must` and `never` are those who were chosen and ruled out beforehand, the Lead Library apart. Whom the register did
    not have any more is none of these.
    """

    since: CompositionRun
    leaves: tuple[Known, ...]
    joins: tuple[Known, ...]
    declined: tuple[Known, ...]
    must: tuple[Known, ...] = ()
    never: tuple[Known, ...] = ()


def changes(shown: Shown, *, with_people: bool) -> Changes | None:
    """Compared with the proposal it was made from, else with the one before it; None where there is none."""
    run = shown.run
    earlier = run.parent if run.parent and run.parent.is_ready else _one_before(run)
    if earlier is None or shown.answer is None:
        return None
    before, after = set(read_answer(earlier.result).members), set(shown.answer.members)
    gone = [Candidate(key, "") for key in sorted(before - shown.known.keys())]
    known = {**shown.known, **known_of(gone, run.coalition, with_people=with_people)}
    locks = {each.id: each.lock for each in shown.problem.candidates if each.id != shown.problem.library}
    must, never = ({key for key, lock in locks.items() if lock == said} for said in ("must", "never"))
    absent = set(run.around.get("gone", ()))
    cannot = (shown.problem.declined & never) - absent
    told = (before - after - cannot - absent, after - before, cannot, must, never - cannot - absent)
    return Changes(earlier, *(tuple(known[key] for key in sorted(keys)) for keys in told))


def _one_before(run: CompositionRun) -> CompositionRun | None:
    ready = CompositionRun.objects.filter(coalition=run.coalition_id, number__lt=run.number, state="ready")
    return ready.defer("inputs").order_by("-number").first()


def known_of(candidates: Iterable[Candidate], coalition: Coalition, *, with_people: bool) -> dict[str, Known]:
    """Names of candidates by key, in two queries (three where records were made one)."""
    candidates = list(candidates)
    organisations = _organisations({int(each.id.split(":")[1]) for each in candidates if _is_organisation(each)})
    people = _people({int(each.id.split(":")[1]) for each in candidates if not _is_organisation(each)})
    keys, found = {each.id for each in candidates}, {}
    for each in candidates:
        record = organisations.get(each.id) if _is_organisation(each) else people.get(each.id)
        if record is None:
            found[each.id] = Known(_("No longer in the register"), gone=ERASED)
        elif isinstance(record, Organisation):
            found[each.id] = replace(_organisation(record, coalition), gone=_gone(each.id, record, keys))
        else:
            told = _person(record, each, with_people=with_people)
            found[each.id] = replace(told, gone=_gone(each.id, record, keys))
    return found


def _gone(key: str, record: Organisation | Person, candidates: Collection[str]) -> str:
    """The record a candidate was merged into stands for it, unless it is a candidate itself."""
    if record.state != record.State.LISTED:
        return REMOVED
    return MERGED if record.key != key and record.key in candidates else ""


def no_longer_listed(problem: Problem, coalition: Coalition) -> set[str]:
    """The candidates, the library apart, whom the register of today has no more, or twice after a merge."""
    known = known_of(problem.candidates, coalition, with_people=False)
    return {key for key, each in known.items() if each.gone} - {problem.library}


def _is_organisation(candidate: Candidate) -> bool:
    return candidate.id.startswith("organisation:")


def _organisations(keys: Collection[int]) -> dict[str, Organisation]:
    rows = Organisation.objects.select_related("gmina", "merged_into__gmina")
    found = {each.key: each.merged_into or each for each in rows.in_bulk(keys).values()}
    while further := {each.merged_into_id for each in found.values() if each.merged_into_id}:
        again = rows.in_bulk(further)
        found = {key: again[each.merged_into_id] if each.merged_into_id else each for key, each in found.items()}
    return found


def _people(keys: Collection[int]) -> dict[str, Person]:
    rows = Person.objects.select_related("merged_into")
    found = {each.key: each.merged_into or each for each in rows.in_bulk(keys).values()}
    while further := {each.merged_into_id for each in found.values() if each.merged_into_id}:
        again = rows.in_bulk(further)
        found = {key: again[each.merged_into_id] if each.merged_into_id else each for key, each in found.items()}
    return found


def _organisation(record: Organisation, coalition: Coalition) -> Known:
    if record.gmina_id == coalition.gmina_id:
        return Known(record.name, record.village, record.get_absolute_url())
    near = _("neighbouring gmina: %(gmina)s") % {"gmina": record.gmina.name}
    return Known(record.name, ", ".join(filter(None, [record.village, near])), near=near)


def _person(record: Person, candidate: Candidate, *, with_people: bool) -> Known:
    """Without the right to names, a person is an age or, where it is unknown, a village, and nothing else."""
    if with_people:
        age = sentences.ages(record.age_band) if record.age_band else ""
        return Known(record.name, ", ".join(filter(None, [record.village, age])), record.get_absolute_url())
    if candidate.age_band:
        return Known(_("Resident, age: %(ages)s") % {"ages": sentences.ages(candidate.age_band)})
    if candidate.villages:
        return Known(_("Resident, village: %(village)s") % {"village": sentences.listed(candidate.villages)})
    return Known(_("Resident"))
