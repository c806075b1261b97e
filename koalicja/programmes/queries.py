"""What the pages of programmes and editions show; nothing here writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Case, CharField, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat

from koalicja.engine.matching.text import fold
from koalicja.people.access import gmina_scope
from koalicja.people.models import Organisation, Person, Role
from koalicja.places.models import Voivodeship
from koalicja.programmes.images import MAX_BYTES, NotAPicture, picture_type
from koalicja.programmes.models import Edition, Participation, Programme, ProgrammePartner


@dataclass(frozen=True, slots=True)
class EditionNumbers:
    """An edition at a glance. `empty` counts Lead Libraries whose gmina's register holds nobody but the libraries."""

    leads: int = 0
    partners: int = 0
    coalitions: int = 0
    gminas: int = 0
    empty: int = 0

    @property
    def without_coalition(self) -> int:
        return self.leads - self.coalitions


def partners_of(programme: Programme) -> QuerySet[ProgrammePartner]:
    """Owner, operator, funder, in this order."""
    order = [When(part=part, then=Value(place)) for place, part in enumerate(ProgrammePartner.Part.values)]
    return ProgrammePartner.objects.filter(programme=programme).order_by(Case(*order), "name")


def editions_of(programme: Programme, seen: Iterable[int]) -> QuerySet[Edition]:
    """The programme's editions that the reader may open, newest first, each with `lead_count` and `coalition_count`."""
    # "coalitions" is the name of the higher room's rows that point here; no code of it is imported.
    return (
        programme.editions.filter(pk__in=list(seen))
        .annotate(
            lead_count=Count("participations", Q(participations__part=Participation.Part.LEAD), distinct=True),
            coalition_count=Count("coalitions", distinct=True),
        )
        .order_by("-starts_on", "name")
    )


def participating_gminas(edition: Edition) -> list[str]:
    """Codes of the gminas whose libraries take part."""
    codes = Participation.objects.filter(edition=edition).order_by().values_list("gmina_id", flat=True).distinct()
    return sorted(codes)


def gmina_scopes(edition: Edition) -> list[str]:
    return [gmina_scope(code) for code in participating_gminas(edition)]


def register_size(gmina: str = "gmina") -> Combinable:
    """How many organisations and persons the register of a row's gmina lists, libraries of programmes left out."""

    def counted(rows: QuerySet[Organisation] | QuerySet[Person]) -> Coalesce:
        counts = rows.order_by().values("gmina").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counts, output_field=IntegerField()), 0)

    organisations = Organisation.objects.filter(
        gmina=OuterRef(gmina), state=Organisation.State.LISTED, participations__isnull=True
    )
    people = Person.objects.filter(gmina=OuterRef(gmina), state=Person.State.LISTED)
    return counted(organisations) + counted(people)


def partner_count() -> Combinable:
    """How many Partner Libraries a row has; a subquery, so that pages are counted without it."""
    partners = Participation.objects.filter(lead=OuterRef("pk")).order_by().values("lead")
    return Coalesce(Subquery(partners.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def edition_numbers(editions: Iterable[Edition]) -> dict[int, EditionNumbers]:
    """Each edition at a glance, by its id, in two queries."""
    rows = Participation.objects.filter(edition__in=list(editions)).order_by()
    lead = Q(part=Participation.Part.LEAD)
    counts = rows.values_list("edition").annotate(
        lead_count=Count("pk", lead),
        partner_count=Count("pk", ~lead),
        coalition_count=Count("coalition"),
        gmina_count=Count("gmina", distinct=True),
    )
    empty = rows.filter(lead).annotate(size=register_size()).filter(size=0)
    empties = dict(empty.values_list("edition").annotate(n=Count("pk")))
    found = {edition.pk: EditionNumbers() for edition in editions}
    for pk, leads, partners, coalitions, gminas in counts:
        found[pk] = EditionNumbers(leads, partners, coalitions, gminas, empties.get(pk, 0))
    return found


def participations(
    edition: Edition, *, text: str = "", voivodeship: str = "", part: str = "", only: str = ""
) -> QuerySet[Participation]:
    """Rows of the edition's table, filtered by words of library or gmina, voivodeship, part and what is missing."""
    rows = edition.participations.select_related(
        "library", "gmina__powiat__voivodeship", "coalition", "lead__gmina"
    ).annotate(partner_count=partner_count(), register_size=register_size())
    for word in fold(text).split():
        rows = rows.filter(Q(gmina__search_key__contains=word) | Q(library__search_key__contains=word))
    if voivodeship:
        rows = rows.filter(gmina__powiat__voivodeship=voivodeship)
    if part:
        rows = rows.filter(part=part)
    if only == "empty":
        rows = rows.filter(register_size=0)
    if only == "no_coalition":
        rows = rows.filter(coalition=None)
    return rows.order_by("gmina__search_key", "gmina", "part", "library__name", "pk")


def uncoordinated(editions: Iterable[Edition]) -> dict[int, int]:
    """How many Lead Libraries of each edition have no coordinator, by the edition's id; none where none."""
    key = Concat(Value("participation:"), Cast("pk", CharField()))
    scope = Concat(Value(gmina_scope("")), "gmina_id")
    roles = Role.objects.filter(
        kind=Role.Kind.COORDINATOR, ended_at=None, scope=OuterRef("scope"), source=OuterRef("source")
    )
    leads = Participation.objects.filter(edition__in=list(editions), part=Participation.Part.LEAD).order_by()
    alone = leads.annotate(source=key, scope=scope).filter(~Exists(roles))
    return dict(alone.values_list("edition").annotate(n=Count("pk")))


def voivodeships_of(edition: Edition) -> QuerySet[Voivodeship]:
    return Voivodeship.objects.filter(powiats__gminas__participations__edition=edition).distinct().order_by("name")


def leads_of(edition: Edition) -> QuerySet[Participation]:
    """Lead Libraries a partner may be given to."""
    return edition.participations.filter(part=Participation.Part.LEAD).select_related(
        "library", "gmina__powiat__voivodeship"
    )


def band_counts(edition: Edition) -> dict[str, int]:
    """How many people of the participating gminas have each age band; bands nobody has are left out."""
    people = Person.objects.filter(gmina__in=participating_gminas(edition), state=Person.State.LISTED).exclude(
        age_band=""
    )
    return dict(people.order_by().values_list("age_band").annotate(n=Count("pk")))


def bands_lost(edition: Edition, bands: Sequence[str]) -> dict[str, int]:
    """Bands people already have that the edition would no longer offer, each with the number of these people."""
    return {
        band: count
        for band, count in sorted(band_counts(edition).items())
        if band in edition.age_bands and band not in bands
    }


def other_editions(participation: Participation) -> list[Participation]:
    """The same library in other editions: its part belongs to the edition, so it may differ."""
    rows = Participation.objects.filter(library=participation.library_id).exclude(pk=participation.pk)
    return list(rows.select_related("edition", "edition__programme").order_by("-edition__starts_on"))


def picture(file: "UploadedFile[bytes]") -> tuple[bytes, str]:
    """Content and content type of a sent picture; raises NotAPicture before more than the limit is read."""
    if file.size is None or file.size > MAX_BYTES:
        raise NotAPicture("too_large")
    data = file.read()
    return data, picture_type(data)
