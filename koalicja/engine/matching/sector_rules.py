"""The rules behind guessed sectors: the first rule of which a phrase is found decides (docs/algorithms/matching-1.md).

A phrase reads folded words joined by single spaces, without punctuation and without the patron ("im. …"):
`*` is any ending, `+` an ending of at least one letter, `...` up to four words in between, `^` the beginning, `$` the
end, `(a|b)` either, `\\d` a digit. So "przedszkol*" finds "w przedszkolu" and "dom* ... kultur+" finds "Miejskiego
Domu Kultury".
"""

import re

from koalicja.engine.matching.sector_patterns import Rule, closed_rule, rule

# A person can correct any of these for one name; care homes (DPS) and clinics are open to coalitions and stay in.
CLOSED_RULES: tuple[Rule, ...] = (
    closed_rule(
        "closed_prison",
        """
        zakl+ karn+, areszt(u|y|owi|em|ow|cie|ach)?, zakl+ poprawcz+, wiezieni+, schronisk+ dla nieletnich,
        oddzial* zewnetrzn+, dom* ... dla cudzoziemcow
        """,
        sector="public_service",
    ),
    closed_rule(
        "closed_hospital",
        """
        szpital*, swietlic+ szpitaln+, zakl+ leczniczy, hospicj+, psychiatr+, zakl+ ... opiekunczo leczn+, zol,
        zpo, zakl+ pielegnac+ opiekuncz+, centrum onkologii, izb+ wytrzezwien,
        oddzial* (dzienny|chorob|wewnetrzny)
        """,
        sector="health",
    ),
    closed_rule("abroad", "^zagranica$, ^statek$, ^statki$", code="abroad"),
)

