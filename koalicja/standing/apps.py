from django.apps import AppConfig


class StandingConfig(AppConfig):
    name = "koalicja.standing"

    def ready(self) -> None:
        """Facts are audited field by field, so that a correction made past the actions is seen too."""
        from auditlog.registry import auditlog

        from koalicja.standing.models import Fact

        auditlog.register(Fact)
