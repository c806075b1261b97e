"""Printed documents: the one door to the typesetter. URL, access and words belong to the room that asks."""
