//! Credits in other languages than English, as papers write them.

use super::told;

const BODY: &str = "Die Fähre war alt, und der Steg war es auch.";

#[test]
fn whom_somebody_told_or_who_reports_is_credited_in_german() {
    let (spiegel, dpa, sz) = ("Der Spiegel", "Deutsche Presse-Agentur", "Süddeutsche Zeitung");
    for (text, source) in [
        ("„Sie ist alt“, sagte er dem „Spiegel“.", spiegel),
        ("„Sie ist alt“, sagte Solberg dem Spiegel.", spiegel),
        ("„Sie ist alt“, sagte Marit Solberg dem \"Spiegel\".", spiegel),
        ("Dem „Spiegel“ sagte sie: „Sie ist alt.“", spiegel),
        ("„Sie ist alt“, sagte Marit Solberg der Deutschen Presse-Agentur.", dpa),
        ("„Sie ist alt“, sagte er der Deutschen Presse-Agentur (dpa).", dpa),
        ("„Sie ist alt“, sagte Marit Solberg der dpa.", dpa),
        ("„Sie ist alt“, sagte die Fährfrau Marit Solberg am Mittwoch der dpa.", dpa),
        ("„Sie ist alt“, sagte er der Nachrichtenagentur AFP.", "Agence France-Presse"),
        ("„Sie ist alt“, sagte er der „Süddeutschen Zeitung“.", sz),
        ("Das sagte er der „Bild am Sonntag“.", "Bild"),
        ("Im Gespräch mit der „Zeit“ sagte sie, sie sei alt.", "Die Zeit"),
        ("Das sagte sie im Gespräch mit dem Deutschlandfunk.", "Deutschlandfunk"),
        ("Das teilte die Stadt der dpa auf Anfrage mit.", dpa),
        ("Laut einem Bericht der „SZ“ war sie alt.", sz),
        ("Einem Bericht der „Süddeutschen Zeitung“ zufolge war sie alt.", sz),
        ("Einem „Spiegel“-Bericht zufolge war sie alt.", spiegel),
        ("Wie der „Spiegel“ unter Berufung auf Fährleute berichtet, war sie alt.", spiegel),
        ("Darüber berichtete der NDR.", "NDR"),
        ("Nach dpa-Informationen war sie alt.", dpa),
        ("Der „Spiegel“ hatte zuerst berichtet.", spiegel),
    ] {
        let sources: Vec<String> = told(&format!("{text} {BODY}")).into_iter().map(|(_, source)| source).collect();
        let distinct: Vec<&String> = sources.iter().filter(|found| *found != source).collect();
        assert!(sources.iter().any(|found| found == source) && distinct.is_empty(), "{text}: {sources:?}");
    }
}

#[test]
fn where_a_german_text_appeared_first_or_who_made_it_is_credited() {
    let dpa = "Deutsche Presse-Agentur";
    for (text, sources) in [
        ("Dieser Artikel erschien zuerst auf spiegel.de.", &["Der Spiegel"][..]),
        ("Dieser Text erschien zuerst im „Tagesspiegel“.", &["Der Tagesspiegel"]),
        ("Zuerst erschienen in der Süddeutschen Zeitung.", &["Süddeutsche Zeitung"]),
        ("Quelle: ntv.de, mba/dpa", &["ntv.de", dpa]),
        ("dpa-infocom, dpa:240502-99-887766/3", &[dpa]),
        ("© dpa-infocom, dpa:240502-99-887766/3", &[dpa]),
        ("sda/mei", &["Keystone-SDA"]),
    ] {
        let text = format!("{BODY}\n\n{text}");
        let found: Vec<String> = told(&text).into_iter().map(|(_, source)| source).collect();
        assert_eq!(found, sources, "{text}");
    }
}

