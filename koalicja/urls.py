"""All addresses of the product; each room brings its own."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("koalicja.desk.urls")),
    path("", include("koalicja.people.urls_sign_in")),
    path("jezyk/", set_language, name="set_language"),
    path("gminy/", include("koalicja.places.urls")),
    path("spis/", include("koalicja.people.urls")),
    path("", include("koalicja.programmes.urls")),
    path("", include("koalicja.coalitions.urls")),
    path("", include("koalicja.voices.urls")),
    path("", include("koalicja.backroom.urls")),
    path("", include("koalicja.ui.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("koalicja.people.urls_demo")))
