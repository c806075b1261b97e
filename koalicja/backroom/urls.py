"""Addresses of background work and of mail."""

from django.conf import settings
from django.urls import URLPattern, path

from koalicja.backroom import views

app_name = "backroom"
urlpatterns: list[URLPattern] = [
    path("zadania-w-tle/<int:pk>/", views.job, name="job"),
    path("zadania-w-tle/<int:pk>/przerwij/", views.cancel_job, name="cancel_job"),
    path("poczta/<int:pk>/jeszcze-raz/", views.send_mail_again, name="send_mail_again"),
    path("poczta/<int:pk>/doszla/", views.mail_arrived, name="mail_arrived"),
]
if settings.DEMO:
    urlpatterns += [
        path("poczta-pokazowa/", views.demo_mail, name="demo_mail"),
        path("poczta-pokazowa/<int:pk>/", views.demo_letter, name="demo_letter"),
    ]
