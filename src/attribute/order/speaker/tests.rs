use super::*;

mod forms;

/// The speaker of the passage between the two bars of `text`.
fn of(text: &str) -> Option<String> {
    let start = text.find('|').unwrap();
    let end = text.rfind('|').unwrap() - 1;
    speaker(&text.replace('|', ""), start, end, &Outlets::builtin())
}

#[test]
fn the_name_beside_the_verb_is_the_speaker() {
    for (text, name) in [
        ("“|We will wait for that team|,” Ushakov said.", "Ushakov"),
        ("“|Moscow is ready to send experts|,” Russian Foreign Minister Sergey Lavrov said on Saturday.", "Sergey Lavrov"),
        ("“|It is an attempt to distract|,” said Vitaly Churkin, Russia’s envoy.", "Vitaly Churkin"),
        ("The minister was late. Sergey Lavrov told reporters: “|We are ready to go on|.” He left.", "Sergey Lavrov"),
        ("\"|Wir sind bereit für Gespräche|\", sagte Angela Merkel.", "Angela Merkel"),
        ("«|Мы готовы к переговорам|», — заявил Сергей Лавров.", "Сергей Лавров"),
        ("«|Мы готовы к переговорам|», — заявил помощник президента России Юрий Ушаков.", "Юрий Ушаков"),
        ("„|Wir sind bereit für Gespräche|“, sagte der Abgeordnete Hanno Riedel nach der Sitzung.", "Hanno Riedel"),
        ("“|We will wait for that team|,” said Lavrov on Monday.", "Lavrov"),
        ("“|We will wait for that team|,” said J. D. Marrow. Lavrov left.", "J D Marrow"),
        ("“|We will wait for that team|,” said Russia’s Sergey Lavrov in Rome.", "Sergey Lavrov"),
        ("“|We will wait for that team|,” said Bay State U.S. Sen. Elizabeth Warren on Twitter.", "Elizabeth Warren"),
    ] {
        assert_eq!(of(text).as_deref(), Some(name), "{text}");
    }
}

#[test]
fn a_pronoun_is_the_person_of_the_paragraph_before() {
    let text = "Russian presidential aide Yury Ushakov confirmed the calls between Kerry and Sergey Lavrov.\n\n“|This could be called \
                unbelievable|,” he told journalists.";
    assert_eq!(of(text).as_deref(), Some("Yury Ushakov"));
    // The passage may hold the words that name the speaker.
    let text = text.replace("unbelievable|,” he told journalists.", "unbelievable,” he told journalists|.");
    assert_eq!(of(&text).as_deref(), Some("Yury Ushakov"));
}

#[test]
fn who_is_told_of_in_the_words_of_a_pronoun_did_not_say_them() {
    let before = "The mayor was adamant. Among the reasons: Vera Lindqvist calling for a vote.\n\n";
    for text in [
        "“|They did not like Vera Lindqvist|,” he told the paper.",
        "“|They did not like Vera Maria Lindqvist|,” he told the paper.",
        "“|They did not like Lindqvist,” he said, “or her vote|.”",
    ] {
        assert_eq!(of(&format!("{before}{text}")), None, "{text}");
    }
    // Her titles are hers, and how a sentence begins says nothing.
    for text in ["“|They did not like Mrs. Lindqvist|,” he told the paper.", "“|They left. Surely Lindqvist will stay|,” he said."]
    {
        assert_eq!(of(&format!("{before}{text}")), None, "{text}");
    }
    // Somebody else has the same last name.
    let text = "“|They did not like what Olof Lindqvist said|,” she told the paper.";
    assert_eq!(of(&format!("{before}{text}")).as_deref(), Some("Vera Lindqvist"));
    // Outside of her words she may be told of.
    for text in
        ["“|They did not like the vote,” she said. Lindqvist left|.", "“|They did not,” Lindqvist said. “Nor did I in the end|,” she said."]
    {
        assert_eq!(of(&format!("{before}{text}")).as_deref(), Some("Vera Lindqvist"), "{text}");
    }
}

