"""What may not stand in logs: the secret part of an address that opens one person's page."""

import logging
import re

FORBIDDEN = 403
SECRET = re.compile(r"(/z/)[^/\s?\"']+")


class HideSecrets(logging.Filter):
    """Writes `/z/…/` instead of the address in every line, whatever room or library wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        hidden = SECRET.sub(r"\1…", line)
        if hidden != line:
            record.msg, record.args = hidden, ()
        return True


class OneLineRefused(logging.Filter):
    """Writes a refusal (403) in one line: it is no mistake of ours, so where in our code it was says nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", None) == FORBIDDEN:
            record.exc_info, record.exc_text = None, None
        return True
