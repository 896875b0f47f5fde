//! Rules about a passage, German, beside those of [`super::LANGUAGES`]: whom somebody told what he said, whose report tells it.
//!
//! "dem" is never a genitive, so whatever stands before it, the outlet was told. "der" is one behind a noun ("sagte die Sprecherin der dpa"), so a
//! pronoun, a name or a day of the week has to stand before it.

use super::{NamedRule, Where};
use crate::attribute::credits::Scope;

/// A rule about a passage that holds anywhere.
const fn passage(name: &'static str, before: &'static str, after: &'static str, hit: &'static str, miss: &'static str) -> NamedRule {
    NamedRule { name, scope: Scope::Passage, place: Where::Anywhere, before, after, hit, miss }
}

/// German. Verbs with an object of their own ("bestätigte Berichte der dpa") are none of those before "der".
pub const GERMAN: &[NamedRule] = &[
    passage(
        "de-told",
        "@tells @phrase{0,9} !nicht|nie|mit|vor|nach|bei|zu|auf|aus|von|in|an|unter|über|hinter|neben|seit|laut|gemäß|trotz|gegenüber dem @modifier{0,4}",
        "!nicht|nie|niemals|-",
        "„Es ist knapp“, sagte der Minister dem „Spiegel“.",
        "Das sagte er dem „Spiegel“ nicht, er sagte es vor dem „Spiegel“.",
    ),
    passage(
        "de-told",
        "sagte|sagt|erklärte er|sie|es|ich|wir|man|auch|dazu|dagegen|heute|gestern|nun|jetzt|zudem|weiter|außerdem|zugleich|@upper{1,6} @day? in? @upper? der|den @modifier{0,4}",
        "!nicht|nie|niemals|-|ab|zu",
        "„Es ist knapp“, sagte Ministerin Ada Quill in Tarn der „Süddeutschen Zeitung“.",
        "„Es ist knapp“, sagte die Chefin der „Süddeutschen Zeitung“.",
    ),
    passage(
        "de-told",
        "sagte|sagt|erklärte der|die|das|ein|eine|ihr|sein|ihre|seine @small{0,2} @upper{2,6} der|den @modifier{0,4}",
        "!nicht|nie|niemals|-",
        "„Es ist knapp“, sagte die Fährfrau Ada Quill der Deutschen Presse-Agentur.",
        "„Es ist knapp“, sagte eine Sprecherin der Deutschen Presse-Agentur.",
    ),
    passage(
        "de-told",
        "@tells @phrase{1,8} am @day in? @upper? der|den @modifier{0,4}",
        "!nicht|nie|niemals|-",
        "„Es ist knapp“, sagte ein Sprecher am Montag der dpa.",
        "„Es ist knapp“, sagte ein Sprecher am Sitz der dpa.",
    ),
    passage(
        "de-told",
        "@tells @phrase{1,10} , @upper{2,4} , der|dem|den @modifier{0,4}",
        "!nicht|nie|niemals|-",
        "„Es ist knapp“, sagte die Chefin der Fähren, Ada Quill, der dpa.",
        "„Es ist knapp“, sagte die Chefin der Fähren, die dpa zog um.",
    ),
    passage(
        "de-told",
        "@tells er|sie|ich|wir",
        "!nicht|nie|niemals|-",
        "„Es ist knapp“, sagte er Reuters.",
        "„Es ist knapp“, sagte er über Reuters.",
    ),
    passage(
        "de-told",
        "^|.|!|?|:|@quote|@dash|, dem|der|den @modifier{0,4}",
        "@tells er|sie|man !nicht|nie|niemals|ab|zu",
        "Der Deutschen Presse-Agentur sagte sie: „Es ist knapp.“",
        "Der Spiegel sagte sie nicht an.",
    ),
    passage(
        "de-told",
        "^|.|!|?|:|@quote|@dash|, dem @modifier{0,4}",
        "@tells @subject !nicht|nie|niemals",
        "Dem „Spiegel“ sagte die Ministerin: „Es ist knapp.“",
        "Der „Spiegel“ sagte die Feier ab.",
    ),
    passage(
        "de-told",
        "!nicht|nie|mit|vor|nach|bei|zu|auf|aus|von|in|an|unter|über|hinter|neben|seit|laut|gemäß|trotz dem @modifier{0,4}",
        "@tells !nicht|nie|niemals|er|sie|man|@subject",
        "Es ist knapp, wie ein Kapitän dem „Spiegel“ sagte.",
        "Es ist knapp, wie er vor dem „Spiegel“ sagte.",
    ),
    passage(
        "de-told",
        "wie|dass|hat|habe|hatte er|sie|@upper{1,4} der|den @modifier{0,4}",
        "sagte|gesagt|erklärte|mitteilte|mitgeteilt !nicht|nie|niemals",
        "Es ist knapp, wie Ada Quill der dpa sagte.",
        "Es ist knapp, wie die Kollegin der dpa sagte.",
    ),
    passage(
        "de-told",
        "@tells|teilte @phrase{1,12} dem|der|den @modifier{0,4}",
        "auf anfrage|nachfrage !nicht",
        "Es ist knapp, teilte die Stadt der dpa auf Anfrage mit.",
        "Auf Anfrage der dpa schwieg die Stadt.",
    ),
    passage(
        "de-said",
        "einem|einer|@article? @modifier{0,2}",
        "- bericht|berichten|informationen|angaben|recherchen|meldung|recherche zufolge",
        "Einem „Spiegel“-Bericht zufolge wird verhandelt.",
        "Ein „Spiegel“-Bericht lag auf dem Tisch.",
    ),
    passage(
        "de-said",
        "",
        "unter|mit berufung|bezug|verweis|hinweis auf @any{1,14} berichtet|berichtete|meldet|meldete|schreibt|schrieb",
        "Wie der „Spiegel“ unter Berufung auf Kapitäne berichtet, wird verhandelt.",
        "Der „Spiegel“ unter Berufung auf Kapitäne lag da.",
    ),
    passage(
        "de-said",
        "",
        "hatte|hatten|hat|haben zuerst|zuvor|bereits|darüber|schon|vorab|als|erstes|erster|erste|am|gestern|@day{1,4} berichtet|gemeldet",
        "Der „Spiegel“ hatte zuerst berichtet.",
        "Der „Spiegel“ hatte Verspätung.",
    ),
    passage(
        "de-said",
        "hatte|hatten|hat|haben zuerst|zuvor? @article @modifier{0,3}",
        "-? zeitung? zuerst|zuvor|bereits|darüber|davon|schon|am|@day{0,4} berichtet|gemeldet",
        "Zuvor hatte die „Bild“-Zeitung darüber berichtet.",
        "Zuvor hatte er die „Bild“-Zeitung gelesen.",
    ),
    passage(
        "de-according",
        "nach|laut|gemäß ein|einem|eines|einer|eigenen|ersten|neuen{0,2}",
        "- bericht|berichten|informationen|angaben|recherchen|meldung|recherche",
        "Nach dpa-Informationen wird verhandelt.",
        "Die dpa-Informationen lagen da.",
    ),
    passage(
        "de-according",
        "laut|gemäß|nach ein|einem|eines|einer|dem|der|den|ersten|eigenen|neuen|gemeinsamen{0,2} bericht|berichten|informationen|meldung|meldungen|recherchen|recherche|vorabmeldung|artikel|umfrage von|der|des|im|in @article? @modifier{0,4}",
        "!-",
        "Laut einem Bericht der „Süddeutschen Zeitung“ wird verhandelt.",
        "Nach einem Bericht an die „Süddeutsche Zeitung“ zog er um.",
    ),
    passage(
        "de-interview",
        "!nicht im|einem|seinem|ihrem",
        "- interview|gespräch",
        "Das sagte sie im „Spiegel“-Interview.",
        "Das „Spiegel“-Interview war lang.",
    ),
    NamedRule {
        name: "first-appeared",
        scope: Scope::Document,
        place: Where::Anywhere,
        before: "artikel|beitrag|text|interview|bericht|kommentar|essay|gastbeitrag|reportage|kolumne|analyse|porträt erschien|ist|wurde @word{0,4} zuerst|zunächst|ursprünglich @word{0,3} in|im|auf|bei|beim @article? @modifier{0,3}",
        after: "",
        hit: "Dieser Text erschien zuerst im „Spiegel“.",
        miss: "Die Meldung erschien zuerst im „Spiegel“.",
    },
    NamedRule {
        name: "first-appeared",
        scope: Scope::Document,
        place: Where::Anywhere,
        before: "^|.|( zuerst|ursprünglich erschienen|veröffentlicht am? @number|.|@day{0,4} in|im|auf|bei|beim @article? @modifier{0,3}",
        after: "",
        hit: "Text.\n\nZuerst erschienen in der Süddeutschen Zeitung.",
        miss: "Es ist zuerst erschienen, und in der Süddeutschen Zeitung stand es auch.",
    },
];
