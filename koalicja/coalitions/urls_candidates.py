"""Addresses of the candidates' room of one coalition."""

from django.urls import URLPattern, URLResolver, path

from koalicja.coalitions.views import board, candidate, record, undoing

ROOM = "koalicje/<int:pk>/kandydaci/"
ONE = f"{ROOM}<int:candidacy>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(ROOM, board.board, name="board"),
    path(f"{ROOM}dopisz/", board.find_candidates, name="find_candidates"),
    path(f"{ROOM}z-propozycji/<int:number>/", board.list_proposal, name="list_proposal"),
    path(ONE, candidate.candidate, name="candidate"),
    path(f"{ONE}rozmowa/", candidate.note_talk, name="note_talk"),
    path(f"{ONE}stan/", candidate.move_candidate, name="move_candidate"),
    path(f"{ONE}nie/", candidate.candidate_says_no, name="candidate_says_no"),
    path(f"{ONE}zmien/<slug:what>/", candidate.change_candidate, name="change_candidate"),
    path(f"{ONE}zna/", candidate.candidate_knows, name="candidate_knows"),
    path(f"{ONE}cofnij/", candidate.undo_step, name="undo_step"),
    path(f"{ONE}cofnij-odpowiedz/", undoing.undo_answer, name="undo_answer"),
    path(f"{ONE}usun/", candidate.unlist_candidate, name="unlist_candidate"),
    path(f"{ONE}zapis/", record.print_record, name="print_record"),
]
