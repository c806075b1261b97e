"""Addresses of coalitions."""

from django.urls import URLPattern, URLResolver, path

from koalicja.coalitions.views import coalitions, proposals

app_name = "coalitions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("biblioteki/<int:pk>/koalicja/", coalitions.create, name="create"),
    path("koalicje/<int:pk>/", coalitions.coalition, name="coalition"),
    path("koalicje/<int:pk>/nazwa/", coalitions.rename, name="rename"),
    path("koalicje/<int:pk>/animatorzy/", coalitions.animators, name="animators"),
    path("koalicje/<int:pk>/animatorzy/zakoncz/", coalitions.end_animator, name="end_animator"),
    path("koalicje/<int:pk>/kogo-zaprosic/", proposals.proposals, name="proposals"),
    path("koalicje/<int:pk>/kogo-zaprosic/policz/", proposals.compose, name="compose"),
    path("koalicje/<int:pk>/kogo-zaprosic/<int:number>/", proposals.proposal, name="proposal"),
    path("koalicje/<int:pk>/kogo-zaprosic/<int:number>/nie-moze/", proposals.decline, name="decline"),
    path("koalicje/<int:pk>/kogo-zaprosic/<int:number>/dlaczego/", proposals.why_not, name="why_not"),
    path("koalicje/<int:pk>/kogo-zaprosic/<int:number>/druk/", proposals.print_proposal, name="print_proposal"),
]
