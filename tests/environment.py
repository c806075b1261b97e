"""Loaded before Django's settings (pyproject: -p tests.environment): the surroundings of a test run."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("KOALICJA_SECRET_KEY", "only-for-tests")
os.environ.setdefault("KOALICJA_DEMO", "1")
os.environ.setdefault("KOALICJA_PLAIN_STATIC", "1")
if "KOALICJA_VAR" not in os.environ:
    os.environ["KOALICJA_VAR"] = tempfile.mkdtemp(prefix="koalicja-test-")
    atexit.register(shutil.rmtree, os.environ["KOALICJA_VAR"], ignore_errors=True)
# Playwright's loop runs in the main thread of browser tests; Django's guard would refuse the ORM there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Tests open connections from threads and drop the database at the end: no pool may hold one.
os.environ.setdefault("KOALICJA_NO_POOL", "1")
(Path(os.environ["KOALICJA_VAR"]) / "static_root").mkdir(parents=True, exist_ok=True)
