"""One of everything in Anna's gmina and Olga's edition, so that every address of the product can be built."""

import base64
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from koalicja.backroom.models import Job
from koalicja.people.actions import contacts, merges
from koalicja.people.models import Batch, BatchRow, Contact, ContactEntry, Mandate, SignInLink
from koalicja.programmes.models import Participation, ProgrammePartner
from tests.coalitions.stored import proposal

CAST = ("nobody", "karol", "basia", "anna", "marek", "olga", "oskar")
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
# What an address needs to be asked at all.
QUERY = {"places:choices": "?field=gmina"}
SENT = {
    "people:decide_rows": {"number": "2", "decision": "skip"},
    "people:take_back_batch_step": {"step": "1"},
    "people:row_gmina": {"gmina": "020102"},
    "people:batch_sheet": {"sheet": "1"},
}
RECORDS = (
    "organisation",
    "edit_organisation",
    "set_class",
    "remove_organisation",
    "put_back_organisation",
    "add_mandate",
)
PARTNERS = ("edit_partner", "remove_partner", "logo")
EDITIONS = ("edition", "edit_edition", "register_participation", "operators", "end_operator")
PARTICIPATIONS = ("participation", "end_coordinator", "remove_participation")
COALITIONS = ("coalition", "rename", "animators", "end_animator", "proposals", "compose")
PROPOSALS = ("proposal", "decline", "why_not", "print_proposal")


def everything(request: pytest.FixtureRequest, names: list[str]) -> dict[str, dict[str, Any]]:
    """One of everything in Anna's gmina and Olga's edition: the arguments of every address."""
    get = request.getfixturevalue
    users = {name: get(name) for name in CAST if name != "nobody"}
    anna, edition, coalition = users["anna"], get("edition"), get("coalition")
    organisation, twin = get("make_organisation")("OSP Olszynki"), get("make_organisation")("O.S.P. Olszynki")
    person = get("make_person")()
    participation(edition, get("make_organisation")("Biblioteka w gminie Basi", "101801"))
    free = participation(edition, get("make_organisation")("Filia"))
    partner = ProgrammePartner.objects.create(programme=edition.programme, part="owner", name="Fundacja Przykład")
    partner.logo.save("logo.png", ContentFile(PIXEL))
    left, right = get("make_organisation")("KGW Wola"), get("make_organisation")("Koło Gospodyń Wola")
    merge = merges.merge(left, right, by=anna, choices={})
    mandate = Mandate.objects.create(organisation=organisation, person=person)
    contact, gone = (
        Contact.objects.create(organisation=organisation, kind="phone", value=value) for value in ("500", "600")
    )
    entry = ContactEntry.objects.create(organisation=organisation, kind="call", on=timezone.now().date())
    event = contacts.delete_contact(gone, by=anna)
    batch = Batch.objects.create(scope="gmina:020102", gmina=organisation.gmina, name="lista.csv", created_by=anna)
    BatchRow.objects.create(batch=batch, number=2, outcome="new", values={"name": "OSP"}, params={"why": {}})
    job = Job.objects.create(kind="people.preview_batch", created_by=anna, scope="gmina:020102")
    link = SignInLink.objects.create(token="link", role="coordinator", user=anna)
    register, record = {"code": "020102"}, {"code": "020102", "pk": organisation.pk}
    a_batch, a_row = {"pk": batch.pk}, {"pk": batch.pk, "number": 2}
    either = {"code": "020102", "kind": "organisation", "pk": organisation.pk}
    programme = {"slug": edition.programme.slug}
    arguments: dict[str, dict[str, Any]] = {name: {} for name in names}
    arguments |= {"demo:sign_in": {"token": link.token}, "places:gmina": register}
    for name in names:
        room, _colon, rest = name.partition(":")
        if room == "people":
            arguments[name] = a_batch if "batch" in rest else register
    arguments |= {f"people:{name}": record for name in RECORDS}
    arguments |= {f"people:{name}": {"code": "020102", "pk": person.pk} for name in ("person", "edit_person")}
    arguments |= {f"people:{name}": either for name in ("add_contact", "add_log_entry")}
    arguments |= {f"people:{name}": either | {"other": twin.pk} for name in ("merge", "tell_apart")}
    arguments |= {
        "people:batches": register,
        "people:export": register | {"form": "csv"},
        "people:undo_merge": register | {"pk": merge.pk},
        "people:end_mandate": register | {"pk": mandate.pk},
        "people:edit_contact": register | {"pk": contact.pk},
        "people:delete_contact": register | {"pk": contact.pk},
        "people:put_back_contact": either | {"event": event.pk},
        "people:delete_log_entry": register | {"pk": entry.pk},
        "people:confirm_places": a_batch,
        "people:decide_rows": a_batch,
        "people:batch_row": a_row,
        "people:row_gmina": a_row,
        "people:load_edition": {"edition": edition.pk},
        "people:edition_batches": {"edition": edition.pk},
        "programmes:programme": programme,
        "programmes:open_edition": programme,
        "programmes:add_partner": programme,
        "coalitions:create": {"pk": free.pk},
        "backroom:job": {"pk": job.pk},
        "backroom:cancel_job": {"pk": job.pk},
        "desk:cancel_job": {"pk": job.pk},
        "desk:close_notice": {"pk": 1},
    }
    arguments |= {f"programmes:{name}": programme | {"pk": partner.pk} for name in PARTNERS}
    arguments |= {f"programmes:{name}": {"pk": edition.pk} for name in EDITIONS}
    arguments |= {f"programmes:{name}": {"pk": free.pk} for name in PARTICIPATIONS}
    arguments |= {f"coalitions:{name}": {"pk": coalition.pk} for name in COALITIONS}
    run = proposal(coalition, anna)
    arguments |= {f"coalitions:{name}": {"pk": coalition.pk, "number": run.number} for name in PROPOSALS}
    return arguments


def participation(edition: Any, library: Any) -> Participation:
    return Participation.objects.create(edition=edition, library=library, gmina=library.gmina, part="lead")
