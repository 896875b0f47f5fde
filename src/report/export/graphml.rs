//! The graph of outlets as GraphML, which yEd, igraph, networkx and Gephi read.

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

/// Keys of nodes and edges: (id, for what, name, type).
const KEYS: [(&str, &str, &str, &str); 11] = [
    ("label", "node", "label", "string"),
    ("documents", "node", "documents", "long"),
    ("words", "node", "words", "long"),
    ("reused_words", "node", "reused_words", "long"),
    ("copies", "node", "copies", "long"),
    ("first", "node", "first", "long"),
    ("weight", "edge", "weight", "double"),
    ("edge_words", "edge", "words", "long"),
    ("credited", "edge", "credited", "long"),
    ("from", "edge", "from", "string"),
    ("to", "edge", "to", "string"),
];

fn write(graph: &Graph<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#)?;
    for (id, class, name, kind) in KEYS {
        writeln!(out, r#"<key id="{id}" for="{class}" attr.name="{name}" attr.type="{kind}"/>"#)?;
    }
    let direction = if graph.directed { "directed" } else { "undirected" };
    writeln!(out, r#"<graph id="outlets" edgedefault="{direction}">"#)?;
    for (name, node) in &graph.nodes {
        let name = escape(name);
        writeln!(out, r#"<node id="{name}">"#)?;
        data(out, "label", &name)?;
        data(out, "documents", node.documents)?;
        data(out, "words", node.words)?;
        data(out, "reused_words", node.reused_words)?;
        data(out, "copies", node.copies)?;
        data(out, "first", node.first)?;
        writeln!(out, "</node>")?;
    }
    for (id, ((source, target), edge)) in graph.edges.iter().enumerate() {
        writeln!(out, r#"<edge id="e{id}" source="{}" target="{}">"#, escape(source), escape(target))?;
        data(out, "weight", edge.clusters)?;
        data(out, "edge_words", edge.words)?;
        data(out, "credited", edge.credited)?;
        if let Some((first, last)) = edge.days {
            data(out, "from", first)?;
            data(out, "to", last)?;
        }
        writeln!(out, "</edge>")?;
    }
    writeln!(out, "</graph>\n</graphml>")
}

fn data(out: &mut dyn Write, key: &str, value: impl std::fmt::Display) -> io::Result<()> {
    writeln!(out, r#"<data key="{key}">{value}</data>"#)
}
