//! Words that tell bodies from people, in lower case.

/// Movements, companies, institutions and countries that news quotes most, in small letters, and what is left of "General Motors" without its
/// title; none that is a family name as well ("Ford", "Jordan").
pub(super) const KNOWN: &str = "hamas hezbollah hizbollah fatah taliban isis antifa google facebook instagram whatsapp \
    youtube tiktok amazon microsoft apple netflix uber airbnb spotify intel nvidia openai samsung sony huawei nokia ericsson \
    toyota nissan volkswagen tesla boeing airbus lufthansa ryanair gazprom rosneft exxon chevron walmart starbucks pfizer \
    moderna siemens motors electric foods dynamics wikileaks nato interpol europol frontex unicef unesco opec nasa greenpeace \
    oxfam amnesty bundestag bundesrat bundesbank knesset duma whitehall хамас хезболла талибан газпром роснефть кремль пентагон \
    госдума минобороны интерпол нато afghanistan argentina australia austria belarus belgium brazil britain bulgaria canada \
    china cuba denmark egypt estonia finland france germany greece hungary india indonesia iran iraq italy japan latvia lebanon \
    libya lithuania malaysia nigeria norway pakistan philippines poland portugal qatar romania russia scotland serbia somalia \
    spain sudan sweden switzerland syria taiwan thailand turkey ukraine venezuela vietnam yemen украина россия китай иран турция \
    сирия израиль";

/// Capitals that stand for a ministry or a central bank, in the spellings of English, German, French and Spanish; those that dispatches are sent
/// from are known elsewhere. None that is a common family or first name as well ("Sofia", "Muscat", "Luxemburg", "Wien").
pub(super) const CAPITALS: &str = "bonn peking moskau warschau kairo kopenhagen brüssel athen lissabon bukarest belgrad teheran \
    bagdad damaskus tokio kiew londres moscou varsovie vienne pékin copenhague bruxelles athènes lisbonne bucarest téhéran séoul moscú \
    varsovia viena pekín bruselas atenas estocolmo teherán bucharest belgrade bratislava ljubljana zagreb sarajevo pristina skopje \
    podgorica tirana chisinau minsk vilnius tallinn riga reykjavik nicosia tbilisi yerevan baku astana tashkent bishkek dushanbe ashgabat \
    pyongyang pjöngjang prag taipeh hanoi bangkok jakarta manila taipei vientiane yangon ulaanbaatar kathmandu dhaka doha manama \
    tripoli rabat algiers khartoum mogadishu djibouti kampala kigali kinshasa luanda harare lusaka maputo windhoek \
    dakar accra abuja bamako niamey ouagadougou bogota bogotá quito montevideo managua tegucigalpa";

/// Those of several words, of which only streets have one of [`WORDS`].
pub(super) const KNOWN_ROWS: &[&str] = &[
    "islamic jihad",
    "islamic state",
    "boko haram",
    "proud boys",
    "red cross",
    "goldman sachs",
    "merrill lynch",
    "morgan stanley",
    "wells fargo",
    "credit suisse",
    "jpmorgan chase",
    "rolls royce",
    "cambridge analytica",
    "addis ababa",
    "buenos aires",
    "kuala lumpur",
    "phnom penh",
    "santo domingo",
    "hong kong",
    "sri lanka",
    "costa rica",
    "puerto rico",
    "abu dhabi",
    "tel aviv",
    "los angeles",
    "san francisco",
    "silicon valley",
    "capitol hill",
    "wall street",
    "downing street",
    "fleet street",
    "main street",
    "high street",
    "bay street",
    "bond street",
    "oxford street",
    "threadneedle street",
];

/// Words of names that are bodies': "Federal Reserve Board", "Salomon Brothers", "Human Rights Watch".
pub(super) const WORDS: &str = "academy administration airlines airways alliance authority bancorp bank board brothers \
    campaign capital club co coalition college command commission committee division embassy exchange exchanges federation \
    forces foundation fund futures holding holdings hospital industries institution institutions instruments league markets \
    mining observatory office police school securities service services states street systems technologies watch ministerium \
    partei polizei";

/// What stands behind the name of a body and no person's, beside [`WORDS`] and `NOT_PEOPLE`: "a Hamas official", "Google executives".
pub(super) const BEHIND: &str = "ag sa nv official officials spokesman spokeswoman spokesperson executive executives \
    employees shares shareholders fighters militants";