#[test]
fn a_post_is_said_by_who_signs_it() {
    for (text, name) in [
        ("Lavrov said no.\n\n|The ferry is ours again!|\n\n— Tomas B. Ekvall (@tekvall) May 4, 2016\n\nHe left.", Some("Tomas B Ekvall")),
        ("|The ferry is ours again!\n\n— Senator Ada Aro 🇫🇮 (@aro) May 4, 2016|\n\n“Well,” Lavrov said.", Some("Ada Aro")),
        ("|The ferry is ours again!|\n\n— Reuters (@reuters) May 4, 2016\n\n“Well,” Lavrov said.", None),
        ("|The ferry is ours again!|\n\n— Foreign Ministry (@mfa) May 4, 2016\n\n“Well,” Lavrov said.", None),
        ("|The ferry is ours again!|\n\n— Face The Town (@town) May 4, 2016\n\n“Well,” Lavrov said.", None),
        ("Lavrov told reporters: “|The ferry is ours again!|”\n\n— Ada Aro (@aro) May 4, 2016", Some("Lavrov")),
        ("|Ours again!\n\n— Ada Aro (@aro) May 4, 2016\n\nAnd theirs, too!\n\n— Ada Aro (@aro) May 4, 2016|", Some("Ada Aro")),
        ("|Ours again!\n\n— Ada Aro (@aro) May 4, 2016\n\nAnd theirs, too!\n\n— Olof Six (@six) May 4, 2016|", None),
        ("Ours!\n\n— Tomas Ekvall (@tekvall) May 4, 2016\n\n“|We will wait for that team|,” Lavrov said.", Some("Lavrov")),
    ] {
        assert_eq!(of(text).as_deref(), name, "{text}");
    }
}

#[test]
fn where_nobody_is_named_nobody_is_guessed() {
    for text in [
        "“|We will wait for that team|,” it was heard.",
        "It was quiet.\n\n“|We will wait for that team|,” he said.",
        "“|Clinton would have been hawkish|,” the Washington Post adds.",
        "“|Clinton would have been hawkish|,” Post adds.",
        "“|Trade was slow|.” Among bankers few said so.",
        "“|Trade was slow|,” Company Inc said.",
        "|No quotation at all stands here|, Lavrov said.",
    ] {
        assert_eq!(of(text), None, "{text}");
    }
}

#[test]
fn days_places_bodies_and_headings_are_no_speakers() {
    for text in [
        "He came.\n\nOn Sunday, he said: “|We will wait for that team|.”",
        "The union met. I think the European Union is a foe.\n\n“|We will wait for that team|,” he said.",
        "Rand Paul of Kentucky left.\n\nRelated Content\n\n“|We will wait for that team|,” he said.",
        "“|We will wait for that team|.”\n\nPutin, for his part, said he left.",
        "“|We will wait for that team|.”\n\nThe Kentucky Republican says so.",
        "— Donald J. Trump (@real) July 15, 2018\n\nThe president said: “|We will wait for that team|.”",
        "“|We will wait for that team|,” was said in July in Helsinki.",
        "He cited his meeting with North Korean leader Kim Jong Un in June.\n\n“|We will wait for that team|,” he said.",
        "There won't be a Perry Mason here.\n\n“|We will wait for that team|,” he said.",
    ] {
        let named = of(text);
        assert!(named.as_deref().is_none_or(|name| name == "Rand Paul"), "{text}: {named:?}");
    }
    for (text, name) in [
        ("“|We will wait for that team|,” Theresa May said on Monday.", "Theresa May"),
        ("“|We will wait for that team|,” Ursula von der Leyen said.", "Ursula von der Leyen"),
        ("“|We will wait for that team|,” Rand Paul of Kentucky said.", "Rand Paul"),
        ("Talks with Kim Jong Un are due. Huntsman said so.\n\n“|We will wait for that team|,” he said.", "Huntsman"),
        ("When Philip Rucker asked Donald Trump, he brushed it off.\n\n“|We will wait for that team|,” he said.", "Donald Trump"),
    ] {
        assert_eq!(of(text).as_deref(), Some(name), "{text}");
    }
}

