//! Credits of whole documents.

use super::*;
use crate::read::Page;

mod abroad;
mod denials;

fn document(text: &str) -> Document {
    Document { id: "a".into(), text: text.into(), ..Document::default() }
}

/// Rules and sources of the credits of a text.
fn told(text: &str) -> Vec<(&'static str, String)> {
    credits(&document(text), &Outlets::builtin()).into_iter().map(|credit| (credit.rule, credit.source)).collect()
}

#[test]
fn every_rule_takes_its_own_example_and_leaves_the_near_miss() {
    let examples = rules::SHARED_DATELINES
        .iter()
        .chain(rules::DATELINES)
        .chain(rules::BYLINES)
        .chain(rules::ENGLISH)
        .chain(rules::LANGUAGES)
        .chain(rules::GERMAN)
        .chain(rules::ROMANCE)
        .chain(rules::RUSSIAN)
        .map(|rule| (rule.name, rule.hit, rule.miss))
        .chain(rules::OPEN.iter().map(|rule| (rule.name, rule.hit, rule.miss)));
    let mut wrong = Vec::new();
    for (name, hit, miss) in examples {
        if told(hit).first().map(|(rule, _)| *rule) != Some(name) {
            wrong.push(format!("{name}: {hit:?} gives {:?}", told(hit)));
        }
        if !told(miss).is_empty() {
            wrong.push(format!("{name}: {miss:?} gives {:?}", told(miss)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_documents_own_outlet_is_no_credit_and_its_owners_others_are() {
    let text = "By Reuters\n\nAccording to RIA Novosti, the talks go on.";
    let outlets = Outlets::builtin();
    let of = |outlet: Option<&str>, url: Option<&str>| -> Vec<String> {
        let document = Document { outlet: outlet.map(str::to_owned), url: url.map(str::to_owned), ..document(text) };
        credits(&document, &outlets).into_iter().map(|credit| credit.source).collect()
    };
    assert_eq!(of(Some("Islam Times"), None), ["Reuters", "RIA Novosti"]);
    // Sputnik and RIA Novosti have one owner; whose words they are is still said.
    assert_eq!(of(Some("Sputnik"), None), ["Reuters", "RIA Novosti"]);
    assert_eq!(of(Some("RIA Novosti"), None), ["Reuters"]);
    assert_eq!(of(None, Some("https://www.reuters.com/a")), ["RIA Novosti"]);
}

#[test]
fn mark_up_credits_by_its_canonical_address_and_its_links() {
    let text = "Привет: the Post piece and ours.";
    let span = |from, to| Span::<Chars>::new(from, to);
    let document = Document {
        url: Some("https://a.example/x".into()),
        page: Some(Box::new(Page {
            canonical: Some("https://theduran.com/x".into()),
            links: vec![(span(27, 31), "https://a.example/y".into()), (span(8, 22), "https://www.washingtonpost.com/z".into())],
            ..Page::default()
        })),
        ..document(text)
    };
    let found = credits(&document, &Outlets::builtin());
    assert_eq!((found[0].rule, found[0].source.as_str(), found[0].scope), ("canonical-link", "The Duran", Scope::Document));
    assert_eq!((found[1].rule, found[1].source.as_str(), found[1].span), ("link", "Washington Post", span(8, 22)));
    assert_eq!(found.len(), 2);
}

#[test]
fn links_written_out_in_the_text_credit_known_outlets_only() {
    assert_eq!(told("See [the talks](https://www.rt.com/a) and [more](https://nobody.example/b)."), [("link", "RT".to_owned())]);
}

#[test]
fn the_credit_of_a_picture_on_its_own_line_is_no_byline() {
    assert_eq!(told("A headline of words\n\nA train burns in Kemerovo.\n\nAP\n\nEmail\n\nText."), []);
    assert_eq!(told("A headline of words\n\nA train burns in Kemerovo.\n\nAP\n\nJuly 16, 2018\n\nText.").len(), 1);
}

#[test]
fn a_collection_of_many_sources_has_none_for_the_whole() {
    let item = |agency: &str| format!("MOSCOW ({agency}) - The ministry said so.\n\n");
    let scopes = |text: &str| -> Vec<Scope> { credits(&document(text), &Outlets::builtin()).iter().map(|c| c.scope).collect() };
    assert_eq!(scopes(&[item("AP"), item("AFP")].concat()), [Scope::Document; 2]);
    assert_eq!(scopes(&[item("AP"), item("AFP"), item("TASS")].concat()), [Scope::Passage; 3]);
}

#[test]
fn who_contributed_to_a_report_has_a_part_of_it_unless_a_journalist_of_its_own_is_named() {
    let scopes = |text: &str| -> Vec<(String, Scope)> {
        credits(&document(text), &Outlets::builtin()).into_iter().map(|credit| (credit.source, credit.scope)).collect()
    };
    let of = |source: &str, scope| vec![(source.to_owned(), scope)];
    let paper = "Ada Quill of the Harbour Post and The Associated Press contributed to this report.";
    assert_eq!(scopes(paper), of("Associated Press", Scope::Part));
    assert_eq!(scopes("Additional reporting by Reuters."), of("Reuters", Scope::Part));
    for own in ["Associated Press writer Ada Quill in Tarn contributed.", "Bloomberg's Ada Quill and Nils Orre contributed to this report."]
    {
        assert_eq!(scopes(own)[0].1, Scope::Document, "{own}");
    }
    // Parts make no collection: what is whose is said of the text as a whole.
    let text = "This report contains material from Bloomberg News, Reuters, and The Associated Press.\n\n© 2018 Thomson/Reuters. All rights reserved.";
    let parts = ["Bloomberg", "Reuters", "Associated Press"].map(|source| (source.to_owned(), Scope::Part));
    assert_eq!(scopes(text), [&parts[..], &of("Reuters", Scope::Document)].concat());
    for cause in ["The Dow Jones industrial average fell, to which trade contributed.", "RT's war of words contributed to the rally."] {
        assert_eq!(told(cause), [], "{cause}");
    }
}

#[test]
fn an_agency_is_known_by_the_notices_and_source_lines_below_its_text() {
    for (text, rule, source) in [
        ("Text.\n\n© 2018 Thomson/Reuters.  All rights reserved.", "copyright", "Reuters"),
        ("Text.\n\nCopyright 2018 Thomson/Reuters", "copyright", "Reuters"),
        ("Text.\n\nCopyright 2018, Thomson Reuters", "copyright", "Reuters"),
        ("Text.\n\nSOURCE: RT", "source-line", "RT"),
        ("Text.\n\nSource: Reuters\n\nMore", "source-line", "Reuters"),
        ("Text of a few words.\n\nNils Orre is a Reuters correspondent.", "author-note", "Reuters"),
        ("Text of a few words.\n\nThe author is a senior Reuters correspondent based in Tarn.", "author-note", "Reuters"),
    ] {
        assert_eq!(told(text), [(rule, source.to_owned())], "{text}");
    }
    for text in [
        "(JANE DOE/Thomson/Reuters)",
        "Nils Orre is a Reuters correspondent. He lives in Tarn.\n\nText of many more words that are no note on who wrote it.",
        "Text of a few words.\n\nNils Orre is a CNN political analyst.",
        "Text of a few words.\n\nNils Orre was a Reuters correspondent.",
    ] {
        assert_eq!(told(text), [], "{text}");
    }
}

#[test]
fn names_in_pictures_polls_and_crowds_are_no_credits() {
    for text in [
        "(AP Photo/Pablo Martinez)",
        "REUTERS/Leonhard Foeger",
        "A Reuters/Ipsos poll found it.",
        "Mikhail Klimentyev | TASS | Getty Images",
        "He told reporters that he was well.",
        "Comment via Sputnik",
        "Russian Foreign Minister Sergey Lavrov in Rome (Gregorio Borgia, Reuters)",
        "© Sputnik/ Mikhael Alaeddin",
    ] {
        assert_eq!(told(text), [], "{text}");
    }
}

#[test]
fn what_takes_a_credit_away_leaves_that_of_words_close_to_it() {
    let mut wrong = Vec::new();
    for (without, with, source) in [
        // Pictures, buttons and cancelled visits before a name.
        ("The photo Reuters reported is old.", "The photo is old, Reuters reported.", "Reuters"),
        ("A photo released by Reuters shows him.", "A letter released by Reuters shows him.", "Reuters"),
        ("By courtesy of CNN reported here.", "As a courtesy, CNN reported, he left.", "CNN"),
        ("He cancelled his interview with CNN.", "He cancelled the trip, he said on CNN.", "CNN"),
        ("He wrote a comment on CNN.", "He wrote a comment, CNN said.", "CNN"),
        ("Share via Reuters reported here.", "Shares fell, according to Reuters.", "Reuters"),
        // Polls, pictures and the outlet as a company behind it.
        ("According to a Reuters poll, he leads.", "According to Reuters, polls show that he leads.", "Reuters"),
        ("According to a CNN exit poll, he leads.", "CNN said polls show that he leads.", "CNN"),
        ("According to Reuters data, prices rose.", "He told Reuters that data were lost.", "Reuters"),
        ("He told a Reuters spokesman that he left.", "He told Reuters a spokesman left.", "Reuters"),
        ("He told the CNN chairman that he left.", "He told CNN his employees left.", "CNN"),
        ("According to Reuters stock fell.", "Reuters reported shares of the bank fell.", "Reuters"),
        ("It was carried by Reuters via Getty Images.", "He told Reuters via WhatsApp that he left.", "Reuters"),
        ("The Financial Times newspaper said it sold its office.", "The Financial Times newspaper said that it rained.", "Financial Times"),
        ("Reuters said it would sell its office.", "Reuters said that it would rain.", "Reuters"),
        ("CNN reported it has sold its office.", "CNN reported it on Monday.", "CNN"),
        ("CNN reported its sale.", "CNN reported it first.", "CNN"),
        ("Reuters said in a statement that he left.", "Reuters said in a report that he left.", "Reuters"),
        ("Reuters reported a profit.", "Reuters reported on Monday that profit rose.", "Reuters"),
        ("Reuters reported a record profit of a million.", "Reuters reported a record profit at the bank.", "Reuters"),
        ("Reuters reported strong results.", "Reuters reported strong results of the vote.", "Reuters"),
        ("According to CNN's three employees, he left.", "He told Reuters three employees left.", "Reuters"),
        ("According to a CNN 2018 poll, he leads.", "He told CNN 300 employees left.", "CNN"),
        ("Reuters reported Thursday profit surged.", "Reuters reported BMW profit surged.", "Reuters"),
        ("Reuters reported its profit surged.", "Reuters reported the bank's profit surged.", "Reuters"),
        ("Reuters reported quarterly profit surged.", "Reuters reported BMW quarterly profit surged.", "Reuters"),
        ("Reuters reported net income surged.", "Reuters reported retail sales surged.", "Reuters"),
        ("Reuters reported record first-half revenue jumped.", "Reuters reported car sales jumped.", "Reuters"),
        // An agency that has another's name with it.
        ("It was carried by Getty/AFP.", "It was carried by AFP and Getty.", "Agence France-Presse"),
    ] {
        if !told(without).is_empty() {
            wrong.push(format!("{without:?} gives {:?}", told(without)));
        }
        if !told(with).iter().map(|(_, source)| source).eq([source]) {
            wrong.push(format!("{with:?} gives {:?}", told(with)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_name_in_marks_has_the_credit_of_the_words_beside_them() {
    for (text, source) in [
        ("Wie die „Süddeutsche Zeitung“ berichtet, war es knapp.", "Süddeutsche Zeitung"),
        ("Der Minister sagte der „Bild“-Zeitung, es sei knapp.", "Bild"),
        ("The mayor told <em>The Guardian</em> on Monday.", "The Guardian"),
        ("He left, reported \"The Guardian\".", "The Guardian"),
        ("“We saw it,” the mayor told *Reuters* on Monday.", "Reuters"),
        ("A headline of words\n\n**Reuters**\n\nText.", "Reuters"),
        ("Selon « Le Monde », le vote était serré.", "Le Monde"),
    ] {
        let sources: Vec<String> = told(text).into_iter().map(|(_, source)| source).collect();
        assert_eq!(sources, [source], "{text}");
    }
    for text in [
        "He told them: “Reuters is old.”",
        "He told them “The Guardian is old.”",
        "“Photo: ‘AP’”",
        "A headline of words\n\n“Time”\n\nText.",
        "A headline of words\n\n**“Time”**\n\nText.",
        "A headline of words\n\n<b>*«Time»*</b>\n\nText.",
        "A headline of words\n\nText of a few lines.\n\n**“Time”**",
    ] {
        assert_eq!(told(text), [], "{text}");
    }
}

#[test]
fn the_title_of_a_work_is_no_outlet() {
    for text in [
        "The film “Vice” describes Cheney as a quiet man.",
        "The 2018 film *Vice* describes Cheney as a quiet man.",
        "The film “Focus” reveals a thief's tricks.",
        "The novel called \"The Guardian\" describes a town.",
        "The series <em>Time</em> explains prison.",
        "Der Film „Focus“ berichtet von Dieben.",
        "Dem Roman „Die Welt“ zufolge war alles anders.",
        "Le film « Focus » révèle les secrets d'un voleur.",
        "La película «Focus» reveló los trucos de un ladrón.",
        "Фильм «Звезда» сообщает о войне.",
        // With a comma inside the marks, and words of a credit among those of the title.
        "The film “Vice,” describes Cheney as a quiet man.",
        "The film “Vice, the Musical” describes Cheney as a quiet man.",
        "The film “War, Time says” is old.",
        "The album \"Music, according to Focus\" is old.",
        "The book called “Love, as Told to The Guardian, Volume Two” is old.",
        "Der Roman „Liebe, laut Focus“ ist alt.",
        "Le livre « Amour, selon Le Monde » est vieux.",
        "Le livre «Amour, selon Le Monde» est vieux.",
        "Der Roman »Liebe, laut Focus« ist alt.",
        "Der Roman \"Liebe, laut Focus\" ist alt.",
        "The film \"War, Time says,\" is old.",
        "The film “War, Time says,” describes him as quiet.",
        "The film “War, Time says,” and describes him as quiet.",
    ] {
        assert_eq!(told(text), [], "{text}");
    }
    for (text, source) in [
        ("The newspaper “Bild” reports that he left.", "Bild"),
        ("Die Zeitung „Bild“ berichtet, er sei fort.", "Bild"),
        ("The magazine “Focus” reveals a thief's tricks.", "Focus"),
        ("The film “Vice,” Reuters reported, is old.", "Reuters"),
        ("The film “Vice” is old, Reuters reported, “and slow.”", "Reuters"),
        ("He saw the film. “It is old, according to Reuters,” he said.", "Reuters"),
        ("He hosts \"The Daily Show\", CNN reported, and \"loves it\".", "CNN"),
        ("He wrote the film \"The Truman Show\", according to Reuters, and \"other things\".", "Reuters"),
        ("She sang the song \"Love Song\", according to Reuters, and \"danced\".", "Reuters"),
        ("He wrote of the play \"The Book\", according to Reuters, \"it is bad\".", "Reuters"),
        ("She starred in the show \"1984 Show\", according to Reuters, and in \"Friends\".", "Reuters"),
        ("Er schrieb den Roman \"Das Buch\", berichtet Reuters, und \"mehr\".", "Reuters"),
        ("Er schrieb den Roman „Das Buch“, berichtet Reuters, und „mehr“.", "Reuters"),
        ("Er schrieb den Roman »Das Buch«, berichtet Reuters, und »mehr«.", "Reuters"),
        ("Il a écrit \"Le Livre\", selon Reuters, et \"plus\".", "Reuters"),
        ("Il a écrit « Le Livre », selon Reuters, et « plus ».", "Reuters"),
        ("Il a écrit le roman «Le Livre», selon Reuters, et «plus».", "Reuters"),
        ("In the documentary “I told The Guardian that I was wrong,” he says.", "The Guardian"),
        ("In the documentary \"I told The Guardian that I was wrong,\" Quill says.", "The Guardian"),
        ("In the documentary “I told The Guardian that I was wrong,” said Quill.", "The Guardian"),
        ("In a show “that was a mess, according to Reuters,” he left.", "Reuters"),
        ("The film \"Vice series\", Reuters reported, was \"bad\".", "Reuters"),
        ("The drama “is over, Reuters reported”", "Reuters"),
        ("The podcast “Vice News” describes him as quiet.", "Vice News"),
        ("After the film Reuters reported that he left.", "Reuters"),
        ("He told the show “Fox News Sunday” that he stays.", "Fox News"),
        ("Le journal « Le Monde » révèle les négociations.", "Le Monde"),
        ("Телеканал «Звезда» сообщает о переговорах.", "Zvezda"),
    ] {
        let sources: Vec<String> = told(text).into_iter().map(|(_, source)| source).collect();
        assert_eq!(sources, [source], "{text}");
    }
}
