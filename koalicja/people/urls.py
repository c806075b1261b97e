"""Addresses of the register: its organisations and persons, and the files that are loaded into it."""

from koalicja.people.urls_files import urlpatterns as files
from koalicja.people.urls_register import urlpatterns as register

app_name = "people"
urlpatterns = [*files, *register]
