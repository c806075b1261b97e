"""How long loading a file takes, and how much memory.

bench/import_file.py FILE [GMINA] [--accept] [--undo | --untouched]

The file is loaded as an operator loads it (for the whole country), or into the register of one GMINA. Each database is
measured in a fresh process with an empty register: SQLite always, and PostgreSQL where KOALICJA_DATABASE_URL names
one (a database of its own is made there and dropped again). Prints wall seconds, processor seconds, peak of memory.
With --undo the file is accepted and taken back, with --untouched all of it but three suggestions that their gminas have
taken in. Of all three it is told how long the transaction is open, for so long nobody else can write to SQLite.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CHILD = "KOALICJA_BENCH_CHILD"


def peak_mb() -> int:
    """Peak of this process since it began, and of the largest child (the one that opened the workbook), in MB."""
    own = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (int(own[1] if own else 0) + children) // 1024


class Stopwatch:
    """Seconds spent in named parts of the work."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def add(self, name: str, since: float) -> None:
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - since

    def timed(self, name: str, items: Iterable[Any]) -> Iterator[Any]:
        iterator = iter(items)
        while True:
            since = time.perf_counter()
            item = next(iterator, None)
            self.add(name, since)
            if item is None:
                return
            yield item


def measure(path: Path, gmina: str, *, accept: bool, undo: str) -> None:
    import django

    django.setup()
    from django.db import connection

    is_postgres = connection.vendor == "postgresql"
    if is_postgres:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        run(path, gmina, accept=accept, undo=undo)
    finally:
        if is_postgres:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def run(path: Path, gmina: str, *, accept: bool, undo: str) -> None:
    from django.core.management import call_command
    from django.db import connection

    from koalicja.people.models import User
    from koalicja.places.actions import load_places

    call_command("migrate", verbosity=0)
    load_places()
    user = User.objects.create_user("bench@koalicja.example", name="Bench")
    before, watch, began, processor = peak_mb(), Stopwatch(), time.perf_counter(), time.process_time()
    batch = preview(path, gmina, user, watch)
    wall, processor = time.perf_counter() - began, time.process_time() - processor
    parts = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in watch.seconds.items())
    print(f"{connection.vendor}: preview {wall:.1f} s ({parts}; processor {processor:.1f} s), peak {peak_mb()} MB")
    print(f"  {batch.rows.count()} rows, {len(keys(batch))} different by key; the process began at {before} MB")
    if accept or undo:
        accepted(batch, user)
    if undo == "--undo":
        taken_back(batch, user)
    elif undo:
        untouched_taken_back(batch, user)


def accepted(batch: Any, user: Any) -> None:
    """The steps of the job `people.accept_batch`."""
    from koalicja.people.actions.accepting import apply_batch, draft
    from koalicja.people.models import Batch, Organisation

    began = time.perf_counter()
    prepared = draft(batch, by=user)
    compared = time.perf_counter()
    apply_batch(batch, by=user, start=Batch.State.PREVIEW, prepared=prepared)
    ended = time.perf_counter()
    print(f"  accepted in {ended - began:.1f} s, of it the transaction {ended - compared:.1f} s: ", end="")
    print(f"{Organisation.objects.count()} organisations, peak {peak_mb()} MB")


def taken_back(batch: Any, user: Any) -> None:
    from koalicja.people.actions.undoing import take_back
    from koalicja.people.models import Organisation

    began = time.perf_counter()
    take_back(batch, by=user)
    seconds = time.perf_counter() - began
    print(f"  taken back in {seconds:.1f} s, all of it the transaction: {Organisation.objects.count()} organisations")


def untouched_taken_back(batch: Any, user: Any) -> None:
    from koalicja.people.actions.organisations import add_suggestions
    from koalicja.people.actions.untouched import take_back_untouched
    from koalicja.people.models import Organisation
    from koalicja.people.queries.untouched import parts_of

    for one in Organisation.objects.select_related("gmina").order_by("pk")[:3]:
        add_suggestions(one.gmina, by=user, pks=[one.pk])
    began = time.perf_counter()
    untouched = parts_of(batch).untouched
    counted = time.perf_counter()
    take_back_untouched(batch, by=user)
    seconds = time.perf_counter() - counted
    print(f"  {untouched} untouched counted in {counted - began:.2f} s, taken back in {seconds:.1f} s: ", end="")
    print(f"{Organisation.objects.count()} organisations")


def preview(path: Path, gmina: str, user: Any, watch: Stopwatch) -> Any:
    """The steps of the job `people.preview_batch`, with a watch in the hand."""
    from koalicja.people.actions import batches, judging
    from koalicja.people.bulk import insert_rows
    from koalicja.people.files import read_table
    from koalicja.people.models import Batch

    scope, code = (f"gmina:{gmina}", gmina) if gmina else ("edition:1", None)
    batch = Batch.objects.create(scope=scope, gmina_id=code, default_gmina_id=code, name=path.name, created_by=user)
    since = time.perf_counter()
    table = read_table(path, filename=path.name)
    batches.detect(batch, table)
    watch.add("read", since)
    rows = judging.judged_rows(batch, watch.timed("read", judging.rows_of_table(batch, table)), judging.Inputs())
    opened, began = watch.seconds["read"], time.perf_counter()
    for chunk in judging.in_chunks(rows):
        since = time.perf_counter()
        insert_rows(chunk)
        watch.add("save", since)
    elsewhere = watch.seconds["read"] - opened + watch.seconds.get("save", 0.0)
    watch.seconds["judge"] = time.perf_counter() - began - elsewhere
    batches.show_preview(batch)
    return batch


def keys(batch: Any) -> set[str]:
    params = batch.rows.exclude(outcome="error").values_list("params", flat=True)
    return {each["key"] for each in params.iterator() if each.get("key")}


def main(arguments: list[str]) -> int:
    words = [word for word in arguments if not word.startswith("--")]
    if not words:
        print(__doc__)
        return 2
    if os.environ.get(CHILD):
        sys.path.insert(0, str(ROOT))
        measure(
            Path(words[0]),
            words[1] if len(words) > 1 else "",
            accept="--accept" in arguments,
            undo=next((each for each in ("--undo", "--untouched") if each in arguments), ""),
        )
        return 0
    urls = [""] + ([url] if "postgres" in (url := os.environ.get("KOALICJA_DATABASE_URL", "")) else [])
    for url in urls:
        with tempfile.TemporaryDirectory() as folder:
            surroundings = {"KOALICJA_DEMO": "1", "KOALICJA_VAR": folder, "KOALICJA_DATABASE_URL": url, CHILD: "1"}
            surroundings["DJANGO_SETTINGS_MODULE"] = "koalicja.settings"
            surroundings["KOALICJA_NO_POOL"] = "1"
            if not url:
                surroundings.pop("KOALICJA_DATABASE_URL")
            inherited = {name: value for name, value in os.environ.items() if name != "KOALICJA_DATABASE_URL"}
            subprocess.run([sys.executable, __file__, *arguments], env=inherited | surroundings, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