/// What stands before the last name of a person: "Mr", "President".
pub(super) const BEFORE: &str = "mr mrs ms dr sir sen senator rep representative gov governor president premier minister \
    secretary chancellor ambassador envoy gen col colonel lt lieutenant admiral spokesman spokeswoman spokesperson chairman \
    chairwoman director professor prof attorney judge justice king queen prince princess pope adviser advisor leader officer \
    analyst economist trader dealer manager congressman congresswoman sgt capt cpl maj cmdr adm rev supt det insp \
    mayor herr frau präsident präsidentin kanzler kanzlerin ministerin sprecher sprecherin monsieur madame señor señora";

/// Those of [`WORDS`] that people are called too: "Picabo Street", "John Fund", "Joyce Brothers".
pub(super) const FAMILIES_TOO: &str = "street fund brothers holding league bank co";

/// What stands behind the name of a person as well, and so proves nothing: "the Trump administration", "the Clinton Foundation".
pub(super) const BEHIND_BOTH: &str = "administration campaign foundation government official";

/// Offices between one of [`WORDS`] and a person: "Campaign Manager Robby Mook", "Police Constable Adam Silver".
pub(super) const RANKS: &str = "constable inspector superintendent commissioner manager member economist strategist officer \
    analyst sergeant sgt detective captain commander coach teacher artist trustee trader dealer lawyer counsel editor leader \
    head boss executive aide clerk engineer employee worker";

/// What goes before "at" or "in" and the name of where somebody works or what somebody owns: "work at Amoco", "a stake in Amoco".
pub(super) const AT_BODIES: &str = "work works worked working job jobs share shares stake stakes interest staff staffer \
    workers worker employee employees employed executive executives official officials analyst analysts economist economists \
    trader traders dealer dealers manager managers engineer engineers headquarters";

/// Titles that no body has.
pub(super) const COURTESY: &str = "mr mrs ms miss dr sir prof professor herr frau monsieur madame señor señora";

/// Words in many, whom no "s" tells.
pub(super) const MANY: &str = "people men women children police media";

/// What goes before a month that is a date, beside words such as "in": "last August Amoco fell".
pub(super) const BEFORE_MONTHS: &str = "last next this since until till during before after early late mid end and";

/// First names that are common where news is written, none of a town or a month: before a word that is a body's elsewhere they tell a person.
pub(super) const FIRST_NAMES: &str = "adam adele alan albert alex alexander alexandra alice alison amanda amy andrea andrew \
    andy angela ann anna anne annie anthony antonio arthur barbara ben benjamin bernard bill billy bob brian bruce carl carla \
    carlos carol caroline catherine cecile charles charlie chris christina christine christopher claire claudia colin craig \
    daniel david debbie deborah dennis diana diane don donald donna dorothy doug douglas ed eddie edward eleanor elena elizabeth \
    ellen emily emma eric erik eva evelyn fiona frances francis francois frank fred frederick gary geoffrey george gerald gordon \
    graham greg gregory hannah hans harold harry heather helen helena henry howard hugh ian irene isabel ivan jack jacques james \
    jan jane janet jason jean jeff jeffrey jennifer jeremy jerry jessica jim jimmy joan joanna joe john jonathan jose joseph \
    joyce juan judith judy julia julian julie karen karl kate katherine kathleen keith kelly ken kenneth kevin klaus larry laura \
    lawrence linda lisa louise lucy luis margaret maria marie marion mark martha martin mary matthew melissa michael michel \
    michelle mike monica nancy natalie nicholas nick nicole nigel oliver olivia pamela patricia patrick paul paula pedro peter \
    philip philippe pierre rachel ralph ray raymond rebecca richard rick rita robert robin roger ronald rosemary roy ruth sally \
    sam samuel sandra sara sarah scott sharon sheila simon sophie stefan stephanie stephen steve steven stuart susan suzanne \
    terry theresa thomas tim timothy tina tom tony tracy vera veronica victor vincent vladimir walter wendy werner wolfgang \
    yvonne анна александр алексей андрей владимир дмитрий елена иван мария михаил наталья николай ольга павел сергей татьяна \
    юрий";

/// Family names that stand first: "Kim Jong Un", "Xi Jinping".
pub(super) const FAMILIES_FIRST: &str = "ahn ban chang chen cho choi deng han he hu huang hwang jiang kang kim kwon lee li \
    lim lin liu mao moon nguyen park pham roh shin song tran wang wen wu xi xu yang yoon zhang zhao zhou zhu";

/// Words behind a name that make it a body's in capitals only: "USA Today", and not "they met Obama today" or "Kerry states that".
pub(super) const IN_CAPITALS: &str = "today week show related states watch";
