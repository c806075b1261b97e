"""What the printed letters, the list of calls and the list of presence hold: plain data for the typesetter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from koalicja.coalitions.inviting import consents
from koalicja.paper.codes import qr_svg
from koalicja.paper.documents import pdf
from koalicja.ui.formats import day
from koalicja.ui.groups import GROUP_NAMES

LETTERS, CALLS, PRESENCE = "coalitions/letters.typ", "coalitions/calls.typ", "coalitions/presence.typ"


@dataclass(frozen=True, slots=True)
class Logo:
    """A partner organisation of the programme; `picture` is the file's bytes, empty where there is none."""

    name: str
    part: str
    picture: bytes = b""
    format: str = "png"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person. `link` opens her page and nobody else's."""

    to: str
    speaker: str
    address: str
    text: str
    link: str
    code: str
    on: date | None
    expires_on: date | None
    is_member: bool = False
    may_come_back: bool = False  # an organisation, which may say when to ask again


@dataclass(frozen=True, slots=True)
class Head:
    """What all paper of one coalition shares. `phone` stands in 16 points."""

    name: str
    library: str
    address: str
    phone: str
    contact: str
    gmina: str
    logos: tuple[Logo, ...] = ()
    note: str = ""
    erase_days: int = 30


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call, with what helps to talk."""

    name: str
    speaker: str
    phone: str
    ask: str
    brings: str
    last: str
    group: str
    where: str = ""  # of whoever was named in somebody's answer


@dataclass(frozen=True, slots=True)
class Seat:
    """A line of the list of presence."""

    name: str
    of: str


def letters_pdf(letters: Sequence[Letter], head: Head) -> bytes:
    """Each letter with its reply slip on a page of its own: one file for all."""
    words = {
        "to": _("To:"),
        "answer": _("Your answer"),
        "how": _("Answer in the way that suits you:"),
        "by_phone": _("call"),
        "by_slip": _("bring or send the reply slip at the end of the letter"),
        "by_link": _("or point your phone’s camera at this square, or type the address:"),
        "until": _("The address works until: %(day)s. It is for you alone."),
        "slip": _("Reply slip"),
        "code": _("Code of the slip"),
        "choose": _("Put a cross in one box."),
        "said": [_("1. I shall come"), _("2. Maybe, I do not know yet"), _("3. I shall not come")],
        "later": _("With a “no”: you may ask again after this day:"),
        "other": _("4. Somebody else instead of me. Who, and where to find this person:"),
        "gives": _("5. What I can give (time, a room, a skill, an idea):"),
        "question": _("6. A question to the library:"),
        "reach": _("7. How to reach me (phone or e-mail):"),
        "consent": str(consents.TEXTS[consents.CONTACT]),
        "signature": _("Date and signature"),
        "back": _("Give it back here:"),
        "after": _(
            "What happens with the answer: the library writes it down and nobody else reads it. If you answer “no”, "
            "your data is erased after this number of days: %(days)s."
        )
        % {"days": head.erase_days},
        "member": _(
            "What happens with the answer: the library writes it down and nobody else reads it. You belong to the "
            "coalition: a “no” says that you do not come this time. Tell the library if you want to leave."
        ),
    }
    return pdf(
        LETTERS, _paper(head, _("Invitations")) | {"words": words, "letters": [_letter(each) for each in letters]}
    )


def _letter(letter: Letter) -> dict[str, object]:
    return {
        "to": letter.to,
        "speaker": letter.speaker,
        "address": letter.address,
        "day": day(letter.on),
        "text": letter.text.split("\n\n"),
        "link": letter.link.removeprefix("https://").removeprefix("http://"),
        "qr": qr_svg(letter.link),
        "qr_alt": _("QR code with the address of the answer page"),
        "code": f"{letter.code[:3]} {letter.code[3:]}",
        "until": day(letter.expires_on),
        "may_come_back": letter.may_come_back,
        "is_member": letter.is_member,
    }


def calls_pdf(calls: Sequence[Call], head: Head, today: date) -> bytes:
    """Whom to call, with room for the answer."""
    words = {
        "who": _("Who"),
        "phone": _("Phone"),
        "ask": _("Who should ask"),
        "brings": _("What we thought of"),
        "last": _("So far"),
        "where": _("Where to look"),
        "answers": [_("yes"), _("maybe"), _("no"), _("somebody else")],
        "notes": _("What came of it"),
        "no_phone": _("no phone"),
        "day": day(today),
        "none": _("Nobody waits for a call."),
        "keep": _("This list holds phone numbers: keep it in the library and tear it up when all is written down."),
    }
    return pdf(CALLS, _paper(head, _("Call list")) | {"words": words, "calls": [_call(each) for each in calls]})


def _call(call: Call) -> dict[str, str]:
    return {
        "name": call.name,
        "speaker": call.speaker,
        "phone": call.phone,
        "ask": call.ask,
        "brings": call.brings,
        "last": call.last,
        "where": call.where,
        "group": call.group,
        "group_name": str(GROUP_NAMES.get(call.group, "")),
    }


def presence_pdf(seats: Sequence[Seat], head: Head, *, when: str) -> bytes:
    """A list to sign at the meeting: who said they would come, and room for everybody else."""
    words = {
        "who": _("First and last name"),
        "of": _("From where (organisation or village)"),
        "signature": _("Signature"),
        "declares": _("I want to belong"),
        "told": _(
            "Coming binds you to nothing. Whoever ticks the last box declares that she or he wants to work together "
            "with us. The library keeps this list."
        ),
        "when": when,
    }
    rows = [{"name": each.name, "of": each.of} for each in seats]
    return pdf(PRESENCE, _paper(head, _("List of presence")) | {"words": words, "rows": rows})


def _paper(head: Head, title: str) -> dict[str, object]:
    return {
        "title": f"{title}: {head.name}",
        "heading": title,
        "author": head.library,
        "name": head.name,
        "library": head.library,
        "address": head.address,
        "phone": head.phone,
        "contact": head.contact,
        "gmina": head.gmina,
        "note": head.note,
        "logos": [
            {"name": each.name, "part": each.part, "picture": list(each.picture), "format": each.format}
            for each in head.logos
        ],
    }
