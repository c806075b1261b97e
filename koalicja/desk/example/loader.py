"""Put the example together, in one transaction, once."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from koalicja.backroom.models import Event
from koalicja.coalitions.models import Coalition
from koalicja.desk.example import words
from koalicja.desk.example.cast import STARS, Cast, star
from koalicja.desk.example.choice import LEADS_I, LEADS_II, chosen, spots
from koalicja.desk.example.libraries import Circle, Shelf, circles, second_round
from koalicja.desk.example.logos import png
from koalicja.desk.example.registers import Writer
from koalicja.people.access import gmina_scope
from koalicja.people.models import Organisation, Role, SignInLink, User
from koalicja.programmes import actions
from koalicja.programmes.models import Edition, Participation, Programme

SEED = 20101007
WITHOUT_COALITION = 8
ANIMATORS = 36
EMPTY_IN_FIRST, BEGUN_IN_SECOND = 6, 9
STARTED_I, ENDED_I, STARTED_II, ENDS_II = 950, 160, 24, 700  # days before, and for the last after, the day of loading


@dataclass(frozen=True, slots=True)
class Summary:
    """What the example holds."""

    leads: tuple[int, int]
    partners: tuple[int, int]
    coalitions: int
    animators: int
    organisations: int

    def __str__(self) -> str:
        return (
            f"Example loaded. Lead Libraries: {self.leads[0]} and {self.leads[1]}, Partner Libraries: "
            f"{self.partners[0]} and {self.partners[1]}, coalitions: {self.coalitions}, animators: {self.animators}, "
            f"organisations: {self.organisations}."
        )


def links(address: str) -> dict[str, str]:
    """The direct sign-in link of each role at this address; the same ones for as long as the example lives."""
    rows = {link.role: link for link in SignInLink.objects.all()}
    return {
        star.role: address.rstrip("/") + reverse("demo:sign_in", args=[rows[star.role].token])
        for star in STARS
        if star.role in rows
    }


def write_links() -> None:
    """A link for everybody the demo lets you be; those that exist stay as they are."""
    for known in STARS:
        user = User.objects.filter(email=known.email).first()
        if user and not SignInLink.objects.filter(role=known.role).exists():
            SignInLink.objects.create(token=secrets.token_urlsafe(24), role=known.role, user=user)


@transaction.atomic
def load(today: date) -> Summary | None:
    """Load the example as if this day were today; nothing, but missing links, where it is there already."""
    if Programme.objects.filter(name=words.PROGRAMME).exists():
        write_links()
        return None
    summary = Example(today).write()
    write_links()
    return summary


class Example:
    """One example in the making. Everything that is drawn by lot comes from one generator, in one order."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.rng = Random(SEED)  # noqa: S311 - an example, not a secret
        self.cast = Cast(self.rng, {known.name for known in STARS})
        self.operator = star("operator")
        self.coordinators: dict[int, User] = {}

    def write(self) -> Summary:
        self.operator.save()
        programme = self.programme()
        first, second = self.editions(programme)
        places = spots()
        shelf = Shelf(self.rng)
        round_i = circles(chosen(places, LEADS_I, self.rng), places, shelf, self.rng)
        round_ii = circles(second_round(round_i, places, LEADS_II, self.rng), places, shelf, self.rng)
        Organisation.objects.bulk_create(shelf.found.values(), batch_size=200)
        leads_i, leads_ii = self.take_part(first, round_i), self.take_part(second, round_ii)
        nameless = {lead.pk for lead in self.rng.sample(leads_i, WITHOUT_COALITION)}
        coalitions = self.coalitions(first, [lead for lead in leads_i if lead.pk not in nameless])
        animated = self.animators(coalitions)
        self.appoint_coordinators(leads_i, leads_ii, animated)
        self.registers(leads_i, leads_ii, animated)
        for edition in (first, second):
            actions.appoint_operator(edition=edition, user=self.operator, by=None)
        return Summary(
            leads=(len(leads_i), len(leads_ii)),
            partners=(sum(len(each.partners) for each in round_i), sum(len(each.partners) for each in round_ii)),
            coalitions=len(coalitions),
            animators=ANIMATORS,
            organisations=Organisation.objects.count(),
        )

    def day(self, days_ago: int) -> date:
        return self.today - timedelta(days=days_ago)

    def moment(self, on: date) -> datetime:
        return timezone.make_aware(datetime.combine(on, time(10)))

    def programme(self) -> Programme:
        programme = actions.create_programme(
            by=self.operator, name=words.PROGRAMME, about=words.ABOUT, is_fictional=True
        )
        for part, name, contact, email, phone, website, logo in words.PARTNERS:
            actions.add_partner(
                programme=programme,
                by=self.operator,
                part=part,
                name=name,
                logo=(png(logo), "image/png"),
                contact_name=contact,
                contact_email=email,
                contact_phone=phone,
                website=website,
            )
        return programme

    def editions(self, programme: Programme) -> tuple[Edition, Edition]:
        first = Edition.objects.create(
            programme=programme,
            name="Runda I",
            coalition_label="Gminna Koalicja",
            starts_on=self.day(STARTED_I),
            ends_on=self.day(ENDED_I),
        )
        second = Edition.objects.create(
            programme=programme,
            name="Runda II",
            coalition_label="lokalne partnerstwo",
            remind_after_days=7,
            starts_on=self.day(STARTED_II),
            ends_on=self.day(-ENDS_II),
        )
        return first, second

    def take_part(self, edition: Edition, made: Sequence[Circle]) -> list[Participation]:
        """Register every library; returns the leads."""
        joined = edition.starts_on
        leads = [self.participation(edition, circle.lead, "lead", joined) for circle in made]
        Participation.objects.bulk_create(leads, batch_size=200)
        partners = [
            self.participation(edition, library, "partner", joined, lead)
            for lead, circle in zip(leads, made, strict=True)
            for library in circle.partners
        ]
        Participation.objects.bulk_create(partners, batch_size=200)
        return leads

    def participation(
        self, edition: Edition, library: Organisation, part: str, joined: date | None, lead: Participation | None = None
    ) -> Participation:
        return Participation(
            edition=edition, library=library, gmina_id=library.gmina_id, part=part, lead=lead, joined_on=joined
        )

    def coalitions(self, edition: Edition, leads: Sequence[Participation]) -> list[Coalition]:
        """A coalition with a name of its own for each of these Lead Libraries."""
        names = [f"{first} {cause}" for first in words.COALITION_BEGINNINGS for cause in words.COALITION_CAUSES]
        drawn = self.rng.sample([*words.COALITION_NAMES, *names], len(leads))
        made = [
            Coalition(
                participation=lead,
                edition=edition,
                gmina_id=lead.gmina_id,
                name=name,
                formed_on=self.day(STARTED_I - self.rng.randrange(80, 320)),
            )
            for lead, name in zip(leads, drawn, strict=True)
        ]
        Coalition.objects.bulk_create(made, batch_size=200)
        Event.objects.bulk_create(
            Event(
                code="coalition.created",
                params={"name": coalition.name},
                subject=coalition.key,
                scope=edition.key,
                by=self.operator,
                at=self.moment(coalition.formed_on or self.today),
            )
            for coalition in made
        )
        return made

    def animators(self, coalitions: Sequence[Coalition]) -> list[Coalition]:
        """Give each animator about four coalitions near each other; returns those of the one the demo lets you be."""
        users = [star("animator")]
        users += [self.cast.account("animacja.example") for _n in range(ANIMATORS - 1)]
        User.objects.bulk_create(users, batch_size=200)
        shares = [len(coalitions) * place // ANIMATORS for place in range(ANIMATORS + 1)]
        offset = self.rng.randrange(ANIMATORS)
        rows: list[Role] = []
        mine: list[Coalition] = []
        for place, user in enumerate(users):
            slot = (place + offset) % ANIMATORS
            share = coalitions[shares[slot] : shares[slot + 1]]
            rows += [row for coalition in share for row in self.animator_rows(user, coalition)]
            mine = mine or list(share)
        Role.objects.bulk_create(rows, batch_size=200)
        return mine

    def animator_rows(self, user: User, coalition: Coalition) -> list[Role]:
        scopes = (coalition.key, gmina_scope(coalition.gmina_id))
        return [self.role(user, Role.Kind.ANIMATOR, scope, coalition.key) for scope in scopes]

    def role(self, user: User, kind: str, scope: str, source: str) -> Role:
        return Role(user=user, kind=kind, scope=scope, source=source, given_by=self.operator)

    def appoint_coordinators(
        self, leads_i: Sequence[Participation], leads_ii: Sequence[Participation], animated: Sequence[Coalition]
    ) -> None:
        """One for each Lead Library; the first coalition of the demo's animator has the demo's coordinator."""
        stars = {
            animated[0].participation_id: star("coordinator"),
            self.empty(leads_ii).pk: star("coordinator-empty"),
        }
        leads = [*leads_i, *leads_ii]
        self.coordinators = {lead.pk: stars.get(lead.pk) or self.cast.account("biblioteka.example") for lead in leads}
        User.objects.bulk_create(self.coordinators.values(), batch_size=200)
        Role.objects.bulk_create(
            (
                self.role(self.coordinators[lead.pk], Role.Kind.COORDINATOR, gmina_scope(lead.gmina_id), lead.key)
                for lead in leads
            ),
            batch_size=200,
        )

    def empty(self, leads_ii: Sequence[Participation]) -> Participation:
        """A lead of the second round whose gmina nobody has touched before, and where it is the only library."""
        alone = Count("gmina__participations")
        rows = Participation.objects.filter(pk__in=[lead.pk for lead in leads_ii]).annotate(libraries=alone)
        found = rows.filter(libraries=1).order_by("pk").first()
        assert found is not None  # noqa: S101 - so many leads that one of them is
        return found

    def registers(
        self, leads_i: Sequence[Participation], leads_ii: Sequence[Participation], animated: Sequence[Coalition]
    ) -> None:
        writer = Writer(self.rng, self.cast, self.today)
        shown = self.shown(writer, [coalition.participation_id for coalition in animated])
        others = [lead for lead in leads_i if lead.pk not in shown]
        empty = {lead.pk for lead in self.rng.sample(others, EMPTY_IN_FIRST)}
        for lead in leads_i:
            by = self.coordinators[lead.pk]
            if lead.pk in shown:
                shown[lead.pk](lead.gmina_id, by)
            elif lead.pk not in empty:
                writer.any_state(lead.gmina_id, by)
        kept = self.empty(leads_ii).pk
        for lead in self.rng.sample([lead for lead in leads_ii if lead.pk != kept], BEGUN_IN_SECOND):
            writer.begun(lead.gmina_id, self.coordinators[lead.pk])
        writer.pages.save()

    def shown(self, writer: Writer, leads: Sequence[int]) -> dict[int, Callable[[str, User], None]]:
        """How the demo's animator finds the registers of her coalitions: each of her first four in another state."""
        states: list[Callable[[str, User], None]] = [
            writer.rich,
            partial(writer.ordinary, missing="", unsure=0),
            partial(writer.ordinary, missing="business", unsure=0.2),
            lambda code, by: None,
        ]
        return dict(zip(leads, states, strict=False))
