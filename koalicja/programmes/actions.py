"""Writes of programmes: each is one whole effect, told in one event. Who may do it was asked at the door (access)."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify

from koalicja.backroom import events
from koalicja.people.access import gmina_scope
from koalicja.people.actions.age_bands import set_age_bands
from koalicja.people.actions.edits import Edit, Watched, save_edit
from koalicja.people.actions.locks import lock_registers
from koalicja.people.keys import organisation_keys
from koalicja.people.models import Decided, Group, Organisation, Role, User
from koalicja.places.models import Gmina
from koalicja.programmes import roles
from koalicja.programmes.images import EXTENSIONS
from koalicja.programmes.models import Edition, Participation, Programme, ProgrammePartner, default_age_bands
from koalicja.programmes.queries import gmina_scopes

LIBRARY_SECTOR = "library"
Logo = tuple[bytes, str]  # content and content type, as images.picture_type found it


class LibraryTwice(Exception):
    """The library already takes part in this edition: `participation` says as what."""

    def __init__(self, participation: Participation) -> None:
        super().__init__(str(participation))
        self.participation = participation


class LeadOfAnotherEdition(Exception):
    """A partner's Lead Library must be a lead of the same edition."""


class StillNeeded(Exception):
    """Something hangs on what was to be removed; `code`: coalition or partners."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class LastOperator(Exception):
    """Nobody else runs this edition."""


class NameTaken(Exception):
    """Another programme, edition or partner of that part has this name."""


@transaction.atomic
def create_programme(*, by: User | None, name: str, about: str = "", is_fictional: bool = False) -> Programme:
    """A programme without editions yet; its address is made of its name."""
    slug = slugify(name.translate(str.maketrans("łŁ", "lL")))[:50] or "program"
    if Programme.objects.filter(name=name).exists() or Programme.objects.filter(slug=slug).exists():
        raise NameTaken(name)
    programme = Programme.objects.create(name=name, slug=slug, about=about, is_fictional=is_fictional)
    events.record("programme.created", by=by, subject=programme.key, scope=programme.key, name=name)
    return programme


@transaction.atomic
def open_edition(
    *,
    programme: Programme,
    by: User,
    name: str,
    coalition_label: str,
    age_bands: Sequence[str] | None = None,
    library_counts: bool = True,
    erase_declined_after_days: int = 30,
    remind_after_days: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Edition:
    """A new edition; who opens it runs it."""
    if programme.editions.filter(name=name).exists():
        raise NameTaken(name)
    edition = Edition.objects.create(
        programme=programme,
        name=name,
        coalition_label=coalition_label,
        age_bands=list(age_bands or default_age_bands()),
        library_counts=library_counts,
        erase_declined_after_days=erase_declined_after_days,
        remind_after_days=remind_after_days,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    events.record("edition.opened", by=by, subject=edition.key, scope=edition.key, name=name)
    appoint_operator(edition=edition, user=by, by=by)
    return edition


@transaction.atomic
def change_edition(*, edition: Edition, by: User, seen: Mapping[str, Any], new: Mapping[str, Any], since: int) -> Edit:
    """Change an edition's rules; see save_edit for two people at once. Raises EditConflict or NameTaken."""
    taken = edition.programme.editions.filter(name=new.get("name", "")).exclude(pk=edition.pk)
    if taken.exists():
        raise NameTaken(new["name"])
    watched = Watched("edition.changed", edition.key, edition.key, edition.get_absolute_url(), {})
    edit = save_edit(edition, by=by, seen=seen, new=new, since=since, watched=watched)
    _hand_on_age_bands(edition.participations.values_list("gmina", flat=True))
    return edit


def _hand_on_age_bands(gminas: Iterable[str]) -> None:
    """Registers ask for the bands of the edition that started last of those their libraries take part in."""
    bands: dict[str, list[str]] = {code: [] for code in gminas}
    rows = Participation.objects.filter(gmina__in=bands)
    oldest_first = rows.order_by(F("edition__starts_on").asc(nulls_first=True), "edition__pk")
    bands |= dict(oldest_first.values_list("gmina", "edition__age_bands"))
    set_age_bands(bands)


@transaction.atomic
def add_partner(
    *,
    programme: Programme,
    by: User | None,
    part: str,
    name: str,
    logo: Logo | None = None,
    **contact: str,
) -> ProgrammePartner:
    """An organisation behind the programme."""
    partner = ProgrammePartner(programme=programme, part=part, name=name, **contact)
    _save_partner(partner, logo)
    events.record(
        "partner.added", by=by, subject=programme.key, scope=programme.key, name=name, part=part, partner=partner.pk
    )
    return partner


@transaction.atomic
def change_partner(
    *,
    partner: ProgrammePartner,
    by: User,
    logo: Logo | None = None,
    without_logo: bool = False,
    **fields: str,
) -> None:
    """Another name, part, contact or logo; the logo stays where none is given."""
    for field, value in fields.items():
        setattr(partner, field, value)
    if without_logo and not logo:
        _drop_logo(partner)
        partner.logo, partner.logo_type = "", ""
    _save_partner(partner, logo)
    programme = partner.programme
    events.record(
        "partner.changed", by=by, subject=programme.key, scope=programme.key, name=partner.name, partner=partner.pk
    )


@transaction.atomic
def remove_partner(*, partner: ProgrammePartner, by: User) -> None:
    programme = partner.programme
    _drop_logo(partner)
    partner.delete()
    events.record("partner.removed", by=by, subject=programme.key, scope=programme.key, name=partner.name)


