"""The printed two-page proposal as facts and sentences, ready for paper."""

from dataclasses import dataclass
from datetime import date

__all__ = ["AgeBandLine", "CoverLine", "GroupLine", "MemberLine", "MissingLine", "ProposalSheet"]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One seat. `group` is a key of ui.groups.GROUP_NAMES or "" (nobody said); the first two reasons are printed.

    `detail` stands small under the name (villages, the gmina of a neighbour); `irreplaceable` prints the tag.
    """

    name: str
    group: str
    reasons: tuple[str, ...] = ()
    detail: str = ""
    irreplaceable: bool = False


@dataclass(frozen=True, slots=True)
class GroupLine:
    """How many members of one group (a key of ui.groups.GROUP_NAMES) there are and must be; 0 is no minimum."""

    group: str
    count: int
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class AgeBandLine:
    """How many residents of one age band there are and must be; `name` is what the edition calls it."""

    name: str
    count: int
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class CoverLine:
    """An area, a village or a thing offered, and the seats that bring it: numbers from 1 in the order of members."""

    what: str
    seats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MissingLine:
    """Whom to look for, and where."""

    whom: str
    where: str


@dataclass(frozen=True, slots=True)
class ProposalSheet:
    """What stands on the proposal for the first talk with the mayor; every text in the language of the reader.

    `label` is the edition's word ("Gminna Koalicja"), `author` the Lead Library and `contact` how to reach it, `gmina`
    the line with powiat and voivodeship, `finding` one sentence. `rules_met` says whether an empty `missing` means that
    nobody is missing; `unmet` are the rules not met that neither `groups` nor `age_bands` show, as sentences; `against`
    says under `missing_title`, before `missing`, what nobody new could mend: rules, choices made beforehand. `proof`
    says how good the table is and within which limits, `known` on what facts it rests; `unknown` what nobody told us,
    as sentences; `alternatives` one line each. `number` is what its page calls the proposal, `run` the number to check
    a stored run by; both None where nothing is stored. `questions_lead` prints `unknown` before the table, not after
    it. `note` is printed at the foot of both pages (such as: the people of this example are fictional).
    """

    label: str
    name: str
    author: str
    gmina: str
    made_on: date
    finding: str
    members: tuple[MemberLine, ...]
    groups: tuple[GroupLine, ...]
    cover: tuple[CoverLine, ...]
    missing: tuple[MissingLine, ...]
    rules_met: bool
    proof: str
    unknown: tuple[str, ...]
    alternatives: tuple[str, ...]
    method: str
    version: str
    seed: int
    run: int | None = None
    age_bands: tuple[AgeBandLine, ...] = ()
    next_step: str = ""
    note: str = ""
    known: str = ""
    number: int | None = None
    contact: str = ""
    unmet: tuple[str, ...] = ()
    questions_lead: bool = False
    missing_title: str = ""
    against: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.label}: {self.name}"
