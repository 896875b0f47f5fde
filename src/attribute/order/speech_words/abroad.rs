//! Words of German, French, Spanish and Russian that stand beside a quotation and tell its speaker, in lower case.

/// Verbs of speech by language, in the order German, French, Spanish, Russian: finite, or a participle behind a helping verb.
pub(in crate::attribute::order) const VERBS: [&[&str]; 4] = [
    &[
        "sagte",
        "sagt",
        "gesagt",
        "erklärte",
        "erklärt",
        "betonte",
        "betont",
        "schrieb",
        "schreibt",
        "geschrieben",
        "meinte",
        "meint",
        "warnte",
        "warnt",
        "forderte",
        "fordert",
        "kritisierte",
        "kritisiert",
        "ergänzte",
        "ergänzt",
        "antwortete",
        "antwortet",
        "versprach",
        "verspricht",
        "versicherte",
        "versichert",
        "bestätigte",
        "bestätigt",
        "teilte",
        "klagte",
        "klagt",
        "beklagte",
        "beklagt",
        "mahnte",
        "mahnt",
        "lobte",
        "bekräftigte",
        "erläuterte",
        "erläutert",
        "erzählte",
        "erzählt",
        "berichtete",
        "berichtet",
    ],
    &[
        "dit",
        "déclaré",
        "déclare",
        "affirmé",
        "affirme",
        "expliqué",
        "explique",
        "ajouté",
        "ajoute",
        "indiqué",
        "indique",
        "précisé",
        "précise",
        "promis",
        "promet",
        "raconté",
        "raconte",
        "racontait",
        "confié",
        "confie",
        "assuré",
        "assure",
        "souligné",
        "souligne",
        "estimé",
        "estime",
        "témoigné",
        "témoigne",
        "répondu",
        "répond",
        "prévenu",
        "regretté",
        "regrette",
        "rappelé",
        "rappelle",
        "conclu",
        "écrit",
        "reconnu",
    ],
    &[
        "dijo",
        "dice",
        "dicho",
        "declaró",
        "declara",
        "declarado",
        "afirmó",
        "afirma",
        "afirmado",
        "señaló",
        "señala",
        "señalado",
        "explicó",
        "explica",
        "explicado",
        "añadió",
        "añade",
        "añadido",
        "prometió",
        "aseguró",
        "asegura",
        "asegurado",
        "indicó",
        "indicado",
        "manifestó",
        "manifestado",
        "apuntó",
        "subrayó",
        "contó",
        "cuenta",
        "agregó",
        "respondió",
        "sostuvo",
        "comentó",
        "advirtió",
        "reconoció",
        "admitió",
    ],
    &[
        "заявил",
        "заявила",
        "заявили",
        "сказал",
        "сказала",
        "отметил",
        "отметила",
        "подчеркнул",
        "подчеркнула",
        "добавил",
        "добавила",
        "пояснил",
        "пояснила",
        "сообщил",
        "сообщила",
        "пообещал",
        "пообещала",
        "рассказал",
        "рассказала",
        "уточнил",
        "уточнила",
        "подтвердил",
        "подтвердила",
        "признал",
        "признала",
        "ответил",
        "ответила",
        "написал",
        "написала",
        "говорит",
        "считает",
        "заявляет",
        "отмечает",
    ],
];

/// What goes before the participle of such a verb.
pub(in crate::attribute::order) const HELPING: &str = "a ont avait avaient l'a l’a ha han había habían";

/// Articles, German and those that stand before a noun in French and Spanish.
pub(in crate::attribute::order) const ARTICLES: &str =
    "der die das ein eine einer einem einen eines dem den des kein keine le la les l un une des el los las una";

/// What stands before somebody or something else than the subject.
pub(in crate::attribute::order) const PREPOSITIONS: &str = "am ans an auf aus bei beim bis durch für gegen gegenüber hinter im in ins laut mit nach \
    neben ohne seit über um unter vom von vor wegen während zu zum zur zwischen als wie und \
    à au aux auprès avec chez contre dans de du en par pour sous sur entre depuis selon et \
    a al con del desde hacia hasta para por según sin sobre ante tras y \
    в во на из от до для о об при с со у к ко по под над за между и";

/// What German sentences begin with, and hardly a name; French ones too.
pub(in crate::attribute::order) const OPENERS: &str = "am ans auf aus beim bis durch für gegen im ins laut mit nach neben ohne seit trotz über unter vom \
    vor wegen während wer zum zur zwischen alle allen aber auch auf dabei danach dann dass davor dazu dem den denn des dort doch einem einen einer \
    eines einige etwa gestern heute hier jede jeder jetzt kein keine mehrere nicht noch nun nur ob oder rund schon seine seiner sondern und viele weil \
    wenn wie wir zudem zuvor zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dutzende hunderte tausende millionen milliarden \
    à au aux en dans sur avec selon après depuis pour";

/// Courtesies before a name, French and Spanish.
pub(in crate::attribute::order) const COURTESIES: &str = "m mm mme mmes mlle mgr me sr sra srta don doña";

/// Ends of German words for who somebody is, without an "in".
pub(in crate::attribute::order) const OFFICES: &str = "abgeordnete abgeordneter abgeordneten analyst anwalt anwält autor beauftragte beauftragter bischof \
    bischöf botschafter bürgermeister chef direktor experte expert forscher gouverneur gründer historiker ingenieur kandidat kanzler kommissar \
    landrat stadtrat ministerpräsident minister ökonom politiker polizist präsident professor reporter redakteur sekretär senator sprecher trainer \
    unternehmer vorsitzende vorsitzender vorsitzenden wissenschaftler leiter journalist aktivist sänger pfarrer kapitän augenzeuge jurist spezialist student assistent korrespondent demonstrant";

/// Ends of other words for women.
pub(in crate::attribute::order) const FEMININE: &str = "ärztin eurin atorin ektorin ologin ikerin ahrerin frau rätin";

/// Ends of German words for a body or a place; those of fewer than six letters are words by themselves.
pub(in crate::attribute::order) const BODY_NOUNS: &str = "stadt gemeinde landkreis kreis land insel dorf amt behörde ministerium verwaltung polizei \
    direktion regierung partei fraktion verein verband gewerkschaft kirche universität hochschule klinik krankenhaus gericht anwaltschaft konzern \
    firma unternehmen gesellschaft agentur zeitung sender rundfunk magazin institut stiftung organisation initiative feuerwehr bundeswehr kommission \
    präsidium union kammer versicherung fabrik zentrum netzwerk bündnis parlament senat bundestag landtag kabinett botschaft flughafen reederei \
    städtetag städtetags rathaus";
