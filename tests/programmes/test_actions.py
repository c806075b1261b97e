"""Writes of programmes: the state after, the event, the roles."""

from datetime import date
from typing import Any

import pytest
from auditlog.models import LogEntry

from koalicja.backroom.models import Event, Notice
from koalicja.people.access import gminas_of
from koalicja.people.actions.edits import EditConflict, last_event
from koalicja.people.models import Organisation, Role, User
from koalicja.people.queries.age_bands import age_bands_of
from koalicja.programmes import actions, roles
from koalicja.programmes.models import Participation, Programme

LEAD, PARTNER = Participation.Part.LEAD, Participation.Part.PARTNER


def open_roles(user: User) -> set[tuple[str, str, str]]:
    return set(Role.objects.filter(user=user, ended_at=None).values_list("kind", "scope", "source"))


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.fixture
def boss(make_user: Any) -> User:
    return make_user("Ola")


def test_a_programme_gets_an_address_from_its_name(db: None, boss: User) -> None:
    programme = actions.create_programme(by=boss, name="Łączą nas biblioteki")
    assert (programme.slug, programme.is_fictional) == ("lacza-nas-biblioteki", False)
    assert Event.objects.get().code == "programme.created"


def test_two_programmes_of_one_name_are_refused(db: None, boss: User) -> None:
    actions.create_programme(by=boss, name="Razem")
    with pytest.raises(actions.NameTaken):
        actions.create_programme(by=boss, name="Razem")
    assert Programme.objects.count() == 1


def test_who_opens_an_edition_runs_it(db: None, boss: User) -> None:
    programme = actions.create_programme(by=boss, name="Razem")
    edition = actions.open_edition(
        programme=programme, by=boss, name="Runda III", coalition_label="stół", starts_on=date(2027, 1, 1)
    )
    assert edition.age_bands == ["13-19", "20-34", "35-59", "60+"]
    assert open_roles(boss) == {("operator", edition.key, edition.key)}
    assert list(Event.objects.order_by("pk").values_list("code", flat=True)) == [
        "programme.created",
        "edition.opened",
        "operator.appointed",
    ]


def test_a_second_edition_of_the_same_name_is_refused(edition: Any, boss: User) -> None:
    with pytest.raises(actions.NameTaken):
        actions.open_edition(programme=edition.programme, by=boss, name=edition.name, coalition_label="x")
    assert edition.programme.editions.count() == 1


def change(edition: Any, by: User, since: int | None = None, **fields: tuple[Any, Any]) -> Any:
    return actions.change_edition(
        edition=edition,
        by=by,
        seen={name: seen for name, (seen, _) in fields.items()},
        new={name: new for name, (_, new) in fields.items()},
        since=last_event(edition.key) if since is None else since,
    )


def test_changes_of_two_people_in_different_fields_are_both_kept_and_told(edition: Any, boss: User, olga: User) -> None:
    since = last_event(edition.key)
    change(edition, olga, since, coalition_label=("Gminna Koalicja", "Nasz stół"))
    edit = change(edition, boss, since, age_bands=(["13-19", "20-34", "35-59", "60+"], ["16-24", "25+"]))
    edition.refresh_from_db()
    assert (edition.coalition_label, edition.age_bands) == ("Nasz stół", ["16-24", "25+"])
    assert [event.by for event in edit.others] == [olga]
    assert list(Notice.objects.values_list("to", flat=True)) == [olga.pk]


def test_changes_of_two_people_in_one_field_are_not_overwritten(edition: Any, boss: User, olga: User) -> None:
    since = last_event(edition.key)
    change(edition, olga, since, coalition_label=("Gminna Koalicja", "Nasz stół"))
    with pytest.raises(EditConflict) as refusal:
        change(edition, boss, since, coalition_label=("Gminna Koalicja", "Wspólny stół"))
    edition.refresh_from_db()
    assert edition.coalition_label == "Nasz stół"
    assert [(c.field, c.theirs, c.yours) for c in refusal.value.conflicts] == [
        ("coalition_label", "Nasz stół", "Wspólny stół")
    ]


def test_an_edition_cannot_take_the_name_of_another(edition: Any, other_edition: Any, boss: User) -> None:
    with pytest.raises(actions.NameTaken):
        change(edition, boss, name=("Runda I", "Runda II"))
    edition.refresh_from_db()
    assert edition.name == "Runda I"


