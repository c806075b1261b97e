"""Invented people and their accounts."""

from dataclasses import dataclass, field
from random import Random

from django.contrib.auth.hashers import make_password

from koalicja.desk.example import words
from koalicja.engine.matching.text import fold
from koalicja.people.models import User

FEW_MEN = 0.22  # libraries of small gminas are mostly run by women


@dataclass(frozen=True, slots=True)
class Star:
    """Somebody the demo lets you be."""

    role: str
    email: str
    name: str
    job_title: str = ""
    """Her job where it says more than her role, which pages show in the language of their reader."""


STARS = (
    Star("operator", "operatorka@wspolna-lawa.example", "Elżbieta Sosnowska"),
    Star("animator", "animator@wspolna-lawa.example", "Marek Wierzbicki"),
    Star("coordinator", "koordynatorka@biblioteka.example", "Hanna Leśniak", "dyrektorka biblioteki"),
    Star("coordinator-empty", "poczatek@biblioteka.example", "Iga Stępień"),
)


@dataclass
class Cast:
    """Gives names; the same seed gives the same ones in the same order."""

    rng: Random
    used: set[str] = field(default_factory=set)

    def person(self, *, men: float = 0.45) -> tuple[str, bool]:
        """A first and last name nobody has yet, and whether it is a woman's."""
        while True:
            is_woman = self.rng.random() >= men
            first = self.rng.choice(words.WOMEN if is_woman else words.MEN)
            name = f"{first} {self.rng.choice(words.SURNAMES)[0 if is_woman else 1]}"
            if name not in self.used:
                self.used.add(name)
                return name, is_woman

    def account(self, domain: str, women_are: str = "", men_are: str = "") -> User:
        """An unsaved account with an e-mail that leads nowhere."""
        name, is_woman = self.person(men=FEW_MEN)
        email = f"{fold(name).replace(' ', '.')}@{domain}"
        return account(email, name, women_are if is_woman else men_are)


def account(email: str, name: str, job_title: str) -> User:
    return User(email=email, name=name, job_title=job_title, password=make_password(None))


def star(role: str) -> User:
    """The unsaved account of somebody the demo lets you be."""
    found = next(star for star in STARS if star.role == role)
    return account(found.email, found.name, found.job_title)
