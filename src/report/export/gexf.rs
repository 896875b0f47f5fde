//! The graph of outlets as GEXF 1.2, which Gephi and networkx read. Edges are weighted by the number of
//! texts; where dates are known they begin and end, for Gephi's timeline.

use std::io::{self, Write};

use super::graph::{self, Graph};
use super::xml::escape;
use crate::report::model::Run;

pub(super) fn write_sources(run: &Run, out: &mut (dyn Write + Send)) -> io::Result<()> {
    write(&graph::sources(run), out)
}

pub(super) fn write_ties(run: &Run, out: &mut (dyn Write + Send)) -> io::Result<()> {
    write(&graph::ties(run), out)
}

fn write(graph: &Graph<'_>, out: &mut dyn Write) -> io::Result<()> {
    let dated = graph.edges.values().any(|edge| edge.days.is_some());
    let mode = if dated { r#"mode="dynamic" timeformat="date""# } else { r#"mode="static""# };
    let direction = if graph.directed { "directed" } else { "undirected" };
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">"#)?;
    writeln!(out, r#"<meta><creator>wirecopy</creator></meta>"#)?;
    writeln!(out, r#"<graph defaultedgetype="{direction}" {mode}>"#)?;
    attributes(out, "node", &["documents", "words", "reused_words", "copies", "first"])?;
    attributes(out, "edge", &["clusters", "words", "credited"])?;
    writeln!(out, "<nodes>")?;
    for (name, node) in &graph.nodes {
        let name = escape(name);
        writeln!(out, r#"<node id="{name}" label="{name}">"#)?;
        values(out, &[node.documents, node.words, node.reused_words, node.copies, node.first])?;
        writeln!(out, "</node>")?;
    }
    writeln!(out, "</nodes>\n<edges>")?;
    for (id, ((source, target), edge)) in graph.edges.iter().enumerate() {
        let (source, target) = (escape(source), escape(target));
        let days = edge.days.map(|(first, last)| format!(r#" start="{first}" end="{last}""#)).unwrap_or_default();
        let weight = edge.clusters;
        writeln!(out, r#"<edge id="{id}" source="{source}" target="{target}" weight="{weight}"{days}>"#)?;
        values(out, &[edge.clusters, edge.words, edge.credited])?;
        writeln!(out, "</edge>")?;
    }
    writeln!(out, "</edges>\n</graph>\n</gexf>")
}

fn attributes(out: &mut dyn Write, class: &str, names: &[&str]) -> io::Result<()> {
    writeln!(out, r#"<attributes class="{class}">"#)?;
    for (id, name) in names.iter().enumerate() {
        writeln!(out, r#"<attribute id="{id}" title="{name}" type="long"/>"#)?;
    }
    writeln!(out, "</attributes>")
}

fn values(out: &mut dyn Write, values: &[u64]) -> io::Result<()> {
    write!(out, "<attvalues>")?;
    for (id, value) in values.iter().enumerate() {
        write!(out, r#"<attvalue for="{id}" value="{value}"/>"#)?;
    }
    writeln!(out, "</attvalues>")
}
