"""The printed sheet of a naming session, and the questions it begins with after a proposal."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from koalicja.coalitions import actions
from koalicja.coalitions.actions import naming
from koalicja.coalitions.models import Candidacy, NamedLine, NamingSession
from koalicja.coalitions.queries.naming_matches import Box
from koalicja.people.models import User
from tests.coalitions.registers import full_register
from tests.coalitions.stored import proposal

DAY = date(2026, 3, 3)


@pytest.fixture
def talk(coalition: Any, anna: User) -> NamingSession:
    return naming.begin_session(coalition=coalition, by=anna, on=DAY)


def printed(client: Any, coalition: Any, query: str = "") -> PdfReader:
    answer = client.get(reverse("coalitions:naming_sheet", args=[coalition.pk]) + query)
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def text(page: Any) -> str:
    return re.sub(r"\s+", " ", page.extract_text())


def test_the_sheet_has_the_boxes_of_the_screen_in_the_same_order(
    client_of: Any, anna: User, coalition: Any, talk: NamingSession
) -> None:
    naming.name_lines(session=talk, by=anna, box=Box("ngo"), text="KGW Lipowo")
    Candidacy.objects.update(brings="sala", should_ask="sołtyska")
    sheet = printed(client_of(anna), coalition, f"?rozmowa={talk.pk}")
    first, second = (text(page) for page in sheet.pages)
    numbers = re.findall(r"(\d)\. (urząd gminy|oświata|organizacje|przedsiębiorcy|mieszkańcy)", first)
    assert [int(number) for number, _name in numbers] == list(range(1, 9))
    assert "Kto daje nagrody na loterię?" in first
    assert "Gminna Koalicja: Wspólny stół" in first
    assert "Data: 3.03.2026" in first
    assert "KGW Lipowo sala sołtyska" in second
    assert sheet.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_blank_sheet_names_nobody(client_of: Any, anna: User, coalition: Any, talk: NamingSession) -> None:
    naming.name_lines(session=talk, by=anna, box=Box("ngo"), text="KGW Lipowo")
    sheet = printed(client_of(anna), coalition, "?pusty=1")
    assert [page.extract_text().count("Lipowo") for page in sheet.pages] == [1, 0]  # the example of how to write


@pytest.mark.parametrize("bands", [["60+"], ["0-12", "13-15", "16-19", "20-25", "26-34", "35-44", "45-59", "60+"]])
def test_the_sheet_has_two_pages_whatever_the_edition_asks_for(
    client_of: Any, anna: User, coalition: Any, talk: NamingSession, bands: list[str]
) -> None:
    coalition.edition.age_bands = bands
    coalition.edition.save()
    naming.name_lines(session=talk, by=anna, box=Box("ngo"), text="\n".join(f"Kapela {n}00" for n in range(1, 30)))
    assert len(printed(client_of(anna), coalition).pages) == 2


def test_after_a_proposal_the_page_leads_with_its_three_questions(
    client_of: Any, anna: User, coalition: Any, make_organisation: Any, make_person: Any
) -> None:
    full_register(make_organisation, make_person)
    client, screen = client_of(anna), reverse("coalitions:naming", args=[coalition.pk])
    assert client.get(screen).context["first"] is None
    run = proposal(coalition, anna)
    first = client.get(screen).context["first"]
    assert first["run"] == run
    assert 1 <= len(first["questions"]) <= 3
    assert all(each["url"] for each in first["questions"])


def test_erasing_a_resident_leaves_no_line_of_her(anna: User, coalition: Any, talk: NamingSession) -> None:
    naming.name_lines(session=talk, by=anna, box=Box("resident", "60+"), text="Zofia Przykładowa")
    zofia = Candidacy.objects.get()
    actions.say_no(zofia, by=anna, on=DAY)
    actions.erase(zofia)
    assert (NamedLine.objects.count(), Candidacy.objects.count()) == (0, 0)
