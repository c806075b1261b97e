"""What the page of a proposal says, from the stored answer: rows, bars, sentences and the one next step."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.urls import resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from koalicja.coalitions.composing import findings, sentences
from koalicja.coalitions.composing.assuming import assumption_sentence, unknown_counts
from koalicja.coalitions.composing.missing_lines import advice_lines
from koalicja.coalitions.composing.next_step import missing_title
from koalicja.coalitions.composing.printing import seats_of
from koalicja.coalitions.composing.questions import asked as questions_asked
from koalicja.coalitions.composing.questions import asking_sentence, effect_sentence, question_of
from koalicja.coalitions.composing.questions import lead as questions_lead
from koalicja.coalitions.composing.rule_names import rule_hint, rule_kept, rule_label, rule_value
from koalicja.coalitions.forms import GRADES, TOLD
from koalicja.coalitions.queries.runs import Known, Shown
from koalicja.coalitions.views.proposal_answers import CLASSED, classes_asked
from koalicja.coalitions.views.proposal_others import (
    alternatives,
    comparison,
    everybody_note,
    is_searched,
    size_finding,
    size_gaps,
    tradeoff,
)
from koalicja.coalitions.views.proposal_seats import members, seat_groups
from koalicja.engine.composition.problem import GROUPS, Candidate
from koalicja.engine.composition.result import Composition, Question
from koalicja.ui.formats import in_alphabet, number
from koalicja.ui.groups import GROUP_NAMES, UNKNOWN

WRITTEN = {"villages": "village", "age_band": "age_band"}  # columns with a field in the form of a record


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


def cover_finding(shown: Shown, table: Sequence[Candidate]) -> str:
    """How many of the villages that somebody of the register names are at the table, and which are not.

    A reader who knows one attribute of each resident sees fewer in the table of who brings what.
    """
    told = _("Villages of the register with somebody at the table: %(reached)s of %(every)s.") % {
        "reached": number(len(shown.reached)),
        "every": number(len(shown.villages)),
    }
    parts = [told]
    if left := sorted(shown.villages - shown.reached, key=in_alphabet):
        parts.append(_("Nobody from: %(villages)s.") % {"villages": ", ".join(left)})
    if hidden := len(shown.reached - {word for each in table for word in each.villages}):
        parts.append(_("Not in the table, since only residents are from there: %(count)s.") % {"count": number(hidden)})
    return " ".join(parts)


def missing(shown: Shown, answer: Composition) -> list[dict[str, str]]:
    """Whom to look for and where."""
    names = {key: each.name for key, each in shown.known.items()}
    told = advice_lines(answer.advice, names, answer.rules)
    return [{"text": text, "where": where} for text, where in told]


def questions(shown: Shown, answer: Composition) -> list[dict[str, Any]]:
    """What to ask, and where the answer is entered. Nobody is asked to grade a resident."""
    names = {key: f"{each.name} ({each.near})" if each.near else each.name for key, each in shown.known.items()}
    asked = questions_asked(answer, shown.problem)
    classes = classes_asked(shown, asked)
    return [
        {
            "text": asking_sentence(each, names),
            "effect": effect_sentence(each),
            "key": each.id,
            "name": names[each.id],
            "column": each.column,
            "grades": grades(each.column) if each.column in TOLD else (),
            "url": shown.known[each.id].url,
            "edit_url": _where_written(each, shown),
            "class": classes.get(each.id) if each.column in CLASSED else None,
        }
        for each in asked
    ]


def _where_written(question: Question, shown: Shown) -> str:
    """The form of the record with the field of the answer, and the way back here; "" where there is none."""
    field, url = WRITTEN.get(question.column), shown.known[question.id].url
    if not field or not url or (field == "age_band" and not question.id.startswith("person:")):
        return ""
    record = resolve(url)
    form = reverse(f"people:edit_{record.url_name}", kwargs=record.kwargs)
    return f"{form}?{urlencode({'pole': field, 'wroc': f'{shown.run.get_absolute_url()}#questions'})}"


def told(shown: Shown) -> list[dict[str, Any]]:
    """Grades that somebody told us before; they may be changed or taken back. A size is changed on the list."""
    sizes = set(shown.run.around.get("sizes", ()))
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
        if getattr(each, column) in GRADES.values() and not (column == "influence" and each.id in sizes)
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
    """Everybody of today's register but the Lead Library, with the lock as it is: members first, by group and name."""
    order = {key: at for at, key in enumerate(GROUPS)}
    everyone = sorted(
        (
            each
            for each in shown.problem.candidates
            if each.id != shown.problem.library and not shown.known[each.id].gone
        ),
        key=lambda each: (
            each.id not in answer.members,
            order.get(each.group, len(GROUPS)),
            in_alphabet(each.name),
            each.id,
        ),
    )
    return [
        {
            "key": each.id,
            "known": shown.known[each.id],
            "group": each.group,
            "is_member": each.id in answer.members,
            "lock": each.lock,
            "is_marked": bool(each.lock),
            "at": at,
            "cannot": each.lock == "never" and each.id in shown.problem.declined,
        }
        for at, each in enumerate(everyone, start=1)
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
            rule_kept(row),
        ]
        for row in sorted(answer.rules, key=lambda row: row.met)
        if row.actual or not row.name.startswith("locks.")
    ]