#[test]
fn who_is_nobody_in_particular_is_no_speaker_and_hides_none() {
    for nobody in ["Nobody", "No one", "Everyone", "Somebody"] {
        let behind = format!(
            "The vote was late. Sergey Lavrov told reporters: “|We will wait for that team|.” {nobody} from the ministry answered."
        );
        assert_eq!(of(&behind).as_deref(), Some("Sergey Lavrov"), "{behind}");
        let alone = format!("“|We will wait for that team|.” {nobody} answered.");
        assert_eq!(of(&alone), None, "{alone}");
        let before = format!("{nobody} answered. Sergey Lavrov said so.\n\n“|We will wait for that team|,” he told journalists.");
        assert_eq!(of(&before).as_deref(), Some("Sergey Lavrov"), "{before}");
    }
}

#[test]
fn particles_and_titles_inside_a_name_belong_to_it() {
    for (text, name) in [
        ("“|We will wait for that team|,” Bashar al-Assad said.", "Bashar al-Assad"),
        ("“|We will wait for that team|,” said President Bashar al-Assad on Friday.", "Bashar al-Assad"),
        ("“|We will wait for that team|,” al-Assad said.", "al-Assad"),
        ("“|We will wait for that team|,” said Crown Prince Mohammed bin Salman on Friday.", "Mohammed bin Salman"),
        ("“|We will wait for that team|,” von der Leyen said.", "Leyen"),
        ("“|We will wait for that team|,” said Charles de Gaulle.", "Charles de Gaulle"),
        ("“|We will wait for that team|,” Valéry Giscard d’Estaing said.", "Valéry Giscard d’Estaing"),
        ("“|We will wait for that team|,” Marine Le Pen said.", "Marine Le Pen"),
        ("“|We will wait for that team|,” Martin Luther King said.", "Martin Luther King"),
        ("“|We will wait for that team|,” said John Major in London.", "John Major"),
        ("“|We will wait for that team|,” said Texas Judge Ada Aro.", "Ada Aro"),
        ("„|Wir sind bereit für Gespräche|“, sagte Hanno Riedel von der Polizei.", "Hanno Riedel"),
        ("„|Wir sind bereit für Gespräche|“, sagte Angela Merkel der Zeitung.", "Angela Merkel"),
        ("„|Wir sind bereit für Gespräche|“, sagte Merkel von der CDU.", "Merkel"),
    ] {
        assert_eq!(of(text).as_deref(), Some(name), "{text}");
    }
    assert_eq!(of("“|We will wait for that team|,” al-Qaida said."), None);
}

#[test]
fn the_quotation_that_holds_most_of_the_passage_tells_the_speaker() {
    for (text, name) in [
        ("|“We will wait for that team,” said Anna Berg. “No|,” Peter Lund said.", Some("Anna Berg")),
        ("“|No,” said Peter Lund. “We will wait for that team|,” Anna Berg said.", Some("Anna Berg")),
        ("|“We will wait for that team.”\n\n“No|,” Peter Lund said.", None),
        ("He came. |Anna Berg said: “We will wait for that team.”|", Some("Anna Berg")),
        ("He came. |Anna Berg told reporters: \"We will wait for that team.|\" He left.", Some("Anna Berg")),
        ("|“No,” Anna Berg said. “We will wait for that team|.”", Some("Anna Berg")),
        ("|“No,” Anna Berg said, “we will wait for that team|.”", Some("Anna Berg")),
        ("“Why?” asked Peter Lund. “|We will wait for that team|,” answered Anna Berg.", Some("Anna Berg")),
    ] {
        assert_eq!(of(text).as_deref(), name, "{text}");
    }
}

