"""Forms of coalitions. Import them from here."""

from koalicja.coalitions.forms.board import (
    BoardFilter,
    FindForm,
    KnowsForm,
    LaterForm,
    MoveForm,
    NextStepForm,
    NoForm,
    NotesForm,
    SpeakerForm,
    TalkForm,
)
from koalicja.coalitions.forms.coalitions import NameForm
from koalicja.coalitions.forms.proposals import CANDIDATE, GRADES, LOCKS, TOLD, CandidateForm, ComposeForm
from koalicja.coalitions.forms.purpose import (
    AreaForm,
    AssetForm,
    LeadershipForm,
    NewAssetForm,
    RenameAreaForm,
    RhythmForm,
    StatementForm,
)

__all__ = [
    "CANDIDATE",
    "GRADES",
    "LOCKS",
    "TOLD",
    "AreaForm",
    "AssetForm",
    "BoardFilter",
    "CandidateForm",
    "ComposeForm",
    "FindForm",
    "KnowsForm",
    "LaterForm",
    "LeadershipForm",
    "MoveForm",
    "NameForm",
    "NewAssetForm",
    "NextStepForm",
    "NoForm",
    "NotesForm",
    "RenameAreaForm",
    "RhythmForm",
    "SpeakerForm",
    "StatementForm",
    "TalkForm",
]
