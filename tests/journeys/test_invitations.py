"""From an empty board to a first meeting, in real Chromium: a librarian at her desk, a resident on a phone."""

import io
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from koalicja.backroom.models import Mail
from koalicja.backroom.worker import run_worker
from koalicja.coalitions.composing.storing import read_answer
from koalicja.coalitions.models import Candidacy, Coalition, InvitationPlan, Statement
from koalicja.people.models import Contact, Organisation
from koalicja.standing import queries as ledger
from koalicja.standing import wording
from tests.chromium import signed_in
from tests.coalitions.registers import full_register
from tests.journeys.journey import Journey

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MOST_CLICKS = 40
CONTACTS = (
    ("OSP Olszynki", "email", "osp@przyklad.example"),
    ("KGW Wola", "email", "kgw@przyklad.example"),
    ("Ewa Przykładowa", "email", "ewa@przyklad.example"),
    ("Piekarnia Pod Lipą", "address", "Wola 7"),
    ("Zofia Przykładowa", "address", "Wola 12"),
    ("Urząd Gminy", "phone", "000 200 001"),
    ("Szkoła Podstawowa nr 1", "phone", "000 200 002"),
    ("Gminny Ośrodek Kultury", "phone", "000 200 003"),
)
# Number of the box on the screen → what is said there. Of the register, one more resident comes with the proposal.
NAMED = {
    1: ("Urząd Gminy",),
    2: ("Szkoła Podstawowa nr 1", "Gminny Ośrodek Kultury"),
    3: ("OSP Olszynki", "KGW Wola"),
    4: ("Piekarnia Pod Lipą",),
    7: ("Ewa Przykładowa",),
    8: ("Zofia Przykładowa",),
}
CAME = ("Urząd Gminy", "Szkoła Podstawowa nr 1", "OSP Olszynki", "KGW Wola", "Ewa Przykładowa")
DECLARED = ("OSP Olszynki", "KGW Wola", "Ewa Przykładowa")
ELSEWHERE = ("Klub Sportowy Orzeł", "Bank Spółdzielczy")  # nobody of this gmina thinks of them


TEXTS = (
    ("Napisz", "Młodzi i seniorzy nie mają gdzie się spotkać."),
    ("Napisz", "Rozwój biblioteki."),
    ("Poszerz cel", "Więcej spotkań młodych z seniorami."),
    ("Napisz", "Gospodarz: daje miejsce i dba, żeby każdy czuł się u siebie."),
)
BEGUN = [
    "Wypiszcie, kto u was jest",
    "Wpisz na listę tych, których wskazuje propozycja",
    "Napiszcie w jednym zdaniu, na jaki problem odpowiadacie",
]
SAID = [
    "Napiszcie, co chcecie razem osiągnąć",
    "Co z tego będą mieli mieszkańcy?",
    "Powiedzcie, jakie miejsce będzie miała biblioteka",
    "Powiedzcie, kto prowadzi",
    "Zaproś 9 osób lub organizacji, których nikt jeszcze nie zaprosił",
]
WHY_NGO = (
    "Państwa organizacja umie zebrać ludzi i zrobić coś razem. Chcemy, żeby to, co robi każde z nas, dobrze do siebie "
    "pasowało, i żeby wspólnie starać się o pieniądze na projekty."
)
WHY_RESIDENT = (
    "Nikt nie zna tej okolicy lepiej niż ludzie, którzy tu mieszkają. Chcemy usłyszeć, czego tu brakuje i co jest "
    "dobre. Nie trzeba mieć doświadczenia ani należeć do żadnej organizacji."
)
SUBJECT = "Zaproszenie: Gminna Koalicja „Wspólny stół”"


def mail_text(why: str) -> str:
    return f"""Dzień dobry,

do wspólnego stołu zaprasza Gminna Koalicja „Wspólny stół”.

{why}

Co chcemy zmienić: Młodzi i seniorzy nie mają gdzie się spotkać.
Co chcemy razem osiągnąć: Więcej spotkań młodych z seniorami.

Spotykamy się: DZIEŃ o 17:00. Miejsce: czytelnia.
Ile to zajmie czasu: dwie godziny.
Przyjście na spotkanie do niczego nie zobowiązuje.

Zaprasza: Anna
Gminna Biblioteka Publiczna Wspólny stół, tel. 000 100 100

Tu można odpowiedzieć, bez zakładania konta:
LINK
Ten adres jest tylko dla adresatki lub adresata tego listu. Działa do: DZIEŃ.
Można też powiedzieć w bibliotece: tel. 000 100 100

Skąd mamy ten adres: strona gminy. Po odpowiedzi „nie” usuniemy dane z tej sprawy i nie napiszemy więcej.
"""


