"""Addresses of a register: its list, its records, merges and exports. All begin with the code of the gmina."""

from django.urls import URLPattern, path, re_path, register_converter

from koalicja.people.views import contacts, export, mandates, merges, names, records, register

KINDS = {"organizacje": "organisation", "osoby": "person"}
WORDS = {kind: word for word, kind in KINDS.items()}


class RecordKind:
    """ "organizacje" or "osoby" in the address, "organisation" or "person" in the code."""

    regex = "organizacje|osoby"

    def to_python(self, value: str) -> str:
        return KINDS[value]

    def to_url(self, value: str) -> str:
        return WORDS[value]


class GminaCode:
    """A 6-digit TERYT code."""

    regex = "[0-9]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RecordKind, "record")
register_converter(GminaCode, "gmina")

urlpatterns: list[URLPattern] = [
    path("<gmina:code>/", register.register, name="register"),
    path("<gmina:code>/podpowiedzi/", register.suggestions, name="suggestions"),
    path("<gmina:code>/do-sprawdzenia/", register.check_classes, name="check_classes"),
    path("<gmina:code>/dopisz/", names.add_names, name="add_names"),
    path("<gmina:code>/dopisz/znane/", names.known_names, name="known_names"),
    re_path(r"^(?P<code>[0-9]{6})/eksport\.(?P<form>xlsx|csv)$", export.export, name="export"),
    path("<gmina:code>/duplikaty/", merges.duplicates, name="duplicates"),
    path("<gmina:code>/<record:kind>/<int:pk>/polacz/<int:other>/", merges.merge, name="merge"),
    path("<gmina:code>/<record:kind>/<int:pk>/to-nie-to-samo/<int:other>/", merges.tell_apart, name="tell_apart"),
    path("<gmina:code>/polaczenia/<int:pk>/cofnij/", merges.undo_merge, name="undo_merge"),
    path("<gmina:code>/organizacje/dodaj/", records.add_organisation, name="add_organisation"),
    path("<gmina:code>/organizacje/<int:pk>/", records.organisation, name="organisation"),
    path("<gmina:code>/organizacje/<int:pk>/zmien/", records.edit_organisation, name="edit_organisation"),
    path("<gmina:code>/organizacje/<int:pk>/grupa/", records.set_class, name="set_class"),
    path("<gmina:code>/organizacje/<int:pk>/usun/", records.remove_organisation, name="remove_organisation"),
    path("<gmina:code>/organizacje/<int:pk>/przywroc/", records.put_back_organisation, name="put_back_organisation"),
    path("<gmina:code>/organizacje/<int:pk>/przedstawiciele/dodaj/", mandates.add_mandate, name="add_mandate"),
    path("<gmina:code>/przedstawiciele/<int:pk>/koniec/", mandates.end_mandate, name="end_mandate"),
    path("<gmina:code>/osoby/dodaj/", records.add_person, name="add_person"),
    path("<gmina:code>/osoby/<int:pk>/", records.person, name="person"),
    path("<gmina:code>/osoby/<int:pk>/zmien/", records.edit_person, name="edit_person"),
    path("<gmina:code>/osoby/<int:pk>/usun/", records.remove_person, name="remove_person"),
    path("<gmina:code>/osoby/<int:pk>/przywroc/", records.put_back_person, name="put_back_person"),
    path("<gmina:code>/osoby/<int:pk>/za-kogo/", mandates.add_mandate_of_person, name="add_mandate_of_person"),
    path("<gmina:code>/<record:kind>/<int:pk>/kontakty/dodaj/", contacts.add_contact, name="add_contact"),
    path(
        "<gmina:code>/<record:kind>/<int:pk>/kontakty/przywroc/<int:event>/",
        contacts.put_back_contact,
        name="put_back_contact",
    ),
    path("<gmina:code>/kontakty/<int:pk>/zmien/", contacts.edit_contact, name="edit_contact"),
    path("<gmina:code>/kontakty/<int:pk>/usun/", contacts.delete_contact, name="delete_contact"),
    path("<gmina:code>/<record:kind>/<int:pk>/rozmowy/dodaj/", contacts.add_log_entry, name="add_log_entry"),
    path("<gmina:code>/rozmowy/<int:pk>/usun/", contacts.delete_log_entry, name="delete_log_entry"),
]
