"""The figures of docs/performance.md can be measured by anyone."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent.parent


@pytest.mark.slow
def test_the_bench_measures_small_registers_and_holds_what_no_clock_decides() -> None:
    program = [sys.executable, "-m", "bench.composition", "--quick"]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    verdicts = dict(
        reversed(line.split("  ", 1)) for line in done.stdout.splitlines() if line[:6] in ("PASS  ", "FAIL  ")
    )
    claims = {claim.rpartition(": ")[0]: verdict for claim, verdict in verdicts.items()}
    timeless = {claim: verdict for claim, verdict in claims.items() if not claim.endswith(" s")}
    assert timeless == dict.fromkeys(TIMELESS, "PASS"), done.stdout + done.stderr


TIMELESS = (
    "rules broken: 0",
    "a table found wherever there is one",
    "n ≤ 100: proved",
    "n ≤ 400: gap at most 5 %",
    "one planted cause found: 95 %",
    "two interacting causes found: 95 %",
    "every member has a reason",
    "five alternatives, or proved that there are fewer",
    "every two tables at Jaccard distance 0.3 or more",
    "an alternative loses at most 6 %",
    "planned again: rules broken: 0",
    "at most half of the changes of starting over",
)