NAME_RULES: tuple[Rule, ...] = (
    rule("lag", "lgd, lokaln+ grup+ dzialania, lgr"),
    rule("rural_housewives", "kgw, kgiw, kgigw, kol+ gospodyn, gospodyn wiejskich"),
    rule("third_age_university", "utw, uniwersyte+ (trzeciego|iii|3) wieku, akademi+ (seniora|trzeciego wieku)"),
    rule("care_home_named", "dom* pomocy spolecz+, dps", sector="care_home"),
    rule(
        "sports_named",
        "ks, lks, lzs, gks, mks, uks, klub* ... sportow+, ludow+ zespol* sportow+",
        sector="sports_club",
    ),
    rule("foundation_named", "^fundacj+", sector="foundation"),
    rule("association_named", "^stowarzysz+, ^towarzystw+, ^(polsk+ )?zwiaz+", sector="association"),
    rule("school_library", "bibliotek* szkoln+"),
    rule("library", "bibliotek*, biblioteczn+, gbp, mbp, mgbp, wbp, pbp, pimbp, wypozyczaln+ ksiazek"),
    rule("university_named", "wyzsz+ szkol+, szkol+ wyzsz+, ^uniwersyte+, ^politechnik+", sector="university"),
    rule("office_named", "^urz+ (gmin*|miast*|miejsk+|mig|dzielnic*), palac* slubow", sector="office"),
    rule(
        "tree_nursery",
        """
        szkol(ka|ki|ce|ek|kami|karstwo) ... (drzew*|krzew*|roslin*|lesn+|ogrodnicz+|sadownicz+|ozdobn+|iglak*|bylin*),
        szkolkarstw+
        """,
        sector="farmer",
    ),
    rule(
        "sports_school",
        "szkolk+ (pilkarsk+|jezdzieck+|zeglarsk+|tenisow+|plywack+|narciarsk+|sportow+)",
        sector="sports_club",
    ),
    rule(
        "school_named",
        """
        ^szkol*, ^publiczn+ szkol+, ^niepubliczn+ szkol+,
        ^(publiczny |niepubliczny |akademicki )?zespol ... szkol*, szkol+ (policealn+|medyczn+|muzyczn+),
        medyczne studium
        """,
        sector="school",
    ),
    rule(
        "former_school",
        "byl+ ... szkol*, dawn+ ... szkol*, po szkole, po byl+ szkol*, poszkoln+",
        sector="village_hall",
        certain=False,
    ),
    rule("student_house", "dom* stude+, akademik, osiedl+ studenck+", sector="university"),
    rule("youth", "mlodziezow+ rad+, rad+ mlodziez+, samorzad* uczniowsk+, ^mlodziez, klub* mlodziez+"),
    rule("parents", "rad+ rodzicow, ^rodzice*"),
    rule("village_head", "soltys*, solectw+, rad+ soleck+"),
    rule("seniors", "rad+ senior+, klub* ... senior*, ^senior*, klub* zlotego wieku, klub* emeryt+"),
    rule("council", "rad+ (gminy|miejsk+|miasta|osiedl+|dzielnicy|powiatu|wspolnoty|kolonii), radn+"),
    rule(
        "village_hall",
        """
        swietlic*, swielic*, dom* (ludow*|wiejsk+|wsi|spotkan|soleck+|mieszkanca|mieszkancow|spoleczn+|rolnika),
        dom* ludowo (strazack+|wiejsk+), sal+ (wiejsk+|spotkan|zebran|soleck+|osp), budyn+ (wiejsk+|soleck+),
        wiejsk+ (dom|klub|centrum)(?! kultur), klub* (rolnika|wiejsk+|mieszkancow|wsi|soleck+), centrum wiejsk+,
        centrum (aktywnosci|integracji|spotkan)*, wiejsk+ osrod+(?! kultur|zdrow), wielofunkcyj+,
        dom* wspolnoty, gromadzk+, wigwam, klub* spoleczn+, budyn+ wielofunkcyjn+, dom* aktywnosci,
        inicjatyw+ wiejsk+
        """,
    ),
    rule(
        "kindergarten",
        """
        przedszkole, przedszkol(a|u|i|em)*, punkt* przedszkoln+, zlob(ek|ka|ku|ki|kow|kiem), pp nr, klub* dzieciec+
        """,
    ),
    rule(
        "culture_centre",
        """
        (dom*|osrod+|centr+|placowk+|instytut*|instytucj+|miejsc+|klub*|filia) ... kultur*, kulturaln+,
        kulturalno, gok, mok, mgok, mdk, gdk, mgdk, wdk, dk, gck, mck, ck, sck, gokis, gokir, gckib, moksir,
        goksir, okis, gcki, bok, dok, sok, kck, cksir, gcksir, gokib, gckis, dom* artystyczn+,
        kultur+ (sportu|rekreacji|turystyki|sztuki)
        """,
    ),
    rule(
        "fire_brigade",
        """
        osp, ochotnicz+ straz*, ochotn+ straz+, remiz*, straznic+(?! grani), dom* ... straza+, strazack+,
        straz+ ochotnicz+, dom* strazy, remizo+, strazak+
        """,
    ),
    rule(
        "public_service",
        """
        policj*, panstwow+ straz*, straz* (miejsk+|gminn+|graniczn+), jednostk+ ratowniczo, kppsp, starost+,
        urz+ (skarbow+|pracy|wojewodz+|marszalk+|celn+|stanu|statystyczn+|morsk+|kontroli), nadlesnictw+,
        lesnictw+, sad* (rejonow+|okregow+), prokuratur+, krus, zus, arimr,
        agencj+ (restrukturyzacji|rynku|nieruchomosci), osrod+ doradztwa, doradztwa rolniczego, inspekt+,
        sanepid, stacj+ sanitarno, sanitarno epidem+, jednostk+ wojskow+, wojskow+, wsparcia rolnictwa,
        garnizon+, ambasad+, konsulat*, kasa rolniczego, komend+, koszar+, kowr, izb+ skarbow+,
        powiatow+ (zarzad|centrum obslugi), drog (krajow+|wojewodzk+|powiatow+), centraln+ osrod+ szkolenia,
        zaklad* ubezpieczen+, ministerstw+, ruchu drogowego, park+ (narodow+|krajobrazow+), lasow panstwowych,
        izb+ rolnicz+, melioracj+
        """,
    ),
    rule(
        "care_home",
        """
        dom* pomocy, dps, dom* ... (opieki|starosci|seniora|senior),
        dom* (spokojnej|dziecka|rencist+|emeryt+|nauczyciela),
        dom* (kombatant+|weteran+|samotn+|aktora|kaplana|ksiezy), placowk+ opiekuncz+, rodzinn+ dom*,
        dom* matki, zaklad* opiekuncz+, zakl+ opieki dlugotermin+, pieczy zastepcz+,
        osrod+ ... opieki(?! zdrow), centrum ... opiekuncz+, centrum opieki, placowk+ ... wychowawcz+,
        pogotowi+ opiekuncz+, osrod+ opiekuncz+
        """,
    ),
    rule(
        "social_welfare",
        """
        (osrod+|centr+|punkt+) ... pomoc+ (spolecz+|rodzin+), pomoc+ (spolecz+|rodzin+), gops, mops, mgops, ops,
        mopr, mgopr, pcpr, wtz, sds, cus, zaz, dom* samopomoc+, srodowiskow+ dom*, warsztat* terapii,
        wsparcia dziennego, wspierania rodzin+, dziennego pobytu,
        centrum (uslug|swiadczen|aktywizacji|pomocy|wsparcia)*, dzienn+ (dom*|osrod+), osrod+ wsparcia,
        noclegown+, schronisk+ dla (bezdomn+|osob), spoldzielni+ socjaln+, interwencji kryzysow+,
        osrod+ (adopcyjn+|terapeut+), centrum integracji spolecznej, klub* integracji,
        osrod+ (uzaleznien|readaptac+), bursz+, samopomocy, (chrzescijanski|katolicki) osrod+ ... uzaleznion+,
        wolontariat+
        """,
    ),
    rule("pharmacy", "apte+", sector="firm"),
    rule(
        "health",
        """
        przychodn+, osrod+ (zdrowi+|rehabilit+|leczni+|terapii), spzoz, nzoz, zoz, spzzoz, zzoz,
        opiek+ zdrowotn+, lekarz*, medyczn+, pogotowi+ ratunkow+, rehabilit+, sanatori+, zdrowi*, uzdrowisk+,
        lecznictw+, hematolog+, pulmonolog+, reumatolog+, chorob, oddzial* ... terapii, diagnostyk+,
        transplant+, onkolog+, fizjoterap+, stacj+ krwiodawstwa, krwiodawstw+, klinik+, pielegniar+,
        wiejsk+ osrod+ zdrowia, sanatorium
        """,
    ),
    rule(
        "university",
        """
        uniwersyte+, politechnik+, akademi+(?! kultur), wyzsz+ (szkol+|seminari+), szkol+ wyzsz+, uczelni*,
        wydzial*, collegium, kolegium, pwsz, instytut*(?! polsk)
        """,
        certain=False,
    ),
    rule(
        "school",
        """
        szkol*, szk podst*, (sp|psp|nsp) (nr )?\\d*, ^(sp|psp|nsp|zs|zsp|zso|zss|zsz|zst|lo|clo), lo, zs, zso,
        zss, zsz, zst, zsckr, sosw, zsp, mow, mos, ckziu, ckz, zsr, zspo, zespo* szk*, zepo* szk*, podstawow+,
        lice+, technik(um|ow|a), gimnazj+, studium, burs+, internat*, poradni+ (psycholog+|pedagog+),
        osrod+ ... (szkoln+|szkolno|wychowawcz+),
        osrod+ (socjoterapii|rewalidac+|doskonalenia|edukac+|szkoleni+),
        centrum ... (ksztalcenia|edukac+|doskonalenia), kuratori+, schronisk+ mlodziez+, palac+ mlodziez+,
        dom* (harcerza|mlodziezy), placowk+ oswiatow+, ognisk+ muz+, zdz, doskonalenia zawodowego, hufi+ pracy,
        ohp, przedszkoln+, przedszkolno, oswiatow+, oswiat+, zaklad+ naukow+, ksztalceni+, pozaszkoln+, poradn+,
        placow+ (specjaln+|specjalist+|integracyjn+), szkolk+, niepubliczn+ sp, wychowani+ pozaszkoln+,
        nauczyciel+, edukacyjn+, edukacji, przysposobieni+
        """,
    ),
    rule(
        "office",
        """
        urz* (gmin*|miast*|miejsk+|dzielnic*|mg|m g), ^urz*, ^(ug|um|umig|umg|ugim), ratusz*, magistrat*, wojt*,
        burmistrz*, budyn+ urz+, sal+ ... urz+, urzad, urzedu, urzedzie, delegatur+ urzedu
        """,
    ),
    rule(
        "sports_club",
        """
        ks, lks, lzs, gks, mks, uks, gls, wlks, klks, rks, mlks, ulks, mlzs, kps, klub* ... sportow+,
        zespol* sportow+, wks, klub* (pilkarsk+|jezdzieck+|zeglarsk+|wioslarsk+|tenisow+|karate|judo|kolarsk+),
        sekcj+ sportow+, ckks
        """,
    ),
    rule(
        "parish",
        """
        parafi+, kosciol*, kosciel+, katolick+(?! szkol), plebani+, caritas, klasztor*, siostr, diecezj*,
        diecezja+, zbor, zboru, cerk+, kaplic+, zakon+, oratori+, salezj+, seminari+, salk+ katech+,
        dom* (katech+|rekolekc+|modlitwy), katech+, zgromadzeni+ siostr
        """,
    ),
    rule("foundation", "fundacj+"),
    rule("cooperative_bank", "bank* spoldz+, ^bs"),
    rule("agritourism", "agroturyst+, gospodarstw+ goscinn+"),
    rule("local_media", "gazet+, tygodni+, portal*, radi(o|a), telewizj+, redakcj+, kurier+", certain=False),
    rule(
        "association",
        """
        stowarzysz+, towarzystw+, zwiaz+, zhp, zhr, harcer+, hufi*c*, pzeri*, pzw, pck, pttk, tpd, tskn, znp,
        kol+ ... (emeryt+|lowieck+|pszczelarz+|wedkarsk+), kolk+ rolnicz+, rod, ogrod+ dzialk+, dzialkow+,
        solidarnosc*, lig+ (obrony|kobiet+|ochrony), lok(?! \\d), chor, orkiestr+, polsk+ czerwon+, klub* abstynent+,
        federacj+, forum, zespol* (ludow+|piesni|folklor+|spiewacz+|regionaln+), kapel+, automobilklub*,
        spolecznosc+ zydowsk+, not, bractw+
        """,
    ),
    rule("informal_group", "grup+ (nieformaln+|inicjatywn+|mieszkanc+|zabawow+), inicjatyw+ (lokaln+|mieszkanc+)"),
    rule(
        "museum",
        """
        muze+, skansen*, galeri+, teatr*, kino*, kina, filharmoni+, oper(a|y|etka), amfiteatr*,
        izb+ (pamieci|regionaln+|tradycji), archiwum, zam(ek|ku), palac*, estrad+, dworek, dwor, dworku,
        zabytkow+, planetarium, chat+
        """,
        certain=False,
    ),
    rule(
        "municipal_unit",
        """
        osir, mosir, gosir, mgosir, posir, zgk, zgkim, pgk, pgkim, zuk, mzgk, zgm, mzk, mpk, mpgk, mpec, pec,
        mpwik, zwik, pwik, zgl, adm, zbk, tbs, zbm, zbilk, sport+, hal(a|i|e), basen*, plywaln+, stadion*,
        kapielisk+, lodowisk+, gospodark+ (komunaln+|mieszkan+|lokal+|gminn+), komunal+, wodociag+, wod kan,
        rekreac+, boisk+, orlik*, oczyszczaln+,
        zarzad+ (drog+|zieleni|budyn+|gospodark+|mienia|nieruchomosc+|komunal+|zasob+),
        zasob+ (komunal+|lokal+|mieszkan+),
        budyn+ (gminn+|komunal+|miejsk+|administr+|socjaln+|publiczn+|wielorodzinn+), inkubator*, targowisk+,
        odnow+ wsi, energetyki cieplnej,
        centrum ... (informac+|turyst+|obslugi|administr+|zarzadzania|rozwoju|rewitaliz+|organizacji),
        gminn+ centrum, miejsk+ centrum, osiedl+, gminn+ sal+, sal+ gminn+, sal+ gimnast+, aquapark, park wodny,
        administracj+, zaklad+ uslug komun+, zieleni miejsk+, cmentarz+, zajezdni+ (tramwaj+|autobus+), ciepln+,
        dom* przedpogrzeb+
        """,
        certain=False,
    ),
    rule("farmer", "gospodarstw+, ^rolni(k|cy), ogrodnictw+, sadownictw+, pasiek+, grup+ producen+", certain=False),
    rule(
        "firm",
        """
        sp z oo, sp z o o, spolk*, s a, s c, s(a|c)$, phu, pphu, fhu, pph, ppuh, puh, gs, sks, skr, rsp, pks,
        pkp, pgr, pge, pss, sm, firm+, przedsiebior+, spoldziel+, sklep*, hotel*, zajazd*, gosci(niec|ncu),
        restaurac+, karczm+, bar, kawiarn+, pizzeri+, piekarni*, cukierni*, zaklad+, fabryk+, hurtowni+, salon*,
        studio, warsztat*, serwis*, autoserwis*, biur+, tartak*, mlyn*, mleczarni*,
        dom* (weseln+|przyjec|handlow+|towarow+|wczasow+), kwiaciarni*, handl+, uslug*, pensjonat*,
        stacj+ (paliw|pomp|obslugi), bank*, poczt*, garaz*, magazyn*, dworz*c*, kopaln+, hut(a|y|nicza),
        cegielni*, holding*, kancelari+, lecznic+, weterynar+, wspolnot+ mieszkan+, schronisk+ turyst+, stanic+,
        osrod+ (wypoczynk+|wczasow+|konferenc+|turyst+), motel*, rzemiosl+, cech*, pawilon*, elektrown+,
        energetyk+, lokal+ uslug+, gastronom+, bistro, pub, galeri+ handlow+, centrum handlow+, zpc, produkc+,
        logistycz+
        """,
        certain=False,
    ),
    # Last and weakest: words that only say what kind of room it is.
    rule(
        "village_hall_any",
        """
        ^klub$, sal+, wiejsk+, dom* aktywn+, swietl+, soleck+,
        dom* (kolejarza|robotnicz+|gornika|wloknia+|chemika)
        """,
        sector="village_hall",
        certain=False,
    ),
    rule("club_any", "klub*", sector="informal_group", certain=False),
    rule("fire_brigade_any", "straz* pozarn+, sta(z|rz) pozarn+", sector="fire_brigade", certain=False),
    rule("culture_any", "kultury, kulturow+", sector="culture_centre", certain=False),
    rule(
        "municipal_any",
        "budyn+ ... (gmin+|miasta), gminn+, miejsk+, powiatow+, dzielnic+",
        sector="municipal_unit",
        certain=False,
    ),
)

