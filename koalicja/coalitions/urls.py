"""Addresses of coalitions."""

from django.urls import URLPattern, URLResolver, include, path

from koalicja.coalitions.views import areas, coalitions, proposal_answers, proposals, purpose

app_name = "coalitions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("biblioteki/<int:pk>/koalicja/", coalitions.create, name="create"),
    path("koalicje/<int:pk>/nazwa/", coalitions.rename, name="rename"),
    path("koalicje/<int:pk>/tresc/<slug:text>/", purpose.statement, name="statement"),
    path("koalicje/<int:pk>/kto-prowadzi/", purpose.leadership, name="leadership"),
    path("koalicje/<int:pk>/rytm/", purpose.rhythm, name="rhythm"),
    path("koalicje/<int:pk>/obszary/", areas.areas, name="areas"),
    path("koalicje/<int:pk>/obszary/<int:area>/", areas.rename_area, name="rename_area"),
    path("koalicje/<int:pk>/obszary/<int:area>/zrezygnuj/", areas.drop_area, name="drop_area"),
    path("koalicje/<int:pk>/zasoby/", areas.assets, name="assets"),
    path("koalicje/<int:pk>/zasoby/<int:asset>/", areas.change_asset, name="change_asset"),
    path("koalicje/<int:pk>/zasoby/<int:asset>/usun/", areas.remove_asset, name="remove_asset"),
    path("", include("koalicja.coalitions.urls_candidates")),
    path("", include("koalicja.coalitions.urls_naming")),
    path("koalicje/<int:pk>/animatorzy/", coalitions.animators, name="animators"),
    path("koalicje/<int:pk>/animatorzy/zakoncz/", coalitions.end_animator, name="end_animator"),
    path("koalicje/<int:pk>/kogo-zaprosic/", proposals.proposals, name="proposals"),
    path("koalicje/<int:pk>/kogo-zaprosic/policz/", proposals.compose, name="compose"),
    path("koalicje/<int:pk>/kogo-zaprosic/<int:number>/", proposals.proposal, name="proposal"),
    path("koalicje/<int:pk>/kogo-zaprosic/<int:number>/nie-moze/", proposals.decline, name="decline"),
    path("koalicje/<int:pk>/kogo-zaprosic/<int:number>/dlaczego/", proposals.why_not, name="why_not"),
    path("koalicje/<int:pk>/kogo-zaprosic/<int:number>/grupa/", proposal_answers.say_class, name="say_class"),
    path("koalicje/<int:pk>/kogo-zaprosic/<int:number>/druk/", proposals.print_proposal, name="print_proposal"),
    path("", include("koalicja.coalitions.urls_inviting")),
]
