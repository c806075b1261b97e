"""`koalicja worker` under Celery, without its minute of patience."""

import django

from koalicja import cli

if __name__ == "__main__":
    django.setup()
    from koalicja.backroom import worker

    worker.SECONDS_OF_PATIENCE = 1
    cli.main(["worker"])
