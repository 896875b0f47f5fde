//! A run in the forms that other programs read.

mod gexf;
mod graph;
mod graphml;
mod passim;
mod webanno;
mod xml;

use std::io::{self, Write};

use super::model::Run;

/// Writes a run as one file.
pub type WriteExport = fn(&Run, &mut (dyn Write + Send)) -> io::Result<()>;

/// A form that another program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Export {
    /// JSON lines with the fields of passim's output, one a passage that is no formula.
    Passim,
    /// The outlets as a graph for Gephi: who has text from whom, and, in a second file, who shares text
    /// without anybody knowing who has it from whom.
    Gexf,
    /// The same two graphs as GraphML.
    Graphml,
    /// W3C Web Annotations as JSON-LD, one a copied passage.
    Webanno,
}

impl Export {
    /// All forms.
    pub const ALL: [Self; 4] = [Self::Passim, Self::Gexf, Self::Graphml, Self::Webanno];

    /// The name of the form, as in `--export`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Passim => "passim",
            Self::Gexf => "gexf",
            Self::Graphml => "graphml",
            Self::Webanno => "webanno",
        }
    }

    /// The files of the form, and what writes each.
    #[must_use]
    pub fn files(self) -> &'static [(&'static str, WriteExport)] {
        match self {
            Self::Passim => &[("passim.jsonl", passim::write)],
            // One file each: readers such as networkx refuse a graph with edges of both sorts.
            Self::Gexf => &[("outlets.gexf", gexf::write_sources), ("outlets-ties.gexf", gexf::write_ties)],
            Self::Graphml => &[("outlets.graphml", graphml::write_sources), ("outlets-ties.graphml", graphml::write_ties)],
            Self::Webanno => &[("annotations.jsonld", webanno::write)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::Kind;
    use crate::report::sample;
    use proptest::prelude::*;

    fn written(run: &Run, write: WriteExport) -> String {
        let mut out = Vec::new();
        write(run, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn json(text: &str) -> serde_json::Value {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn passim_gets_a_line_for_each_passage_largest_clusters_first() {
        let run = sample::run();
        let lines: Vec<_> = written(&run, passim::write).lines().map(json).collect();
        assert_eq!(lines.len(), run.passages.len());
        let sizes: Vec<_> = lines.iter().map(|line| line["size"].as_u64().unwrap()).collect();
        assert_eq!(sizes, [4, 4, 4, 4, 3, 3, 3, 2, 2]);
        let line = &lines[5];
        assert_eq!((line["id"].as_str(), line["series"].as_str()), (Some("ledger/7.txt"), Some("Daily Ledger")));
        assert_eq!((line["cluster"].as_u64(), line["cluster_id"].as_str()), (Some(1), Some("c0000000000000001")));
        assert_eq!(line["date"], "2016-12-02");
        let text: String = run.texts.iter().find(|row| &*row.doc == "ledger/7.txt").unwrap().text.chars().collect();
        let (begin, end) = (line["begin"].as_u64().unwrap() as usize, line["end"].as_u64().unwrap() as usize);
        let cut: String = text.chars().skip(begin).take(end - begin).collect();
        assert_eq!(line["text"].as_str(), Some(cut.as_str()));
        // As Spark writes it, a field without a value is not there.
        let undated = lines.iter().find(|line| line["id"] == "echo/3.txt").unwrap();
        assert!(undated.get("date").is_none() && undated["uid"].is_i64());
    }

    #[test]
    fn an_annotation_selects_its_passage_by_position_and_by_quotation() {
        let run = sample::run();
        let collection = json(&written(&run, webanno::write));
        assert_eq!(collection["@context"], "http://www.w3.org/ns/anno.jsonld");
        let items = collection["first"]["items"].as_array().unwrap();
        assert_eq!(collection["total"], items.len());
        let target = &items.iter().find(|item| item["target"]["source"].as_str().unwrap().contains("ledger%2F7.txt")).unwrap()["target"];
        let [position, quote] = target["selector"].as_array().unwrap().as_slice() else { panic!("two selectors") };
        assert_eq!((&position["type"], &quote["type"]), (&"TextPositionSelector".into(), &"TextQuoteSelector".into()));
        let passage = run.passages.iter().find(|row| row.doc == "ledger/7.txt").unwrap();
        assert_eq!((position["start"].as_u64(), position["end"].as_u64()), (Some(passage.start.into()), Some(passage.end.into())));
        assert_eq!(quote["exact"], *passage.text);
        assert!(
            quote["prefix"].as_str().unwrap().ends_with("all is well. ") && quote["suffix"].as_str().unwrap().starts_with(".\n\nThe mayor")
        );
    }

    #[test]
    fn what_counts_nowhere_is_left_out_but_for_boilerplate_that_passim_has_a_field_for() {
        for (kind, lines, annotations) in [(Kind::Formula, 7, 7), (Kind::Boilerplate, 9, 7), (Kind::Passage, 9, 9)] {
            let mut run = sample::run();
            run.clusters.iter_mut().filter(|row| row.passages == 2).for_each(|row| row.kind = kind);
            assert_eq!(written(&run, passim::write).lines().count(), lines, "{kind:?}");
            let collection = json(&written(&run, webanno::write));
            assert_eq!(collection["total"], annotations, "{kind:?}");
            assert_eq!(collection["first"]["items"].as_array().unwrap().len(), annotations, "{kind:?}");
        }
    }

    #[test]
    fn the_graph_of_sources_leads_from_the_source_and_that_of_ties_holds_the_rest() {
        let run = sample::run();
        let sources = written(&run, gexf::write_sources);
        assert!(sources.contains(r#"defaultedgetype="directed""#));
        assert_eq!(sources.matches("<edge ").count(), 1);
        assert!(
            sources.contains(r#"<edge id="0" source="Northwire" target="Daily Ledger" weight="1" start="2016-12-02" end="2016-12-02">"#),
            "{sources}"
        );
        let ties = written(&run, gexf::write_ties);
        // The dispatch ties four outlets, the quotation three, less the one edge that has a direction.
        assert!(ties.contains(r#"defaultedgetype="undirected""#));
        assert_eq!(ties.matches("<edge ").count(), 6 + 2);
        assert_eq!(written(&run, graphml::write_ties).matches("<edge ").count(), 6 + 2);
        assert_eq!(written(&run, graphml::write_sources).matches("<node ").count(), 6);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_run_breaks_the_xml(run in sample::any_run()) {
            for write in [gexf::write_sources, gexf::write_ties, graphml::write_sources, graphml::write_ties] {
                let text = written(&run, write);
                prop_assert!(xml::is_well_formed(&text), "{text}");
            }
            for line in written(&run, passim::write).lines() {
                json(line);
            }
            json(&written(&run, webanno::write));
        }
    }
}