# Whoever calls itself so is no closed institution, whatever it works for: "Fundacja Hospicjum", "Przyjaciele Szpitala".
CIVIC_FORM = re.compile(
    r"(?:\w+ ){0,2}?(?:fundacj|stowarzyszen|towarzystw|federacj|bractw|wolontari|komitet|przyjaciel|przyjaciol)"
    r"|zwiaz(?:ek|ku) |kol[oa] (?!gospodyn)|grupa (?:wsparcia|wolont|przyjac|inicjatywn)"
)

KIND_RULES: tuple[Rule, ...] = (
    rule("kind_ngo_any", "^ngo$, ^org* (pozarzadow+|spoleczn+)$", sector="association", certain=False),
    rule(
        "kind_business_any",
        "^przedsiebior+$, ^firm+$, ^biznes$, ^dzialalnosc gospodarcza$",
        sector="firm",
        certain=False,
    ),
    rule(
        "kind_office_any", "^samorzad*$, ^jst$, ^administracj+$, ^jednostka samorzad*$", sector="office", certain=False
    ),
    rule("kind_education_any", "^oswiat+$, ^szkol+$, ^edukacj+$, ^placowka oswiatowa$", sector="school", certain=False),
    rule(
        "kind_culture_any",
        "^kultura$, ^instytucj+ kultury$, ^oswiata i kultura$",
        sector="culture_centre",
        certain=False,
    ),
    rule("kind_resident_any", "^mieszkan+$, ^osoba( fizyczna)?$, ^obywatel*$", sector="resident", certain=False),
    *NAME_RULES,
)

