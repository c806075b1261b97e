#!/usr/bin/env python3
"""Try job libraries with ``kill -9``: ``python tools/job_trials/trial.py [NAME …]`` (about one minute a trial).

The script makes its own virtual environment in a temporary folder (or in the one named by TRIAL_VENV) and its own
databases, and drops them. It needs PostgreSQL at 127.0.0.1:5432 (user postgres, trust) and Redis at 127.0.0.1:6379.

Three trials for each candidate and database, with a job of six steps and one effect:

* all:   the worker and all its children are killed after step 2; a fresh worker is started at once;
* child: only the process that runs the job is killed after step 2 (left out where the worker has no children);
* long:  nothing is killed, but the job takes twice as long as the lease, with two workers alive.

One line a trial is printed: effects done, starts, seconds from the kill to the effect, and what the library says.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).parent
LEASE = 10
LIMIT = int(os.environ.get("TRIAL_LIMIT", "60"))
REQUIREMENTS = [
    "django~=5.2.0",
    "psycopg[binary,pool]",
    "django-q2",
    "huey",
    "peewee",
    "celery[redis]",
    "sqlalchemy",
    "django-tasks",
    "django-tasks-db",
    "procrastinate",
    "dbos",
    "apscheduler==4.0.0a6",
    "sniffio",
    "dramatiq-pg",
    "psycopg2-binary",
    "django-background-tasks",
    "setuptools<81",
]
CANDIDATES = {
    "django_q2": ("sqlite", "postgresql"),
    "django_q2_without_timeout": ("sqlite",),
    "huey": ("sqlite", "postgresql"),
    "celery_redis": ("redis",),
    "celery_redis_often": ("redis",),
    "celery_sqlalchemy": ("sqlite", "postgresql"),
    "celery_filesystem": ("folder",),
    "django_tasks_db": ("sqlite", "postgresql"),
    "django_background_tasks": ("sqlite", "postgresql"),
    "procrastinate": ("postgresql",),
    "dbos": ("sqlite", "postgresql"),
    "dbos_same_executor": ("sqlite",),
    "apscheduler": ("sqlite", "postgresql"),
    "dramatiq_pg": ("postgresql",),
}
PG_SERVER = "postgresql://postgres@127.0.0.1:5432/"


def make_venv() -> Path:
    venv = Path(os.environ.get("TRIAL_VENV") or Path(tempfile.gettempdir()) / "job-trials-venv")
    if not (venv / "bin/python").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin/pip", "install", "-q", *REQUIREMENTS], check=True)
    return venv / "bin/python"


class Trial:
    def __init__(self, python: Path, candidate: str, database: str, mode: str) -> None:
        self.python, self.candidate, self.database, self.mode = python, candidate, database, mode
        self.folder = Path(tempfile.mkdtemp(prefix="trial-"))
        self.log = self.folder / "job.log"
        self.pg_name = f"job_trial_{os.getpid()}"
        (self.folder / "queue").mkdir()
        self.workers: list[subprocess.Popen[bytes]] = []
        self.env = os.environ | {
            "TRIAL_DB": PG_SERVER + self.pg_name
            if database == "postgresql"
            else f"sqlite:///{self.folder / 'trial.sqlite3'}",
            "TRIAL_LOG": str(self.log),
            "TRIAL_DIR": str(self.folder / "queue"),
            "TRIAL_LEASE": str(LEASE),
            "TRIAL_STEP": str(LEASE * 2 / 6 if mode == "long" else 0.5),
            "PYTHONPATH": str(HERE),
            "PYTHONWARNINGS": "ignore",
        }

    def call(self, verb: str) -> str:
        command = [self.python, HERE / "candidates.py", self.candidate, verb]
        done = subprocess.run(
            command, check=False, env=self.env, cwd=self.folder, capture_output=True, text=True, timeout=60
        )
        if done.returncode:
            raise RuntimeError(f"{verb}: {done.stderr[-600:]}")
        return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""

    def start_worker(self) -> subprocess.Popen[bytes]:
        command = [self.python, HERE / "candidates.py", self.candidate, "worker"]
        out = (self.folder / f"worker{len(self.workers)}.txt").open("wb")
        env = self.env | {"TRIAL_EXECUTOR": f"machine-{len(self.workers)}"}
        worker = subprocess.Popen(
            command, env=env, cwd=self.folder, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
        self.workers.append(worker)
        return worker

    def lines(self, word: str) -> list[tuple[float, int]]:
        rows = [line.split() for line in self.log.read_text().splitlines()] if self.log.exists() else []
        return [(float(at), int(pid)) for at, pid, said in rows if said == word]

    def wait_for(self, word: str, seconds: float, count: int = 1) -> bool:
        end = time.time() + seconds
        while time.time() < end:
            if len(self.lines(word)) >= count:
                return True
            time.sleep(0.05)
        return False

    def run(self) -> str:
        self.call("setup")
        worker = self.start_worker()
        if self.mode == "long":
            self.start_worker()
        time.sleep(5)
        idle = idle_cost(worker.pid)
        asked = time.time()
        self.call("enqueue")
        if not self.wait_for("step2", 30):
            return "never started: " + (self.folder / "worker0.txt").read_text()[-500:].replace("\n", " | ")
        picked = self.lines("start")[0][0] - asked
        killed = time.time()
        job_pid = self.lines("step2")[0][1]
        if self.mode == "all":
            os.killpg(worker.pid, signal.SIGKILL)
            self.start_worker()
        elif self.mode == "child":
            if job_pid == worker.pid:
                return "the worker has no child"
            os.kill(job_pid, signal.SIGKILL)
        self.wait_for("effect", LIMIT)
        time.sleep(LEASE * 2 + 5 if self.mode == "long" else 5)
        effects = self.lines("effect")
        after = f"{effects[0][0] - killed:.1f} s" if effects else f"not within {LIMIT} s"
        starts = len(self.lines("start"))
        seen = f"effects {len(effects)} | starts {starts} | {after} | {self.call('state')}"
        return f"{seen} | pick-up {picked:.1f} s | {idle}"

    def close(self) -> None:
        for worker in self.workers:
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        if not os.environ.get("TRIAL_KEEP"):
            shutil.rmtree(self.folder, ignore_errors=True)


def idle_cost(group: int) -> str:
    """How many processes the idle worker is, and their proportional memory."""
    kilobytes = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            if os.getpgid(int(folder.name)) == group:
                rollup = (folder / "smaps_rollup").read_text()
                kilobytes.append(int(rollup.split("Pss:")[1].split()[0]))
    return f"idle {len(kilobytes)} processes, {sum(kilobytes) / 1024:.0f} MB"


def postgres(statement: str, python: Path) -> None:
    code = f"import psycopg; psycopg.connect({PG_SERVER + 'postgres'!r}, autocommit=True).execute({statement!r})"
    subprocess.run([python, "-c", code], check=True)


def run_one(python: Path, candidate: str, database: str, mode: str) -> str:
    trial = Trial(python, candidate, database, mode)
    try:
        if database == "postgresql":
            postgres(f"create database {trial.pg_name}", python)
        return trial.run()
    except (RuntimeError, subprocess.TimeoutExpired) as failure:
        return f"trial broken: {failure}"
    finally:
        trial.close()
        if database == "postgresql":
            postgres(f"drop database if exists {trial.pg_name} with (force)", python)


def main(names: list[str]) -> None:
    python = make_venv()
    subprocess.run([python, "-m", "pip", "list", "--format=freeze"], check=True)
    for candidate in names or CANDIDATES:
        for database in CANDIDATES[candidate]:
            for mode in os.environ.get("TRIAL_MODES", "all,child,long").split(","):
                print(f"{candidate} | {database} | {mode} | {run_one(python, candidate, database, mode)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
