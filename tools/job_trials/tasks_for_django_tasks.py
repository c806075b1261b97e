"""django-tasks wants its tasks at module level, declared after Django has been set up."""

import work
from django_tasks import task


@task()
def job() -> None:
    work.run_job()
