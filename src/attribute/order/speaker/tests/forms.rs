//! Forms in which news names who speaks.

use super::of;

/// Each form with its speaker, none where it is empty.
fn assert_speakers(forms: &[(&str, &str)]) {
    let wrong = |(text, name): &&(&str, &str)| of(text).as_deref().unwrap_or_default() != *name;
    let wrong: Vec<String> = forms.iter().filter(wrong).map(|(text, name)| format!("{text} gives {:?}, not {name}", of(text))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_point_of_a_place_or_a_title_that_is_written_short_ends_no_sentence() {
    for (named, name) in [
        ("St. Louis Mayor Tishaura Jones", "Tishaura Jones"),
        ("Dist. Atty. George Gascón", "George Gascón"),
        ("Los Angeles County Dist. Atty. George Gascón", "George Gascón"),
        ("Ft. Worth Police Chief Neil Noakes", "Neil Noakes"),
        ("Springfield, Mass., Mayor Domenic Sarno", "Domenic Sarno"),
        ("Calif. Gov. Gavin Newsom", "Gavin Newsom"),
        ("Apple Inc. Chief Executive Tim Cook", "Tim Cook"),
        ("Ford Motor Co. spokeswoman Ada Aro", "Ada Aro"),
        ("Justice Dept. spokesman Olof Six", "Olof Six"),
        ("No. 2 Senate Republican Sen. John Thune", "John Thune"),
        ("U.N. human rights chief Volker Turk", "Volker Turk"),
        ("Msgr. Olof Six", "Olof Six"),
        ("Ian St. John", "Ian St John"),
    ] {
        let behind = format!("“|We will wait for that team|,” {named} said on Monday.");
        let verb_first = format!("“|We will wait for that team|,” said {named} on Monday.");
        let before = format!("It was late. {named} told reporters: “|We will wait for that team|.”");
        assert_speakers(&[(&behind, name), (&verb_first, name), (&before, name)]);
    }
    assert_speakers(&[
        ("“|We will wait for that team|,” St. Louis officials said.", ""),
        ("“|We will wait for that team|,” the mayor of St. Louis said.", ""),
        ("“|We will wait for that team|.” He lives in Main St. Lavrov said so.", ""),
        ("“|We will wait for that team|.” They fought at Ill. Lavrov said so.", ""),
        ("„|Wir warten auf die Gruppe|“, sagte Ministerpräsident a. D. Kurt Beck.", "Kurt Beck"),
    ]);
}

#[test]
fn an_office_is_no_part_of_a_name() {
    for (named, name) in [
        ("Fed Chair Jerome Powell", "Jerome Powell"),
        ("CEO Olof Six", "Olof Six"),
        ("Labour MP Olof Six", "Olof Six"),
        ("Co-founder Ada Aro", "Ada Aro"),
        ("Bishop Ada Aro", "Ada Aro"),
        ("Julie Bishop", "Julie Bishop"),
        ("Bishop", "Bishop"),
        ("the head of the agency, Olof Six,", "Olof Six"),
        ("Ada Aro, after meeting Treasury Secretary Olof Six,", "Ada Aro"),
        ("Ada Aro, a spokeswoman for the ministry,", "Ada Aro"),
    ] {
        assert_speakers(&[(&format!("“|We will wait for that team|,” {named} said on Monday."), name)]);
    }
    assert_speakers(&[
        ("Like Olof Six, the Director of National Intelligence, Ada Aro, told reporters: “|We will wait for that team|.”", "Ada Aro"),
        ("They “|have been fixing and buying|” the U.S. nuclear arsenal, Ada Aro said. “It works.”", "Ada Aro"),
    ]);
    for (named, name) in [
        ("Bürgermeisterin Ada Aro am Montag", "Ada Aro"),
        ("der SPD-Politiker Olof Six", "Olof Six"),
        ("der Vorstandsvorsitzende Olof Six der Nachrichtenagentur Reuters", "Olof Six"),
        ("Gerhard Richter", "Gerhard Richter"),
        ("Richter", "Richter"),
        ("ein Sprecher am Abend", ""),
        ("der Sprecher gegenüber Journalisten", ""),
        ("ein Anwohner", ""),
    ] {
        assert_speakers(&[(&format!("„|Wir sind bereit für Gespräche|“, sagte {named}."), name)]);
    }
}

#[test]
fn verbs_with_other_senses_count_where_the_sentence_goes_on() {
    assert_speakers(&[
        ("“|We will wait for that team|,” Olof Six confirmed on Monday.", "Olof Six"),
        ("“|We will wait for that team|,” testified Olof Six.", "Olof Six"),
        ("“|We will wait for that team|,” Olof Six was quoted as saying by the paper.", "Olof Six"),
        ("Olof Six confirmed on Monday: “|We will wait for that team|.”", "Olof Six"),
        ("Olof Six is promised a bridge there, replying, “|We will wait for that team|.”", ""),
        ("Olof Six confirmed that the plan was one of many others: “|We will wait for that team|.”", ""),
        ("“|Will we wait for that team|?” Olof Six wondered.", "Olof Six"),
        ("“|We will wait for that team|.” Olof Six confirmed the plan.", ""),
        ("„|Wir sind bereit für Gespräche|“, sagt Olof Six.", "Olof Six"),
        ("„|Wir sind bereit für Gespräche|“, kritisierte Olof Six.", "Olof Six"),
        ("„|Wir sind bereit für Gespräche|“, teilte Olof Six mit.", "Olof Six"),
        ("„|Wir sind bereit für Gespräche|.“ Olof Six kritisierte den Plan.", ""),
        ("« |Nous sommes prêts à parler| », explique Olof Six.", "Olof Six"),
        ("« |Nous sommes prêts à parler| », souligne Mme Aro.", "Aro"),
        ("« |Nous sommes prêts à parler| », a déclaré Ada Aro.", "Ada Aro"),
        ("« |Nous sommes prêts à parler| », a déclaré le maire Olof Six à l'AFP.", "Olof Six"),
        ("« |Nous sommes prêts à parler| », a ajouté M. Six.", "Six"),
        ("«|Estamos listos para hablar|», ha dicho Ada Aro.", "Ada Aro"),
        ("Olof Six est venu.\n\n« |Nous sommes prêts à parler| », a-t-il déclaré.", "Olof Six"),
        ("Olof Six est venu.\n\n« |Nous sommes prêts à parler| », affirme-t-il.", "Olof Six"),
    ]);
}

#[test]
fn the_first_word_of_a_sentence_is_nobody_and_the_subject_may_stand_behind_its_verb() {
    assert_speakers(&[
        ("Wie die dpa berichtet, sagte Aro: „|Wir sind bereit für Gespräche|.“", "Aro"),
        ("Dazu sagte Ada Aro: „|Wir sind bereit für Gespräche|.“", "Ada Aro"),
        ("Am Montag erklärte Aro in Bonn: „|Wir sind bereit für Gespräche|.“", "Aro"),
        ("Der Minister sagte: „|Wir sind bereit für Gespräche|.“", ""),
        ("Asked whether he would quit, Olof Six replied: “|We will wait for that team|.”", "Olof Six"),
        ("“|We will wait for that team|,” said Olof Six when he arrived.", "Olof Six"),
        ("Ada Aro left.\n\n“|We will wait for that team|.” She added that it was late.", "Ada Aro"),
        ("Olof Six was late. When Lavrov called, he said: “|We will wait for that team|.”", "Olof Six"),
    ]);
}

#[test]
fn an_account_of_somebody_counts_where_a_person_is_named() {
    assert_speakers(&[
        ("“|We will wait for that team|,” according to Peter Aro, an analyst.", "Peter Aro"),
        ("“|We will wait for that team|,” according to Sen. Aro.", "Aro"),
        ("“|We will wait for that team|,” according to Tarn Insights.", ""),
        ("“|We will wait for that team|,” according to a report.", ""),
        ("„|Wir sind bereit für Gespräche|“, so Peter Aro weiter.", "Peter Aro"),
        ("„|Wir sind bereit für Gespräche|“, so Ministerin Aro.", "Aro"),
        ("„|Wir sind bereit für Gespräche|“, so Ada Aro.", "Ada Aro"),
        ("“|We will wait for that team|,” so Peter Aro stayed.", ""),
        ("« |Nous sommes prêts à parler| », selon Pierre Aro, le maire.", "Pierre Aro"),
    ]);
}

#[test]
fn of_two_who_speak_with_one_voice_neither_is_named() {
    assert_speakers(&[
        ("“|We will wait for that team|,” Ada Aro and Olof Six said.", ""),
        ("“|We will wait for that team|,” said Ada Aro and President Olof Six.", ""),
        ("“|We will wait for that team|,” Health and Human Services Secretary Alex Azar said.", "Alex Azar"),
        ("“|We will wait for that team|,” Ada Aro of Tarn and the Isles said.", "Ada Aro"),
    ]);
}

#[test]
fn who_stands_in_the_words_for_somebody_else_is_no_speaker() {
    for named in [
        "the office of President Ada Aro",
        "the wife of President Ada Aro",
        "a lawyer representing Ada Aro",
        "the company that Ada Aro founded",
        "the paper Ada Aro edits",
        "Buckingham Palace",
        "Scotland Yard",
        "Manchester United",
    ] {
        assert_speakers(&[(&format!("“|We will wait for that team|,” {named} said."), "")]);
    }
    assert_speakers(&[
        ("“|We will wait for that team|,” Secretary of State John Kerry said.", "John Kerry"),
        ("“|We will wait for that team|,” acting president Ada Aro said.", "Ada Aro"),
        ("Officials said: “|We will wait for that team|.”", ""),
        ("Prosecutors wrote: “|We will wait for that team|.”", ""),
        ("„|Wir sind bereit für Gespräche|“, sagte der Sprecher von Ada Aro.", ""),
        ("„|Wir sind bereit für Gespräche|“, sagte der Anwalt der Familie.", ""),
        ("„|Wir sind bereit für Gespräche|“, so das Fazit von Ada Aro.", ""),
        ("Auf Anfrage sagte ein Sprecher: „|Wir sind bereit für Gespräche|.“", ""),
        ("Das Unternehmen schrieb: „|Wir sind bereit für Gespräche|.“", ""),
        ("Am Abend sagte Scholz in Berlin: „|Wir sind bereit für Gespräche|.“", "Scholz"),
        ("« |Nous sommes prêts à parler| », a déclaré le porte-parole d'Ada Aro.", ""),
    ]);
}
