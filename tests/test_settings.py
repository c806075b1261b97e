"""What the environment says reaches the settings."""

import json
import os
import subprocess
import sys

import pytest

SHOW = "import json; from koalicja.settings import DATABASES; print(json.dumps(DATABASES['default'].get('OPTIONS')))"
POOL = {"min_size": 1, "max_size": 8}
SERVER = "postgres://koalicja@db.example:5432/koalicja"


def options(url: str) -> object:
    environment = {name: value for name, value in os.environ.items() if name != "KOALICJA_NO_POOL"}
    command = [sys.executable, "-c", SHOW]
    found = subprocess.run(command, env=environment | {"KOALICJA_DATABASE_URL": url}, check=True, capture_output=True)
    return json.loads(found.stdout)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("", {"pool": POOL, "options": "-c lock_timeout=20s"}),
        ("?sslmode=require", {"pool": POOL, "sslmode": "require", "options": "-c lock_timeout=20s"}),
        (
            "?sslmode=verify-full&sslrootcert=/etc/ca.pem&options=-c%20statement_timeout%3D60s",
            {
                "pool": POOL,
                "sslmode": "verify-full",
                "sslrootcert": "/etc/ca.pem",
                "options": "-c statement_timeout=60s -c lock_timeout=20s",
            },
        ),
    ],
)
def test_what_the_address_of_the_database_asks_for_stays_beside_our_own_options(
    asked: str, meant: dict[str, object]
) -> None:
    assert options(SERVER + asked) == meant


def test_a_file_of_sqlite_may_wait_longer_than_we_would() -> None:
    assert options("sqlite:////tmp/any.sqlite3?timeout=60") == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
