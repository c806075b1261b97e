"""`koalicja worker` that stands still for ever at one moment of handing a mail over (HALT_AT), to be killed there."""

import os
import time
from typing import Any

import django

from koalicja import cli


def halt(*_arguments: Any, **_named: Any) -> None:
    from tests.backroom.trial.tasks import note

    note(0, "halted")
    time.sleep(600)


if __name__ == "__main__":
    django.setup()
    from koalicja.backroom import carriers, posting

    at = os.environ["HALT_AT"]
    if at == "before_claim":
        posting.claim = halt  # type: ignore[assignment]
    elif at == "after_claim":
        posting.hand_over = halt
    elif at == "before_mark":
        posting.mark_handed = halt
    elif at == "after_mark":
        carriers.Smtp._text = halt  # type: ignore[method-assign]
    elif at == "after_answer":
        posting.note_sent = halt
    cli.main(["worker"])
