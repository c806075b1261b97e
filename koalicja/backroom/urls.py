"""Addresses of background work."""

from django.urls import path

from koalicja.backroom import views

app_name = "backroom"
urlpatterns = [
    path("zadania-w-tle/<int:pk>/", views.job, name="job"),
    path("zadania-w-tle/<int:pk>/przerwij/", views.cancel_job, name="cancel_job"),
]