MAILS = [
    ("sent", "ewa@przyklad.example", "Ewa Przykładowa", SUBJECT, mail_text(WHY_RESIDENT)),
    ("sent", "kgw@przyklad.example", "KGW Wola", SUBJECT, mail_text(WHY_NGO)),
    ("sent", "osp@przyklad.example", "OSP Olszynki", SUBJECT, mail_text(WHY_NGO)),
]
HISTORY = [
    "Na liście: Urząd Gminy",
    "Na liście: Szkoła Podstawowa nr 1",
    "Na liście: Gminny Ośrodek Kultury",
    "Na liście: OSP Olszynki",
    "Na liście: KGW Wola",
    "Na liście: Piekarnia Pod Lipą",
    "Na liście: Ewa Przykładowa",
    "Na liście: Zofia Przykładowa",
    "Na liście: Jan Przykładowy",
    "Problem: Młodzi i seniorzy nie mają gdzie się spotkać.",
    "Cel: Rozwój biblioteki. · zakres: tylko biblioteka",
    "Cel: Więcej spotkań młodych z seniorami.",
    "Rola biblioteki: Gospodarz: daje miejsce i dba, żeby każdy czuł się u siebie.",
    "Kto prowadzi: wspólnie",
    "Zaproszenie: Ewa Przykładowa · sposób: e-mail",
    "Zaproszenie: KGW Wola · sposób: e-mail",
    "Zaproszenie: OSP Olszynki · sposób: e-mail",
    "Zaproszenie: Piekarnia Pod Lipą · sposób: list",
    "Zaproszenie: Zofia Przykładowa · sposób: list",
    "Zaproszenie: Gminny Ośrodek Kultury · sposób: telefon",
    "Zaproszenie: Szkoła Podstawowa nr 1 · sposób: telefon",
    "Zaproszenie: Urząd Gminy · sposób: telefon",
    "Odpowiedź: Ewa Przykładowa, tak",
    "Odpowiedź: Zofia Przykładowa, ktoś inny zamiast",
    "Na liście: Maria Zmyślona",
    "Odpowiedź: Urząd Gminy, tak",
    "Odpowiedź: Gminny Ośrodek Kultury, nie",
    "Odmowa: Gminny Ośrodek Kultury",
    "Pierwsze spotkanie: 14 osób · miejsce: czytelnia · prowadzenie: animatorka lub animator · "
    "ustalenia: Wspólny piknik we wrześniu.",
    "Obecność: Urząd Gminy",
    "Obecność: Szkoła Podstawowa nr 1",
    "Obecność: OSP Olszynki",
    "Obecność: KGW Wola",
    "Obecność: Ewa Przykładowa",
    "Deklaracja: OSP Olszynki",
    "Deklaracja: KGW Wola",
    "Deklaracja: Ewa Przykładowa",
]
BOARD = [
    ("Urząd Gminy", "attended", ""),
    ("Szkoła Podstawowa nr 1", "attended", ""),
    ("Gminny Ośrodek Kultury", "declined", "Poszukaj kogoś innego z tej grupy"),
    ("OSP Olszynki", "declared", ""),
    ("KGW Wola", "declared", ""),
    ("Piekarnia Pod Lipą", "invited", ""),
    ("Ewa Przykładowa", "declared", ""),
    ("Zofia Przykładowa", "invited", ""),
    ("Jan Przykładowy", "listed", ""),
    ("Maria Zmyślona", "listed", ""),
]


def in_register(make_organisation: Any, make_person: Any, library: Any) -> None:
    organisations, people = full_register(make_organisation, make_person)
    Organisation.objects.filter(name__in=ELSEWHERE).delete()
    owners = {str(each): each for each in (*organisations, *people)}
    Contact.objects.create(organisation=library, kind="phone", value="000 100 100", legal_basis="public")
    for name, kind, value in CONTACTS:
        owner = owners[name]
        whose = {"person": owner} if owner in people else {"organisation": owner}
        Contact.objects.create(kind=kind, value=value, legal_basis="public", source="strona gminy", **whose)


@dataclass
class Desk:
    """The librarian at her desk: a window of 1280 px, and what its console complained of."""

    context: BrowserContext
    journey: Journey
    coalition: Coalition
    errors: list[str]

    @property
    def page(self) -> Page:
        return self.journey.page

    def next_step(self) -> str:
        return str(self.page.locator("#next-step-title").inner_text()).replace("\xa0", " ")

    def home(self) -> None:
        """Her coalition's page, which stands in the navigation; where she is there already, nothing."""
        if self.page.url.partition("#")[0].endswith(self.coalition.get_absolute_url()):
            return
        self.journey.press(self.coalition.name, "link")

    def compute(self) -> None:
        """The work is done while she is away; she opens the same address again."""
        expect(self.page.get_by_text("Propozycja się liczy")).to_be_visible()
        address = self.page.url
        with self.journey.waiting():
            self.page.goto("about:blank")
            run_worker(once=True)
            self.page.goto(address)
            expect(self.page.get_by_role("heading", name="Proponowany skład")).to_be_visible()
        self.journey.look()


