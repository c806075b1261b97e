"""Addresses of coalitions."""

from django.urls import URLPattern, URLResolver, path

from koalicja.coalitions import views

app_name = "coalitions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("biblioteki/<int:pk>/koalicja/", views.create, name="create"),
    path("koalicje/<int:pk>/", views.coalition, name="coalition"),
    path("koalicje/<int:pk>/nazwa/", views.rename, name="rename"),
    path("koalicje/<int:pk>/animatorzy/", views.animators, name="animators"),
    path("koalicje/<int:pk>/animatorzy/zakoncz/", views.end_animator, name="end_animator"),
]
