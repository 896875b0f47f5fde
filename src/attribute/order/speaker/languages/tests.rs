use crate::attribute::order::speaker::speaker;
use crate::attribute::outlets::Outlets;

/// The speaker of the passage between the two bars of `text`.
fn of(text: &str) -> Option<String> {
    let start = text.find('|').unwrap();
    let end = text.rfind('|').unwrap() - 1;
    speaker(&text.replace('|', ""), start, end, &Outlets::builtin())
}

#[test]
fn in_german_a_person_is_named_and_whom_he_told_it_is_not() {
    for (behind, name) in [
        ("sagte die Fährfrau Marit Solberg der Deutschen Presse-Agentur.", Some("Marit Solberg")),
        ("sagte die Fährfrau Marit Solberg der Süddeutschen Zeitung.", Some("Marit Solberg")),
        ("sagte die Fährfrau Marit Solberg, die den Steg gebaut hatte.", Some("Marit Solberg")),
        ("sagte Marit Solberg dem Rheinischen Merkur.", Some("Marit Solberg")),
        ("sagte Innenminister Jonas Brandt der Rheinischen Post.", Some("Jonas Brandt")),
        ("sagte Bürgermeister Henrik Aasland am Mittwoch.", Some("Henrik Aasland")),
        ("sagte SPD-Chefin Kari Moe der „Bild am Sonntag“.", Some("Kari Moe")),
        ("versprach Ministerpräsidentin Kari Moe.", Some("Kari Moe")),
        ("sagte der norwegische Ministerpräsident Jonas Brandt der dpa.", Some("Jonas Brandt")),
        ("sagte der 45-jährige Ole Vik.", Some("Ole Vik")),
        ("sagte am Mittwoch die Fährfrau Marit Solberg.", Some("Marit Solberg")),
        ("sagte der Sprecher der Stadt Halden, Ole Vik.", Some("Ole Vik")),
        ("so der Sprecher der Stadt Halden, Ole Vik.", Some("Ole Vik")),
        ("sagte die Vorsitzende der Norwegischen Arbeiterpartei, Kari Moe.", Some("Kari Moe")),
        ("hat die Fährfrau Marit Solberg gesagt.", Some("Marit Solberg")),
        ("sagte dagegen Ole Vik.", Some("Ole Vik")),
        ("so Solberg.", Some("Solberg")),
        ("sagte Vik. Die Ministerin Kari Moe widersprach.", Some("Vik")),
        ("sagte Ursula von der Leyen der Zeitung.", Some("Ursula von der Leyen")),
        ("sagte ein Sprecher der Stadt Halden.", None),
        ("sagte eine Sprecherin des Landkreises.", None),
        ("teilte die Polizeidirektion Halden mit.", None),
        ("teilte die Reederei Tarnwell mit.", None),
        ("hieß es im Rathaus Halden.", None),
        ("sagte der Bürgermeister.", None),
        ("sagte ein Anwohner, Polizei und Feuerwehr seien da.", None),
    ] {
        let text = format!("Es regnete. „|Wir warten auf die alte Fähre|“, {behind}");
        assert_eq!(of(&text).as_deref(), name, "{text}");
    }
}

#[test]
fn in_german_no_place_is_the_person_of_a_pronoun() {
    for before in [
        "Am Ufer.",
        "Im Rathaus brennt Licht.",
        "Starke Regenfälle gab es am Montag.",
        "Drei Millionen Euro fehlen.",
        "Die Reederei Tarnwell schwieg.",
        "Deutsche Soldaten kamen.",
    ] {
        let text = format!("{before} „|Wir warten auf die alte Fähre|“, sagte sie der Deutschen Presse-Agentur.");
        assert_eq!(of(&text), None, "{text}");
    }
    let text = "Bürgermeister Henrik Aasland wies das zurück. „|Wir warten auf die alte Fähre|“, sagte er am Ufer.";
    assert_eq!(of(text).as_deref(), Some("Henrik Aasland"));
}

#[test]
fn before_a_quotation_a_german_subject_stands_on_either_side_of_its_verb() {
    for (before, name) in [
        ("Am Mittwoch sagte Aasland:", Some("Aasland")),
        ("Der Vorsitzende des Deutschen Städtetags, Ole Vik, sagte:", Some("Ole Vik")),
        ("Städtetagspräsident Ole Vik sagte:", Some("Ole Vik")),
        ("Marit Solberg dagegen, die Fährfrau, sagt:", Some("Marit Solberg")),
        ("Marit Solberg sagte der Tarn Post:", Some("Marit Solberg")),
        ("Der Sender Tarnwelle sagte:", None),
        ("Am Ufer hieß es:", None),
    ] {
        let text = format!("Es regnete. {before} „|Wir warten auf die alte Fähre|.“");
        assert_eq!(of(&text).as_deref(), name, "{text}");
    }
}

#[test]
fn in_french_and_spanish_a_helping_verb_and_an_apposition_hide_nobody() {
    for (behind, name) in [
        ("a déclaré Mme Solberg à l'AFP.", Some("Solberg")),
        ("a expliqué Marit Solberg, armatrice.", Some("Marit Solberg")),
        ("a promis la Première ministre Kari Moe.", Some("Kari Moe")),
        ("a déclaré à l'AFP l'armatrice Marit Solberg.", Some("Marit Solberg")),
        ("a déclaré à Reuters Mme Solberg.", Some("Solberg")),
        ("a affirmé l'armatrice Marit Solberg auprès de l'Agence France-Presse.", Some("Marit Solberg")),
        ("raconte Marit Solberg à Libération.", Some("Marit Solberg")),
        ("a déclaré le porte-parole de la Ville de Halden, Ole Vik.", Some("Ole Vik")),
        ("a déclaré le porte-parole de la Ville de Halden.", None),
        ("dijo el portavoz del Ayuntamiento de Halden, Ole Vik.", Some("Ole Vik")),
        ("prometió la primera ministra, Kari Moe.", Some("Kari Moe")),
        ("dijo Marit Solberg a la Agencia EFE.", Some("Marit Solberg")),
        ("afirmó el alcalde Henrik Aasland.", Some("Henrik Aasland")),
        ("dijo una portavoz del Ayuntamiento de Halden.", None),
    ] {
        let text = format!("Il pleut. « |Nous attendons le vieux bac| », {behind}");
        assert_eq!(of(&text).as_deref(), name, "{text}");
    }
    for before in ["Au Bord du Fleuve.", "À Halden."] {
        let text = format!("{before} « |Nous attendons le vieux bac| », a-t-elle dit.");
        assert_eq!(of(&text), None, "{text}");
    }
    let text = "Marit Solberg est venue.\n\n« |Nous attendons le vieux bac| », a-t-elle dit.";
    assert_eq!(of(text).as_deref(), Some("Marit Solberg"));
}

#[test]
fn in_russian_the_country_of_an_office_is_no_part_of_a_name() {
    for (behind, name) in [
        ("сообщил пресс-секретарь Министерства транспорта Норвегии Уле Вик.", Some("Уле Вик")),
        ("заявила РИА Новости капитан Марит Сольберг.", Some("Марит Сольберг")),
        ("пообещала премьер-министр Кари Му.", Some("Кари Му")),
        ("сказала Сольберг журналистам.", Some("Сольберг")),
        ("заявил Сергей Лавров.", Some("Сергей Лавров")),
    ] {
        let text = format!("Шёл дождь. «|Мы ждём старый паром|», — {behind}");
        assert_eq!(of(&text).as_deref(), name, "{text}");
    }
}
