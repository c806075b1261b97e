"""Pages of programmes and editions: what they show, refuse and say."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags

from koalicja.people.models import Role
from koalicja.programmes import actions
from koalicja.programmes.models import Edition, Participation, ProgrammePartner
from tests.programmes.test_images import png


@pytest.fixture
def client(olga: Any, client_of: Any, coalition: Any) -> Any:
    """Olga's browser; her edition has one Lead Library with a coalition."""
    return client_of(olga)


def edit_form(edition: Edition, **over: str) -> dict[str, str]:
    bands = "\n".join(edition.age_bands)
    shown = {
        "name": edition.name,
        "coalition_label": edition.coalition_label,
        "age_bands": bands,
        "starts_on": "",
        "ends_on": "",
        "erase_declined_after_days": "30",
    }
    return shown | {f"initial-{name}": value for name, value in shown.items()} | {"since": "0"} | over


def test_the_programme_page_shows_partners_and_editions(client: Any, coalition: Any) -> None:
    programme = coalition.edition.programme
    for part, name in (("funder", "Fundusz"), ("owner", "Fundacja"), ("operator", "Stowarzyszenie")):
        actions.add_partner(programme=programme, by=None, part=part, name=name)
    answer = client.get(programme.get_absolute_url())
    assert [partner.name for partner in answer.context["partners"]] == ["Fundacja", "Stowarzyszenie", "Fundusz"]
    assert [(row.name, row.lead_count, row.coalition_count) for row in answer.context["editions"]] == [
        ("Runda I", 1, 1)
    ]


def test_a_logo_is_taken_by_its_bytes_and_served_with_their_type(
    client: Any, coalition: Any, karol: Any, client_of: Any
) -> None:
    programme = coalition.edition.programme
    logo = SimpleUploadedFile("logo.svg", png(), content_type="image/svg+xml")
    client.post(
        reverse("programmes:add_partner", args=[programme.slug]), {"part": "owner", "name": "Fundacja", "logo": logo}
    )
    partner = ProgrammePartner.objects.get()
    answer = client.get(reverse("programmes:logo", args=[programme.slug, partner.pk]))
    assert (answer.content, answer["Content-Type"], answer["X-Content-Type-Options"]) == (png(), "image/png", "nosniff")
    assert partner.logo.name.endswith(".png")
    assert client_of(karol).get(reverse("programmes:logo", args=[programme.slug, partner.pk])).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg><script>alert(1)</script></svg>", "To nie jest cały obraz PNG, JPEG ani WebP."),
        (b"x" * (1024 * 1024 + 1), "Plik ma ponad 1 MB."),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(
    client: Any, coalition: Any, content: bytes, sentence: str
) -> None:
    logo = SimpleUploadedFile("logo.png", content, content_type="image/png")
    address = reverse("programmes:add_partner", args=[coalition.edition.programme.slug])
    answer = client.post(address, {"part": "owner", "name": "Fundacja", "logo": logo})
    assert sentence in answer.content.decode()
    assert ProgrammePartner.objects.count() == 0


def test_a_partner_is_changed_and_its_old_logo_forgotten(
    client: Any, coalition: Any, django_capture_on_commit_callbacks: Any
) -> None:
    programme = coalition.edition.programme
    partner = actions.add_partner(programme=programme, by=None, part="owner", name="Dawna", logo=(png(), "image/png"))
    storage, old = partner.logo.storage, partner.logo.name
    address = reverse("programmes:edit_partner", args=[programme.slug, partner.pk])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"part": "owner", "name": "Nowa", "logo": SimpleUploadedFile("n.png", png(width=5))})
    partner.refresh_from_db()
    assert (partner.name, storage.exists(old), storage.exists(partner.logo.name)) == ("Nowa", False, True)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"part": "owner", "name": "Nowa", "without_logo": "on"})
    kept = partner.logo.name
    partner.refresh_from_db()
    assert (str(partner.logo), storage.exists(kept)) == ("", False)


