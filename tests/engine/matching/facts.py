"""A small gazetteer of real gminas (facts of public registers) with the traps that matter."""

from koalicja.engine.matching.gminas import Gazetteer, GminaFact, PlaceFact

GMINAS = (
    GminaFact("020101", "Bolesławiec", 1, "bolesławiecki", "dolnośląskie"),
    GminaFact("020102", "Bolesławiec", 2, "bolesławiecki", "dolnośląskie"),
    GminaFact("101801", "Bolesławiec", 2, "wieruszowski", "łódzkie"),
    GminaFact("086101", "Gorzów Wielkopolski", 1, "Gorzów Wielkopolski", "lubuskie"),
    GminaFact("146501", "Warszawa", 1, "Warszawa", "mazowieckie"),
    GminaFact("200301", "Bielsk Podlaski", 1, "bielski", "podlaskie"),
    GminaFact("200303", "Bielsk Podlaski", 2, "bielski", "podlaskie"),
    GminaFact("200304", "Boćki", 2, "bielski", "podlaskie"),
    GminaFact("120101", "Bochnia", None, "bocheński", "małopolskie"),
    GminaFact("120102", "Bochnia", None, "bocheński", "małopolskie"),
    GminaFact("146304", "Skaryszew", 3, "radomski", "mazowieckie", ("Skaryszew",)),
)
PLACES = (
    PlaceFact("Kruszyn", "020102"),
    PlaceFact("Zarzecze", "020102"),
    PlaceFact("Zarzecze", "101801"),
    PlaceFact("Andryjanki", "200304"),
    PlaceFact("Bolesławiec", "020102"),
    PlaceFact("Nigdzie", "999999"),
)
GAZETTEER = Gazetteer(GMINAS, PLACES)
