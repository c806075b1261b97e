"""Who heads a gmina, by its kind: advice about its office says wójt, burmistrz or prezydent."""

from dataclasses import replace

from koalicja.coalitions.composing.where import CITY, RURAL, TOWN
from koalicja.engine.composition.result import Advice, Composition
from koalicja.places.models import Gmina, Powiat

__all__ = ["head_of", "with_head"]


def head_of(gmina: Gmina) -> str:
    """CITY where the powiat is the city itself, else by the gmina's kind; "" where nobody told us the kind."""
    if Powiat(code=gmina.powiat_id).is_city:
        return CITY
    if gmina.kind is None:
        return ""
    return RURAL if gmina.kind == Gmina.Kind.RURAL else TOWN


def with_head(answer: Composition, gmina: Gmina) -> Composition:
    """The answer whose advice about the gmina's own office knows what kind of gmina it is."""
    head = head_of(gmina)
    return replace(answer, advice=tuple(_with_head(each, head) for each in answer.advice))


def _with_head(advice: Advice, head: str) -> Advice:
    return (
        replace(advice, params={**advice.params, "gmina": head}) if advice.profile.get("sector") == "office" else advice
    )
