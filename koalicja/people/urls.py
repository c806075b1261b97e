"""Addresses of the register; the pages of files are in `urls_files`."""

from django.urls import URLPattern, URLResolver

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = []
