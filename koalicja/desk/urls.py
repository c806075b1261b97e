"""Home pages and the pages that gather several rooms."""

from django.urls import URLPattern, URLResolver, path

from koalicja.desk import views

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [path("", views.home, name="home")]
