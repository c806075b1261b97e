"""First names in use in Poland, folded: what tells a person from an organisation. Our own list of facts."""

from koalicja.engine.matching.text import word_set

_OF_POLES = word_set(
    """
    adam adela adolf adrian agata agaton agnieszka alan albert alberta albin aldona alek aleks aleksander aleksandra
    alfred alicja alina alojza alojzy amanda ambrozy amelia anastazja anastazy anatol anatolia andrzej aneta
    angelika aniela anita anna antoni antonina anzelm apolonia arkadiusz arleta arnold aron artur augustyn aurelia
    baltazar barbara bartlomiej bartosz bazyli beata benedykt benon bernadeta bernadetta bernard bernarda blanka
    blazej bogdan bogna boguchwal bogumil bogumila boguslaw boguslawa boleslaw bonifacy bozena bozydar bronislaw
    bronislawa brunon brygida cecylia cecylian celestyna celina cezary cyprian cyryl czeslaw czeslawa dagmara damian
    daniel daniela danuta daria dariusz dawid diana dionizy dobrochna dobromila dominik dominika donata dorian
    dorota edgar edmund edward edwin edyta egon eleonora eligiusz eliza elwira elzbieta emanuel emil emilia emilian
    emma erazm erika ernest erwin eryk eryka estera eugenia eugeniusz eustachy euzebiusz ewa ewaryst ewelina fabian
    faustyna felicja felicjan feliks ferdynand filip florentyna florian franciszek franciszka fryderyk gabriel
    gabriela gaja gawel genowefa gerard gerda gerta gertruda gniewko gracjan grazyna grzegorz gustaw gwidon halina
    hanka hanna hektor helena henryk henryka herbert hieronim hilary hipolit honorata hubert hugo ida idalia iga
    ignacy igor ildefons ilona inga inka irena ireneusz irma irmina iwetta iwo iwona iza izabela izabella izydor
    jacek jadwiga jagna jakub jan janina janusz jarema jaroslaw jedrzej jeremi jerzy joachim joanna jolanta jonasz
    jozef jozefa jozefina judyta julia julian julita juliusz justyna kacper kaja kajetan kalina kamil kamila kamilla
    karina karol karolina kasper katarzyna kazimiera kazimierz kevin kinga klara klaudia klaudiusz klemens
    klementyna konrad konstanty kordian kornel kornelia krystian krystyna krzysztof ksawery ksenia lara larysa laura
    lech lena leokadia leon leonard leonarda leonia leontyna leopold leszek lidia liliana lilianna longin lubomir
    lubomira lucja lucjan lucyna ludmila ludwik ludwika luiza lukasz lukrecja maciej magda magdalena maja majka
    makary maksymilian malgorzata malwina manuela marcel marceli marcelina marcin marek maria marian marianna
    marietta marika mariola mariusz marlena marta martyna marzanna marzena mateo mateusz matylda maurycy melania
    metody michal michalina mieczyslaw mieczyslawa mikolaj milena milosz miron miroslaw miroslawa modest mojzesz
    monika nadia natalia natan natasza nela nestor nikita nikodem nikola nina noemi norbert oktawia oktawian olaf
    olga olgierd oliwia oliwier oriana oskar otto otylia pamela patrycja patrycjusz patryk paulina pawel pelagia
    petronela piotr pola prakseda przemyslaw rachela radoslaw rafal rajmund ramona regina remigiusz renata rita
    robert roch roksana roland roman romana romuald roza rozalia rozanna rudolf ryszard ryszarda sabina salomea
    samanta samuel sandra sara sebastian serafin sergiusz seweryn seweryna slawoj slawomir sobieslaw sonia stanislaw
    stanislawa stefan stefania stella swietlana sylwester sylwia sylwiusz szczepan szymon tacjana tadeusz tamara
    tatiana tekla teodor teodora teofil teresa tobiasz tola tomasz tosia tymon tymoteusz tytus urszula waclaw
    waclawa waldemar walenty walentyna waleria walerian walter wanda wawrzyniec wera weronika wiaczeslaw wiera
    wieslaw wieslawa wiktor wiktoria wilhelm wilhelmina wincenty wiola wioleta wioletta wirginia wit witalis witold
    wladyslaw wladyslawa wlodzimiera wlodzimierz wojciech zachariasz zaklina zaneta zbigniew zbyslaw zdzislaw
    zdzislawa zenobia zenon zenona ziemowit zofia zoja zuzanna zygfryd zygmunt zyta
    """
)
# What friends call them: a first name only where it comes first ("Kwiaciarnia Kasia" is no person).
SHORT_NAMES = word_set(
    """
    ala ania asia bartek basia beatka celinka czesia danka darek edek ela ewcia franek genia gienek gienia gosia
    grazynka hania hela heniek irka jadzia jarek jasia jola jozek jurek kasia kazik krysia krzysiek kuba lucynka
    maciek magdusia mariolka marysia mietek mirek ola renia rysia rysiek slawek stasia staszek stefcia tadek terenia
    tomek ula wiesia wiesiek wladek wojtek zbyszek zdzisiek zenek zosia zuzia
    """
)

