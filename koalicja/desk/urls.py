"""Home pages and the pages that gather several rooms."""

from django.urls import URLPattern, URLResolver, path

from koalicja.desk import views

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("operator/zadania/", views.jobs_list, name="jobs"),
    path("operator/zadania/<int:pk>/przerwij/", views.cancel_job, name="cancel_job"),
    path("powiadomienia/<int:pk>/zamknij/", views.close_notice, name="close_notice"),
    path("zrodla/", views.attributions, name="attributions"),
    path("zdrowie/", views.healthz, name="healthz"),
]
