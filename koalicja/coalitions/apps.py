from django.apps import AppConfig


class CoalitionsConfig(AppConfig):
    name = "koalicja.coalitions"

    def ready(self) -> None:
        """Names, dates, areas and assets are audited field by field; candidacies never, for they are erased."""
        from auditlog.registry import auditlog

        from koalicja.coalitions.models import Area, Asset, Coalition

        auditlog.register(Coalition, exclude_fields=["version"])
        auditlog.register(Area)
        auditlog.register(Asset, exclude_fields=["version", "updated_at"])
