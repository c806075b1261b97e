from django.apps import AppConfig


class CoalitionsConfig(AppConfig):
    name = "koalicja.coalitions"

    def ready(self) -> None:
        """A coalition's name and dates are audited field by field."""
        from auditlog.registry import auditlog

        from koalicja.coalitions.models import Coalition

        auditlog.register(Coalition, exclude_fields=["version"])