def test_two_partners_of_one_part_and_name_are_refused(client: Any, coalition: Any) -> None:
    programme = coalition.edition.programme
    actions.add_partner(programme=programme, by=None, part="owner", name="Fundacja")
    answer = client.post(
        reverse("programmes:add_partner", args=[programme.slug]), {"part": "owner", "name": "Fundacja"}
    )
    assert "Ta organizacja ma już tę rolę w programie." in answer.content.decode()
    assert ProgrammePartner.objects.count() == 1


def test_a_partner_is_removed(client: Any, coalition: Any) -> None:
    programme = coalition.edition.programme
    partner = actions.add_partner(programme=programme, by=None, part="owner", name="Fundacja")
    assert client.post(reverse("programmes:remove_partner", args=[programme.slug, partner.pk])).status_code == 302
    assert ProgrammePartner.objects.count() == 0


def test_an_edition_is_opened_with_its_own_label(client: Any, coalition: Any, olga: Any) -> None:
    address = reverse("programmes:open_edition", args=[coalition.edition.programme.slug])
    rules = {"age_bands": "16-24\n25+", "erase_declined_after_days": "21"}
    answer = client.post(address, {"name": "Runda III", "coalition_label": "stół gminny", "since": "0"} | rules)
    made = Edition.objects.get(name="Runda III")
    assert (answer.headers["Location"], made.coalition_label, made.age_bands) == (
        made.get_absolute_url(),
        "stół gminny",
        ["16-24", "25+"],
    )
    assert made.erase_declined_after_days == 21
    assert Role.objects.filter(user=olga, scope=made.key, ended_at=None).exists()


def test_the_edition_page_counts_and_finds_without_diacritics(client: Any, coalition: Any, make_coalition: Any) -> None:
    make_coalition("Ławka", "300910")
    address = coalition.edition.get_absolute_url()
    found = lambda query: [row.gmina_id for row in client.get(address + query).context["page"]]  # noqa: E731
    numbers = client.get(address).context["numbers"]
    assert (numbers.leads, numbers.partners, numbers.coalitions, numbers.empty) == (2, 0, 2, 2)
    assert found("") == ["020102", "300910"]
    assert found("?q=osiek+maly") == ["300910"]
    assert found("?voivodeship=02") == ["020102"]
    assert found("?part=partner") == []
    assert found("?only=no_coalition") == []
    assert found("?only=empty&part=lead") == ["020102", "300910"]
    assert found("?part=nonsense&voivodeship=99") == ["020102", "300910"]


def test_a_row_leads_to_the_register_only_where_the_reader_may_go(
    anna: Any, client_of: Any, coalition: Any, make_coalition: Any
) -> None:
    make_coalition("Ławka", "300910")
    page = client_of(anna).get(coalition.edition.get_absolute_url()).content.decode()
    own, foreign = reverse("people:register", args=["020102"]), reverse("people:register", args=["300910"])
    assert (f'href="{own}"' in page, f'href="{foreign}"' in page) == (True, False)


def test_the_edition_asks_as_many_questions_for_three_libraries_as_for_one(
    client: Any, coalition: Any, make_coalition: Any, django_assert_num_queries: Any
) -> None:
    address = coalition.edition.get_absolute_url()
    with django_assert_num_queries(12):
        assert len(client.get(address).context["page"]) == 1
    make_coalition("Ławka", "300910")
    make_coalition("Most", "101801")
    with django_assert_num_queries(12):
        assert len(client.get(address).context["page"]) == 3


def test_changing_the_label_changes_what_pages_say(client: Any, coalition: Any) -> None:
    edition = coalition.edition
    address = reverse("programmes:edit_edition", args=[edition.pk])
    answer = client.post(address, edit_form(edition, coalition_label="lokalne partnerstwo"), follow=True)
    edition.refresh_from_db()
    assert (edition.coalition_label, edition.version) == ("lokalne partnerstwo", 2)
    assert answer.context["brand"] == "lokalne partnerstwo"


