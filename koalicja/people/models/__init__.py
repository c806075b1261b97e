"""Facts and constraints of people: accounts, the register, files, likeness. Import them from here."""

from koalicja.people.models.accounts import Role, SignInLink, User, UserManager
from koalicja.people.models.likeness import Merge, NotSame
from koalicja.people.models.loading import AgeBands, Batch, BatchRow, Correction
from koalicja.people.models.register import (
    Contact,
    ContactEntry,
    Decided,
    Group,
    LegalBasis,
    Mandate,
    Organisation,
    Person,
)

__all__ = [
    "AgeBands",
    "Batch",
    "BatchRow",
    "Contact",
    "ContactEntry",
    "Correction",
    "Decided",
    "Group",
    "LegalBasis",
    "Mandate",
    "Merge",
    "NotSame",
    "Organisation",
    "Person",
    "Role",
    "SignInLink",
    "User",
    "UserManager",
]
