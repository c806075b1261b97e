"""Pure decisions: frozen dataclasses in, frozen dataclasses out. No Django, no clock, no files, no logging."""