#[test]
fn whom_somebody_told_or_who_reports_is_credited_in_french_and_spanish() {
    for (text, source) in [
        ("« Il est vieux », a déclaré Mme Solberg à l'AFP.", "Agence France-Presse"),
        ("« Il est vieux », a déclaré Marit Solberg à l'AFP.", "Agence France-Presse"),
        ("« Il est vieux », a déclaré à Reuters Mme Solberg.", "Reuters"),
        ("« Il est vieux », a déclaré à Reuters Marit Solberg.", "Reuters"),
        ("« Il est vieux », dit-elle au Monde.", "Le Monde"),
        ("Dans un entretien au Monde, elle dit qu'il est vieux.", "Le Monde"),
        ("Le bac est vieux, a appris l'AFP de source policière.", "Agence France-Presse"),
        ("Selon une information du Parisien, le bac est vieux.", "Le Parisien"),
        ("(Source AFP)\n\nLe bac est vieux.", "Agence France-Presse"),
        ("OSLO, AFP - Le bac est vieux.", "Agence France-Presse"),
        ("Oslo, 1 may (EFE).- El barco es viejo.", "EFE"),
        ("Según informa Efe, el barco es viejo.", "EFE"),
        ("El barco es viejo, según publica El Mundo.", "El Mundo"),
        ("\"Es viejo\", dijo Solberg a EFE.", "EFE"),
        ("«Es viejo», dijo a Efe Marit Solberg.", "EFE"),
        ("\"Es viejo\", declaró Solberg a la agencia EFE.", "EFE"),
        ("OSLO (Noruega), 1 mayo (EUROPA PRESS) - El barco es viejo.", "Europa Press"),
        ("EFE / Oslo\n\nEl barco es viejo.", "EFE"),
        ("AFP/Oslo\n\nThe ferry is old.", "Agence France-Presse"),
    ] {
        let sources: Vec<String> = told(text).into_iter().map(|(_, source)| source).collect();
        assert_eq!(sources, [source], "{text}");
    }
    for text in ["Le Monde avec AFP\n\nLe bac est vieux.", "(Le Monde.fr avec AFP) Le bac est vieux."] {
        let mut sources: Vec<String> = told(text).into_iter().map(|(_, source)| source).collect();
        sources.sort();
        assert_eq!(sources, ["Agence France-Presse", "Le Monde"], "{text}");
    }
}

#[test]
fn who_is_quoted_or_interviewed_is_credited_to_the_agency_in_russian() {
    for (text, source) in [
        ("Паром стар, цитирует Марит Сольберг агентство РИА Новости.", "RIA Novosti"),
        ("Паром стар, цитирует Сольберг «Интерфакс».", "Interfax"),
        ("«Паром стар», — приводит слова Сольберг ТАСС.", "TASS"),
        ("«Паром стар», — сказала Сольберг в интервью РИА Новости.", "RIA Novosti"),
    ] {
        let sources: Vec<String> = told(text).into_iter().map(|(_, source)| source).collect();
        assert_eq!(sources, [source], "{text}");
    }
}

#[test]
fn words_that_are_outlets_and_whom_nothing_was_told_are_no_credits_abroad() {
    for text in [
        "Laut Zeit und Plan sollte sie fertig sein.",
        "Der Spiegel meldet sich beschlagen, wenn die Luft feucht ist.",
        "Die Welt berichtet nicht gern von Norwegen. Die Zeit sagt uns, wer recht hat.",
        "Auf Anfrage von dpa wollte sich die Stadt nicht äußern.",
        "Die Nachrichtenagentur Reuters hat ihren Sitz in London.",
        "Sie war früher Reporterin bei der Deutschen Presse-Agentur, sagte sie.",
        "„Es geht“, sagte er vor dem Spiegel.",
        "„Es geht“, sagte eine Sprecherin der Deutschen Presse-Agentur.",
        "„Es geht“, sagte der Chefredakteur der „Süddeutschen Zeitung“.",
        "„Es geht“, sagte er auf der Tagung der dpa.",
        "Das sagte sie dem „Spiegel“ nicht.",
        "Er sagte, er habe es dem „Spiegel“ entnommen.",
        "Sie warnte Redakteure der „Süddeutschen Zeitung“ vor Klagen.",
        "Er kritisierte Berichte der „Süddeutschen Zeitung“ scharf.",
        "Die Polizei bestätigte Angaben der dpa am Montag.",
        "Er hat Berichte der „Bild“ bestätigt.",
        "Er sagte Reportern der „Zeit“ ab.",
        "Das Interview wurde zuerst von der dpa falsch zitiert.",
        "Il a confié la gestion du site au Figaro.",
        "Contó la historia de su llegada a EFE.",
        "El juez señaló la demanda a El País como injusta.",
        "Он работал в эфире НТВ.",
        "Die „Zeit“ war um.",
        "Le monde dit que le bac est vieux. C'est la Coupe du Monde.",
        "Le journal du Monde entier le sait.",
        "Según el país, las reglas cambian. El mundo dice que basta.",
        "Известия о катастрофе пришли ночью. Новости сообщает сосед.",
        "Solberg denied what she had told Reuters a year ago.",
        "Unlike AFP reported, the ferry is not old.",
        "Reuters said on Wednesday that its profit had risen.",
    ] {
        assert_eq!(told(text), [], "{text}");
    }
}