def unknown(shown: Shown, answer: Composition) -> Iterator[str]:
    """What was assumed; of villages also how many seats those have of whom they are unknown, beside the others."""
    everybody = (shown.told or shown.problem).candidates
    for each in answer.assumed:
        told = assumption_sentence(each)
        if each.column == "villages" and answer.members:
            known = [one.id for one in everybody if one.villages and one.lock != "never"]
            seats = _("Seats of them: %(seats)s of %(all)s; of those we know: %(known)s of %(all_known)s.") % {
                "seats": number(len({*each.ids} & {*answer.members})),
                "all": number(len(each.ids)),
                "known": number(len({*known} & {*answer.members})),
                "all_known": number(len(known)),
            }
            told = f"{told} {seats}"
        yield told


def never_proposed(shown: Shown, answer: Composition) -> list[Known]:
    """Who is in none of the good tables, without those who were ruled out beforehand."""
    ruled_out = {each.id for each in shown.problem.candidates if each.lock == "never"}
    return [shown.known[key] for key in answer.never_proposed if key not in ruled_out]


def columns(*labels: str) -> list[dict[str, str]]:
    return [{"label": label} for label in labels]


def result(shown: Shown, answer: Composition) -> dict[str, Any]:
    """Everything the page of a ready proposal shows, apart from what leads elsewhere (proposal_words)."""
    return {
        "finding": findings.finding(answer),
        "facts": findings.facts_line(
            shown.told or shown.problem, [key for key, each in shown.known.items() if each.near]
        ),
        "candidates": number(len(shown.problem.candidates)),
        "told": told(shown),
        "limit": findings.limit(),
        **_at_the_table(shown, answer),
        **_instead_of_it(shown, answer),
        **_to_ask_and_hold(shown, answer),
    }


def _at_the_table(shown: Shown, answer: Composition) -> dict[str, Any]:
    """Who sits there, what they cover, and who is missing."""
    table, seats = seats_of(answer, shown.problem), members(shown, answer)
    return {
        "members": seats,
        "seat_groups": seat_groups(seats, shown.problem),
        "has_others": any(not row.is_library for row in seats),
        "groups": group_bars(answer, table),
        "ages": age_bars(answer, table),
        "cover": cover(shown, table),
        "cover_finding": cover_finding(shown, table),
        "cover_columns": columns(_("What"), _("Who")),
        "table_note": findings.table_note(answer, shown.problem),
        "missing": missing(shown, answer),
        "missing_title": missing_title(answer),
        "is_somebody_missing": any(each.code not in sentences.ASKS_NOBODY for each in answer.advice),
    }


def _instead_of_it(shown: Shown, answer: Composition) -> dict[str, Any]:
    """Other good tables and other sizes, and who is in none of them."""
    return {
        "alternatives": alternatives(shown, answer),
        "alternatives_note": findings.alternatives_note(answer, is_searched=is_searched(shown.run)),
        "is_searched": is_searched(shown.run),
        "change_columns": columns(_("Table"), _("Joins"), _("Leaves")),
        "comparison": comparison(shown, answer),
        "tradeoff": tradeoff(answer),
        "size_gaps": size_gaps(answer),
        "size_finding": size_finding(answer),
        "size_reason": findings.size_reason(answer),
        "everybody_note": everybody_note(shown, answer),
        "never_proposed": never_proposed(shown, answer),
        "undecided": findings.undecided_note(answer),
    }


def _to_ask_and_hold(shown: Shown, answer: Composition) -> dict[str, Any]:
    """What is worth asking, what the coordinator holds fast, and the rules with what was assumed."""
    asked, locked = questions(shown, answer), locks(shown, answer)
    return {
        "questions": asked,
        "questions_lead": questions_lead(answer, shown.problem, shown.told),
        "has_grades": any(each["grades"] for each in asked),
        "locks": locked,
        "locked_count": sum(bool(each["lock"]) for each in locked),
        "rules": rules(answer),
        "rule_hint": rule_hint(answer.rules),
        "rule_columns": columns(_("Rule"), _("Needed"), _("There is"), _("Met?")),
        "unknown": list(unknown(shown, answer)),
        "unknown_counts": unknown_counts(),
    }
