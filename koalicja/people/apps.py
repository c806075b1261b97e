from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "koalicja.people"

    def ready(self) -> None:
        """Rows people edit one by one are audited field by field; files written in bulk have their batch rows."""
        from auditlog.registry import auditlog

        from koalicja.people.models import Contact, ContactEntry, Mandate, Organisation, Person, Role

        derived = ["name_key", "search_key", "version", "updated_at"]
        auditlog.register(Organisation, exclude_fields=derived)
        auditlog.register(Person, exclude_fields=derived)
        for model in (Mandate, Contact, ContactEntry, Role):
            auditlog.register(model)
