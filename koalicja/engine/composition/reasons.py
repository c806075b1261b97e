"""Why each member is at the table, from known facts only: what only this member brings first, then what else is known.

Cheap reasons come from looking at the table. What the table would lose without a member is solved again without them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from koalicja.engine.composition.check import Prepared, exact
from koalicja.engine.composition.exchangeable import exchangeable
from koalicja.engine.composition.model import Budget, Outcome
from koalicja.engine.composition.objective import ENOUGH_WILLING, NEUTRAL
from koalicja.engine.composition.program import not_seated
from koalicja.engine.composition.proposal import Proposal, helped_rules
from koalicja.engine.composition.result import Reason
from koalicja.engine.composition.rules import headcounts

__all__ = ["credit_of", "grade_of_loss", "member_reasons", "tables_without"]

FORCE_OUT_SECONDS = 2.0
# Of the objective: what is lost without somebody, from this part on.
LARGE_LOSS, MIDDLE_LOSS = Fraction(3, 100), Fraction(1, 100)
# Rules that many at the table help to keep: no reason while there is another one.
ANYBODY = ("allow_isolated", "size.min", "max_interest_share")
TOLD_OTHERWISE = ("groups.", "age_bands.", "min_age_bands", "locks.")


def tables_without(
    proposal: Proposal, *, budget: Budget, known: Mapping[int, Outcome] | None = None
) -> Mapping[int, Outcome]:
    """The best table without each member who is not locked; infeasible (proved) where there is none.

    `known`: those found before for another table of the same problem, which hold for this one too.
    """
    found = {place: outcome for place, outcome in (known or {}).items() if place in proposal.table}
    free = sorted(proposal.table - proposal.prepared.must - found.keys())
    for number, place in enumerate(free):
        seconds = min(FORCE_OUT_SECONDS, budget.left / (len(free) - number))
        found[place] = proposal.best([not_seated(place)], budget=budget, seconds=seconds)
    return found


def member_reasons(proposal: Proposal, without: Mapping[int, Outcome]) -> Mapping[str, tuple[Reason, ...]]:
    """The reasons of each member by id, at least one each, the strongest first; who could sit there instead last."""
    table, instead = _Table(proposal), exchangeable(proposal, without)
    return {
        proposal.prepared.candidates[place].id: (
            *table.reasons(place, without.get(place)),
            *([Reason("exchangeable", {"ids": proposal.prepared.ids(instead[place])})] if place in instead else ()),
        )
        for place in sorted(proposal.table)
    }


def grade_of_loss(value: int, outcome: Outcome, *, credit: int = 0) -> str:
    """large, middle, small, or "" where nothing is lost or no loss is proved.

    The member's `credit` for what nobody told us is no loss: the unknown is never a reason.
    """
    if outcome.bound is None or outcome.bound >= value - credit:
        return ""
    part = Fraction(value - credit - outcome.bound, max(1, abs(value)))
    return "large" if part >= LARGE_LOSS else "middle" if part >= MIDDLE_LOSS else "small"


def credit_of(proposal: Proposal, place: int) -> int:
    """What a member's seat is spared because nobody told us all that it brings (unknown.py)."""
    return proposal.gains.seat[place] - min(proposal.gains.seat)


@dataclass(frozen=True)
class _Table:
    """The members' facts."""

    proposal: Proposal

    @property
    def prepared(self) -> Prepared:
        return self.proposal.prepared

    def reasons(self, place: int, without: Outcome | None) -> list[Reason]:
        sole = list(self.sole_covers(place))
        found = [
            *self.locked(place),
            *self.needed(without),
            *sole,
            *self.loss(place, without),
            *(reason for reason in self.fills(place) if not _is_said(reason, sole)),
            *self.facts(place),
            *self.grades(place),
        ]
        helped = [name for name in helped_rules(self.proposal, place) if not name.startswith(TOLD_OTHERWISE)]
        found += [Reason("keeps_rule", {"rule": name}) for name in helped if name not in ANYBODY]
        if all(reason.code == "misses_more" for reason in found):  # which rule is missed by more is still to be said
            found += [Reason("keeps_rule", {"rule": name}) for name in helped[:1]]
        return found or [Reason("only_listed")]

    def locked(self, place: int) -> Iterator[Reason]:
        if place == self.prepared.library:
            yield Reason("library")
        elif place in self.prepared.must:
            yield Reason("locked_must")

    def needed(self, without: Outcome | None) -> Iterator[Reason]:
        if without is not None and without.status == "infeasible":
            # Where the rules cannot be met with this member either, nobody keeps them.
            yield Reason("irreplaceable" if self.proposal.missing is None else "misses_more")

    def loss(self, place: int, without: Outcome | None) -> Iterator[Reason]:
        credit = credit_of(self.proposal, place)
        grade = grade_of_loss(self.proposal.value, without, credit=credit) if without is not None else ""
        if grade:
            yield Reason("loss_if_out", {"grade": grade})

    def sole_covers(self, place: int) -> Iterator[Reason]:
        person, others = self.prepared.candidates[place], [*self.proposal.table - {place}]
        there = [self.prepared.candidates[other] for other in others]
        for what, column in (("village", "villages"), ("area", "areas"), ("offer", "offers")):
            told = frozenset().union(*(getattr(other, column) for other in there))
            for word in sorted(getattr(person, column) - told):
                yield Reason("sole_cover", {"what": what, "value": word})
        bands = {self.prepared.candidates[other].age_band for other in others if other in self.prepared.residents}
        if place in self.prepared.residents and person.age_band and person.age_band not in bands:
            yield Reason("sole_cover", {"what": "age_band", "value": person.age_band})
        if person.group and all(other.group != person.group for other in there):
            yield Reason("sole_cover", {"what": "group", "value": person.group})
        if person.sector in self.prepared.rules.sectors and all(other.sector != person.sector for other in there):
            yield Reason("sole_cover", {"what": "sector", "value": person.sector})

    def fills(self, place: int) -> Iterator[Reason]:
        """Groups and age bands that have no more members than the rules ask for."""
        for rule in headcounts(self.prepared):
            if rule.min and place in rule.who and len(rule.who & self.proposal.table) <= rule.min:
                column, _, word = rule.name.partition(".")
                if column == "groups":
                    yield Reason("fills_group", {"group": word, "required": rule.min})
                elif column == "age_bands":
                    yield Reason("fills_age_band", {"age_band": word, "required": rule.min})

    def facts(self, place: int) -> Iterator[Reason]:
        person = self.prepared.candidates[place]
        for code, column in (("reaches", "villages"), ("serves", "areas"), ("offers", "offers")):
            if words := tuple(sorted(getattr(person, column))):
                yield Reason(code, {column: words})
        if known := len(self.prepared.ties[place].keys() & self.proposal.table):
            yield Reason("knows", {"count": known})

    def grades(self, place: int) -> Iterator[Reason]:
        """What speaks for a member: a low grade is no reason to be there."""
        person = self.prepared.candidates[place]
        columns = (("willing", "willingness"), ("influential", "influence"), ("interested", "interest"))
        for code, column in columns:
            told = getattr(person, column)
            if told is not None and exact(told) > NEUTRAL:
                yield Reason(code, {"grade": "large" if exact(told) >= ENOUGH_WILLING else "middle"})


def _is_said(fills: Reason, sole: Sequence[Reason]) -> bool:
    """Who is the only one of a group or an age band fills it, of course."""
    said = {(reason.params["what"], reason.params["value"]) for reason in sole}
    return any((what, fills.params.get(what)) in said for what in ("group", "age_band"))
