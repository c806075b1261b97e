"""What the page of a proposal says, from the stored answer: rows, bars, sentences and the one next step."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from koalicja.coalitions.composing import differences, findings, sentences
from koalicja.coalitions.composing.printing import seats_of
from koalicja.coalitions.composing.questions import asked as questions_asked
from koalicja.coalitions.composing.questions import question_of, question_sentence
from koalicja.coalitions.composing.rule_names import rule_label, rule_value
from koalicja.coalitions.forms import GRADES, TOLD
from koalicja.coalitions.queries.runs import Known, Shown
from koalicja.engine.composition.problem import GROUPS, Candidate
from koalicja.engine.composition.result import Alternative, Composition
from koalicja.engine.matching.text import fold
from koalicja.ui.formats import number
from koalicja.ui.groups import GROUP_NAMES, UNKNOWN

REASONS = 3
LETTERS = "BCDEFGHIJ"
SAID_BY_TAGS = frozenset({"irreplaceable", "library", "misses_more"})  # the last of all seats, once above them


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One seat. `pk` is the candidate's key; `more` are the reasons after the first few."""

    pk: str
    known: Known
    group: str
    is_library: bool
    is_irreplaceable: bool
    reasons: tuple[str, ...]
    more: tuple[str, ...]
    lock: str = ""

    def __str__(self) -> str:
        return self.known.name


def members(shown: Shown, answer: Composition) -> list[MemberRow]:
    """The Lead Library first, then the five groups in order."""
    return [_member(each, shown, answer) for each in seats_of(answer, shown.problem)]


def _member(candidate: Candidate, shown: Shown, answer: Composition) -> MemberRow:
    is_library = candidate.id == shown.problem.library
    given = answer.reasons.get(candidate.id, ())
    said = sentences.reason_sentences([each for each in given if each.code not in SAID_BY_TAGS], candidate)
    return MemberRow(
        pk=candidate.id,
        known=shown.known[candidate.id],
        group=candidate.group,
        is_library=is_library,
        is_irreplaceable=not is_library
        and answer.status != "infeasible"
        and any(each.code == "irreplaceable" for each in given),
        reasons=tuple(said[:REASONS]),
        more=tuple(said[REASONS:]),
        lock=candidate.lock,
    )


def group_bars(answer: Composition, table: Sequence[Candidate]) -> dict[str, Any]:
    """The five groups against their minimum; where the Lead Library does not count, the rule's figure says so."""
    rules = {row.name: row for row in answer.rules}
    bars: list[dict[str, Any]] = []
    for key in GROUPS:
        rule = rules.get(f"groups.{key}.min")
        seated = sum(candidate.group == key for candidate in table)
        value = round(rule.actual) if rule else seated
        bars.append({"group": key, "value": value, "target": round(rule.required) if rule else 0})
    short = [str(GROUP_NAMES[bar["group"]]) for bar in bars if bar["value"] < bar["target"]]
    title = _("Missing: %(groups)s") % {"groups": ", ".join(short)} if short else _("Every group has its seats")
    return {"bars": bars, "title": title, "whole": _whole(bars)}


def age_bars(answer: Composition, table: Sequence[Candidate]) -> dict[str, Any]:
    """Residents by age against what the rules ask of each age; those whose age nobody told us apart."""
    counts = Counter(candidate.age_band for candidate in table if candidate.kind == "resident")
    targets = {
        row.name.split(".")[1]: round(row.required)
        for row in answer.rules
        if row.name.startswith("age_bands.") and row.name.endswith(".min")
    }
    bars = [
        {"label": sentences.ages(band), "group": "", "value": counts[band], "target": targets.get(band, 0)}
        for band in sorted({band for band in counts if band} | targets.keys())
    ]
    if counts[""]:
        bars.append({"label": _("age unknown"), "group": "", "value": counts[""], "target": 0})
    rule = next((row for row in answer.rules if row.name == "min_age_bands"), None)
    words = {"actual": number(rule.actual), "required": number(rule.required)} if rule else {}
    title = _("Different ages among residents: %(actual)s, needed: %(required)s") % words if rule else ""
    return {"bars": bars, "title": title or _("Residents by age"), "whole": _whole(bars)}


def _whole(bars: Sequence[Mapping[str, Any]]) -> int:
    whole: int = max([4, *(max(bar["value"], bar["target"]) for bar in bars)])
    return whole


def cover(shown: Shown, table: Sequence[Candidate]) -> list[dict[str, Any]]:
    """Every village, area and offer with the members that bring it; what the fewest bring first."""
    kinds = {"villages": _("village"), "areas": _("area"), "offers": _("offer")}
    rows: list[dict[str, Any]] = [
        {
            "what": word,
            "kind": kind,
            "who": [shown.known[each.id] for each in table if word in getattr(each, column)],
        }
        for column, kind in kinds.items()
        for word in sorted({word for each in table for word in getattr(each, column)})
    ]
    return sorted(rows, key=lambda row: len(row["who"]))


