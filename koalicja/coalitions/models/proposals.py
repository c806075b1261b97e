"""Proposals of whom to invite, and the answers to "why is somebody not here?"."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from koalicja.backroom.models import Job
from koalicja.coalitions.models.coalition import Coalition
from koalicja.people.models import User


class CompositionRun(models.Model):
    """One proposal of whom to invite: what was asked, what came out, and all that is needed to compute it again.

    `inputs` holds the problem without names (composing/storing.py): candidates are keys of records of the register,
    with what the rules need to know, as it was that day. There are no contacts in it. `parent` is the proposal this one
    was made from; `declined` are keys of those who leave that table, for whom it puts as few others as possible; who
    of them refused, and was not only marked, `inputs` tell.
    """

    class State(models.TextChoices):
        AT_WORK = "at_work", pgettext_lazy("proposal", "in the making")
        READY = "ready", pgettext_lazy("proposal", "ready")
        BROKEN = "broken", pgettext_lazy("proposal", "broken off")

    coalition = models.ForeignKey(Coalition, models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.AT_WORK)
    preset = models.CharField(max_length=40)
    inputs = models.JSONField()
    around = models.JSONField(default=dict, help_text="who else was looked at: see queries.Around")
    declined = models.JSONField(default=list)
    method = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    seed = models.PositiveIntegerField(default=1)
    time_limit = models.PositiveSmallIntegerField(default=8, help_text="seconds of the first search")
    result = models.JSONField(null=True)
    changes_least = models.BooleanField(null=True, help_text="after a refusal: proved that no table changes less")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="children")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["coalition", "number"], name="run_number_once"),
            models.UniqueConstraint(
                fields=["coalition"], condition=models.Q(state="at_work"), name="one_run_at_a_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(result__isnull=False), name="ready_run_has_its_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coalition_id}/{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("coalitions:proposal", args=[self.coalition_id, self.number])

    @property
    def is_at_work(self) -> bool:
        """Whether somebody still computes it; a run whose job ended without a result only looks so."""
        return self.state == self.State.AT_WORK and self.job is not None and self.job.is_open

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY


class WhyNotAnswer(models.Model):
    """ "Why is somebody not here?", asked about one candidate of one proposal; no `answer` while it is computed."""

    run = models.ForeignKey(CompositionRun, models.CASCADE, related_name="answers")
    candidate = models.CharField(max_length=40)
    answer = models.JSONField(null=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "candidate"], name="why_not_once")]

    def __str__(self) -> str:
        return f"{self.run}: {self.candidate}"
