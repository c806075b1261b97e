"""One of everything in Anna's gmina and Olga's edition, so that every address of the product can be built."""

import base64
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from koalicja.backroom import outbox
from koalicja.backroom.models import Job, Mail
from koalicja.coalitions.actions import consider
from koalicja.coalitions.actions import naming as naming_actions
from koalicja.coalitions.models import Area, Asset
from koalicja.coalitions.queries.naming_matches import Box
from koalicja.people.actions import contacts, merges
from koalicja.people.models import Batch, BatchRow, Contact, ContactEntry, Mandate, SignInLink
from koalicja.programmes.models import Participation, ProgrammePartner
from koalicja.standing.models import Fact
from tests.coalitions.invited import invited
from tests.coalitions.stored import proposal
from tests.voices.asked import voiced

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
    "coalitions:take_suggestion": {"organisation": "1"},
}
RECORDS = (
    "organisation",
    "edit_organisation",
    "set_class",
    "remove_organisation",
    "put_back_organisation",
    "add_mandate",
)
PERSONS = ("person", "edit_person", "remove_person", "put_back_person", "add_mandate_of_person")
PARTNERS = ("edit_partner", "remove_partner", "logo")
EDITIONS = ("edition", "edit_edition", "register_participation", "operators", "end_operator")
PARTICIPATIONS = ("participation", "end_coordinator", "remove_participation")
COALITIONS = ("rename", "animators", "end_animator", "proposals", "compose", "leadership", "rhythm", "areas", "assets")
COALITIONS += ("board", "find_candidates")
CANDIDATES = (
    "candidate",
    "note_talk",
    "move_candidate",
    "candidate_says_no",
    "candidate_knows",
    "undo_step",
    "undo_answer",
    "unlist_candidate",
    "print_record",
)
PROPOSALS = ("proposal", "decline", "why_not", "say_class", "print_proposal", "list_proposal")


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
    entry = ContactEntry.objects.create(organisation=organisation, kind="call", on=timezone.localdate())
    event = contacts.delete_contact(gone, by=anna)
    batch = Batch.objects.create(scope="gmina:020102", gmina=organisation.gmina, name="lista.csv", created_by=anna)
    BatchRow.objects.create(batch=batch, number=2, outcome="new", values={"name": "OSP"}, params={"why": {}})
    job = Job.objects.create(kind="people.preview_batch", created_by=anna, scope="gmina:020102")
    mail = letter(anna)
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
    arguments |= {f"people:{name}": {"code": "020102", "pk": person.pk} for name in PERSONS}
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
        "backroom:demo_letter": {"pk": mail.pk},
        "backroom:send_mail_again": {"pk": mail.pk},
        "backroom:mail_arrived": {"pk": mail.pk},
        "backroom:cancel_job": {"pk": job.pk},
        "desk:cancel_job": {"pk": job.pk},
        "desk:close_notice": {"pk": 1},
    }
    arguments |= {f"programmes:{name}": programme | {"pk": partner.pk} for name in PARTNERS}
    arguments |= {f"programmes:{name}": {"pk": edition.pk} for name in EDITIONS}
    arguments |= {f"programmes:{name}": {"pk": free.pk} for name in PARTICIPATIONS}
    arguments |= {f"coalitions:{name}": {"pk": coalition.pk} for name in COALITIONS}
    arguments["desk:coalition"] = {"pk": coalition.pk}
    arguments["coalitions:statement"] = {"pk": coalition.pk, "text": "cel"}
    area = Area.objects.create(coalition=coalition, name="Seniorzy", on=timezone.localdate())
    asset = Asset.objects.create(coalition=coalition, kind="room", what="Czytelnia")
    arguments |= {f"coalitions:{name}": {"pk": coalition.pk, "area": area.pk} for name in ("rename_area", "drop_area")}
    changed = ("change_asset", "remove_asset")
    arguments |= {f"coalitions:{name}": {"pk": coalition.pk, "asset": asset.pk} for name in changed}
    listed = consider(coalition=coalition, by=anna, organisation=organisation, brings="remiza")
    one = {"pk": coalition.pk, "candidacy": listed.pk}
    arguments |= {f"coalitions:{name}": one for name in CANDIDATES}
    arguments["coalitions:change_candidate"] = one | {"what": "notatki"}
    arguments |= naming(coalition, anna, twin)
    arguments |= invited(coalition, anna, left, person)
    mail_of(arguments["coalitions:decide_mail"]["invitation"])
    fact = Fact.objects.get(subject=listed.subject, kind="named")
    arguments |= {f"desk:{name}": {"pk": coalition.pk, "fact": fact.pk} for name in ("correct_fact", "strike_fact")}
    arguments |= voiced(coalition, anna)
    run = proposal(coalition, anna)
    arguments |= {f"coalitions:{name}": {"pk": coalition.pk, "number": run.number} for name in PROPOSALS}
    return arguments


def participation(edition: Any, library: Any) -> Participation:
    return Participation.objects.create(edition=edition, library=library, gmina=library.gmina, part="lead")


def naming(coalition: Any, author: Any, organisation: Any) -> dict[str, dict[str, Any]]:
    """A talk about whom to invite, and a name from it."""
    session = naming_actions.begin_session(coalition=coalition, by=author, on=timezone.localdate())
    box = Box("ngo")
    line = naming_actions.take_suggestion(session=session, by=author, organisation=organisation, box=box)
    own = {"pk": coalition.pk}
    return {
        **{f"coalitions:{name}": own for name in ("naming", "naming_known", "begin_naming", "naming_sheet")},
        "coalitions:take_suggestion": own,
        "coalitions:naming_session": own | {"session": session.pk},
        **{f"coalitions:{name}": own | {"line": line.pk} for name in ("decide_line", "take_back_line")},
        "coalitions:naming_about": own | {"candidacy": line.candidacy_id},
    }


def mail_of(invitation: int) -> None:
    """The mail in doubt is about this invitation."""
    Mail.objects.update(about=f"invitation:{invitation}")


def letter(author: Any) -> Mail:
    """A mail whose worker died while the server had its text."""
    mail = outbox.put(
        to="jan@poczta.example",
        to_name="Jan Zmyślony",
        subject="Zaproszenie: wspólny stół",
        text="Dzień dobry,\n\nzapraszamy: http://localhost/z/abc\n",
        about="invitation:1",
        scope="gmina:020102",
        by=author,
    )
    now = timezone.now()
    Mail.objects.filter(pk=mail.pk).update(state="in_doubt", claimed_at=now, handed_at=now, claims=1, why="no_answer")
    return mail