def test_a_new_library_gives_its_gmina_to_each_operator_of_the_edition(
    edition: Any, other_edition: Any, make_user: Any, make_organisation: Any
) -> None:
    first, second, other = make_user("Ola"), make_user("Ewa"), make_user("Iza")
    actions.appoint_operator(edition=edition, user=first, by=None)
    actions.appoint_operator(edition=edition, user=second, by=first)
    actions.appoint_operator(edition=other_edition, user=other, by=None)
    library = make_organisation("Biblioteka", "300910")
    row = actions.register_participation(edition=edition, library=library, part=LEAD, by=first)
    expected = {("operator", edition.key, edition.key), ("operator", "gmina:300910", edition.key)}
    assert (open_roles(first), open_roles(second)) == (expected, expected)
    assert open_roles(other) == {("operator", other_edition.key, other_edition.key)}
    assert (row.gmina_id, row.part, row.lead) == ("300910", LEAD, None)
    event = Event.objects.get(code="participation.registered")
    assert (event.subject, event.scope, event.by) == (row.key, edition.key, first)


def test_ending_an_operator_takes_back_exactly_what_the_edition_gave(
    edition: Any, other_edition: Any, make_user: Any, make_organisation: Any
) -> None:
    user = make_user("Ola", ("coordinator", "gmina:300910"))
    actions.appoint_operator(edition=edition, user=make_user("Ewa"), by=None)
    library = make_organisation("Biblioteka", "300910")
    for one in (edition, other_edition):
        actions.register_participation(edition=one, library=library, part=LEAD, by=None)
        actions.appoint_operator(edition=one, user=user, by=None)
    actions.end_operator(edition=edition, user=user, by=user)
    assert open_roles(user) == {
        ("coordinator", "gmina:300910", "test"),
        ("operator", other_edition.key, other_edition.key),
        ("operator", "gmina:300910", other_edition.key),
    }
    assert gminas_of(fresh(user), "edit") == ["300910"]


def test_an_operator_appointed_again_gets_her_roles_back(edition: Any, make_user: Any) -> None:
    user = make_user("Ola")
    actions.appoint_operator(edition=edition, user=make_user("Ewa"), by=None)
    actions.appoint_operator(edition=edition, user=user, by=None)
    actions.appoint_operator(edition=edition, user=user, by=None)
    actions.end_operator(edition=edition, user=user, by=user)
    assert open_roles(user) == set()
    actions.appoint_operator(edition=edition, user=user, by=None)
    assert open_roles(user) == {("operator", edition.key, edition.key)}


def test_a_library_takes_part_in_an_edition_once(edition: Any, boss: User, make_organisation: Any) -> None:
    library = make_organisation("Biblioteka", "300910")
    first = actions.register_participation(edition=edition, library=library, part=LEAD, by=boss)
    with pytest.raises(actions.LibraryTwice) as refusal:
        actions.register_participation(edition=edition, library=library, part=LEAD, by=boss)
    assert refusal.value.participation == first
    assert Participation.objects.count() == 1


def test_a_library_may_change_its_part_between_editions(
    edition: Any, other_edition: Any, boss: User, make_organisation: Any
) -> None:
    lead = actions.register_participation(
        edition=edition, library=make_organisation("Biblioteka A"), part=LEAD, by=boss
    )
    library = make_organisation("Biblioteka B", "300910")
    as_partner = actions.register_participation(edition=edition, library=library, part=PARTNER, lead=lead, by=boss)
    as_lead = actions.register_participation(edition=other_edition, library=library, part=LEAD, by=boss)
    assert (as_partner.part, as_partner.lead, as_lead.part) == (PARTNER, lead, LEAD)


def test_a_partner_belongs_to_a_lead_of_the_same_edition(
    edition: Any, other_edition: Any, boss: User, make_organisation: Any
) -> None:
    lead = actions.register_participation(
        edition=other_edition, library=make_organisation("Biblioteka A"), part=LEAD, by=boss
    )
    with pytest.raises(actions.LeadOfAnotherEdition):
        actions.register_participation(
            edition=edition, library=make_organisation("Biblioteka B"), part=PARTNER, lead=lead, by=boss
        )
    assert Participation.objects.filter(edition=edition).count() == 0


def test_removing_a_library_ends_its_coordinators_and_the_operators_row(
    edition: Any, boss: User, make_user: Any, make_organisation: Any
) -> None:
    hanna = make_user("Hanna")
    actions.appoint_operator(edition=edition, user=boss, by=None)
    row = actions.register_participation(
        edition=edition, library=make_organisation("Biblioteka", "300910"), part=LEAD, by=boss
    )
    actions.appoint_coordinator(participation=row, user=hanna, by=boss)
    assert open_roles(hanna) == {("coordinator", "gmina:300910", row.key)}
    actions.remove_participation(participation=row, by=boss)
    assert (open_roles(hanna), open_roles(boss)) == (set(), {("operator", edition.key, edition.key)})
    assert (Participation.objects.count(), Organisation.objects.count()) == (0, 1)


