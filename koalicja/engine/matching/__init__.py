"""From messy local lists to comparable names, sectors, gminas and judged rows (docs/algorithms/matching-1.md)."""

METHOD = "matching-1"
