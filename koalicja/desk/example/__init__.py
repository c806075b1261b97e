"""The example programme: real gminas, and nothing else in it is real.

The same seed and the same table of gminas give the same example; days are counted from the day it is loaded.
"""

from koalicja.desk.example.loader import Summary, links, load

__all__ = ["Summary", "links", "load"]
