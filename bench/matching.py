"""How long the whole file of polling places takes from bytes to judged rows, and how much memory.

    KOALICJA_TEST_DATA=… .venv/bin/python bench/matching.py [FILE]

Runs itself once more as a fresh process, so that the peak is that of this work alone; no database is involved.
Claims (docs/performance.md): at most 15 s and 300 MB on two cores; loaded again, nothing is new or changed.
"""

import csv
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path

from koalicja.engine.matching.columns import SAMPLE_ROWS, guess_columns
from koalicja.engine.matching.gminas import Gazetteer, GminaFact, PlaceFact
from koalicja.engine.matching.rows import RegisterEntry, Verdict, judge, parse_row
from koalicja.people.files import Table, read_table

SHIPPED = Path(__file__).parent.parent / "koalicja" / "places" / "data"


def shipped_gazetteer() -> Gazetteer:
    with (SHIPPED / "gminas.csv").open(encoding="utf-8", newline="") as file:
        gminas = [
            GminaFact(r["code"], r["name"], int(r["kind"] or 0) or None, r["powiat"], r["voivodeship"])
            for r in csv.DictReader(file)
        ]
    with (SHIPPED / "places.csv").open(encoding="utf-8", newline="") as file:
        places = [PlaceFact(row["name"], row["gmina"]) for row in csv.DictReader(file)]
    return Gazetteer(gminas, places)


def judged(table: Table, gazetteer: Gazetteer, register: list[RegisterEntry]) -> list[Verdict]:
    guess = guess_columns([row.cells for row in islice(table, SAMPLE_ROWS)])
    below = table if guess.header_row is None else islice(table, guess.header_row + 1, None)
    parsed = (parse_row(row.number, row.cells, guess.mapping, note=row.note) for row in below)
    rows = (row for row in parsed if row is not None)
    return list(judge(rows, register=register, gazetteer=gazetteer))


def peak_mb() -> int:
    """Peak of this process since it began, and of the largest child (the one that opened the workbook), in MB."""
    own = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (int(own[1] if own else 0) + children) // 1024


def measure(path: Path) -> dict[str, object]:
    started, processor = time.perf_counter(), time.process_time()
    table = read_table(path)
    opened = time.perf_counter()
    verdicts = judged(table, shipped_gazetteer(), [])
    done, processor = time.perf_counter(), time.process_time() - processor
    peak = peak_mb()
    register = [
        RegisterEntry(str(v.number), {**v.values, "gmina_code": (v.gmina and v.gmina.code) or ""}, (v.key,))
        for v in verdicts
        if v.outcome == "new"
    ]
    again = time.perf_counter()
    repeated = judged(read_table(path), shipped_gazetteer(), register)
    sectors = [v.sector for v in verdicts if v.sector and v.outcome == "new"]
    return {
        "rows": table.row_count,
        "seconds_to_check_the_file": round(opened - started, 2),
        "seconds_in_all": round(done - started, 2),
        "processor_seconds": round(processor, 2),
        "peak_mb": peak,
        "venues": len({v.key for v in verdicts if v.key}),
        "outcomes": Counter(f"{v.outcome}: {v.code}" for v in verdicts),
        "sector_known": round(sum(bool(sector.sector) for sector in sectors) / len(sectors), 4),
        "sector_certain": round(sum(sector.certain for sector in sectors) / len(sectors), 4),
        "seconds_to_load_it_again": round(time.perf_counter() - again, 2),
        "outcomes_again": Counter(f"{v.outcome}: {v.code}" for v in repeated),
    }


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(Path(sys.argv[2])), indent=1, ensure_ascii=False))
        return
    folder = Path(os.environ.get("KOALICJA_TEST_DATA", "."))
    path = Path(sys.argv[1]) if sys.argv[1:] else folder / "institutions" / "pkw2020_obwody_glosowania.xlsx"
    sys.exit(subprocess.run([sys.executable, __file__, "--measure", path], check=False).returncode)


if __name__ == "__main__":
    main()