def test_a_band_that_people_have_goes_only_after_a_word_on_them(client: Any, coalition: Any, make_person: Any) -> None:
    person, edition = make_person(age_band="13-19"), coalition.edition
    address = reverse("programmes:edit_edition", args=[edition.pk])
    form = edit_form(edition, age_bands="16-24\n25+")
    page = client.post(address, form).content.decode()
    assert "(13–19: 1 osoba)" in page
    edition.refresh_from_db()
    assert edition.age_bands == ["13-19", "20-34", "35-59", "60+"]
    client.post(address, form | {"understood": "on"})
    edition.refresh_from_db()
    person.refresh_from_db()
    assert (edition.age_bands, person.age_band) == (["16-24", "25+"], "13-19")


def test_an_edit_that_met_another_one_keeps_what_was_typed_and_says_what_stands_there(
    client: Any, coalition: Any, make_user: Any
) -> None:
    edition, ewa = coalition.edition, make_user("Ewa")
    address = reverse("programmes:edit_edition", args=[edition.pk])
    form = edit_form(edition, coalition_label="Moja")
    actions.change_edition(
        edition=edition, by=ewa, seen={"coalition_label": "Gminna Koalicja"}, new={"coalition_label": "Jej"}, since=0
    )
    answer = client.post(address, form)
    page = answer.content.decode()
    assert "Ktoś inny właśnie wpisał tutaj: Jej." in page
    assert 'value="Moja"' in page
    again = form | {"initial-coalition_label": answer.context["form"].data["initial-coalition_label"]}
    client.post(address, again)
    edition.refresh_from_db()
    assert edition.coalition_label == "Moja"


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"age_bands": "młodzi"}, "„młodzi” to nie przedział wieku."),
        ({"starts_on": "2026-05-01", "ends_on": "2026-01-01"}, "Edycja skończyłaby się, zanim się zacznie."),
        ({"name": "Runda II"}, "Inna edycja tego programu już tak się nazywa."),
    ],
)
def test_rules_that_cannot_stand_are_refused(
    client: Any, coalition: Any, other_edition: Any, over: dict[str, str], sentence: str
) -> None:
    edition = coalition.edition
    page = client.post(
        reverse("programmes:edit_edition", args=[edition.pk]), edit_form(edition, **over)
    ).content.decode()
    edition.refresh_from_db()
    assert (sentence in page, edition.version) == (True, 1)


def test_a_library_is_added_with_its_lead_and_gets_a_coordinator(client: Any, coalition: Any, make_gmina: Any) -> None:
    make_gmina("300910")
    edition = coalition.edition
    address = reverse("programmes:register_participation", args=[edition.pk])
    form = {"gmina_text": "osiek maly", "library": "Biblioteka", "part": "partner", "lead": coalition.participation_id}
    answer = client.post(address, form)
    row = Participation.objects.get(part="partner")
    assert (answer.headers["Location"], row.gmina_id, row.lead_id) == (
        row.get_absolute_url(),
        "300910",
        coalition.participation_id,
    )
    client.post(row.get_absolute_url(), {"name": "Ewa Nowa", "email": "Ewa@biblioteka.example"})
    role = Role.objects.get(kind="coordinator")
    assert (role.user.email, role.scope, role.source) == ("ewa@biblioteka.example", "gmina:300910", row.key)
    client.post(reverse("programmes:end_coordinator", args=[row.pk]), {"user": role.user_id})
    assert Role.objects.filter(kind="coordinator", ended_at=None).count() == 0
    client.post(reverse("programmes:remove_participation", args=[row.pk]))
    assert Participation.objects.filter(part="partner").count() == 0


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"gmina_text": "Nigdzie", "library": "B", "part": "lead"}, "Żadna gmina nie pasuje"),
        ({"gmina_text": "Bolesławiec", "library": "B", "part": "lead"}, "kilka gmin"),
        ({"gmina": "020102", "library": "B", "part": "partner"}, "Wybierz Bibliotekę Wiodącą"),
        (
            {"gmina": "020102", "library": "Gminna Biblioteka Publiczna Wspólny stół", "part": "lead"},
            "Ta biblioteka już jest w tej edycji. Rola: Biblioteka Wiodąca.",
        ),
    ],
)
def test_a_library_that_cannot_be_added_is_refused_with_a_sentence(
    client: Any, coalition: Any, form: dict[str, str], sentence: str
) -> None:
    answer = client.post(reverse("programmes:register_participation", args=[coalition.edition_id]), form)
    assert (sentence in answer.content.decode(), Participation.objects.count()) == (True, 1)