def cover_finding(shown: Shown) -> str:
    """How many of the villages that somebody of the register names are at the table, and which are not."""
    told = _("Villages of the register with somebody at the table: %(reached)s of %(every)s.") % {
        "reached": number(len(shown.reached)),
        "every": number(len(shown.villages)),
    }
    left = sorted(shown.villages - shown.reached, key=fold)
    if not left:
        return told
    nobody = _("Nobody from: %(villages)s.") % {"villages": ", ".join(left)}
    return f"{told} {nobody}"


def alternatives(shown: Shown, answer: Composition) -> list[dict[str, Any]]:
    """The other good tables beside this one: what each gains and loses, who joins and who leaves."""
    rows = []
    for letter, other in zip(LETTERS, answer.alternatives, strict=False):
        leaves, joins = findings.change_of(answer.members, other.members)
        gains, losses = _differences(shown, answer.members, other)
        rows.append(
            {
                "letter": letter,
                "size": len(other.members),
                "title": differences.gain_title(answer.members, other.members, shown.problem),
                "worth": _worth(answer.objective, other.objective),
                "gains": gains,
                "losses": losses,
                "joins": [shown.known[each] for each in differences.in_order(joins, shown.problem)],
                "leaves": [shown.known[each] for each in differences.in_order(leaves, shown.problem)],
            }
        )
    return rows


def _worth(best: float | None, other: float | None) -> str:
    """How near the best one, in words."""
    loss = ((best or 0) - (other or 0)) / max(1e-9, abs(best or 0))
    if loss <= 0.005:
        return _("as good")
    return _("nearly as good") if loss <= 0.03 else _("a little weaker")


def _differences(shown: Shown, members: Collection[str], other: Alternative) -> tuple[list[str], list[str]]:
    by_key = {each.id: each for each in shown.problem.candidates}
    before, after = (_features([by_key[key] for key in keys]) for keys in (members, other.members))
    gains: list[str] = []
    losses: list[str] = []
    for label in sorted({*before, *after}):
        change = after[label] - before[label]
        if change:
            (gains if change > 0 else losses).append(f"{label}: {'+' if change > 0 else '−'}{abs(change)}")
    return gains, losses


def _features(table: Sequence[Candidate]) -> Counter[str]:
    found = Counter(str(GROUP_NAMES[each.group]) for each in table if each.group)
    for column, label in (("villages", _("villages")), ("areas", _("areas")), ("offers", _("offers"))):
        found[label] = len({word for each in table for word in getattr(each, column)})
    found[_("ages")] = len({each.age_band for each in table if each.age_band and each.kind == "resident"})
    return found


def tradeoff(answer: Composition) -> list[dict[str, Any]]:
    """Size against value, in words and as the length of a bar."""
    known = [row.objective for row in answer.tradeoff if row.objective is not None]
    best, worst = max(known, default=0.0), min(known, default=0.0)
    return [
        {
            "label": ngettext("%(count)s seat", "%(count)s seats", row.size) % {"count": row.size},
            "value": None if row.objective is None else 10 + 90 * (row.objective - worst) / max(1e-9, best - worst),
            "text": _size_word(row.status, row.objective, best),
            "is_here": row.size == len(answer.members),
        }
        for row in answer.tradeoff
    ]


def _size_word(status: str, objective: float | None, best: float) -> str:
    if objective is None:
        return _("cannot be done") if status == "infeasible" else _("not found in time")
    loss = (best - objective) / max(1e-9, abs(best))
    if loss <= 0.005:
        return _("the best")
    return _("nearly as good") if loss <= 0.03 else _("a little weaker") if loss <= 0.1 else _("weaker")


def missing(shown: Shown, answer: Composition) -> list[dict[str, str]]:
    """Whom to look for and where."""
    names = {key: each.name for key, each in shown.known.items()}
    return [{"text": text, "where": where} for text, where in sentences.advice_lines(answer.advice, names)]


def questions(shown: Shown, answer: Composition) -> list[dict[str, Any]]:
    """What to ask, and where the answer is entered. Nobody is asked to grade a resident."""
    names = {key: f"{each.name} ({each.near})" if each.near else each.name for key, each in shown.known.items()}
    return [
        {
            "text": question_sentence(each, names),
            "key": each.id,
            "name": names[each.id],
            "column": each.column,
            "grades": grades(each.column) if each.column in TOLD else (),
            "url": shown.known[each.id].url,
        }
        for each in questions_asked(answer, shown.problem)
    ]


