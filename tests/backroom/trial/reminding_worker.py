"""`koalicja worker` that reminds at any hour and stands still for ever at one moment of it (HALT_AT), or never."""

import os

import django

from koalicja import cli
from tests.backroom.trial.halting_worker import halt

if __name__ == "__main__":
    django.setup()
    from koalicja.backroom import outbox, posting
    from koalicja.coalitions.actions import reminders

    reminders.HOURS = range(24)
    match os.environ.get("HALT_AT", ""):
        case "before_note":
            reminders._reminders = halt  # type: ignore[assignment]
        case "before_commit":
            outbox.release = halt  # type: ignore[assignment]
        case "before_claim":
            posting.claim = halt  # type: ignore[assignment]
        case "before_mark":
            posting.mark_handed = halt
    cli.main(["worker"])