def test_the_operator_keeps_a_gmina_while_another_library_of_it_takes_part(
    edition: Any, boss: User, make_organisation: Any
) -> None:
    actions.appoint_operator(edition=edition, user=boss, by=None)
    rows = [
        actions.register_participation(edition=edition, library=make_organisation(name), part=LEAD, by=boss)
        for name in ("Biblioteka A", "Biblioteka B")
    ]
    actions.remove_participation(participation=rows[0], by=boss)
    assert ("operator", "gmina:020102", edition.key) in open_roles(boss)


def test_a_library_with_a_coalition_or_partners_is_not_removed(
    coalition: Any, boss: User, make_organisation: Any
) -> None:
    lead = coalition.participation
    with pytest.raises(actions.StillNeeded) as refusal:
        actions.remove_participation(participation=lead, by=boss)
    assert refusal.value.code == "coalition"
    partner = actions.register_participation(
        edition=lead.edition, library=make_organisation("Filia"), part=PARTNER, lead=lead, by=boss
    )
    with pytest.raises(actions.StillNeeded) as refusal:
        actions.remove_participation(participation=lead, by=boss)
    assert refusal.value.code == "partners"
    assert set(Participation.objects.all()) == {lead, partner}


def test_a_coordinator_of_two_libraries_keeps_one_role_when_the_other_ends(
    edition: Any, other_edition: Any, boss: User, make_user: Any, make_organisation: Any
) -> None:
    hanna, library = make_user("Hanna"), make_organisation("Biblioteka", "300910")
    rows = [
        actions.register_participation(edition=one, library=library, part=LEAD, by=boss)
        for one in (edition, other_edition)
    ]
    for row in rows:
        actions.appoint_coordinator(participation=row, user=hanna, by=boss)
    actions.end_coordinator(participation=rows[0], user=hanna, by=boss)
    assert open_roles(hanna) == {("coordinator", "gmina:300910", rows[1].key)}


def test_the_library_of_a_gmina_is_found_before_it_is_made(gmina: Any, boss: User, make_organisation: Any) -> None:
    known = make_organisation("Gminna Biblioteka Publiczna")
    same = actions.library_of(gmina=gmina, name="GMINNA BIBLIOTEKA PUBLICZNA", by=boss, source="Runda I")
    new = actions.library_of(gmina=gmina, name="Filia biblioteczna nr 1", by=boss, source="Runda I")
    assert same == known
    assert (new.group, new.sector, new.source, new.class_decided) == ("culture", "library", "Runda I", "human")


def test_the_bands_of_the_latest_edition_reach_the_register_and_leave_with_it(
    edition: Any, boss: User, gmina: Any, make_organisation: Any
) -> None:
    library = make_organisation("Biblioteka")
    assert age_bands_of(gmina) == ("13-19", "20-34", "35-59", "60+")
    row = actions.register_participation(edition=edition, library=library, part=LEAD, by=boss)
    change(edition, boss, age_bands=(edition.age_bands, ["0-17", "18+"]))
    assert age_bands_of(gmina) == ("0-17", "18+")
    later = actions.open_edition(
        programme=edition.programme,
        by=boss,
        name="Runda IX",
        coalition_label="stół",
        age_bands=["13-29", "30+"],
        starts_on=date(2030, 1, 1),
    )
    actions.register_participation(edition=later, library=library, part=LEAD, by=boss)
    assert age_bands_of(gmina) == ("13-29", "30+")
    for each in (later.participations.get(), row):
        actions.remove_participation(participation=each, by=boss)
    assert age_bands_of(gmina) == ("13-19", "20-34", "35-59", "60+")


def test_changes_of_editions_participations_and_partners_are_audited(
    edition: Any, boss: User, make_organisation: Any
) -> None:
    change(edition, boss, name=("Runda I", "Runda pierwsza"))
    row = actions.register_participation(edition=edition, library=make_organisation("Biblioteka"), part=LEAD, by=boss)
    partner = actions.add_partner(programme=edition.programme, by=boss, part="owner", name="Fundacja Przykładowa")
    renamed = LogEntry.objects.get_for_object(edition).first()
    assert renamed is not None
    assert renamed.changes_dict["name"] == ["Runda I", "Runda pierwsza"]
    assert [LogEntry.objects.get_for_object(each).count() for each in (row, partner)] == [1, 1]


def test_an_account_is_found_by_its_e_mail_whatever_the_case(db: None, make_user: Any) -> None:
    anna = make_user("Anna")
    assert roles.account("ANNA@biblioteka.example ", "Inna Osoba") == anna
    assert User.objects.get().name == "Anna"


def test_the_last_operator_cannot_be_ended(edition: Any, make_user: Any) -> None:
    user = make_user("Ola")
    actions.appoint_operator(edition=edition, user=user, by=None)
    with pytest.raises(actions.LastOperator):
        actions.end_operator(edition=edition, user=user, by=user)
    assert open_roles(user) == {("operator", edition.key, edition.key)}
