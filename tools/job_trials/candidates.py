"""One candidate library per function pair: how it is prepared, fed, worked and asked for its state.

Run as ``python candidates.py NAME setup|enqueue|worker|state``. The environment names the database (TRIAL_DB),
the lease in seconds where the library has one (TRIAL_LEASE) and the log of the job (TRIAL_LOG).
"""

import os
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import work

DB = os.environ["TRIAL_DB"]
LEASE = int(os.environ["TRIAL_LEASE"])
IS_SQLITE = DB.startswith("sqlite")
SQLITE_FILE = DB.removeprefix("sqlite:///")


def django_setup(*apps: str, **extra: object) -> None:
    import django
    from django.conf import settings

    if IS_SQLITE:
        database = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": SQLITE_FILE,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL;"},
        }
    else:
        url = urlsplit(DB)
        database = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path[1:],
            "USER": url.username,
            "HOST": url.hostname,
            "PORT": url.port,
        }
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", *apps],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="trial",
        USE_TZ=True,
        **extra,
    )
    django.setup()


def manage(*arguments: str) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["trial", *arguments])


# django-q2, its own database as the broker: RETRY is its lease, fixed for every job; TIMEOUT has to be shorter


def django_q2_without_timeout(verb: str) -> None:
    django_q2(verb, timeout=None)


def django_q2(verb: str, timeout: int | None = LEASE - 1) -> None:
    cluster = {"name": "t", "workers": 2, "orm": "default", "retry": LEASE, "timeout": timeout, "poll": 0.2}
    django_setup("django_q", Q_CLUSTER=cluster | {"max_attempts": 5})
    if verb == "setup":
        manage("migrate", "-v0")
    elif verb == "enqueue":
        from django_q.tasks import async_task

        async_task("work.run_job")
    elif verb == "worker":
        manage("qcluster")
    else:
        from django_q.models import OrmQ, Task

        print(f"queue rows {OrmQ.objects.count()}, results {list(Task.objects.values_list('success', flat=True))}")


# huey


def huey_app():  # type: ignore[no-untyped-def]
    from huey import SqliteHuey
    from huey.contrib.sql_huey import SqlHuey

    huey = (
        SqliteHuey(filename=SQLITE_FILE)
        if IS_SQLITE
        else SqlHuey("t", database=DB.replace("postgresql://", "postgresql+pool://"))
    )
    return huey, huey.task(retries=3)(work.run_job)


def huey(verb: str) -> None:
    from huey.consumer import Consumer

    app, job = huey_app()
    if verb == "enqueue":
        job()
    elif verb == "worker":
        Consumer(app, workers=2, worker_type="process", periodic=False).run()
    elif verb == "state":
        print(f"queued {len(app.pending())}, scheduled {len(app.scheduled())}, results {len(app.all_results())}")


# Celery: the same application on three transports


def celery_app(transport: str):  # type: ignore[no-untyped-def]
    from celery import Celery

    often = {"unacked_restore_interval": 1, "unacked_restore_throttle": 1}
    broker, options = {
        "redis": ("redis://127.0.0.1:6379/13", {"visibility_timeout": LEASE}),
        "redis_often": ("redis://127.0.0.1:6379/13", {"visibility_timeout": LEASE} | often),
        "sqlalchemy": (
            "sqla+" + (DB if IS_SQLITE else DB.replace("postgresql:", "postgresql+psycopg:")),
            {},
        ),
        "filesystem": (
            "filesystem://",
            {f"data_folder_{way}": os.environ["TRIAL_DIR"] for way in ("in", "out")}
            | {"control_folder": os.environ["TRIAL_DIR"] + "/control"},
        ),
    }[transport]
    app = Celery("trial", broker=broker)
    app.conf.update(
        broker_transport_options=options,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        broker_connection_retry_on_startup=True,
    )
    return app, app.task(name="run_job")(work.run_job)


def celery(verb: str, transport: str) -> None:
    app, job = celery_app(transport)
    if verb == "setup" and transport.startswith("redis"):
        import redis

        redis.Redis(db=13).flushdb()
    elif verb == "enqueue":
        job.delay()
    elif verb == "worker":
        app.worker_main(["worker", "-c", "2", "--without-gossip", "--without-mingle", "-l", "WARNING"])
    elif verb == "state" and transport.startswith("redis"):
        import redis

        client = redis.Redis(db=13)
        print(f"queue {client.llen('celery')}, unacked {client.hlen('unacked')}")
    elif verb == "state":
        print("no state without a result back end")


def celery_redis(verb: str) -> None:
    celery(verb, "redis")


def celery_redis_often(verb: str) -> None:
    celery(verb, "redis_often")


def celery_sqlalchemy(verb: str) -> None:
    celery(verb, "sqlalchemy")


def celery_filesystem(verb: str) -> None:
    celery(verb, "filesystem")


# django-tasks with its database back end


def django_tasks_db(verb: str) -> None:
    tasks = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    django_setup("django_tasks", "django_tasks_db", TASKS=tasks)
    import tasks_for_django_tasks as jobs

    if verb == "setup":
        manage("migrate", "-v0")
    elif verb == "enqueue":
        jobs.job.enqueue()
    elif verb == "worker":
        manage("db_worker", "--interval", "0.2")
    else:
        from django_tasks_db.models import DBTaskResult

        print(f"states {list(DBTaskResult.objects.values_list('status', flat=True))}")


