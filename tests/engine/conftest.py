"""Property tests may take their time on a busy machine."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None, database=None)
settings.load_profile("unhurried")
