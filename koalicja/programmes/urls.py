"""Addresses of programmes, editions and the libraries in them."""

from django.urls import URLPattern, URLResolver, path

from koalicja.programmes import views

app_name = "programmes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("program/<slug:slug>/", views.programme, name="programme"),
    path("program/<slug:slug>/nowa-edycja/", views.open_edition, name="open_edition"),
    path("program/<slug:slug>/partnerzy/dodaj/", views.add_partner, name="add_partner"),
    path("program/<slug:slug>/partnerzy/<int:pk>/", views.edit_partner, name="edit_partner"),
    path("program/<slug:slug>/partnerzy/<int:pk>/usun/", views.remove_partner, name="remove_partner"),
    path("program/<slug:slug>/partnerzy/<int:pk>/logo/", views.logo, name="logo"),
    path("edycje/<int:pk>/", views.edition, name="edition"),
    path("edycje/<int:pk>/zmien/", views.edit_edition, name="edit_edition"),
    path("edycje/<int:pk>/dodaj-biblioteke/", views.register_participation, name="register_participation"),
    path("edycje/<int:pk>/operatorzy/", views.operators, name="operators"),
    path("edycje/<int:pk>/operatorzy/zakoncz/", views.end_operator, name="end_operator"),
    path("biblioteki/<int:pk>/", views.participation, name="participation"),
    path("biblioteki/<int:pk>/koordynacja/zakoncz/", views.end_coordinator, name="end_coordinator"),
    path("biblioteki/<int:pk>/usun/", views.remove_participation, name="remove_participation"),
]
