"""After "no" everything that came with the candidacy goes, found by looking for the words in every table."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from django.utils import timezone

from koalicja.backroom.models import Event
from koalicja.coalitions import actions
from koalicja.coalitions.actions import erasing, naming
from koalicja.coalitions.actions.steps import last_step
from koalicja.coalitions.models import Asset, Candidacy
from koalicja.coalitions.queries.naming_matches import Box
from koalicja.people.models import Contact, Mandate, Organisation, Person, User
from koalicja.standing.models import Fact
from tests.coalitions.invited import sent_letter

pytestmark = pytest.mark.django_db
WORDS = ("kunegund", "600 700 800", "600700800")


def left(*words: str) -> set[str]:
    """Tables in which one of the words still stands, in whatever column."""
    rows = ((model, row) for model in apps.get_models() for row in model._default_manager.all())
    texts = (
        (model.__name__, json.dumps(json.loads(serializers.serialize("json", [row])), ensure_ascii=False))
        for model, row in rows
    )
    return {name for name, text in texts if any(word in text.casefold() for word in words)}


def named(coalition: Any, by: User, text: str, box: str = "ngo") -> Candidacy:
    session = naming.begin_session(coalition=coalition, by=by, on=timezone.localdate())
    done = naming.name_lines(session=session, by=by, box=Box(box), text=text)
    for line in done.waiting:
        naming.decide_line(line, by=by, meant=naming.Meant(naming.SPEAKS, organisation="OSP Olszynki"))
    return Candidacy.objects.get()


def refuse(candidacy: Candidacy, by: User) -> str:
    """She answers "no" by her link; the page she sees, and then the day of the erasure has come."""
    letter = sent_letter(candidacy, by)
    page = Client().post(f"/z/{letter.token}/", {"said": "no"}, follow=True).content.decode()
    candidacy.refresh_from_db()
    assert candidacy.erase_on is not None
    assert actions.erase_due(candidacy.erase_on) == 1
    return page


STAYS = "wcześniej, z innego źródła"


def test_whoever_was_named_for_an_organisation_leaves_no_word(
    coalition: Any, anna: User, make_organisation: Any
) -> None:
    make_organisation("OSP Olszynki", group="ngo")
    candidacy = named(coalition, anna, "Jan Kunegundowicz, OSP Olszynki; 600 700 800")
    today = timezone.localdate()
    actions.note_attempt(candidacy, by=anna, kind="call", on=today, text="Kunegundowicz nie odbiera")
    actions.note_contact(candidacy, by=anna, kind="call", on=today, text="Kunegundowicz choruje")
    wrong = actions.note_contact(candidacy, by=anna, kind="talk", on=today, text="Kunegundowicz prosi")
    actions.undo_step(wrong, by=anna, reason="pomyłka")
    assert {"Person", "Contact", "ContactEntry", "LogEntry"} <= left(*WORDS)
    assert STAYS not in refuse(candidacy, anna)
    assert left(*WORDS) == set()
    assert [(each.name, each.note) for each in Organisation.objects.exclude(name="Biblioteka")][-1:] == [
        ("OSP Olszynki", "")
    ]


def test_contacts_and_notes_that_came_with_an_organisation_go_and_older_ones_stay(
    coalition: Any, anna: User, make_organisation: Any
) -> None:
    known = make_organisation("OSP Olszynki", group="ngo")
    Organisation.objects.filter(pk=known.pk).update(note="mają wóz")
    Contact.objects.create(organisation=known, kind="email", value="osp@example.pl", source="BIP", legal_basis="public")
    candidacy = named(coalition, anna, "OSP Olszynki; Wola; 600 700 800; pyta o Kunegundę")
    assert {"Contact", "Organisation"} <= left(*WORDS)
    assert STAYS in refuse(candidacy, anna)
    assert left(*WORDS) == set()
    known.refresh_from_db()
    assert (known.note, list(known.contacts.values_list("value", flat=True))) == ("mają wóz", ["osp@example.pl"])


def test_whom_the_register_knew_before_stays_with_her_own_contacts(
    coalition: Any, anna: User, make_organisation: Any, make_person: Any
) -> None:
    known, person = make_organisation("OSP Olszynki", group="ngo"), make_person("Jan Kunegundowicz")
    Mandate.objects.create(organisation=make_organisation("KGW Olszynki"), person=person)
    Contact.objects.create(person=person, kind="email", value="jan@example.pl", source="BIP")
    candidacy = named(coalition, anna, "Jan Kunegundowicz, OSP Olszynki; 600 700 800")
    assert candidacy.person == person
    assert person.mandates.filter(organisation=known).exists()
    assert STAYS in refuse(candidacy, anna)
    assert left("600 700 800", "600700800") == set()
    assert [str(each) for each in person.mandates.all()] == ["Jan Kunegundowicz – KGW Olszynki"]
    assert list(person.contacts.values_list("value", flat=True)) == ["jan@example.pl"]


def test_who_is_considered_elsewhere_goes_with_the_last_of_them(
    coalition: Any, anna: User, make_organisation: Any
) -> None:
    make_organisation("OSP Olszynki", group="ngo")
    club = named(coalition, anna, "Jan Kunegundowicz, OSP Olszynki; 600 700 800")
    resident = actions.consider(coalition=coalition, by=anna, person=club.person)
    refuse(club, anna)
    assert Person.objects.count() == 1
    refuse(resident, anna)
    assert left(*WORDS) == set()


def test_a_line_taken_back_takes_its_contact_from_an_older_record(
    coalition: Any, anna: User, make_organisation: Any
) -> None:
    known = make_organisation("OSP Olszynki", group="ngo")
    candidacy = named(coalition, anna, "OSP Olszynki; Wola; 600 700 800; pyta o Kunegundę")
    naming.take_back_line(candidacy.named_lines.get(), by=anna)
    known.refresh_from_db()
    assert (known.note, known.contacts.count(), last_step(candidacy)) == ("", 0, None)
    assert left(*WORDS) == set()


def test_no_after_coming_once_is_a_refusal_and_the_ledger_keeps_the_day_without_a_name(
    coalition: Any, anna: User, make_person: Any
) -> None:
    candidacy = actions.consider(coalition=coalition, by=anna, person=make_person("Kunegunda Zmyślona"))
    actions.attend(candidacy, by=anna, on=timezone.localdate())
    page = refuse(candidacy, anna)
    assert ("Dane usuniemy w dniu" in page, STAYS in page) == (True, False)
    assert left(*WORDS) == set()
    kinds = list(
        Fact.objects.in_force().filter(subject=candidacy.subject).order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == ["named", "attended", "invited", "answered", "declined"]


def test_no_of_a_member_promises_no_erasure_and_asks_what_it_means(
    coalition: Any, anna: User, make_person: Any
) -> None:
    candidacy = actions.consider(coalition=coalition, by=anna, person=make_person("Kunegunda Zmyślona"))
    actions.move(candidacy, by=anna, to="declared", on=timezone.localdate())
    letter = sent_letter(candidacy, anna)
    page = Client().post(f"/z/{letter.token}/", {"said": "no"}, follow=True).content.decode()
    assert ("usuniemy" in page, "Miejsce w koalicji zostaje" in page) == (False, True)
    candidacy.refresh_from_db()
    assert (candidacy.state, candidacy.erase_on) == ("declared", None)
    assert candidacy.next_step == "Nie przyjdzie. Zapytaj, czy tylko tym razem, czy na stałe"


def brought(candidacy: Candidacy, by: User) -> Asset:
    """A thing whose words name her, changed once and entered once more by somebody else."""
    words = {"kind": "room", "what": "stodoła Kunegundy", "note": "tel. 600 700 800"}
    asset = actions.add_asset(coalition=candidacy.coalition, by=by, candidacy=candidacy, **words)
    new = words | {"what": "szopa Kunegundy", "note": ""}
    actions.change_asset(asset, by=by, seen=words, new=new, since=0)
    gone = actions.add_asset(coalition=candidacy.coalition, by=by, candidacy=candidacy, kind="other", what="kunegunda")
    actions.remove_asset(gone, by=by)
    return asset


def test_what_a_resident_would_have_brought_goes_also_from_audit_and_history(
    coalition: Any, anna: User, make_person: Any
) -> None:
    candidacy = actions.consider(coalition=coalition, by=anna, person=make_person("Kunegunda Zmyślona"))
    brought(candidacy, anna)
    assert {"Asset", "LogEntry", "Event"} <= left("szopa kunegundy", "600 700 800")
    refuse(candidacy, anna)
    assert left(*WORDS) == set()
    assert [event.params["changes"] for event in Event.objects.filter(code="asset.changed")] == [{}]


def test_an_organisation_keeps_neither_its_size_nor_what_it_would_have_brought(
    coalition: Any, anna: User, make_organisation: Any
) -> None:
    osp, kgw = make_organisation("OSP Olszynki"), make_organisation("KGW Wola")
    stays = actions.consider(coalition=coalition, by=anna, organisation=kgw, size="small")
    hers = actions.add_asset(coalition=coalition, by=anna, kind="room", what="świetlica", candidacy=stays)
    candidacy = actions.consider(coalition=coalition, by=anna, organisation=osp, size="large")
    brought(candidacy, anna)
    refuse(candidacy, anna)
    candidacy.refresh_from_db()
    assert (left(*WORDS), candidacy.size, list(coalition.assets.all())) == (set(), "", [hers])


@pytest.mark.parametrize("is_changed_first", [True, False])
def test_whoever_was_named_in_two_answers_leaves_no_word_in_either(
    coalition: Any, anna: User, make_organisation: Any, is_changed_first: bool
) -> None:
    osp = actions.consider(coalition=coalition, by=anna, organisation=make_organisation("OSP Olszynki"))
    letter = sent_letter(osp, anna)
    said = {"said": "other", "other_reach": "600 700 800"}
    first = actions.answer_by_link(letter, other_name="Kunegunda Zmyślona", **said)
    changed = {"other_name": "KUNEGUNDA  Zmyślona", "question": "O której?"} | said
    newest = actions.answer_by_link(letter, **changed) if is_changed_first else first
    candidacy = actions.consider_instead(newest, by=anna, name="Kunegunda Zmyślona")
    if not is_changed_first:
        actions.answer_by_link(letter, **changed)
    other = actions.answer_by_link(letter, said="other", other_name="Ewa Przykładowa", other_reach="600 111 222")
    assert "Answer" in left(*WORDS)
    refuse(candidacy, anna)
    assert left(*WORDS) == set()
    other.refresh_from_db()
    assert (osp.answers.count(), other.other_name, other.other_reach) == (3, "Ewa Przykładowa", "600 111 222")


def test_whoever_cannot_be_erased_keeps_nobody_after_her_back_and_the_error_is_told(
    coalition: Any, anna: User, make_person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("Ewa Przykładowa", "Kunegunda Zmyślona")
    first, _second = (actions.consider(coalition=coalition, by=anna, person=make_person(name)) for name in names)
    today = timezone.localdate()
    for candidacy in Candidacy.objects.all():
        actions.say_no(candidacy, by=anna, on=today)
    Candidacy.objects.update(erase_on=today)
    real = erasing.erase

    def failing(candidacy: Candidacy) -> bool:
        if candidacy.pk == first.pk:
            raise RuntimeError(candidacy.key)
        return real(candidacy)

    monkeypatch.setattr(erasing, "erase", failing)
    with pytest.raises(RuntimeError, match=f"^{first.key}$"):
        actions.erase_due(today)
    assert list(Candidacy.objects.values_list("pk", flat=True)) == [first.pk]
    assert left("kunegund") == set()
