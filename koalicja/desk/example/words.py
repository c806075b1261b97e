"""Words the example is made of. All people, organisations and phone numbers are invented; e-mails end in .example."""


def listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SOURCE = "przykład"
PROGRAMME = "Program Rozwoju Bibliotek – przykład"
ABOUT = (
    "Zmyślony program, na którym można wszystko wypróbować. Gminy są prawdziwe; biblioteki, organizacje i osoby nie "
    "istnieją. Wokół każdej Biblioteki Wiodącej powstaje koalicja, która ma przetrwać program."
)
# part, name, contact, e-mail, phone, website, logo
PARTNERS = (
    ("owner", "Fundacja Czytelnia Jutra (przykład)", "Aldona Zielińska", "biuro@czytelnia-jutra.example", "000 100 100",
     "https://czytelnia-jutra.example/", "books"),
    ("operator", "Stowarzyszenie Wspólna Ława (przykład)", "Tomasz Sikora", "koalicje@wspolna-lawa.example",
     "000 100 200", "https://wspolna-lawa.example/", "table"),
    ("funder", "Fundusz Zielona Półka (przykład)", "Bogna Lis", "granty@zielona-polka.example", "000 100 300",
     "https://zielona-polka.example/", "shelf"),
)  # fmt: skip

WOMEN = listed(
    "Agata Agnieszka Aldona Aleksandra Alicja Alina Anita Anna Barbara Beata Bogna Bożena Celina Danuta Dominika "
    "Dorota Edyta Elżbieta Emilia Ewa Ewelina Grażyna Halina Hanna Helena Honorata Iga Ilona Irena Iwona Izabela "
    "Jadwiga Janina Joanna Jolanta Julia Justyna Kamila Karolina Katarzyna Kinga Klaudia Krystyna Lena Lidia Lucyna "
    "Magdalena Małgorzata Maria Mariola Marta Marzena Milena Monika Natalia Nina Olga Patrycja Paulina Regina Renata "
    "Róża Sabina Sylwia Teresa Urszula Wanda Weronika Wiesława Wioletta Zofia Zuzanna"
)
MEN = listed(
    "Adam Andrzej Antoni Arkadiusz Artur Bartosz Błażej Bogdan Cezary Czesław Damian Daniel Dariusz Dawid Edward Eryk "
    "Filip Franciszek Grzegorz Henryk Hubert Igor Ireneusz Jacek Jakub Jan Janusz Jarosław Jerzy Józef Julian Kacper "
    "Kamil Karol Kazimierz Konrad Krzysztof Leszek Łukasz Maciej Marcin Marek Mateusz Michał Mirosław Norbert Oskar "
    "Patryk Paweł Piotr Przemysław Radosław Rafał Robert Roman Ryszard Sebastian Sławomir Stanisław Stefan Szymon "
    "Tadeusz Tomasz Waldemar Wiktor Witold Wojciech Zbigniew Zdzisław Zygmunt"
)
# Endings change with gender: a pair where they do, one word where they do not.
SURNAMES = tuple(
    tuple(pair.split("/")) if "/" in pair else (pair, pair)
    for pair in listed(
        "Adamska/Adamski Bąk Bednarek Białecka/Białecki Bielak Borowska/Borowski Brzezińska/Brzeziński Chmiel "
        "Cichocka/Cichocki Cieślak Czajka Dąbek Domańska/Domański Dudek Filipiak Gajda Głowacka/Głowacki Gołąb "
        "Górska/Górski Grabowska/Grabowski Jabłońska/Jabłoński Janik Jarosz Jastrzębska/Jastrzębski "
        "Jeziorska/Jeziorski Kaczmarek Kalinowska/Kalinowski Karaś Kasprzak Kępa Kłos Kołodziej Konopka "
        "Kosińska/Kosiński Kowalik Kozłowska/Kozłowski Krawczyk Krupa Kubiak Kuczyńska/Kuczyński Kurek Leśniak "
        "Lipińska/Lipiński Lis Łuczak Madej Majewska/Majewski Malec Marciniak Maślanka Mazurek Michalak "
        "Mikulska/Mikulski Mroczek Mucha Nawrocka/Nawrocki Niemiec Olejnik Olszewska/Olszewski Orzeł Owczarek "
        "Pająk Pawlak Piątek Pietrzak Piórko Polak Popiołek Przybylska/Przybylski Ratajczak Rogala "
        "Rudnicka/Rudnicki Rybak Sawicka/Sawicki Sikora Skiba Słowik Sobczak Sosnowska/Sosnowski Stachowiak "
        "Stępień Szczygieł Szulc Szymczak Śliwa Świderska/Świderski Tomczak Urbaniak Walczak Wąsik Wieczorek "
        "Wierzbicka/Wierzbicki Wilk Wojtczak Woźniak Wrona Wróbel Zając Zaręba Zawadzka/Zawadzki "
        "Zielińska/Zieliński Ziółkowska/Ziółkowski Żak Żurawska/Żurawski"
    )
)
VILLAGES = (
    "Brzezinki", "Dębowa Góra", "Grabówka", "Jasionka", "Kalinowo", "Lipki", "Łąki Małe", "Nowe Sady", "Olszynki",
    "Podlesie", "Stara Wola", "Wierzbowo", "Wysoka", "Zalesie", "Zarzecze",
)  # fmt: skip
STREETS = ("Kościelna", "Lipowa", "Ogrodowa", "Polna", "Rynek", "Szkolna", "Słoneczna", "Wiejska", "Zielona")

