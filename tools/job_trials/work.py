"""The trial job: six steps, then one effect. Every line it writes carries the time and the process that wrote it."""

import os
import time
from pathlib import Path


def note(word: str) -> None:
    with Path(os.environ["TRIAL_LOG"]).open("a") as log:
        log.write(f"{time.time():.3f} {os.getpid()} {word}\n")


def run_job() -> None:
    note("start")
    for step in range(1, 7):
        time.sleep(float(os.environ["TRIAL_STEP"]))
        note(f"step{step}")
    note("effect")
