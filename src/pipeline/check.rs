//! Whether the options of a scan are such as it can be made with.

use super::ScanConfig;
use crate::error::Result;

impl ScanConfig {
    /// That every option of every stage is in its range. [`scan`](super::scan) asks this first.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`](crate::ErrorKind::BadOption) with the first option that is not, its value and the range.
    pub fn check(&self) -> Result<()> {
        self.families.check()?;
        self.seeds.check()?;
        self.align.check()?;
        self.rewrite.check()?;
        self.cluster.check()?;
        self.kind.check()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::attribute::Outlets;
    use crate::error::ErrorKind;
    use crate::observer::Silent;
    use crate::pipeline::scan;
    use crate::read::{Corpus, Document};

    /// What each option may be, least and most, and what it may not be. Of `None` every number may be.
    fn ranges() -> Vec<(&'static str, [Option<Value>; 2])> {
        let range = |least: i64, most: i64| [Some(json!(least)), Some(json!(most))];
        let from = |least: i64| [Some(json!(least)), None];
        let (share, hundredths, points) = ([Some(json!(0.0)), Some(json!(1.0))], range(0, 100), range(-1_000_000, 1_000_000));
        let any = || [None, None];
        vec![
            ("families.shingle", range(1, 64)),
            ("families.document_threshold", share.clone()),
            ("families.paragraph_threshold", share.clone()),
            ("families.paragraph_words", any()),
            ("families.document_bands.bands", range(1, 1024)),
            ("families.document_bands.rows", range(1, 64)),
            ("families.paragraph_bands.bands", range(1, 1024)),
            ("families.paragraph_bands.rows", range(1, 64)),
            ("seeds.words", range(2, 16)),
            ("seeds.window", range(1, 64)),
            ("seeds.document_bound", from(1)),
            ("seeds.complete", from(1)),
            ("seeds.partners", from(2)),
            ("seeds.occurrences", from(1)),
            ("seeds.repeats", from(1)),
            ("seeds.crossings", any()),
            ("seeds.isolation", any()),
            ("align.min_words", from(1)),
            ("align.min_content", any()),
            ("align.short_words", any()),
            ("align.run_words", from(1)),
            ("align.run_content", any()),
            ("align.long_content", any()),
            ("align.plain_share", hundredths.clone()),
            ("align.edited_words", from(1)),
            ("align.edited_content", any()),
            ("align.min_identity", hundredths.clone()),
            ("align.max_gap", any()),
            ("align.drop_off", range(0, 10_000)),
            ("rewrite.partners", from(1)),
            ("rewrite.reach", range(1, 16)),
            ("rewrite.document_bound", range(2, 65_535)),
            ("rewrite.common_bound", from(1)),
            ("rewrite.sentence_cosine", hundredths.clone()),
            ("rewrite.sentence_dice", hundredths.clone()),
            ("rewrite.gap", any()),
            ("rewrite.threshold", hundredths.clone()),
            ("rewrite.min_words", any()),
            ("rewrite.min_content", any()),
            ("rewrite.form_numbers", any()),
            ("rewrite.form_shared", hundredths.clone()),
            ("rewrite.rare_bound", from(2)),
            ("rewrite.own_rare", any()),
            ("rewrite.summary_gap", any()),
            ("rewrite.summary_sentences", any()),
            ("rewrite.summary_ratio", from(1)),
            ("rewrite.summary_share", hundredths.clone()),
            ("rewrite.summary_even", hundredths.clone()),
            ("rewrite.beside_row", any()),
            ("rewrite.copy_run", any()),
            ("rewrite.covered", hundredths.clone()),
            ("cluster.same_passage", range(1, 100)),
            ("cluster.coverage", range(1, 100)),
            ("cluster.identity", hundredths),
            ("cluster.roots_tried", any()),
            ("kind.quoted", share.clone()),
            ("kind.wire_paragraphs", any()),
            ("kind.wire_share", share.clone()),
            ("kind.wire_words", any()),
            ("kind.standing_issues", any()),
            ("kind.standing_documents", any()),
            ("kind.notice_words", any()),
            ("kind.formula_numbers", share.clone()),
            ("kind.formula_fillings", any()),
            ("kind.telling_points", points.clone()),
            ("kind.filled_points", points.clone()),
            ("kind.filled_words", any()),
            ("kind.row_points", points.clone()),
            ("kind.quoted_points", points.clone()),
            ("kind.company_points", points.clone()),
            ("kind.own_points", points.clone()),
            ("kind.later_points", points.clone()),
            ("kind.pieces_points", points),
            ("kind.own_days", from(0)),
            ("kind.house_documents", any()),
            ("kind.house_share", share.clone()),
            ("kind.filled_documents", any()),
            ("kind.filled_share", share.clone()),
            ("kind.led_documents", any()),
            ("kind.led_share", share.clone()),
            ("kind.house_identity", share),
            ("kind.house_words", any()),
        ]
    }

    /// The default with another value of one option.
    fn with(name: &str, value: &Value) -> serde_json::Result<ScanConfig> {
        changed(&ScanConfig::default(), name, value)
    }

    fn changed(config: &ScanConfig, name: &str, value: &Value) -> serde_json::Result<ScanConfig> {
        let mut config = serde_json::to_value(config).unwrap();
        *config.pointer_mut(&format!("/{}", name.replace('.', "/"))).expect("there is such an option") = value.clone();
        serde_json::from_value(config)
    }

    /// The next number below or above one.
    fn beside(value: &Value, step: i64) -> Value {
        value.as_i64().map_or_else(|| json!(value.as_f64().unwrap() + 0.01 * step as f64), |n| json!(n + step))
    }

    /// The greatest number that an option holds.
    fn most(name: &str) -> Value {
        let all = [json!(u64::MAX), json!(i64::MAX), json!(u32::MAX)];
        all.into_iter().find(|most| with(name, most).is_ok()).expect("a whole number")
    }

    /// The names of all options that hold numbers.
    fn numbers(value: &Value, name: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => fields
                .iter()
                .for_each(|(field, value)| numbers(value, &if name.is_empty() { field.clone() } else { format!("{name}.{field}") }, found)),
            Value::Number(_) => found.push(name.to_owned()),
            _ => {}
        }
    }