@pytest.fixture
def desk(  # noqa: PLR0917 - fixtures
    chromium: Browser, live_server: Any, anna: Any, coalition: Coalition, make_organisation: Any, make_person: Any
) -> Any:
    """An empty board of a gmina whose register knows ten organisations and residents."""
    in_register(make_organisation, make_person, coalition.participation.library)
    context = signed_in(chromium, live_server.url, anna)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(reverse("coalitions:board", args=[coalition.pk]))
    yield Desk(context, Journey(page), coalition, errors)
    context.close()


def name_and_propose(desk: Desk) -> list[str]:
    """Who is there among us; then a table chosen from these names and the register."""
    journey, page, steps = desk.journey, desk.page, [desk.next_step()]
    journey.look()
    journey.press("Zacznijcie wypisywać", "link")
    for box, names in NAMED.items():
        journey.tap(page.locator(f"#names-{box}"))
        for name in names:
            page.keyboard.type(name)
            page.keyboard.press("Enter")
            expect(page.locator(f"#inside-{box} .naming-names")).to_contain_text(name)
    journey.press("Policz propozycję", "link")
    journey.press("Policz propozycję")
    desk.compute()
    journey.press("Co dalej", "link")
    steps.append(desk.next_step())
    journey.press("Wpisz na listę 1 osobę lub organizację z propozycji 1")
    return [*steps, desk.next_step()]


def say_what_for(desk: Desk) -> list[str]:
    """Each text from its next step; the first goal speaks of the library alone."""
    journey, steps = desk.journey, []
    for button, text in TEXTS:
        journey.press(button, "link")
        journey.write(desk.page.get_by_role("textbox").first, text)
        journey.press("Zapisz")
        steps.append(desk.next_step())
    journey.press("Wybierz", "link")
    journey.tap(desk.page.get_by_label("wspólnie", exact=True))
    journey.press("Zapisz")
    return [*steps, desk.next_step()]


def invite(desk: Desk) -> None:
    """Eight people by three ways; the ways are offered by what the register knows of each."""
    journey, page = desk.journey, desk.page
    journey.press("Wybierz, kogo i jak", "link")
    journey.write(page.get_by_label("Kiedy się spotykamy"), timezone.localdate().isoformat())
    journey.write(page.get_by_label("Godzina"), "17:00")
    journey.write(page.get_by_role("textbox", name="Gdzie"), "czytelnia")
    journey.write(page.get_by_label("Ile to zajmie czasu"), "dwie godziny")
    journey.press("najprostszym sposobem : wszyscy")
    journey.choose("Jak zaprosić: Jan Przykładowy", "nie teraz")
    journey.press("Pokaż wypełnione teksty")
    journey.press("Wyślij 3 zaproszenia")
    journey.press("Wydrukuj 2 listy")
    for name in ("Gminny Ośrodek Kultury", "Szkoła Podstawowa nr 1", "Urząd Gminy"):
        journey.press(f"Powiedziano : {name}")


def answers_by_link(chromium: Browser, address: str, errors: list[str]) -> Journey:
    """A resident opens the link of her mail on a phone of 320 px, without an account."""
    link = re.search(r"http\S+/z/\S+", Mail.objects.get(to="ewa@przyklad.example").text)
    assert link
    context = signed_in(chromium, address, None, "phone")
    screen = context.new_page()
    screen.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    screen.goto(link[0])
    hers = Journey(screen)
    hers.look()
    hers.tap(screen.get_by_label("Tak", exact=True))
    hers.write(screen.get_by_label("Co mogę dać"), "robię zdjęcia")
    hers.press("Wyślij odpowiedź")
    expect(screen.locator("#done-title")).to_have_text("Dziękujemy. Odpowiedź: tak")
    context.close()
    return hers


def slip_of(desk: Desk, name: str) -> str:
    """The code as it stands on the printed slip."""
    letters = desk.page.get_by_role("link", name="Listy z odcinkami (PDF)").get_attribute("href")
    document = PdfReader(io.BytesIO(desk.context.request.get(letters or "").body()))
    sheets = [sheet.extract_text() for sheet in document.pages]
    slip = next(each for each in sheets if each.startswith("Odcinek") and name in each)
    code = re.search(r"Kod odcinka:((?:\s*\w){6})", slip)  # kerned letters are read with a space between
    assert code, slip
    read = "".join(code[1].split())
    return f"{read[:3]} {read[3:]}"