def _save_partner(partner: ProgrammePartner, logo: Logo | None) -> None:
    if logo:
        content, partner.logo_type = logo
        _drop_logo(partner)
        partner.logo.save(f"{secrets.token_hex(12)}.{EXTENSIONS[partner.logo_type]}", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            partner.save()
    except IntegrityError as error:
        raise NameTaken(partner.name) from error


def _drop_logo(partner: ProgrammePartner) -> None:
    """Delete the stored file once the change is certain."""
    if partner.logo:
        name, storage = str(partner.logo.name), partner.logo.storage
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def register_participation(
    *,
    edition: Edition,
    library: Organisation,
    part: str,
    by: User | None,
    lead: Participation | None = None,
    joined_on: date | None = None,
) -> Participation:
    """The library takes part; the edition's operators get its gmina.

    Raises LibraryTwice for a library that already takes part, LeadOfAnotherEdition for a lead from elsewhere.
    """
    Edition.objects.select_for_update().get(pk=edition.pk)
    present = Participation.objects.filter(edition=edition, library=library).select_related("lead__library").first()
    if present:
        raise LibraryTwice(present)
    if lead and (lead.edition_id != edition.pk or lead.part != Participation.Part.LEAD):
        raise LeadOfAnotherEdition(str(lead))
    participation = Participation.objects.create(
        edition=edition, library=library, gmina_id=library.gmina_id, part=part, lead=lead, joined_on=joined_on
    )
    _hand_on_age_bands([library.gmina_id])
    for operator in roles.holders(Role.Kind.OPERATOR, edition.key, edition.key):
        roles.give(operator, Role.Kind.OPERATOR, [gmina_scope(library.gmina_id)], source=edition.key, by=by)
    events.record(
        "participation.registered",
        by=by,
        subject=participation.key,
        scope=edition.key,
        library=library.name,
        gmina=library.gmina_id,
        part=part,
    )
    return participation


@transaction.atomic
def register_library(
    *, edition: Edition, gmina: Gmina, name: str, part: str, by: User, lead: Participation | None = None
) -> Participation:
    """The gmina's library of this name takes part: found or written down, and registered, as one effect.

    Raises what register_participation raises; then nothing was written down either.
    """
    library = library_of(gmina=gmina, name=name, by=by, source=str(edition))
    return register_participation(edition=edition, library=library, part=part, lead=lead, by=by)


@transaction.atomic
def remove_participation(*, participation: Participation, by: User) -> None:
    """Undo a mistaken registration and end the roles it gave. Raises StillNeeded where something hangs on it."""
    edition = Edition.objects.select_for_update().get(pk=participation.edition_id)
    if participation.partners.exists():
        raise StillNeeded("partners")
    if hasattr(participation, "coalition"):
        raise StillNeeded("coalition")
    key, gmina = participation.key, participation.gmina_id
    roles.take_back(kind=Role.Kind.COORDINATOR, source=key)
    participation.delete()
    _hand_on_age_bands([gmina])
    if not edition.participations.filter(gmina=gmina).exists():
        roles.take_back(kind=Role.Kind.OPERATOR, source=edition.key, scopes=[gmina_scope(gmina)])
    events.record(
        "participation.removed", by=by, subject=key, scope=edition.key, library=participation.library.name, gmina=gmina
    )


@transaction.atomic
def library_of(*, gmina: Gmina, name: str, by: User | None, source: str) -> Organisation:
    """The library of this name in the gmina's register, written down there if it is not.

    The register is held until the transaction ends, so that two people do not write it down twice.
    """
    lock_registers([gmina.pk])
    keys = organisation_keys(name)
    listed = Organisation.objects.filter(
        gmina=gmina, name_key=keys["name_key"], state=Organisation.State.LISTED
    ).first()
    return listed or Organisation.objects.create(
        gmina=gmina,
        name=name,
        group=Group.CULTURE,
        sector=LIBRARY_SECTOR,
        class_decided=Decided.HUMAN,
        source=source,
        created_by=by,
        **keys,
    )


@transaction.atomic
def appoint_operator(*, edition: Edition, user: User, by: User | None) -> None:
    """The user runs the edition: its row, and one per participating gmina that follows from it."""
    Edition.objects.select_for_update().get(pk=edition.pk)
    roles.give(user, Role.Kind.OPERATOR, [edition.key, *gmina_scopes(edition)], source=edition.key, by=by)
    events.record("operator.appointed", by=by, subject=edition.key, scope=edition.key, name=str(user), user=user.pk)


@transaction.atomic
def end_operator(*, edition: Edition, user: User, by: User) -> None:
    """Take back exactly the rows that follow from running this edition. Raises LastOperator: somebody must run it."""
    Edition.objects.select_for_update().get(pk=edition.pk)
    if roles.holders(Role.Kind.OPERATOR, edition.key, edition.key) == [user]:
        raise LastOperator(str(user))
    roles.take_back(kind=Role.Kind.OPERATOR, source=edition.key, user=user)
    events.record("operator.ended", by=by, subject=edition.key, scope=edition.key, name=str(user), user=user.pk)


@transaction.atomic
def appoint_coordinator(*, participation: Participation, user: User, by: User | None) -> None:
    """The user coordinates at this library: she keeps the register of its gmina."""
    scope = gmina_scope(participation.gmina_id)
    roles.give(user, Role.Kind.COORDINATOR, [scope], source=participation.key, by=by)
    _tell_about_coordinator("coordinator.appointed", participation, user, by)


@transaction.atomic
def end_coordinator(*, participation: Participation, user: User, by: User) -> None:
    roles.take_back(kind=Role.Kind.COORDINATOR, source=participation.key, user=user)
    _tell_about_coordinator("coordinator.ended", participation, user, by)


def _tell_about_coordinator(code: str, participation: Participation, user: User, by: Any) -> None:
    events.record(
        code,
        by=by,
        subject=participation.key,
        scope=f"edition:{participation.edition_id}",
        name=str(user),
        user=user.pk,
        library=participation.library.name,
    )
