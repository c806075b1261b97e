"""The other good tables beside the proposed one: what each gains and loses, all of them side by side, other sizes."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.coalitions.composing import differences, findings, sentences
from koalicja.coalitions.models import CompositionRun
from koalicja.coalitions.queries.runs import Shown
from koalicja.engine.composition.problem import Candidate
from koalicja.engine.composition.result import Composition
from koalicja.ui.formats import in_alphabet, number
from koalicja.ui.groups import GROUP_NAMES

SAME = 1e-9  # of what a table is worth
LETTERS = "ABCDEFGHIJ"  # A is the proposed one
Table = Sequence[Candidate]


def is_searched(run: CompositionRun) -> bool:
    """Whether other good tables were looked for: after a refusal only the smallest change is."""
    return run.changes_least is None


def alternatives(shown: Shown, answer: Composition) -> list[dict[str, Any]]:
    """The other good tables beside this one: what each gains and loses, who joins and who leaves."""
    others = [each.members for each in answer.alternatives]
    titles = differences.gain_titles(answer.members, others, shown.problem)
    rows = []
    for letter, title, other in zip(LETTERS[1:], titles, answer.alternatives, strict=False):
        leaves, joins = findings.change_of(answer.members, other.members)
        gains, losses = _differences(shown, answer.members, other.members)
        rows.append(
            {
                "letter": letter,
                "size": differences.other_size(answer.members, other.members),
                "title": title,
                "worth": _worth(answer.objective, other.objective),
                "changed": max(len(joins), len(leaves)),
                "gains": gains,
                "losses": losses,
                "is_alike": not gains and not losses,
                "joins": list(_as_on_paper(shown, joins)),
                "leaves": list(_as_on_paper(shown, leaves)),
            }
        )
    return rows


def _as_on_paper(shown: Shown, keys: Collection[str]) -> Iterator[dict[str, str]]:
    """Names, of a resident also what stands on paper instead of the name: the age or, where it is unknown, the village.

    Who reads both can tell by it of whom the paper speaks.
    """
    by_key = {each.id: each for each in shown.problem.candidates}
    for key in differences.in_order(keys, shown.problem):
        known, candidate = shown.known[key], by_key[key]
        beside = ""
        if known.url and key.startswith("person:"):
            beside = sentences.ages(candidate.age_band) if candidate.age_band else sentences.listed(candidate.villages)
        yield {"name": known.name, "beside": beside}


def _worth(best: float | None, other: float | None) -> str:
    """How near the best one, in words."""
    loss = ((best or 0) - (other or 0)) / max(1e-9, abs(best or 0))
    if loss <= SAME:
        return _("as good")
    return _("nearly as good") if loss <= 0.03 else _("a little weaker")


def _differences(shown: Shown, members: Collection[str], other: Collection[str]) -> tuple[list[str], list[str]]:
    before, after = (_table(shown, keys) for keys in (members, other))
    counts = [_features(table) for table in (before, after)]
    gains: list[str] = []
    losses: list[str] = []
    for label in dict.fromkeys([*counts[0], *counts[1]]):
        change = counts[1][label] - counts[0][label]
        if change:
            (gains if change > 0 else losses).append(f"{label}: {'+' if change > 0 else '−'}{abs(change)}")
    for told, here, there in ((gains, after, before), (losses, before, after)):
        told += [f"{label}: {differences.some(words)}" for label, words in _only_here(here, there)]
    return gains, losses


def _only_here(here: Table, there: Table) -> Iterator[tuple[str, list[str]]]:
    """The villages, areas and offers that only the first of two tables has, by name."""
    for column, label in (("villages", _("villages")), ("areas", _("areas")), ("offers", _("offers"))):
        told = [frozenset().union(*(getattr(each, column) for each in table)) for table in (here, there)]
        if words := sorted(told[0] - told[1], key=in_alphabet):
            yield label, words


def _table(shown: Shown, keys: Collection[str]) -> Table:
    return [each for each in shown.problem.candidates if each.id in keys]


def _features(table: Table) -> Counter[str]:
    """What is counted, in the order it is told."""
    found = Counter({str(name): _seated(table, key) for key, name in GROUP_NAMES.items()})
    for band in sorted(each.age_band for each in table if each.kind == "resident" and each.age_band):
        found[_("residents aged %(ages)s") % {"ages": sentences.ages(band)}] += 1
    return found


def _seated(table: Table, group: str) -> int:
    return sum(each.group == group for each in table)


def _words(table: Table, column: str) -> int:
    return len({word for each in table for word in getattr(each, column)})


def comparison(shown: Shown, answer: Composition) -> dict[str, Any]:
    """All tables side by side: columns A to F; rows: seats, groups, ages of residents, what is reached and brought."""
    tables = [_table(shown, keys) for keys in (answer.members, *(each.members for each in answer.alternatives))]
    letters = LETTERS[: len(tables)]
    named = [_("%(letter)s (proposed)") % {"letter": "A"}, *letters[1:]]
    return {
        "columns": [{"label": ""}, *({"label": label, "number": True} for label in named)],
        "letters": letters,
        "rows": [_compared(group, label, list(map(count, tables))) for group, label, count in _lines(tables)],
    }


def _compared(group: str, label: str, counts: list[int]) -> dict[str, Any]:
    cells = [
        {"letter": letter, "value": number(count), "differs": count != counts[0]}
        for letter, count in zip(LETTERS, counts, strict=False)
    ]
    return {"group": group, "label": label, "cells": cells}


def _lines(tables: Sequence[Table]) -> list[tuple[str, str, Callable[[Table], int]]]:
    """(group, label, what is counted) of each row; ages and what nobody names have none."""
    bands = sorted({each.age_band for table in tables for each in table if each.kind == "resident" and each.age_band})
    brought = {"villages": _("villages with somebody at the table"), "areas": _("areas"), "offers": _("offers")}
    return [
        ("", _("seats"), len),
        *((key, str(name), lambda table, key=key: _seated(table, key)) for key, name in GROUP_NAMES.items()),
        *(
            ("", _("residents: %(ages)s") % {"ages": sentences.ages(band)}, lambda table, band=band: _aged(table, band))
            for band in bands
        ),
        *(
            ("", label, lambda table, column=column: _words(table, column))
            for column, label in brought.items()
            if any(_words(table, column) for table in tables)
        ),
    ]


def _aged(table: Table, band: str) -> int:
    return sum(each.kind == "resident" and each.age_band == band for each in table)


def tradeoff(answer: Composition) -> list[dict[str, Any]]:
    """Size against value, in words and as the length of a bar; sizes without a table stand in size_gaps()."""
    rows = [(row.size, row.objective) for row in answer.tradeoff if row.objective is not None]
    best, worst = (bound((worth for _size, worth in rows), default=0.0) for bound in (max, min))
    ties = findings.best_sizes(answer)
    return [
        {
            "label": ngettext("%(count)s seat", "%(count)s seats", size) % {"count": size},
            "value": 10 + 90 * (worth - worst) / max(1e-9, best - worst) if best > worst else 100,
            "text": _("the best") if ties == [size] else _size_word(worth, best),
            "is_here": size == len(answer.members),
        }
        for size, worth in rows
    ]


def size_gaps(answer: Composition) -> list[str]:
    """Of which sizes there is no table, and of which none was found in time: a sentence for each."""
    without = [row for row in answer.tradeoff if row.objective is None]
    impossible = [row.size for row in without if row.status == "infeasible"]
    not_found = [row.size for row in without if row.status != "infeasible"]
    told = []
    if impossible:
        told.append(_("It cannot be done with so many seats: %(sizes)s.") % {"sizes": _ranges(impossible)})
    if not_found:
        told.append(_("Not found in time with so many seats: %(sizes)s.") % {"sizes": _ranges(not_found)})
    return told


def _ranges(sizes: Sequence[int]) -> str:
    """8–15, 17–20"""
    runs: list[list[int]] = []
    for size in sizes:
        if runs and size == runs[-1][-1] + 1:
            runs[-1].append(size)
        else:
            runs.append([size])
    return ", ".join(f"{run[0]}\N{EN DASH}{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _size_word(objective: float, best: float) -> str:
    loss = (best - objective) / max(1e-9, abs(best))
    if loss <= SAME:
        return _("as good")
    return _("nearly as good") if loss <= 0.03 else _("a little weaker") if loss <= 0.1 else _("weaker")


def size_finding(answer: Composition) -> str:
    """What the sizes show, in one sentence."""
    sizes = findings.best_sizes(answer)
    if not sizes:
        return _("No size keeps all rules")
    if len(sizes) > 1:
        return _("Equally good numbers of seats: %(sizes)s") % {"sizes": _ranges(sizes)}
    return ngettext("The best size: %(count)s seat", "The best size: %(count)s seats", sizes[0]) % {"count": sizes[0]}


def everybody_note(shown: Shown, answer: Composition) -> str:
    """In place of sizes where there is only one, because everybody is at the table; else ""."""
    may_sit = {each.id for each in shown.problem.candidates if each.lock != "never"}
    known = [row for row in answer.tradeoff if row.objective is not None]
    if len(known) != 1 or not may_sit <= set(answer.members):
        return ""
    return _("Everybody on the list is at the table, so there is no other number of seats.")
