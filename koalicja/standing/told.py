"""What somebody says happened, before the ledger takes it."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone

from koalicja.engine.matching.text import tidy
from koalicja.standing import details
from koalicja.standing.models import FIRST_DAY, Fact, Kind, Precision, Source
from koalicja.standing.refusals import DateRefused, DetailRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One fact as it is told. `key` makes a repeated request record once; see Fact for the rest."""

    kind: str
    on: date
    precision: str = Precision.DAY
    subject: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    source: str = Source.PAGE
    source_text: str = ""
    key: str = ""

    @classmethod
    def of(cls, fact: Fact) -> "Told":
        """What a fact of the ledger says, without its request key; `replace` it to correct the fact."""
        return cls(
            kind=fact.kind,
            on=fact.on,
            precision=fact.precision,
            subject=fact.subject,
            detail=fact.detail,
            source=fact.source,
            source_text=fact.source_text,
        )

    def says_the_same(self, other: "Told") -> bool:
        return replace(self, key="") == replace(other, key="")


def checked(told: Told) -> Told:
    """The fact as it may be recorded. Raises DateRefused or DetailRefused."""
    if told.on > timezone.localdate():
        raise DateRefused("future", told.on)
    if told.on < FIRST_DAY:
        raise DateRefused("too_early", told.on)
    if told.subject and not details.SUBJECT.fullmatch(told.subject):
        raise DetailRefused("shape", key="subject")
    source_text = tidy(told.source_text)
    if len(source_text) > 200:
        raise DetailRefused("shape", key="source_text")
    details.without_contact(source_text, "source_text")
    # Kind(…), Source(…) and Precision(…) raise ValueError for a word that only a mistake in our program can send.
    return replace(
        told,
        kind=Kind(told.kind).value,
        precision=Precision(told.precision).value,
        source=Source(told.source).value,
        source_text=source_text,
        detail=details.checked(told.detail),
    )