# Whole words between the signs of an address, and what is commonly written together: the beginning of an unknown word
# says nothing ("szkolycelne" is no school).
EMAIL_RULES: tuple[Rule, ...] = (
    rule(
        "email_library",
        "bibliotek(a|i)(publiczna|gminna|miejska|szkolna)?, (gminna|miejska)bibliotek(a|i), gbp, mbp, mgbp",
        sector="library",
        certain=False,
    ),
    rule("email_social_welfare", "gops, mops, mgops, ops, pcpr", sector="social_welfare", certain=False),
    rule(
        "email_culture_centre",
        "gok, mok, mgok, gdk, mdk, gck, mck, goksir, gokis, domkultury",
        sector="culture_centre",
        certain=False,
    ),
    rule("email_kindergarten", r"przedszkol(e|a)(nr)?\d?\d?", sector="kindergarten", certain=False),
    rule(
        "email_school",
        r"""
        sp(nr)?\d?\d?\d?, lo(nr)?\d?\d?, zs(o|p|z)?(nr)?\d?\d?, (n|p)sp\d?\d?, szkol(a|y)(podstawowa)?(nr)?\d?\d?\d?,
        zespolszkol\d?\d?, edu, gimnazjum\d?\d?
        """,
        sector="school",
        certain=False,
    ),
    rule("email_parish", "parafi(a|i)", sector="parish", certain=False),
    rule("email_fire_brigade", "osp", sector="fire_brigade", certain=False),
    rule("email_office", "ug, um, urzad, gmina, umig", sector="office", certain=False),
    rule("email_foundation", "fundacj(a|i)", sector="foundation", certain=False),
    rule("email_association", "stowarzyszeni(e|a)", sector="association", certain=False),
)
