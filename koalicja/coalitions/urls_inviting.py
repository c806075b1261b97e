"""Addresses of invitations, answers and the meeting; the one at the end is for whoever was invited."""

from django.urls import URLPattern, URLResolver, path

from koalicja.coalitions.views import answering, answers, inviting, meeting, undoing

urlpatterns: list[URLPattern | URLResolver] = [
    path("koalicje/<int:pk>/zaproszenia/", inviting.invitations, name="invitations"),
    path("koalicje/<int:pk>/zaproszenia/wybierz/", inviting.choose_invited, name="choose_invited"),
    path("koalicje/<int:pk>/zaproszenia/teksty/", inviting.invitation_texts, name="invitation_texts"),
    path("koalicje/<int:pk>/zaproszenia/wyslij/<slug:way>/", inviting.send_invitations, name="send_invitations"),
    path("koalicje/<int:pk>/zaproszenia/wzor/<slug:group>/", inviting.word_invitation, name="word_invitation"),
    path("koalicje/<int:pk>/zaproszenia/rozmowa/<int:candidacy>/", inviting.log_talk, name="log_talk"),
    path("koalicje/<int:pk>/zaproszenia/odloz/", inviting.put_aside, name="put_aside"),
    path("koalicje/<int:pk>/zaproszenia/listy/", meeting.print_letters, name="print_letters"),
    path("koalicje/<int:pk>/zaproszenia/telefony/", meeting.print_calls, name="print_calls"),
    path("koalicje/<int:pk>/zaproszenia/<int:invitation>/odloz/", inviting.drop_prepared, name="drop_prepared"),
    path("koalicje/<int:pk>/zaproszenia/<int:invitation>/przypomnij/", inviting.remind, name="remind"),
    path(
        "koalicje/<int:pk>/zaproszenia/<int:invitation>/przypomnienie/<slug:decision>/",
        inviting.decide_reminder,
        name="decide_reminder",
    ),
    path("koalicje/<int:pk>/zaproszenia/<int:invitation>/zamknij/", inviting.revoke_link, name="revoke_link"),
    path(
        "koalicje/<int:pk>/zaproszenia/<int:invitation>/poczta/<slug:decision>/",
        inviting.decide_mail,
        name="decide_mail",
    ),
    path("koalicje/<int:pk>/odpowiedzi/kod/", answers.find_slip, name="find_slip"),
    path("koalicje/<int:pk>/odpowiedzi/<int:candidacy>/", answers.type_answer, name="type_answer"),
    path("koalicje/<int:pk>/odpowiedzi/zalatwione/<int:answer>/", answers.deal_with, name="deal_with"),
    path("koalicje/<int:pk>/odpowiedzi/zamiast/<int:answer>/", answers.consider_instead, name="consider_instead"),
    path("koalicje/<int:pk>/odpowiedzi/cofnij/<int:answer>/", undoing.take_back_answer, name="take_back_answer"),
    path("koalicje/<int:pk>/spotkanie/", meeting.meeting, name="meeting"),
    path("koalicje/<int:pk>/spotkanie/obecnosc/", meeting.print_presence, name="print_presence"),
    path("z/<slug:token>/", answering.answer_link, name="answer_link"),
]
