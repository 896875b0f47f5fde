use super::super::speaker;
use super::*;
use crate::attribute::outlets::Outlets;
use proptest::prelude::*;

/// The speaker of the words between marks at the end of a text.
fn of(before: &str, name: &str) -> Option<String> {
    let text = format!("{before}\n\n“We will wait for that team,” {name} said.");
    let start = text.rfind("We will").unwrap_or_default();
    speaker(&text, start, start + "We will wait for that team".len(), &Outlets::builtin())
}

#[test]
fn bodies_that_news_quotes_most_are_no_speakers() {
    for name in [
        "Hamas",
        "Google",
        "Hezbollah",
        "Microsoft",
        "Nato",
        "Greenpeace",
        "Iran",
        "Gazprom",
        "Goldman Sachs",
        "Boko Haram",
        "General Motors",
    ] {
        assert_eq!(of("Palestinian Hamas and its Google met.", name), None, "{name}");
    }
    assert_eq!(of("Alphabet's Google met. Sundar Pichai came.", "Sundar Pichai").as_deref(), Some("Sundar Pichai"));
}

#[test]
fn a_lone_name_that_a_text_uses_as_a_bodys_is_no_speaker() {
    for (before, name) in [
        ("Shares of Tarnwell Corp fell.", "Tarnwell"),
        ("Tarnwell, which makes ferries, left.", "Tarnwell"),
        ("The men work at Tarnwell now.", "Tarnwell"),
        ("They dined at Tarnwell. A Tarnwell official left.", "Tarnwell"),
        ("They dined at Tarnwell and sang in Tarnwell.", "Tarnwell"),
        ("The Tarnwell government sits in Tarnwell.", "Tarnwell"),
        ("The Tarnwell news agency was late.", "Tarnwell"),
        ("She bought shares in Tarnwell.", "Tarnwell"),
        ("Some people left.", "People"),
        ("They read Tarnwell Today.", "Tarnwell"),
        ("The ferries are old. Tarnwell executives left.", "Tarnwell"),
        ("The vote was held by the Tarnwell.", "Tarnwell"),
        ("The TBF met.", "TBF"),
        ("Montreal-based Tarnwell shares fell.", "Tarnwell"),
        ("Most of the movers were late.", "Movers"),
    ] {
        assert_eq!(of(before, name), None, "{before}");
    }
}

#[test]
fn a_person_is_one_whatever_has_the_name_as_well() {
    for (before, name) in [
        ("Ada Tarnwell founded Tarnwell Corp, which is at Tarnwell.", "Tarnwell"),
        ("President Tarnwell and a Tarnwell official met.", "Tarnwell"),
        ("A. Tarnwell met a Tarnwell spokesman.", "Tarnwell"),
        ("Tarnwell, who founded it, works at Tarnwell.", "Tarnwell"),
        ("Sen. Tarnwell works at Tarnwell.", "Tarnwell"),
        ("Ada Baker spoke to the baker of the town.", "Baker"),
        ("Ada Tarnwell met a Tarnwell official.", "TARNWELL"),
        ("It was late.", "Tarnwell"),
        ("They came by the Tarnwell ferry.", "Tarnwell"),
        ("August Lee works at Lee.", "Lee"),
        ("It was late. June Brown owns a brown dog, a Brown spokesman said.", "Brown"),
        ("The painter May Tarnwell met a Tarnwell spokesman.", "Tarnwell"),
        ("Kim Jong Un met Kim officials.", "Kim"),
        ("Dwayne “The Rock” Johnson met a Johnson spokesman.", "Johnson"),
        ("Angela (56) Merkel met a Merkel spokesman.", "Merkel"),
    ] {
        assert_eq!(of(before, name).as_deref(), Some(name), "{before}");
    }
}

#[test]
fn names_with_a_word_of_a_body_are_none() {
    for name in ["Merlo Brothers", "Tarn Bancorp", "Harbour Rights Watch", "Federal Ferry Board", "Tarn Securities"] {
        assert_eq!(of("They met.", name), None, "{name}");
    }
}

#[test]
fn a_month_or_a_family_of_a_body_makes_nobody() {
    for (before, name) in [
        ("In May Tarnwell Corp fell.", "Tarnwell"),
        ("Since last August Tarnwell officials work.", "Tarnwell"),
        ("On 5 June Tarnwell shares fell.", "Tarnwell"),
        ("Kim Holdings fell.", "Kim"),
        ("He said “no” at Tarnwell. The staff at Tarnwell left.", "Tarnwell"),
    ] {
        assert_eq!(of(before, name), None, "{before}");
    }
}

#[test]
fn what_stands_with_people_as_with_bodies_tells_of_no_body() {
    for (before, name) in [
        ("The Trump administration left. Trump spoke.", "Trump"),
        ("The Biden campaign left.", "Biden"),
        ("The Clinton Foundation.", "Clinton"),
        ("The Merkel government left.", "Merkel"),
        ("A Kerry official left.", "Kerry"),
        ("They laughed at Obama today.", "Obama"),
        ("Kerry states that it was late.", "Kerry"),
        ("The price is high.", "Price"),
        ("Prices rose again.", "Rose"),
        ("The church was full.", "Church"),
        ("See page two.", "Page"),
        ("Several banks left, the town of Banks too.", "Banks"),
    ] {
        assert_eq!(of(before, name).as_deref(), Some(name), "{before}");
    }
}