# Of people who came to Poland, as they write their names here: Ukrainian, Belarusian, Russian, Georgian, Vietnamese.
_OF_NEWCOMERS = word_set(
    """
    alaksandr aleh alena ales alesia aliaksandr aliaksandra aliaksei aliona alla alona anastasiia anastasija
    anastasiya anatolii andrei andrej andrii andrij andriy anh anhelina antonina anzhela anzhelika arsen artem
    artiom artsiom artur bohdan bohdana boris borys chi christina danylo daria darya daryja daryna denis denys diana
    diep dmitri dmitrij dmitry dmytro duc dung eduard ekaterina elena elina elvira eugen eva galina georgi georgii
    giang giorgi halyna hanna hennadii hieu hleb hlib hoa huong huyen ihar ihor ilja illia ilya inesa inna irina
    iryna ivan ivanna iwan iwanna jauhen jelena jevhen jevhenija jewhen jewhenija juri jurij kanstantsin karyna
    kateryna katsiaryna khanh khrystyna kira kiryl kostiantyn kristina kseniia ksenija kseniya kyrylo lam larisa
    larysa lesia lesya levan lilia liliia liliya linh liubov liubow liudmyla ljudmyla luba lubow ludmila ludmyla
    lyubov lyudmila lyudmyla makar maksim maksym margarita marharita marharyta mariia marija marina mariya marta
    maryia maryja maryna matvii mikalai mikhail mikita minh mychajlo mykhailo mykhaylo mykola mykyta myroslav
    myroslava nadiia nadija nadiya nadzeya natalia nataliia natalija nataliya natallia natalya nazar nazarii nga
    ngoc nhung nino oksana oleg oleh oleksa oleksandr oleksandra oleksii oleksij oleksiy olena olesia olesya olha
    orest orysia ostap pavel pavlo pawlo petro phong phuong polina quang quoc quyen raisa rostyslav rostyslaw ruslan
    ruslana sasza semen sergei sergey sergij serhii serhij serhiy siarhei snezhana snizhana sofia sofiia sofija
    sofiya solomiia solomija sonia stanislav stepan svetlana sviatlana sviatoslav svitlana swiatoslaw swietlana
    switlana taisiia tamara taras tatiana tatjana tatsiana tatyana tetiana tetyana thanh thao thi thu thuy tien
    timur trang trung tuan tung tuyet tymofii uladzimir uladzislau ulana uliana uyen vadim vadym valentin valentyn
    valentyna valerii valeriia valeriya vasilisa vasyl vera veronika viacheslav viet viktor viktoria viktoriia
    viktorija viktoriya vinh vira vitali vitalii vitalina vitaliy vlad vladimir vladislav vladyslav vladyslava volha
    volodymyr vsevolod wadim wadym wasyl wasylyna wiaczeslaw wiktorija wira witalij witalina wlada wladimir
    wladyslawa wolodymyr xuan yana yanina yaroslav yaroslava yauhen yehor yelena yelyzaveta yevhen yevhenii
    yevheniia yevheniya yulia yuliia yuliya yuri yurii yuriy yury zakhar zhanna zlata zoriana
    """
)
FAMILIES_OF_VIETNAM = word_set("nguyen tran pham hoang phan vu dang bui ngo duong ly le do ho")
FIRST_NAMES = _OF_POLES | _OF_NEWCOMERS
