"""Addresses of questions: under a coalition for whoever asks, short ones for whoever takes part."""

from django.urls import URLPattern, URLResolver, path

from koalicja.voices.views import moderating, picture, questions, taking_part

app_name = "voices"
_QUESTION = "koalicje/<int:pk>/glosy/<int:question>"
_STATEMENT = f"{_QUESTION}/wypowiedzi/<int:statement>"
urlpatterns: list[URLPattern | URLResolver] = [
    path("koalicje/<int:pk>/glosy/", questions.questions, name="questions"),
    path("koalicje/<int:pk>/glosy/nowe/", questions.open_question, name="open_question"),
    path(f"{_QUESTION}/", questions.question, name="question"),
    path(f"{_QUESTION}/ostatni-dzien/", questions.set_last_day, name="set_last_day"),
    path(f"{_QUESTION}/zamknij/", questions.close_question, name="close_question"),
    path(f"{_QUESTION}/obraz/", picture.picture, name="picture"),
    path(f"{_QUESTION}/dodaj/", moderating.add_for_others, name="add_for_others"),
    path(f"{_QUESTION}/dodaj/podobne/", moderating.near_for_others, name="near_for_others"),
    path(f"{_STATEMENT}/", moderating.statement, name="statement"),
    path(f"{_STATEMENT}/pokaz/", moderating.show_statement, name="show_statement"),
    path(f"{_STATEMENT}/polacz/", moderating.merge_statement, name="merge_statement"),
    path(f"{_STATEMENT}/rozlacz/", moderating.undo_merge, name="undo_merge"),
    path("glos/tablet/<str:token>/", taking_part.tablet, name="tablet"),
    path("glos/<str:code>/", taking_part.take_part, name="take_part"),
    path("glos/<str:code>/zaczynam/", taking_part.begin, name="begin"),
    path("glos/<str:code>/o-mnie/", taking_part.about_me, name="about_me"),
    path("glos/<str:code>/dodaj/", taking_part.add_own, name="add_own"),
    path("glos/<str:code>/dodaj/podobne/", taking_part.near, name="near"),
    path("glos/<str:code>/moje/", taking_part.mine, name="mine"),
    path("glos/<str:code>/moje/wycofaj/", taking_part.withdraw, name="withdraw"),
    path("glos/<str:code>/nastepna-osoba/", taking_part.next_person, name="next_person"),
]
