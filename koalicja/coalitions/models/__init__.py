"""Facts and constraints of coalitions: what a table is for, who is considered, proposals. Import them from here."""

from koalicja.coalitions.models.candidacies import Candidacy, CandidacyStep
from koalicja.coalitions.models.coalition import Coalition
from koalicja.coalitions.models.invitations import Answer, Invitation, InvitationPlan, InvitationText
from koalicja.coalitions.models.naming import NamedLine, NamingNote, NamingSession
from koalicja.coalitions.models.proposals import CompositionRun, WhyNotAnswer
from koalicja.coalitions.models.purpose import Area, Asset, Leadership, Statement

__all__ = [
    "Answer",
    "Area",
    "Asset",
    "Candidacy",
    "CandidacyStep",
    "Coalition",
    "CompositionRun",
    "Invitation",
    "InvitationPlan",
    "InvitationText",
    "Leadership",
    "NamedLine",
    "NamingNote",
    "NamingSession",
    "Statement",
    "WhyNotAnswer",
]