def test_a_library_with_a_coalition_is_not_removed_and_the_page_says_why(client: Any, coalition: Any) -> None:
    row = coalition.participation
    answer = client.post(reverse("programmes:remove_participation", args=[row.pk]), follow=True)
    assert "Nie usunięto biblioteki. Ma w tej edycji: Gminna Koalicja." in answer.content.decode()
    assert Participation.objects.count() == 1


def test_the_page_of_a_library_shows_its_part_in_other_editions(
    client: Any, coalition: Any, other_edition: Any
) -> None:
    lead = coalition.participation
    actions.register_participation(edition=other_edition, library=lead.library, part="lead", by=None)
    answer = client.get(lead.get_absolute_url())
    assert [(other.edition.name, other.part) for other in answer.context["others"]] == [("Runda II", "lead")]


def said(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode().replace("<", " <")).split())


def test_pages_of_an_edition_say_its_own_word_for_a_coalition(client: Any, coalition: Any) -> None:
    Edition.objects.update(coalition_label="lokalne partnerstwo")
    edition = Edition.objects.get()
    answer = client.get(edition.get_absolute_url())
    assert [column["label"] for column in answer.context["columns"]] == [
        "Biblioteka",
        "Rola",
        "lokalne partnerstwo",
        "Partnerskie",
        "Spis",
    ]
    assert "lokalne partnerstwo: już z nazwą 1" in said(answer)
    assert (
        dict(answer.context["form"].fields["only"].choices)["no_coalition"] == "lokalne partnerstwo: jeszcze bez nazwy"
    )
    refused = client.post(reverse("programmes:remove_participation", args=[coalition.participation_id]), follow=True)
    assert "Nie usunięto biblioteki. Ma w tej edycji: lokalne partnerstwo." in said(refused)
    assert re.findall(r"\w*koalicj\w*", said(answer), re.IGNORECASE) == ["koalicja"]  # the name of that very rule


def test_the_days_until_erasure_are_a_rule_of_the_edition(client: Any, coalition: Any) -> None:
    edition = coalition.edition
    address = reverse("programmes:edit_edition", args=[edition.pk])
    client.post(address, edit_form(edition, erase_declined_after_days="14"))
    edition.refresh_from_db()
    assert edition.erase_declined_after_days == 14
    for refused in ("-1", "366", "dużo", ""):
        page = client.post(address, edit_form(edition, erase_declined_after_days=refused))
        assert "erase_declined_after_days" in page.context["form"].errors
    edition.refresh_from_db()
    assert edition.erase_declined_after_days == 14


def test_the_days_until_a_reminder_are_a_rule_of_the_edition_that_may_stay_empty(client: Any, coalition: Any) -> None:
    edition = coalition.edition
    address = reverse("programmes:edit_edition", args=[edition.pk])
    assert "nie pójdzie: przypominają ludzie, ręcznie" in said(client.get(edition.get_absolute_url()))
    client.post(address, edit_form(edition, remind_after_days="7"))
    edition.refresh_from_db()
    assert edition.remind_after_days == 7
    for refused in ("0", "61", "dużo"):
        page = client.post(address, edit_form(edition, remind_after_days=refused))
        assert "remind_after_days" in page.context["form"].errors
    client.post(address, edit_form(edition) | {"remind_after_days": "", "initial-remind_after_days": "7"})
    edition.refresh_from_db()
    assert edition.remind_after_days is None
