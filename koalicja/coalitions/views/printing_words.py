"""From rows to what stands on paper: letters, calls, seats, and the head they share."""

from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from koalicja.coalitions.inviting.letters import Call, Head, Letter, Logo, Seat
from koalicja.coalitions.models import Answer, Candidacy, Coalition, Invitation
from koalicja.coalitions.queries.candidates import library_contact, library_of
from koalicja.coalitions.queries.invitations import Invited
from koalicja.coalitions.queries.reaching import address_of, reach_one
from koalicja.people.models import Contact, LegalBasis
from koalicja.programmes.models import ProgrammePartner
from koalicja.programmes.queries import partners_of
from koalicja.ui.formats import day

FORMATS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
LARGEST_LOGO = 400_000  # bytes; a larger one is named in words


def head(coalition: Coalition) -> Head:
    """The library with its phone, the programme's partners with their logos."""
    library = library_of(coalition)
    own = library.contacts.exclude(legal_basis=LegalBasis.CONSENT)
    phone = own.filter(kind=Contact.Kind.PHONE).first()
    address = own.filter(kind=Contact.Kind.ADDRESS).first()
    programme = coalition.edition.programme
    example = _("Example: people and organisations are fictional.") if programme.is_fictional else ""
    return Head(
        name=f"{coalition.edition.coalition_label}: {coalition.name}",
        library=str(library),
        address=address.value if address else address_of(library),
        phone=phone.value if phone else "",
        contact=library_contact(coalition),
        gmina=coalition.gmina.full_label,
        logos=tuple(logo(partner) for partner in partners_of(programme)),
        note=example,
        erase_days=coalition.edition.erase_declined_after_days,
    )


def logo(partner: ProgrammePartner) -> Logo:
    """A partner with the picture of its logo, or its name alone where the file is large or gone."""
    form, picture = FORMATS.get(partner.logo_type, ""), b""
    if partner.logo and form:
        path = Path(partner.logo.path)
        if path.is_file() and path.stat().st_size <= LARGEST_LOGO:
            picture = path.read_bytes()
    return Logo(partner.name, str(partner.get_part_display()), picture, form or "png")


def letter(invitation: Invitation, link: str) -> Letter:
    candidacy = invitation.candidacy
    speaker = str(candidacy.person) if candidacy.organisation_id and candidacy.person_id else ""
    return Letter(
        to=str(candidacy.owner),
        speaker=speaker,
        address=reach_one(candidacy).address,
        text=invitation.text,
        link=link,
        code=invitation.code,
        on=invitation.on,
        expires_on=invitation.expires_on,
        may_come_back=candidacy.organisation_id is not None,
        is_member=candidacy.is_member,
    )


def call(row: Invited) -> Call:
    candidacy = row.candidacy
    return Call(
        name=row.name,
        speaker=row.speaker,
        phone=row.reach.phone,
        ask=candidacy.should_ask,
        brings=candidacy.brings,
        last=so_far(row),
        group=candidacy.group,
        where=row.where,
    )


def so_far(row: Invited) -> str:
    """The newest invitation, such as "letter, 12.11.2026"; else how far it has come."""
    newest = next(iter(row.sent), None)
    if newest:
        return f"{newest.get_way_display()}, {day(newest.on)}"
    return str(row.candidacy.get_state_display())


def seats(rows: Iterable[Invited]) -> list[Seat]:
    """Organisations that were asked, and residents who said yes: nobody else's name goes round the table."""
    found = []
    for row in rows:
        candidacy, is_coming = row.candidacy, row.answer is not None and row.answer.said == Answer.Said.YES
        is_member = candidacy.state in (*Candidacy.MEMBERS, Candidacy.State.ATTENDED)
        if candidacy.state in Candidacy.PARTED or not (row.sent or is_coming or is_member):
            continue
        if candidacy.organisation_id:
            found.append(Seat(row.speaker if is_coming or is_member else "", row.name))
        elif is_coming or is_member:
            found.append(Seat(row.name, candidacy.owner.village))
    return found