def told(shown: Shown) -> list[dict[str, Any]]:
    """Grades that somebody told us before; they may be changed or taken back."""
    return [
        {
            "key": each.id,
            "name": shown.known[each.id].name,
            "what": question_of(column),
            "column": column,
            "grade": next(word for word, value in GRADES.items() if value == getattr(each, column)),
            "grades": grades(column),
        }
        for each in shown.problem.candidates
        for column in TOLD
        if getattr(each, column) in GRADES.values()
    ]


def grades(column: str) -> list[tuple[str, str]]:
    """The grades to choose from, unknown first; in Polish a grade agrees with what it grades."""
    words = {
        "willingness": {
            "high": pgettext("ready to come", "yes"),
            "medium": pgettext("ready to come", "maybe"),
            "low": pgettext("ready to come", "rather not"),
        },
        "influence": {
            "high": pgettext("listen to them", "yes"),
            "medium": pgettext("listen to them", "some do"),
            "low": pgettext("listen to them", "hardly"),
        },
    }
    return [("", str(UNKNOWN)), *words[column].items()]


def locks(shown: Shown, answer: Composition) -> list[dict[str, Any]]:
    """Everybody but the Lead Library, with the lock as it is: members first, then by group and name."""
    order = {key: at for at, key in enumerate(GROUPS)}
    everyone = sorted(
        (each for each in shown.problem.candidates if each.id != shown.problem.library),
        key=lambda each: (each.id not in answer.members, order.get(each.group, len(GROUPS)), fold(each.name), each.id),
    )
    return [
        {
            "key": each.id,
            "known": shown.known[each.id],
            "group": each.group,
            "is_member": each.id in answer.members,
            "lock": each.lock,
        }
        for each in everyone
    ]


def outsiders(shown: Shown, answer: Composition) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who is not in the proposal, as choices by group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in locks(shown, answer):
        if not each["is_member"]:
            detail = f" ({each['known'].detail})" if each["known"].detail else ""
            name = str(GROUP_NAMES.get(each["group"], UNKNOWN))
            groups.setdefault(name, []).append((each["key"], each["known"].name + detail))
    return list(groups.items())


def rules(answer: Composition) -> list[list[str]]:
    """Each rule with what it needs and what there is; those that are not met first."""
    return [
        [
            rule_label(row.name),
            rule_value(row.name, row.required),
            rule_value(row.name, row.actual),
            _("met") if row.met else _("not met"),
        ]
        for row in sorted(answer.rules, key=lambda row: row.met)
        if row.actual or not row.name.startswith("locks.")
    ]


def never_proposed(shown: Shown, answer: Composition) -> list[Known]:
    """Who is in none of the good tables, without those who were ruled out beforehand."""
    ruled_out = {each.id for each in shown.problem.candidates if each.lock == "never"}
    return [shown.known[key] for key in answer.never_proposed if key not in ruled_out]


def size_finding(answer: Composition) -> str:
    """What the sizes show, in one sentence."""
    known = [row for row in answer.tradeoff if row.objective is not None]
    if not known:
        return _("No size keeps all rules")
    best = max(known, key=lambda row: row.objective or 0.0).size
    return ngettext("The best size: %(count)s seat", "The best size: %(count)s seats", best) % {"count": best}


def columns(*labels: str) -> list[dict[str, str]]:
    return [{"label": label} for label in labels]


def result(shown: Shown, answer: Composition) -> dict[str, Any]:
    """Everything the page of a ready proposal shows, apart from what leads elsewhere (proposal_words)."""
    table = seats_of(answer, shown.problem)
    asked, locked = questions(shown, answer), locks(shown, answer)
    return {
        "finding": findings.finding(answer),
        "facts": findings.facts_line(shown.problem),
        "candidates": number(len(shown.problem.candidates)),
        "members": members(shown, answer),
        "columns": columns(_("Who"), _("Group"), _("Why at the table")),
        "groups": group_bars(answer, table),
        "ages": age_bars(answer, table),
        "cover": cover(shown, table),
        "cover_finding": cover_finding(shown),
        "cover_columns": columns(_("What"), _("Who")),
        "alternatives": alternatives(shown, answer),
        "alternatives_note": findings.alternatives_note(answer),
        "other_columns": columns(_("Table"), _("Gains"), _("Loses"), _("Who")),
        "tradeoff": tradeoff(answer),
        "size_finding": size_finding(answer),
        "size_reason": findings.size_reason(answer),
        "table_note": findings.table_note(answer, shown.problem),
        "missing": missing(shown, answer),
        "questions": asked,
        "has_grades": any(each["grades"] for each in asked),
        "told": told(shown),
        "locks": locked,
        "locked_count": sum(bool(each["lock"]) for each in locked),
        "rules": rules(answer),
        "rule_columns": columns(_("Rule"), _("Needed"), _("There is"), _("Met?")),
        "unknown": [sentences.assumption_sentence(each) for each in answer.assumed],
        "never_proposed": never_proposed(shown, answer),
    }