COALITION_NAMES = (
    "Wspólny stół", "Trzy pokolenia", "Dobre sąsiedztwo", "Od płotu do płotu", "Zielone podwórka", "Czas na nas",
    "Ławeczka", "Most", "Drzwi otwarte", "Jedno podwórko", "Kuźnia pomysłów", "Razem bliżej", "Sąsiedzki krąg",
    "Pod jednym dachem", "Z myślą o jutrze", "Nasza kolej", "Przy okrągłym stole", "Bliżej siebie", "Ruszamy z miejsca",
    "Cztery strony gminy", "Dom, droga, drzewo", "Gmina w ruchu", "Głos z każdej wsi", "Korzenie i skrzydła",
    "Ludzie stąd", "Małe kroki", "Młodzi i starsi", "Na wyciągnięcie ręki", "Nasze miejsce", "Nić porozumienia",
    "Po sąsiedzku", "Piątka do działania", "Słowo i czyn", "Spotkajmy się", "Tu i teraz", "Wiatr w żagle",
    "Wieś ma głos", "Wspólna droga", "Wszystkie ręce", "Z podwórka na podwórko",
)  # fmt: skip
COALITION_BEGINNINGS = ("Razem dla", "Wspólnie dla", "Sąsiedzi dla", "Pomysł dla", "Więcej dla", "Czas dla", "Stół dla")
COALITION_CAUSES = (
    "młodych", "seniorów", "naszej gminy", "naszych wsi", "rodzin", "kultury", "wszystkich", "trzech pokoleń",
    "małej ojczyzny", "dzieci i dziadków", "ludzi stąd", "ciekawych świata", "naszych dzieci", "zielonej gminy",
    "nowych mieszkańców",
)  # fmt: skip

LEAD_LIBRARIES = (
    "Gminna Biblioteka Publiczna", "Biblioteka Publiczna Gminy", "Gminne Centrum Kultury i Biblioteka",
    "Gminna Biblioteka Publiczna im. Marii Konopnickiej", "Biblioteka i Centrum Kultury",
)  # fmt: skip
LEAD_LIBRARY_WEIGHTS = (70, 10, 8, 7, 5)