# django-background-tasks: MAX_RUN_TIME is its lease


def django_background_tasks(verb: str) -> None:
    django_setup("background_task", MAX_RUN_TIME=LEASE, MAX_ATTEMPTS=5)
    from background_task import background

    job = background(name="run_job")(work.run_job)
    if verb == "setup":
        manage("migrate", "-v0")
    elif verb == "enqueue":
        job()
    elif verb == "worker":
        manage("process_tasks", "--sleep", "0.2")
    else:
        from background_task.models import CompletedTask, Task

        rows = list(Task.objects.values_list("attempts", "locked_by"))
        print(f"open (attempts, locked by) {rows}, completed {CompletedTask.objects.count()}")


# procrastinate (PostgreSQL only), with the periodic retry of stalled jobs that its documentation advises


def procrastinate_app():  # type: ignore[no-untyped-def]
    import procrastinate

    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=DB))
    return app, app.task(name="run_job", retry=5)(work.run_job)


def procrastinate(verb: str) -> None:
    import asyncio

    app, job = procrastinate_app()

    async def rescue() -> None:
        while True:
            for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=LEASE):
                await app.job_manager.retry_job(stalled)
            await asyncio.sleep(1)

    async def go() -> None:
        async with app.open_async():
            if verb == "setup":
                await app.schema_manager.apply_schema_async()
            elif verb == "enqueue":
                await job.defer_async()
            elif verb == "worker":
                rescuer = asyncio.create_task(rescue())
                await app.run_worker_async(
                    update_heartbeat_interval=1, stalled_worker_timeout=LEASE, fetch_job_polling_interval=0.5
                )
                rescuer.cancel()
            else:
                jobs = await app.job_manager.list_jobs_async()
                print(f"(state, attempts) {[(j.status, j.attempts) for j in jobs]}")

    asyncio.run(go())


# DBOS: durable workflows in a database of its own; each step is remembered


def dbos(verb: str) -> None:
    from dbos import DBOS, DBOSClient, DBOSConfig

    url = DB if IS_SQLITE else DB.replace("postgresql:", "postgresql+psycopg:")
    config = DBOSConfig(
        name="trial",
        system_database_url=url,
        log_level="ERROR",
        run_admin_server=False,
        application_version="1",
        executor_id=os.environ.get("TRIAL_EXECUTOR", "local"),
    )
    if verb in ("setup", "worker"):
        DBOS(config=config)
        DBOS.workflow(name="run_job")(work.run_job)
        DBOS.launch()
        DBOS.register_queue("t")
        if verb == "worker":
            time.sleep(3600)
        DBOS.destroy()
        return
    client = DBOSClient(system_database_url=url)
    if verb == "enqueue":
        client.enqueue({"workflow_name": "run_job", "queue_name": "t", "app_version": "1"})
    else:
        print(f"(state, recoveries) {[(w.status, w.executor_id) for w in client.list_workflows()]}")
    client.destroy()


def dbos_same_executor(verb: str) -> None:
    os.environ["TRIAL_EXECUTOR"] = "local"
    dbos(verb)


# APScheduler 4 (alpha): jobs in a data store, acquired under a lease that a living worker renews


def apscheduler(verb: str) -> None:
    from datetime import timedelta

    from apscheduler import Scheduler
    from apscheduler.datastores.sqlalchemy import SQLAlchemyDataStore
    from sqlalchemy import create_engine, text

    url = DB if IS_SQLITE else DB.replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url)
    if verb == "state":
        with engine.connect() as connection:
            rows = connection.execute(text("select acquired_by, acquired_until from jobs"))
            print(f"jobs {[tuple(row) for row in rows]}")
        return
    with Scheduler(data_store=SQLAlchemyDataStore(engine), lease_duration=timedelta(seconds=LEASE)) as scheduler:
        if verb == "enqueue":
            scheduler.add_job(work.run_job)
        elif verb == "worker":
            scheduler.run_until_stopped()


# dramatiq on PostgreSQL


def dramatiq_pg(verb: str) -> None:
    import dramatiq
    from dramatiq.worker import Worker
    from dramatiq_pg import PostgresBroker

    broker = PostgresBroker(url=DB)
    dramatiq.set_broker(broker)
    job = dramatiq.actor(actor_name="run_job", max_retries=5)(work.run_job)
    if verb == "setup":
        import psycopg
        from dramatiq_pg.schema import generate_init_sql

        with psycopg.connect(DB, autocommit=True) as connection:
            connection.execute(generate_init_sql("dramatiq"))
    elif verb == "enqueue":
        job.send()
    elif verb == "worker":
        Worker(broker, worker_threads=2).start()
        time.sleep(3600)
    else:
        import psycopg

        with psycopg.connect(DB) as connection:
            print(f"states {connection.execute('select state from dramatiq.queue').fetchall()}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    globals()[sys.argv[1]](sys.argv[2])
