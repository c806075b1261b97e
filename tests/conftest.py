"""The cast and the builders every test may use; the parts a run may miss, and what is skipped without them.

Anna coordinates gmina 020102 (Bolesławiec, powiat bolesławiecki), Basia 101801 (Bolesławiec, powiat wieruszowski): two
gminas of one name. Marek is the animator of Anna's coalition. Olga runs the edition both gminas are in; Oskar runs
another one. Karol has an account and no role. Nobody here exists.
"""

import base64
import os
import random
import secrets
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation

REQUIRED = {part for part in os.environ.get("KOALICJA_TEST_REQUIRE", "").split(",") if part}


def answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=10):
            return True
    except OSError:
        return False


def missing_parts() -> dict[str, str]:
    """The parts this run has not, each with the sentence that says what would help."""
    missing = {}
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        missing["postgres"] = "PostgreSQL is not the database of this run (`make test` starts one run on it)"
    if not answers("127.0.0.1", 6379):
        missing["redis"] = "Redis does not answer at 127.0.0.1:6379"
    if not Path("/usr/bin/chromium").exists():
        missing["browser"] = "/usr/bin/chromium is missing (Debian's package chromium)"
    if not Path(os.environ.get("KOALICJA_TEST_DATA", "") or "/nowhere").is_dir():
        missing["data"] = "KOALICJA_TEST_DATA names no folder of real data"
    return missing


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    missing = missing_parts()
    for item in items:
        for part, why in missing.items():
            if item.get_closest_marker(part):
                if part in REQUIRED:
                    item.add_marker(pytest.mark.usefixtures("required_part_is_missing"))
                else:
                    item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Tests reach this machine and nothing else."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "127.0.0.1"
        if host not in {"127.0.0.1", "::1", "localhost"}:
            raise OSError(f"A test tried to reach {host}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture
def required_part_is_missing() -> None:
    pytest.fail(f"KOALICJA_TEST_REQUIRE={','.join(sorted(REQUIRED))}, but {'; '.join(missing_parts().values())}")


@pytest.fixture(autouse=True)
def polish_and_clean() -> Iterator[None]:
    """Every test begins in Polish with an empty cache."""
    cache.clear()
    with translation.override("pl"):
        yield


@pytest.fixture(autouse=True)
def numbered_from_the_start(request: pytest.FixtureRequest) -> None:
    """On SQLite rows are numbered as in a new database, whatever ran before: keys break ties between equal tables."""
    asks = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if connection.vendor != "sqlite" or not (asks or request.node.get_closest_marker("django_db")):
        return
    request.getfixturevalue("_django_db_helper")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence")


@pytest.fixture(autouse=True)
def codes_that_repeat(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where CI is set, every test draws the codes and tokens it drew last time: what is red there is red again."""
    if not os.environ.get("CI"):
        return
    drawn = random.Random(request.node.nodeid)
    monkeypatch.setattr(secrets, "choice", drawn.choice)
    monkeypatch.setattr(secrets, "token_bytes", lambda nbytes=32: drawn.randbytes(nbytes))
    monkeypatch.setattr(secrets, "token_hex", lambda nbytes=32: drawn.randbytes(nbytes).hex())
    monkeypatch.setattr(secrets, "token_urlsafe", lambda nbytes=32: _urlsafe(drawn.randbytes(nbytes)))


def _urlsafe(drawn: bytes) -> str:
    return base64.urlsafe_b64encode(drawn).rstrip(b"=").decode("ascii")


@pytest.fixture
def data_folder() -> Path:
    """The folder of real data (marker `data`)."""
    return Path(os.environ["KOALICJA_TEST_DATA"])


# Real gminas, as many as the tests need: code → (name, kind, powiat, voivodeship).
GMINAS = {
    "020101": ("Bolesławiec", 1, "bolesławiecki", "dolnośląskie"),
    "020102": ("Bolesławiec", 2, "bolesławiecki", "dolnośląskie"),
    "020103": ("Gromadka", 2, "bolesławiecki", "dolnośląskie"),
    "101801": ("Bolesławiec", 3, "wieruszowski", "łódzkie"),
    "300910": ("Osiek Mały", 2, "kolski", "wielkopolskie"),
    "200301": ("Bielsk Podlaski", 1, "bielski", "podlaskie"),
}


@pytest.fixture
def make_gmina(db: None) -> Callable[..., Any]:
    """Build (or get) one of the real gminas above, or any other with a name."""
    from koalicja.engine.matching.text import fold
    from koalicja.places.models import Gmina, Powiat, Voivodeship

    def build(code: str = "020102", **over: Any) -> Gmina:
        name, kind, powiat, voivodeship = GMINAS.get(code, (f"Gmina {code}", None, f"powiat {code[:4]}", code[:2]))
        Voivodeship.objects.get_or_create(code=code[:2], defaults={"name": voivodeship})
        Powiat.objects.get_or_create(code=code[:4], defaults={"name": powiat, "voivodeship_id": code[:2]})
        fields = {"name": name, "kind": kind, "powiat_id": code[:4], "search_key": fold(name)} | over
        return Gmina.objects.get_or_create(code=code, defaults=fields)[0]

    return build


@pytest.fixture
def gmina(make_gmina: Callable[..., Any]) -> Any:
    """Anna's gmina."""
    return make_gmina("020102")


@pytest.fixture
def other_gmina(make_gmina: Callable[..., Any]) -> Any:
    """Basia's gmina, of the same name."""
    return make_gmina("101801")


@pytest.fixture
def make_user(db: None) -> Callable[..., Any]:
    from koalicja.people.models import Role, User

    def build(name: str, *roles: tuple[str, str], **over: Any) -> User:
        user = User.objects.create_user(email=f"{name.lower()}@biblioteka.example", name=name, **over)
        Role.objects.bulk_create([Role(user=user, kind=kind, scope=scope, source="test") for kind, scope in roles])
        return user

    return build


@pytest.fixture
def make_edition(db: None) -> Callable[..., Any]:
    from koalicja.programmes.models import Edition, Programme

    def build(name: str = "Runda I", **over: Any) -> Edition:
        programme, _ = Programme.objects.get_or_create(slug="prb", defaults={"name": "Program przykładowy"})
        return Edition.objects.create(**{"programme": programme, "name": name} | over)

    return build


@pytest.fixture
def edition(make_edition: Callable[..., Any]) -> Any:
    """Olga's edition."""
    return make_edition("Runda I")


@pytest.fixture
def other_edition(make_edition: Callable[..., Any]) -> Any:
    """Oskar's edition."""
    return make_edition("Runda II", coalition_label="lokalne partnerstwo")


@pytest.fixture
def make_organisation(make_gmina: Callable[..., Any]) -> Callable[..., Any]:
    from koalicja.engine.matching.names import name_key
    from koalicja.engine.matching.text import fold
    from koalicja.people.models import Organisation

    def build(name: str = "OSP Olszynki", code: str = "020102", **over: Any) -> Organisation:
        fields = {"gmina": make_gmina(code), "name": name, "name_key": name_key(name), "search_key": fold(name)}
        return Organisation.objects.create(**fields | over)

    return build


@pytest.fixture
def make_person(make_gmina: Callable[..., Any]) -> Callable[..., Any]:
    from koalicja.engine.matching.text import fold
    from koalicja.people.models import Person

    def build(name: str = "Zofia Przykładowa", code: str = "020102", **over: Any) -> Person:
        fields = {"gmina": make_gmina(code), "name": name, "name_key": fold(name), "search_key": fold(name)}
        return Person.objects.create(**fields | over)

    return build


@pytest.fixture
def make_coalition(make_organisation: Callable[..., Any], edition: Any) -> Callable[..., Any]:
    from koalicja.coalitions.models import Coalition
    from koalicja.programmes.models import Participation

    def build(name: str = "Wspólny stół", code: str = "020102", **over: Any) -> Coalition:
        library = make_organisation(f"Gminna Biblioteka Publiczna {name}", code, group="culture", sector="library")
        participation = Participation.objects.create(
            edition=over.pop("edition", edition), library=library, gmina_id=code, part="lead"
        )
        return Coalition.objects.create(
            **{"participation": participation, "edition": participation.edition, "gmina_id": code, "name": name} | over
        )

    return build


@pytest.fixture
def coalition(make_coalition: Callable[..., Any]) -> Any:
    """The coalition in Anna's gmina, Marek its animator."""
    return make_coalition()


@pytest.fixture
def anna(make_user: Callable[..., Any], gmina: Any) -> Any:
    return make_user("Anna", ("coordinator", "gmina:020102"))


@pytest.fixture
def basia(make_user: Callable[..., Any], other_gmina: Any) -> Any:
    return make_user("Basia", ("coordinator", "gmina:101801"))


@pytest.fixture
def marek(make_user: Callable[..., Any], coalition: Any) -> Any:
    return make_user("Marek", ("animator", f"coalition:{coalition.pk}"), ("animator", "gmina:020102"))


@pytest.fixture
def olga(make_user: Callable[..., Any], edition: Any, gmina: Any, other_gmina: Any) -> Any:
    return make_user(
        "Olga",
        ("operator", f"edition:{edition.pk}"),
        ("operator", "gmina:020102"),
        ("operator", "gmina:101801"),
    )


@pytest.fixture
def oskar(make_user: Callable[..., Any], other_edition: Any) -> Any:
    return make_user("Oskar", ("operator", f"edition:{other_edition.pk}"))


@pytest.fixture
def karol(make_user: Callable[..., Any]) -> Any:
    return make_user("Karol")


@pytest.fixture
def client_of() -> Callable[[Any], Client]:
    """A test client signed in as this user."""

    def build(user: Any) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return build
