from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "koalicja.programmes"

    def ready(self) -> None:
        """Who takes part in what, and under which rules, is audited field by field."""
        from auditlog.registry import auditlog

        from koalicja.programmes.models import Edition, Participation, ProgrammePartner

        for model in (Edition, Participation, ProgrammePartner):
            auditlog.register(model, exclude_fields=["version"])
