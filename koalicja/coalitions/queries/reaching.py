"""How each of those who are considered can be reached: the one who would speak first, then the organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from koalicja.backroom.outbox import WrongAddress, checked_address
from koalicja.coalitions.models import Candidacy, Coalition
from koalicja.coalitions.queries.candidates import library_of
from koalicja.people.models import Contact, LegalBasis, Organisation

Kind = Contact.Kind


@dataclass(frozen=True, slots=True)
class Reach:
    """An e-mail that mail can go to, a phone and a postal address; "" where the register has none.

    `source` says where the e-mail comes from; `wrong` is an e-mail of the register to which nothing can be sent.
    """

    email: str = ""
    phone: str = ""
    address: str = ""
    source: str = ""
    wrong: str = ""


def reach_of(candidacies: Sequence[Candidacy]) -> dict[int, Reach]:
    """By key of the candidacy, in one query."""
    organisations = {each.organisation_id for each in candidacies if each.organisation_id}
    people = {each.person_id for each in candidacies if each.person_id}
    found: dict[tuple[str, int], list[Contact]] = {}
    rows = Contact.objects.filter(organisation__in=organisations) | Contact.objects.filter(person__in=people)
    for contact in rows.order_by("pk"):
        owner = ("person", contact.person_id) if contact.person_id else ("organisation", contact.organisation_id or 0)
        found.setdefault(owner, []).append(contact)
    return {each.pk: _reach(each, _contacts(each, found)) for each in candidacies}


def reach_one(candidacy: Candidacy) -> Reach:
    """How to reach one; see reach_of."""
    return reach_of([candidacy])[candidacy.pk]


def replies_go_to(coalition: Coalition) -> str:
    """The Lead Library's first e-mail that mail can go to, unless somebody's consent was needed; "" where none is."""
    emails = library_of(coalition).contacts.filter(kind=Kind.EMAIL).exclude(legal_basis=LegalBasis.CONSENT)
    for email in emails:
        try:
            return checked_address(email.value)
        except WrongAddress:
            continue
    return ""


def _contacts(candidacy: Candidacy, found: dict[tuple[str, int], list[Contact]]) -> list[Contact]:
    person = found.get(("person", candidacy.person_id or 0), [])
    return [*person, *found.get(("organisation", candidacy.organisation_id or 0), [])]


def _reach(candidacy: Candidacy, contacts: Iterable[Contact]) -> Reach:
    email, source, wrong = "", "", ""
    first: dict[str, str] = {}
    for contact in contacts:
        first.setdefault(contact.kind, contact.value)
        if contact.kind == Kind.EMAIL and not email:
            try:
                email, source = checked_address(contact.value), contact.source
            except WrongAddress:
                wrong = wrong or contact.value
    address = first.get(Kind.ADDRESS, "")
    if not address and candidacy.organisation:
        address = address_of(candidacy.organisation)
    return Reach(email, first.get(Kind.PHONE, ""), address, source, "" if email else wrong)


def address_of(organisation: Organisation) -> str:
    """The postal address of the register, "" where it says less than a street or a village with a number."""
    street = f"{organisation.street or organisation.village} {organisation.house_number}".strip()
    town = f"{organisation.postcode} {organisation.village}".strip()
    return ", ".join(filter(None, [street, town])) if organisation.house_number else ""
