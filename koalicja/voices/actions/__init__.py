"""Writes of the room of voices. Import them from here."""

from koalicja.voices.actions.closing import close_due, close_question
from koalicja.voices.actions.questions import QuestionClosed, open_question, set_last_day
from koalicja.voices.actions.statements import (
    NotMerged,
    add_for_others,
    add_own,
    merge_statement,
    reject_statement,
    show_statement,
    undo_merge,
)
from koalicja.voices.actions.taking_part import WrongCode, begin, react, tell_about_oneself, withdraw, withdraw_all

__all__ = [
    "NotMerged",
    "QuestionClosed",
    "WrongCode",
    "add_for_others",
    "add_own",
    "begin",
    "close_due",
    "close_question",
    "merge_statement",
    "open_question",
    "react",
    "reject_statement",
    "set_last_day",
    "show_statement",
    "tell_about_oneself",
    "undo_merge",
    "withdraw",
    "withdraw_all",
]
