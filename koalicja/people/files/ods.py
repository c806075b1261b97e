"""Counts what an ODS file holds while its XML streams by."""

from xml.parsers import expat

from koalicja.people.files.table import SheetScan, check_size

_VALUES = {f"office:{name}" for name in ("value-type", "value", "string-value", "date-value", "time-value")}
_VALUES.add("office:boolean-value")


class OdsScanner:
    """Counts filled rows and columns of every table while the XML streams by; repeated ones by their number."""

    def __init__(self) -> None:
        self.scans: list[SheetScan] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._row = self._row_repeat = self._column = self._last = 0
        self._unvalued = False

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.scans.append(SheetScan(attributes.get("table:name", "")))
            self._row = 0
        elif name == "table:table-row":
            self._row_repeat = _repeat(attributes, "table:number-rows-repeated")
            self._column = self._last = 0
            self._unvalued = False
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self._column += _repeat(attributes, "table:number-columns-repeated")
            if not _VALUES.isdisjoint(attributes):
                self._last = self._column
            elif "table:formula" in attributes:
                self._last, self._unvalued = self._column, True

    def _end(self, name: str) -> None:
        if name == "table:table-row" and self.scans:
            if self._last:
                check_size(self._row + self._row_repeat, self._last)
                for row in range(self._row + 1, self._row + self._row_repeat + 1):
                    self.scans[-1].see(row, self._last, has_unvalued=self._unvalued)
            self._row += self._row_repeat


def _repeat(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 10 else 1
