"""One of everything of invitations: somebody invited by letter who answered, and a text that waits."""

from typing import Any

from django.utils import timezone

from koalicja.coalitions import actions

INVITED = (
    "invitations",
    "choose_invited",
    "invitation_texts",
    "put_aside",
    "print_letters",
    "print_calls",
    "print_presence",
    "find_slip",
    "meeting",
)
ANSWERS = ("deal_with", "consider_instead", "take_back_answer")
SENDER = actions.Sender("http://localhost/")


def invited(coalition: Any, author: Any, organisation: Any, person: Any) -> dict[str, dict[str, Any]]:
    """The arguments of every address of invitations and answers."""
    own = {"pk": coalition.pk}
    club = actions.consider(coalition=coalition, by=author, organisation=organisation)
    resident = actions.consider(coalition=coalition, by=author, person=person, brings="robi zdjęcia")
    letter = sent_letter(club, author)
    waiting = actions.prepare_invitation(resident, by=author, way="talk", subject="", text="Dzień dobry!")
    answer = actions.answer_by_link(letter, said="other", other_name="Jan Zmyślony", question="O której?")
    return {
        **{f"coalitions:{name}": own for name in INVITED},
        "coalitions:send_invitations": own | {"way": "email"},
        "coalitions:word_invitation": own | {"group": "ngo"},
        **{f"coalitions:{name}": own | {"candidacy": club.pk} for name in ("log_talk", "type_answer")},
        **{f"coalitions:{name}": own | {"invitation": letter.pk} for name in ("remind", "revoke_link")},
        "coalitions:drop_prepared": own | {"invitation": waiting.pk},
        "coalitions:decide_reminder": own | {"invitation": letter.pk, "decision": "wylacz"},
        "coalitions:decide_mail": own | {"invitation": letter.pk, "decision": "doszla"},
        **{f"coalitions:{name}": own | {"answer": answer.pk} for name in ANSWERS},
        "coalitions:answer_link": {"token": letter.token},
    }


def sent_letter(candidacy: Any, author: Any, way: str = "letter") -> Any:
    """An invitation that has gone out."""
    prepared = actions.prepare_invitation(candidacy, by=author, way=way, subject="Zaproszenie", text="Dzień dobry!")
    looked = {prepared.pk: actions.Looked("Zaproszenie", "Dzień dobry,\n\nzapraszamy do wspólnego stołu.")}
    actions.send_invitations(candidacy.coalition, by=author, looked=looked, on=timezone.localdate(), sender=SENDER)
    prepared.refresh_from_db()
    return prepared
