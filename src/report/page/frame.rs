//! The page around its parts: head, sections, filter bar, help; the parts that need no reckoning.

use std::fmt::Write as _;

use super::MARK;
use super::html::escape;
use super::script::{SCRIPT, STYLE};

/// A section: its id, its name, what stands in it; where a script draws in it, what stands there without one.
pub(super) struct Section {
    pub id: &'static str,
    pub name: &'static str,
    pub body: String,
    pub plain: Option<String>,
}

/// What stands before the blocks.
pub(super) fn opening(title: &str, lede: &str, notice: &str, folder: bool, sections: &[Section]) -> String {
    let files = if folder { " 'self' file:" } else { "" };
    let mut out = format!(
        "{MARK}<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}{files}; style-src {}; img-src data:; \
         base-uri 'none'; form-action 'none'\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title><style>{}</style></head><body>\
         <a class=\"skip\" id=\"skip\" href=\"#main\">Skip to the report</a><header><p class=\"brand\">wirecopy</p>\
         <h1><bdi>{title}</bdi></h1><p class=\"lede\">{lede}</p>{notice}</header>",
        SCRIPT.policy,
        STYLE.policy,
        STYLE.text,
        title = escape(title),
    );
    out.push_str("<nav aria-label=\"Sections\"><ul>");
    for section in sections {
        put(&mut out, format_args!("<li><a href=\"#{}\">{}</a></li>", section.id, section.name));
    }
    out.push_str("</ul></nav>");
    out.push_str(FILTER);
    out.push_str("<main id=\"main\" tabindex=\"-1\">");
    for Section { id, name, body, plain } in sections {
        put(&mut out, format_args!("<section id=\"{id}\" aria-labelledby=\"h-{id}\"><h2 id=\"h-{id}\">{name}</h2>{body}"));
        if let Some(plain) = plain {
            put(&mut out, format_args!("<div class=\"view\"></div><noscript>{plain}</noscript>"));
        }
        out.push_str("</section>");
    }
    out.push_str("<section id=\"detail\" aria-label=\"Detail\"></section></main>");
    out.push_str(HELP);
    out
}

/// What stands behind the blocks.
pub(super) fn closing() -> String {
    format!("<script>{}</script></body></html>\n", SCRIPT.text)
}

const FILTER: &str = "<form id=\"filter\" role=\"search\" hidden><div class=\"row\">\
    <label class=\"grow\" for=\"q\"><span>Filter</span><input id=\"q\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" \
    placeholder=\"words, or outlet:name words&gt;20 lag&lt;2h\"></label>\
    <label for=\"kind\"><span>Kind</span><select id=\"kind\"><option value=\"\">choose…</option><option value=\"wire\">Wire copy</option>\
    <option value=\"passage\">Passage</option><option value=\"quote\">Quote</option><option value=\"rewritten\">Rewritten</option>\
    <option value=\"paraphrase\">Paraphrase</option></select></label>\
    <label for=\"outlet\"><span>Outlet</span><select id=\"outlet\"><option value=\"\">choose…</option></select></label>\
    <button type=\"button\" id=\"clear\">Clear</button>\
    <label class=\"check\"><input type=\"checkbox\" id=\"apart\"> with boilerplate and formulas</label></div>\
    <div class=\"row\"><p id=\"count\" role=\"status\"></p><p class=\"tools\"><button type=\"button\" id=\"csv\">CSV</button>\
    <button type=\"button\" id=\"jsonl\">JSON lines</button><button type=\"button\" id=\"print\">Print</button>\
    <button type=\"button\" id=\"help-open\">Help</button></p></div><p id=\"problem\" class=\"problem\" role=\"alert\"></p></form>";

const HELP: &str = "<dialog id=\"help\" aria-labelledby=\"h-help\"><form method=\"dialog\"><button>Close</button></form>\
    <h2 id=\"h-help\">Help</h2><h3>Keys</h3><dl class=\"keys\">\
    <div><dt><kbd>/</kbd></dt><dd>filter</dd></div><div><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next, previous row</dd></div>\
    <div><dt><kbd>Enter</kbd></dt><dd>open</dd></div><div><dt><kbd>n</kbd> <kbd>p</kbd></dt><dd>next, previous match, when comparing</dd></div>\
    <div><dt><kbd>y</kbd> <kbd>x</kbd></dt><dd>confirm, reject</dd></div><div><dt><kbd>Esc</kbd></dt><dd>back</dd></div>\
    <div><dt><kbd>?</kbd></dt><dd>this help</dd></div></dl>\
    <h3>The filter</h3><p>All terms must hold; a minus before a term turns it round. One filter holds in all lists, and stands in the \
    address of the page: a copied address shows the same view of the same file.</p><dl class=\"keys wide\">\
    <div><dt><code>bridge</code> <code>\"two words\"</code></dt><dd>in titles, ids, passages, and texts on this page</dd></div>\
    <div><dt><code>outlet:rt</code> <code>-outlet:\"AP News\"</code></dt><dd>an outlet of this name, else all whose names hold it</dd></div>\
    <div><dt><code>first:ap</code> <code>from:ap</code></dt><dd>who was first; whom it was taken from</dd></div>\
    <div><dt><code>credit:\"Associated Press\"</code></dt><dd>whom a document credits, in the corpus or not</dd></div>\
    <div><dt><code>kind:quote</code> <code>grade:credited</code> <code>speaker:may</code></dt><dd>kind, how sure, who speaks</dd></div>\
    <div><dt><code>words&gt;20</code> <code>outlets&gt;=5</code></dt><dd>matched words, outlets</dd></div>\
    <div><dt><code>identity&gt;90</code> <code>coverage&gt;50</code> <code>score&gt;40</code></dt><dd>of pairs; shares in per cent</dd></div>\
    <div><dt><code>lag&lt;2h</code> <code>lag&gt;3d</code></dt><dd>certainly less, certainly more; s, min, h, d, w</dd></div>\
    <div><dt><code>date:2024-03-05..2024-03-09</code></dt><dd>may have been published then, UTC; either end may be left out</dd></div>\
    <div><dt><code>reused&gt;80</code></dt><dd>of documents, in per cent</dd></div>\
    <div><dt><code>verdict:confirm</code> <code>verdict:open</code></dt><dd>your own</dd></div></dl>\
    <p class=\"note\">In CSV, a text that a spreadsheet would run as a formula gets an apostrophe before it; JSON lines hold it as it is.</p></dialog>";

fn put(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    out.write_fmt(arguments).expect("a string takes every write");
}