def somebody_else_by_slip(desk: Desk) -> None:
    """Whoever is named instead comes onto the list because a human says so."""
    journey, page = desk.journey, desk.page
    journey.write(page.get_by_label("Kod z odcinka"), slip_of(desk, "Zofia Przykładowa"))
    journey.press("Wpisz odpowiedź")
    expect(page.get_by_role("heading", level=1)).to_have_text("Odpowiedź: Zofia Przykładowa")
    journey.tap(page.get_by_text("Dopisz więcej: kto zamiast, pytanie, co może dać"))
    journey.write(page.get_by_label("Kto mógłby przyjść zamiast"), "Maria Zmyślona")
    journey.press("ktoś inny")
    journey.press("Dopisz do listy")


def calls(desk: Desk) -> list[str]:
    """The office comes; the culture centre does not, and the table is put together anew."""
    journey, steps = desk.journey, []
    for name, answer in (("Urząd Gminy", "tak"), ("Gminny Ośrodek Kultury", "nie")):
        journey.press("Zaproszenia", "link")
        journey.press(f"Wpisz odpowiedź : {name}", "link")
        journey.press(answer)
    desk.home()
    steps.append(desk.next_step())
    journey.press("Zobacz odpowiedź i ułóż skład", "link")
    journey.press("Znajdź skład z najmniejszą liczbą zmian")
    desk.compute()
    desk.home()
    return [*steps, desk.next_step()]


def meet(desk: Desk) -> None:
    """Fourteen came, three of them want to belong."""
    journey, page = desk.journey, desk.page
    journey.press("Wpisz", "link")
    journey.write(page.get_by_label("Ile osób przyszło"), "14")
    for name in CAME:
        boxes = page.locator(".invite-line", has_text=name).get_by_role("checkbox")
        journey.tap(boxes.first)
        if name in DECLARED:
            journey.tap(boxes.last)
    journey.choose("Kto prowadził spotkanie (nieobowiązkowe)", "animatorka lub animator")
    journey.write(page.get_by_label("Co ustalono"), "Wspólny piknik we wrześniu.")
    journey.press("Zapisz spotkanie")


def told_in_history(coalition: Coalition) -> list[str]:
    """The whole ledger in words, oldest first, without days."""
    owners = {each.owner.key: str(each.owner) for each in coalition.candidacies.all()}
    texts = {each.key: each.text for each in Statement.objects.all()}
    numbers = ledger.numbers_of(ledger.facts(coalition.pk, kinds="met"))
    teller = wording.Teller(owners | texts, numbers=numbers)
    lines = wording.timeline(ledger.history(coalition.pk, size=100).entries, teller)
    return [" · ".join((line.text, *line.notes)) for line in reversed(lines)]


def outbox() -> list[tuple[str, ...]]:
    """All mail, with every link and day replaced by a word."""
    found = []
    for mail in Mail.objects.order_by("to"):
        text = re.sub(r"http\S+/z/\w+/", "LINK", mail.text)
        text = re.sub(r"\d{1,2}\.\d{1,2}\.\d{4}", "DZIEŃ", text)
        found.append((mail.state, mail.to, mail.to_name, mail.subject, text))
    return found


def test_from_an_empty_board_to_a_first_meeting(
    desk: Desk, chromium: Browser, live_server: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    journey, coalition = desk.journey, desk.coalition
    assert name_and_propose(desk) == BEGUN
    assert say_what_for(desk) == SAID
    invite(desk)
    to_invitations = journey.clicks
    assert (desk.next_step(), to_invitations <= MOST_CLICKS) == ("Zapisz, kto przyszedł na spotkanie", True)
    run_worker(once=True)
    assert outbox() == MAILS

    hers = answers_by_link(chromium, live_server.url, desk.errors)
    somebody_else_by_slip(desk)
    assert calls(desk) == ["Ułóżcie skład na nowo", "Zapisz, kto przyszedł na spotkanie"]
    first, second = (set(read_answer(run.result).members) for run in coalition.runs.order_by("number"))
    refused = Candidacy.objects.get(organisation__name="Gminny Ośrodek Kultury")
    assert (first - second, len(second - first)) == ({refused.subject}, 1)

    meet(desk)
    assert desk.next_step() == "Zaproś 2 osoby lub organizacje, których nikt jeszcze nie zaprosił"
    assert told_in_history(coalition) == HISTORY
    board = [(str(each.owner), each.state, each.next_step) for each in Candidacy.objects.order_by("pk")]
    assert board == BOARD
    assert (len(outbox()), InvitationPlan.objects.get().meets_on) == (3, None)
    with capsys.disabled():
        print(f"\nempty board → 8 invitations: {to_invitations} clicks of {MOST_CLICKS}")
        print(f"empty board → first meeting: {journey.report()}; the resident: {hers.clicks} clicks")
    assert (journey.found, hers.found, desk.errors) == ({}, {}, [])