# name, sector, weight: how often a register holds one. Two names of villages may follow ("OSP Olszynki").
OFFICES = (
    ("Urząd Gminy", "office"), ("Gminny Ośrodek Pomocy Społecznej", "social_welfare"),
    ("Rada Gminy", "council"), ("Gminny Ośrodek Zdrowia", "health"), ("Posterunek Policji", "public_service"),
    ("Zakład Gospodarki Komunalnej", "municipal_unit"), ("Dom Pomocy Społecznej „Przystań”", "care_home"),
)  # fmt: skip
SCHOOLS = (
    ("Szkoła Podstawowa nr 1", "school"), ("Szkoła Podstawowa nr 2", "school"),
    ("Przedszkole „Słoneczko”", "kindergarten"), ("Gminny Ośrodek Kultury", "culture_centre"),
    ("Zespół Szkół Rolniczych", "school"), ("Izba Pamięci „Stara Kuźnia”", "museum"),
    ("Świetlica wiejska Zarzecze", "village_hall"), ("Przedszkole „Leśny Zakątek”", "kindergarten"),
    ("Uniwersytet Ludowy", "university"), ("Biblioteka szkolna", "school_library"),
    ("Świetlica wiejska Podlesie", "village_hall"), ("Szkoła Podstawowa Zalesie", "school"),
)  # fmt: skip
CIVIC = (
    ("OSP Olszynki", "fire_brigade"), ("OSP Nowe Sady", "fire_brigade"), ("OSP Zarzecze", "fire_brigade"),
    ("KGW „Jarzębina”", "rural_housewives"), ("KGW „Malwy”", "rural_housewives"),
    ("KGW „Zagroda”", "rural_housewives"), ("Stowarzyszenie „Nasza Wieś”", "association"),
    ("Stowarzyszenie „Dolina Pomysłów”", "association"), ("Fundacja „Otwarte Okno”", "foundation"),
    ("Klub Sportowy „Orkan”", "sports_club"), ("LZS „Grom”", "sports_club"), ("Parafia św. Anny", "parish"),
    ("Uniwersytet Trzeciego Wieku „Jesienny Liść”", "third_age_university"),
    ("Klub Seniora „Złota Godzina”", "informal_group"), ("Koło Wędkarskie „Karaś”", "association"),
    ("Lokalna Grupa Działania „Trzy Rzeki”", "lag"), ("Grupa „Mamy w ruchu”", "informal_group"),
    ("Orkiestra Dęta „Hejnał”", "informal_group"),
)  # fmt: skip
FIRMS = (
    ("Piekarnia „Pod Lipą”", "firm"), ("Sklep „U Hani”", "firm"), ("Usługi ogrodnicze „Zielony Kąt”", "firm"),
    ("Bank Spółdzielczy", "cooperative_bank"), ("Agroturystyka „Pod Dębem”", "agritourism"),
    ("Gospodarstwo rolne „Na Górce”", "farmer"), ("Tartak „Sęk”", "firm"), ("Apteka „Rumianek”", "firm"),
    ("Portal „Głos Gminy”", "local_media"), ("Zajazd „Biały Koń”", "firm"), ("Zakład fryzjerski „Loczek”", "firm"),
    ("Pasieka „Miodna Łąka”", "farmer"), ("Warsztat „Koło i Oś”", "firm"),
)  # fmt: skip
# What women and what men call their function.
FUNCTIONS = {
    "office": (("sekretarka gminy", "kierowniczka", "inspektorka", "radna"), ("sekretarz gminy", "inspektor", "radny")),
    "culture": (("dyrektorka", "nauczycielka", "instruktorka"), ("dyrektor", "nauczyciel", "instruktor")),
    "ngo": (("przewodnicząca", "prezeska", "skarbniczka"), ("przewodniczący", "prezes", "naczelnik")),
    "business": (("właścicielka", "kierowniczka", "współwłaścicielka"), ("właściciel", "kierownik", "współwłaściciel")),
}
LOG_TEXTS = (
    ("talk", "Zna budżet gminy. Może przyjść raz w miesiącu, po 16:00.", "Wysłać krótki opis pomysłu"),
    ("call", "Chętnie pomoże z salą i transportem na spotkanie.", ""),
    ("mail", "Odpowiedź: proszą o termin po żniwach.", "Zadzwonić po 15 września"),
    ("call", "Nikt nie odebrał. Najlepiej dzwonić rano.", "Zadzwonić jeszcze raz"),
    ("talk", "Interesuje ją czas wolny młodych. Dociera do seniorów.", "Zaprosić na pierwsze spotkanie"),
    ("letter", "List zaniesiony osobiście do sekretariatu.", ""),
    ("talk", "Ma doświadczenie w pisaniu wniosków. Woli wspierać niż prowadzić.", ""),
    ("call", "Nie ma teraz czasu; poleca swoją zastępczynię.", "Porozmawiać z zastępczynią"),
    ("other", "Spotkanie na festynie. Pytała o rolę biblioteki.", "Pokazać plan biblioteki"),
    ("mail", "Prosi o przykład z innej gminy.", "Wysłać opis „Trzy pokolenia”"),
    ("call", "Potwierdza: ktoś od nich przyjdzie.", ""),
    ("talk", "Zna wszystkie zespoły w gminie. Pomoże je zaprosić.", "Ustalić listę zespołów"),
)
NOTES = (
    "Sala na 40 osób, rzutnik, kuchnia.", "Bus na 9 miejsc.", "Strona gminy i tablica ogłoszeń.",
    "Najlepiej pisać SMS.", "Pomaga przy festynach.",
)  # fmt: skip
