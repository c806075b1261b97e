"""Somebody invited by e-mail a while ago who is silent, in a database of its own: for workers that are killed."""

from datetime import timedelta

from django.utils import timezone

from koalicja.backroom.models import Chore, Mail
from koalicja.coalitions import actions
from koalicja.coalitions.models import Coalition, Invitation
from koalicja.people.models import Contact, Organisation, User
from koalicja.places.models import Gmina, Powiat, Voivodeship
from koalicja.programmes.models import Edition, Participation, Programme
from tests.coalitions.invited import sent_letter


def invite(name: str) -> str:
    """Invite a club of this name in a coalition of its own; its mail has arrived, and a reminder is due today."""
    voivodeship, _new = Voivodeship.objects.get_or_create(code="02", defaults={"name": "dolnośląskie"})
    powiat, _new = Powiat.objects.get_or_create(
        code="0201", defaults={"name": "bolesławiecki", "voivodeship": voivodeship}
    )
    gmina, _new = Gmina.objects.get_or_create(code="020102", defaults={"name": "Olszynki", "powiat": powiat})
    programme, _new = Programme.objects.get_or_create(slug="program", defaults={"name": "Program"})
    edition = Edition.objects.create(programme=programme, name=name, remind_after_days=7)
    anna = User.objects.create(email=f"{name}@biblioteka.example", name="Anna Przykładowa")
    library, club = (
        Organisation.objects.create(gmina=gmina, name=each, created_by=anna) for each in (f"GBP {name}", f"OSP {name}")
    )
    part = Participation.objects.create(edition=edition, library=library, gmina=gmina, part="lead")
    coalition = Coalition.objects.create(participation=part, edition=edition, gmina=gmina, name=name)
    Contact.objects.create(organisation=club, kind="email", value=f"{name}@poczta.example", source="spis")
    candidacy = actions.consider(coalition=coalition, by=anna, organisation=club)
    invitation = sent_letter(candidacy, anna, "email")
    now = timezone.now()
    Mail.objects.filter(about=invitation.key).update(
        state="sent", claimed_at=now, handed_at=now, ended_at=now, claims=1
    )
    Invitation.objects.filter(pk=invitation.pk).update(remind_on=timezone.localdate() - timedelta(days=1))
    look_again()
    return invitation.key


def look_again() -> int:
    """Half an hour has gone by: the worker looks for reminders at once."""
    return Chore.objects.filter(name="coalitions.remind").update(due_at=timezone.now())