    #[test]
    fn every_option_that_holds_a_number_has_a_range_or_none() {
        let mut all = Vec::new();
        numbers(&serde_json::to_value(ScanConfig::default()).unwrap(), "", &mut all);
        let mut known: Vec<String> = ranges().into_iter().map(|(name, _)| name.to_owned()).collect();
        all.sort_unstable();
        known.sort_unstable();
        assert_eq!(all, known);
    }

    #[test]
    fn a_value_out_of_its_range_is_an_error_that_names_the_option() {
        ScanConfig::default().check().unwrap();
        for (name, ends) in ranges() {
            for (end, step) in ends.iter().zip([-1, 1]) {
                let Some(end) = end else { continue };
                with(name, end).unwrap().check().unwrap_or_else(|e| panic!("{name} {end}: {e}"));
                // What the type does not hold nobody can set.
                for value in [beside(end, step), json!(if step < 0 { i64::MIN } else { i64::MAX })] {
                    if let Ok(config) = with(name, &value) {
                        let error = config.check().expect_err(name);
                        assert_eq!(error.kind(), ErrorKind::BadOption);
                        assert!(error.to_string().contains(&format!("`{name}` is ")), "{name} {value}: {error}");
                        let scanned = scan(&corpus(), &Outlets::empty(), &config, &Silent);
                        assert_eq!(scanned.map(drop).unwrap_err().to_string(), error.to_string(), "a scan asks first");
                    }
                }
            }
        }
        let mut config = ScanConfig::default();
        config.families.document_threshold = f64::NAN;
        assert!(config.check().is_err_and(|e| e.to_string().contains("`families.document_threshold` is NaN")));
    }

    #[test]
    fn a_scan_ends_well_at_either_end_of_every_range() {
        let corpus = corpus();
        // Bounds so low that what is frequent, crowded and a form is met as well.
        let mut low = ScanConfig::default();
        (low.seeds.document_bound, low.seeds.complete, low.seeds.partners, low.rewrite.document_bound) = (2, 2, 8, 4);
        for (name, [least, greatest]) in ranges() {
            for value in [least.unwrap_or_else(|| json!(0)), greatest.unwrap_or_else(|| most(name))] {
                for config in [ScanConfig::default(), low] {
                    let config = changed(&config, name, &value).unwrap();
                    let scanned = scan(&corpus, &Outlets::empty(), &config, &Silent);
                    assert!(scanned.is_ok_and(|scan| scan.run.documents.len() == corpus.documents.len()), "{name} {value}");
                }
            }
        }
    }

    #[test]
    fn a_bound_beyond_all_documents_is_no_bound() {
        let corpus = corpus();
        let pairs = |bound: usize, partners: usize| {
            let mut config = ScanConfig::default();
            (config.seeds.document_bound, config.seeds.complete, config.seeds.partners) = (bound, 2, partners);
            let run = scan(&corpus, &Outlets::empty(), &config, &Silent).unwrap().run;
            run.pairs.iter().map(|p| (p.left_doc.to_owned(), p.right_doc.to_owned(), p.left_start, p.right_start)).collect::<Vec<_>>()
        };
        assert!(!pairs(1000, 1000).is_empty());
        assert_eq!(pairs(usize::MAX, usize::MAX), pairs(1000, 1000));
    }

    /// Texts of several outlets, equal, edited, rewritten, said in quotation marks and filled in with numbers.
    fn corpus() -> Corpus {
        const TOLD: &str = "The harbour council voted on Tuesday to close the old ferry landing before winter, because the timber piles were rotten. \
            \u{201c}Nobody should have to wait for a boat on planks that give way,\u{201d} the mayor said after the vote in the town hall. \
            Buses will take people across the river until another landing has been built upstream.";
        const RETOLD: &str = "Before winter comes the ferry landing in the old harbour will be closed, the council decided in a vote on Tuesday: its timber \
            piles had become rotten. People will cross the river by buses until a landing upstream has been built, the mayor said.";
        let form = |n: usize| {
            format!("Shares of the harbour company closed at {n}2.{n} on Friday, {n} percent above the week before, on a volume of {n}400.")
        };
        let texts = [
            TOLD.to_owned(),
            format!("{TOLD}\n\nA longer report follows on page two of this paper."),
            TOLD.replace("rotten", "weak"),
            RETOLD.to_owned(),
            format!("{}\n\n{TOLD}", form(3)),
            form(4),
            form(5),
            String::new(),
        ];
        let outlet = |n: usize| Some(["A", "B", "C"][n % 3].to_owned());
        let document = |(n, text): (usize, &String)| Document {
            id: format!("{n:02}"),
            outlet: outlet(n),
            text: text.as_str().into(),
            date: Some(("date".to_owned(), format!("2020-03-{:02}", n + 1))),
            ..Document::default()
        };
        Corpus { documents: texts.iter().cycle().take(3 * texts.len()).enumerate().map(document).collect(), ..Corpus::default() }
    }
}
