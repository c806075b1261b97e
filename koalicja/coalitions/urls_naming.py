"""Addresses of naming sessions."""

from django.urls import URLPattern, path

from koalicja.coalitions.views import naming, naming_session

urlpatterns: list[URLPattern] = [
    path("koalicje/<int:pk>/kto-u-nas/", naming.naming, name="naming"),
    path("koalicje/<int:pk>/kto-u-nas/sprawdz/", naming.naming_known, name="naming_known"),
    path("koalicje/<int:pk>/kto-u-nas/nowa-rozmowa/", naming.begin_naming, name="begin_naming"),
    path("koalicje/<int:pk>/kto-u-nas/dopisz/", naming.take_suggestion, name="take_suggestion"),
    path("koalicje/<int:pk>/kto-u-nas/wpis/<int:line>/", naming.decide_line, name="decide_line"),
    path("koalicje/<int:pk>/kto-u-nas/wpis/<int:line>/cofnij/", naming.take_back_line, name="take_back_line"),
    path("koalicje/<int:pk>/kto-u-nas/osoba/<int:candidacy>/", naming_session.naming_about, name="naming_about"),
    path("koalicje/<int:pk>/kto-u-nas/rozmowa/<int:session>/", naming_session.naming_session, name="naming_session"),
    path("koalicje/<int:pk>/kto-u-nas/druk/", naming_session.naming_sheet, name="naming_sheet"),
]
