"""Questions, what is said to them, and who took part without anybody knowing who."""

from koalicja.voices.models.questions import ModerationEntry, Question, Release
from koalicja.voices.models.statements import Participant, Reaction, Statement

__all__ = ["ModerationEntry", "Participant", "Question", "Reaction", "Release", "Statement"]