#[test]
fn members_agree_on_the_last_name_of_most() {
    let names = |names: &[&str]| agreed(&names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
    assert_eq!(names(&["Ushakov", "Yury Ushakov", "Lavrov"]).as_deref(), Some("Yury Ushakov"));
    assert_eq!(names(&["Ushakov", "Lavrov"]), None);
    assert_eq!(names(&[]), None);
    assert_eq!(names(&["Rosie O’Donnell", "O'Donnell"]).as_deref(), Some("Rosie O’Donnell"));
    assert_eq!(names(&["Trump Jr", "Donald Trump Jr"]).as_deref(), Some("Donald Trump Jr"));
    assert_eq!(names(&["Donald Trump Jr", "Robert F Kennedy Jr"]), None);
    assert_eq!(names(&["Donald Trump Jr", "Trump", "Donald Trump"]).as_deref(), Some("Donald Trump"));
    assert_eq!(names(&["Assad", "Bashar al-Assad"]).as_deref(), Some("Bashar al-Assad"));
}

#[test]
fn a_short_title_and_its_dot_belong_to_who_has_it() {
    for (named, name) in [
        ("Police Sgt. John Smith", "John Smith"),
        ("Police Sgt John Smith", "John Smith"),
        ("Army Capt. Jane Doe", "Jane Doe"),
        ("Air Force Maj. Jane Doe", "Jane Doe"),
        ("U.S. Army Lt. Col. John Smith", "John Smith"),
        ("Army Capt. Doe", "Doe"),
        ("Sheriff's Deputy Tom Brown", "Tom Brown"),
        ("Los Angeles County Sheriff’s Deputy Tom Brown", "Tom Brown"),
        ("Lt. Gov. Dan Patrick", "Dan Patrick"),
        ("Texas Lt. Gov. Dan Patrick", "Dan Patrick"),
        ("Gov. Patrick", "Patrick"),
        ("Sen. Rand Paul", "Rand Paul"),
        ("U.S. Sen. Elizabeth Warren", "Elizabeth Warren"),
        ("Mr. Lavrov", "Lavrov"),
        ("The Rev. Ada Aro", "Ada Aro"),
        ("Russia’s Sergey Lavrov", "Sergey Lavrov"),
    ] {
        for text in [
            format!("“|We will wait for that team|,” {named} said on Monday."),
            format!("“|We will wait for that team|,” said {named}."),
            format!("“|We will wait for that team|,” said {named} on Monday."),
            format!("It was late. {named} told reporters: “|We will wait for that team|.”"),
        ] {
            assert_eq!(of(&text).as_deref(), Some(name), "{text}");
        }
    }
    for (named, name) in [("J. D. Marrow", "J D Marrow"), ("President John F. Kennedy", "John F Kennedy")] {
        let text = format!("“|We will wait for that team|,” {named} said on Monday.");
        assert_eq!(of(&text).as_deref(), Some(name), "{text}");
    }
}

#[test]
fn a_party_a_country_and_an_initial_are_what_they_are_beside_a_name() {
    for (named, name) in [
        ("Sen. Ted Cruz, R-Texas,", "Ted Cruz"),
        ("Sen. Ted Cruz (R-Texas)", "Ted Cruz"),
        ("Sen. John Kennedy, R-La.,", "John Kennedy"),
        ("Rep. Adam Schiff (D-Calif.)", "Adam Schiff"),
        ("Rep. Nita Lowey, D-N.Y.,", "Nita Lowey"),
        ("Robert F. Kennedy Jr.", "Robert F Kennedy Jr"),
        ("Donald Trump Jr.", "Donald Trump Jr"),
        ("U.N. Secretary-General António Guterres", "António Guterres"),
        ("U.K. Foreign Secretary Jeremy Hunt", "Jeremy Hunt"),
        ("U.S. Rep. Maxine Waters", "Maxine Waters"),
        ("A.J. Hinch", "A J Hinch"),
        ("J.M. Coetzee", "J M Coetzee"),
        ("U.S. District Judge T.S. Ellis", "T S Ellis"),
        ("Dr. Anthony S. Fauci", "Anthony S Fauci"),
        ("Gov. Andrew M. Cuomo", "Andrew M Cuomo"),
        ("M. Lavrov", "Lavrov"),
        ("Chicago Mayor Rahm Emanuel", "Rahm Emanuel"),
        ("Chief Executive Tim Cook", "Tim Cook"),
        ("Chief Executive Officer Tim Cook", "Tim Cook"),
        ("House Speaker Paul D. Ryan (R-Wis.)", "Paul D Ryan"),
        ("Federico Mayor", "Federico Mayor"),
    ] {
        for text in [
            format!("“|We will wait for that team|,” {named} said on Monday."),
            format!("It was late. {named} told reporters: “|We will wait for that team|.”"),
        ] {
            assert_eq!(of(&text).as_deref(), Some(name), "{text}");
        }
    }
    for (named, name) in [("Anthony S. Fauci", "Anthony S Fauci"), ("Andrew M. Cuomo", "Andrew M Cuomo")] {
        let text = format!("“|We will wait for that team|,” said {named} on Monday.");
        assert_eq!(of(&text).as_deref(), Some(name), "{text}");
    }
    for text in [
        "“|We will wait for that team|.” It was carried by Donald Trump Jr. Lavrov left. Nobody said so.",
        "A spokesman for Sen. Ada Aro told reporters: “|We will wait for that team|.”",
        "The wife of Sgt. John Smith said: “|We will wait for that team|.”",
        "The office of U.S. Sen. Ada Aro wrote: “|We will wait for that team|.”",
    ] {
        assert_eq!(of(text), None, "{text}");
    }
}

#[test]
fn whom_a_short_title_names_is_no_speaker_where_somebody_else_speaks() {
    for text in [
        "“|We will wait for that team|,” a spokesman for Sen. Ada Aro said.",
        "“|We will wait for that team|,” the wife of Sgt. John Smith said.",
        "“|We will wait for that team|,” the office of U.S. Sen. Ada Aro said.",
        "“|We will wait for that team|,” a friend of Lt. Gov. Ada Aro said.",
        "“|We will wait for that team|,” Mr. Lavrov’s lawyer said.",
        "“|We will wait for that team|,” Sen. Ada Aro’s office said.",
        "“|We will wait for that team|,” said Donald Trump’s lawyer.",
        "“|We will wait for that team|,” said the minister. Lavrov left.",
        "“|We will wait for that team|,” said the mayor. Lavrov left.",
        "“|We will wait for that team|.” The plan was made by Sen. Aro. It said so.",
        "“|We will wait for that team|.” He met the sergeant. Peter left. Lavrov said so.",
        "“|We will wait for that team|.” So do I. Lavrov said so.",
        "“|We will wait for that team|,” Police Sgt. said.",
    ] {
        assert_eq!(of(text), None, "{text}");
    }
    for (text, name) in [
        ("“|We will wait for that team|,” said Donald Trump’s lawyer Michael Cohen.", "Michael Cohen"),
        ("“|We will wait for that team|,” Ada Aro, wife of Sgt. Smith, said.", "Ada Aro"),
        ("The town is small. Talks with Gov. Ada Aro are due. Olof Six left.\n\n“|We will wait|,” he said.", "Olof Six"),
    ] {
        assert_eq!(of(text).as_deref(), Some(name), "{text}");
    }
}

#[test]
fn a_capital_in_any_spelling_is_no_speaker_and_who_is_called_so_is_one() {
    for city in ["Bonn", "Peking", "Moskau", "Prag", "Pékin", "Moscú", "Hanoi", "Beijing", "Buenos Aires"] {
        for text in
            [format!("“|We will wait for that team|,” {city} said on Monday."), format!("“|We will wait for that team|,” said {city}.")]
        {
            assert_eq!(of(&text), None, "{text}");
        }
    }
    for name in ["Paris Hilton", "Riga Bonn", "Hanoi Hannah", "Bonne", "Wiener"] {
        let text = format!("“|We will wait for that team|,” {name} said on Monday.");
        assert_eq!(of(&text).as_deref(), Some(name), "{text}");
    }
    let text = "Peter Bonn came.\n\n“|We will wait for that team|,” Bonn said on Monday.";
    assert_eq!(of(text).as_deref(), Some("Bonn"));
    for (before, name) in [
        ("Byron Wien of the bank came.", Some("Wien")),
        ("Hermann Bonn came.", Some("Bonn")),
        ("Ms. Manila came.", Some("Manila")),
        ("Police came from Metro Manila. It was hot in Manila.", None),
        ("Visit Hanoi, which is old.", None),
    ] {
        let last = name.unwrap_or(if before.contains("Hanoi") { "Hanoi" } else { "Manila" });
        let text = format!("{before}\n\n“|We will wait for that team|,” {last} said on Monday.");
        assert_eq!(of(&text).as_deref(), name, "{text}");
    }
}
