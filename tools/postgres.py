"""Say whether PostgreSQL answers: exit 0 to go on, 1 where it is required and missing; a skip is one clear line.

Usage: tools/postgres.py URL
"""

import os
import sys

import psycopg


def main(url: str) -> int:
    try:
        psycopg.connect(url.rpartition("/")[0] + "/postgres", connect_timeout=3).close()
    except psycopg.OperationalError as refusal:
        required = "postgres" in os.environ.get("KOALICJA_TEST_REQUIRE", "").split(",")
        print(f"PostgreSQL does not answer ({str(refusal).splitlines()[0]}): tests marked postgres are skipped")
        # A clean skip must not fail `make test`; make reads the exit code, so the caller is told by 75 (try later).
        return 1 if required else 75
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