#[test]
fn who_has_the_name_of_a_known_body_is_a_person() {
    for (before, name) in [
        ("Fiona Apple sang.", "Apple"),
        ("Peter Siemens, heir, came.", "Siemens"),
        ("The actress Cecile France came, and France laughed.", "France"),
        ("Ms. France came.", "France"),
    ] {
        assert_eq!(of(before, name).as_deref(), Some(name), "{before}");
    }
    for (before, name) in [("Vichy France fell.", "France"), ("Neighbouring Iran, who left.", "Iran"), ("August. Apple fell.", "Apple")] {
        assert_eq!(of(before, name), None, "{before}");
    }
}

#[test]
fn the_office_of_a_person_at_a_body_is_cut_off() {
    for (named, name) in [
        ("Campaign Manager Robby Mook", Some("Robby Mook")),
        ("Police Constable Adam Silver", Some("Adam Silver")),
        ("Police Inspector Mary Jones", Some("Mary Jones")),
        ("Police Inspector Jones", Some("Jones")),
        ("League Commissioner Adam Silver", Some("Adam Silver")),
        ("School Superintendent Mary Jones", Some("Mary Jones")),
        ("Board Member Jane Doe", Some("Jane Doe")),
        ("Bank Economist Mary Jones", Some("Mary Jones")),
        ("Street Artist Bob Miller", Some("Bob Miller")),
        ("Police Constable John Street", Some("John Street")),
        ("Board Member", None),
        ("Bank Negara Malaysia", None),
        ("Capital Cities ABC", None),
        ("Tarn Bank Examiners", None),
    ] {
        assert_eq!(of("They met.", named).as_deref(), name, "{named}");
    }
}

#[test]
fn of_a_body_and_a_person_with_such_a_last_name_the_text_is_asked() {
    for name in ["Picabo Street", "John Fund", "Joyce Brothers", "Eleanor Holding"] {
        assert_eq!(of("They met.", name).as_deref(), Some(name), "{name}");
    }
    for (before, name) in [("Dr. Merlo Brothers came.", "Merlo Brothers"), ("Mr Fund came.", "Tarn Fund")] {
        assert_eq!(of(before, name).as_deref(), Some(name), "{before}");
    }
    for (before, name) in [
        ("Thomas Brothers Inc fell.", "Thomas Brothers"),
        ("They work at John Street.", "John Street"),
        ("It was late.", "Wall Street"),
        ("It was late.", "Tarn Fund"),
        ("It was late.", "Salomon Brothers"),
        ("It was late.", "Ferry Board"),
    ] {
        assert_eq!(of(before, name), None, "{before} {name}");
    }
    // What is none names nobody else's words and hides nobody.
    let said = |text: &str| {
        let start = text.find("We will").unwrap_or_default();
        speaker(text, start, start + "We will wait for that team".len(), &Outlets::builtin())
    };
    let economist = "“We will wait for that team,” said Merlo Bank economist Ada Aro on Monday.";
    assert_eq!(said(economist).as_deref(), Some("Ada Aro"));
    let he = "Merlo Brothers fell, and Ada Aro left.\n\n“We will wait for that team,” she said.";
    assert_eq!(said(he).as_deref(), Some("Ada Aro"));
}

#[test]
fn no_word_is_cut_in_two_where_a_window_ends() {
    for cut in 0..24 {
        let length = BLOCK + REACH - cut;
        let text = format!("Tarnwell said. {}", "It was. ".repeat(length / 8 + 1));
        let text = format!("{}, Tarnwell said so and left.", &text[..length]);
        assert!(!is_body(&text, 0, "Tarnwell"), "{cut}");
        let text = format!("{} Tarnwell said", "it was said so ".repeat(2000));
        let window = window(&text, text.len() - cut);
        assert!(window.split_whitespace().all(|word| ["it", "was", "said", "so", "Tarnwell"].contains(&word)), "{cut}");
    }
}

#[test]
fn passages_that_stand_near_each_other_have_the_text_asked_once() {
    let text = "“We wait,” Tarnwell said. ".repeat(3000);
    let mut asked = Vec::new();
    let mut windows = 0;
    for (at, _) in text.match_indices("We") {
        let before = asked.first().map(|asked: &Asked| asked.window.len());
        let window = window(&text, at);
        windows += usize::from(!asked.iter().any(|asked| asked.window == window) || before.is_none());
        assert!(!remembered(&mut asked, window, "Tarnwell"));
    }
    assert!(windows <= text.len() / BLOCK + 1, "{windows}");
    assert!(asked.len() <= REMEMBERED);
}

proptest! {
    #[test]
    fn of_a_small_text_all_is_asked_wherever_the_passage_stands(
        text in "(Tarn|tarn|TARN|Ada|the|at|in|Corp|which|who|[ ,.\n]){0,40}é?", at in 0usize..90, name in "(Tarn|TARN|Ada|é)",
    ) {
        let at = at.min(text.len());
        let is_one = is_body(&text, at, &name);
        prop_assert_eq!(is_one, is_body(&text, 0, &name));
        if text.contains(&format!("Ada {name}, who ")) {
            prop_assert!(!is_one);
        }
    }

    #[test]
    fn what_is_remembered_is_what_a_text_tells(
        asks in proptest::collection::vec(("(Tarn|Ada|at|in|Corp|work|which|[ ,.]){0,6}", "(Tarn|Ada|Tarn Bank)"), 0..60),
    ) {
        let mut asked = Vec::new();
        for (text, name) in &asks {
            prop_assert_eq!(remembered(&mut asked, text, name), is_bodys_in(text, name));
            prop_assert_eq!(&asked[0].window, text);
            prop_assert!(asked.len() <= REMEMBERED);
        }
    }
}
