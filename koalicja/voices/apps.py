from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "koalicja.voices"

    def ready(self) -> None:
        """Questions are audited field by field; who took part and what they answered never, for nobody knows who."""
        from auditlog.registry import auditlog

        from koalicja.voices.models import Question

        auditlog.register(Question, exclude_fields=["entry_code", "tablet_token"])
