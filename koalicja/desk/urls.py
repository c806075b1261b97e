"""Home pages and the pages that gather several rooms."""

from django.urls import URLPattern, URLResolver, path

from koalicja.desk import coalition_page, facts, views

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("koalicje/<int:pk>/", coalition_page.coalition, name="coalition"),
    path("koalicje/<int:pk>/historia/<int:fact>/popraw/", facts.correct_fact, name="correct_fact"),
    path("koalicje/<int:pk>/historia/<int:fact>/skresl/", facts.strike_fact, name="strike_fact"),
    path("operator/zadania/", views.jobs_list, name="jobs"),
    path("operator/zadania/<int:pk>/przerwij/", views.cancel_job, name="cancel_job"),
    path("powiadomienia/<int:pk>/zamknij/", views.close_notice, name="close_notice"),
    path("zrodla/", views.attributions, name="attributions"),
    path("zdrowie/", views.healthz, name="healthz"),
]
