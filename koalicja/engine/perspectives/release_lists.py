"""What unites and what divides anonymous residents, from what a release shows and nothing else."""

from collections.abc import Sequence
from dataclasses import replace

from koalicja.engine.perspectives.disclosure import Keys, Release, StatementRelease
from koalicja.engine.perspectives.ranking import dividing, enough_voices, uniting
from koalicja.engine.perspectives.result import Counts, Ranked

__all__ = ["JOINED", "release_lists"]

JOINED = "|"  # between the keys of people who are shown together, in Ranked.between


def release_lists(release: Release) -> tuple[tuple[Ranked, ...], tuple[Ranked, ...]]:
    """(uniting, dividing), ordered as those of agreement().

    A statement may unite where it is shown how many agree, alone or as a bound; those shown together with who disagree
    count as disagreeing. It may divide where it is shown how many disagree too. Voices are those
    of whom it is sure that they are.
    """
    shown = {view.id: view for view in release.statements if _tells(view, "agree")}
    enough = enough_voices({name: _voices(view) for name, view in shown.items()}, release.people)
    shown = {name: view for name, view in shown.items() if _voices(view).voices >= enough}
    whole = {name: _whole(view) for name, view in shown.items()}
    sides = {name: _sides(view) for name, view in shown.items()}
    both = {name: counts for name, counts in whole.items() if _tells(shown[name], "disagree")}
    return uniting(whole, sides, enough), dividing(both, sides, enough)


def _tells(view: StatementRelease, answer: str) -> bool:
    return (answer,) in view.answers or view.at_least[0] == answer


def _voices(view: StatementRelease) -> Counts:
    """Those of whom it is sure that they reacted: nobody shown together with who did not, where these may be many."""
    whole = _whole(view)
    return whole if _tells(view, "disagree") or len(view.answers) == 1 else replace(whole, disagree=0)


def _whole(view: StatementRelease) -> Counts:
    if len(view.answers) > 1:
        return _counts(view.answers, view.all)
    _answer, agree = view.at_least
    return Counts(agree, view.people - agree)


def _sides(view: StatementRelease) -> dict[str, dict[str, Counts]]:
    dimensions = (("group", view.groups), ("age_band", view.age_bands))
    return {
        dimension: {JOINED.join(row.keys): _counts(view.answers, row.counts) for row in rows}
        for dimension, rows in dimensions
        if rows
    }


def _counts(answers: Sequence[Keys], counts: Sequence[int]) -> Counts:
    """Of answers that are shown together, those with disagree among them are disagree; pass and none are no voice."""
    found = {"agree": 0, "disagree": 0, "pass": 0}
    for those, count in zip(answers, counts, strict=True):
        answer = next(
            (each for each in ("agree", "disagree") if each in those), those[0] if len(those) == 1 else "none"
        )
        found[answer] = found.get(answer, 0) + count
    return Counts(found["agree"], found["disagree"], found["pass"])
