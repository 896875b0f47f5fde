//! Script and style without what only their authors need: comments, indentation, spaces between signs, brackets around a single parameter,
//! commas before the end of a list, the word that begins each of several declarations.
//!
//! What is not indented begins a line, so that an error's place can be found in the sources. Strings, templates and regular expressions are kept as they are.

use std::ops::Range;

use super::shorten::Code;

/// Signs around which a space says nothing, in a script.
const SIGNS: &str = "{}()[];,:?=<>!&|+-*/%^'\"`";

/// The script without comments and needless spaces.
pub(super) fn script(source: &str) -> Code {
    let mut squeezer = Squeezer {
        out: String::with_capacity(source.len()),
        literals: Vec::new(),
        line: false,
        space: false,
        statements: vec![Statement::default()],
    };
    let mut chars = source.chars().peekable();
    // Braces that are open in the code, and for each template literal around it, those inside its `${`.
    let mut braces = vec![0_u32];
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'/') => {
                chars.by_ref().take_while(|&c| c != '\n').for_each(drop);
                squeezer.code('\n');
            }
            '/' if chars.peek() == Some(&'*') => {
                let mut before = ' ';
                for c in chars.by_ref().skip(1) {
                    if before == '*' && c == '/' {
                        break;
                    }
                    before = c;
                }
                squeezer.code(' ');
            }
            '/' if squeezer.expects_value() => {
                let mut class = false;
                squeezer.literal(c, &mut chars, |c| {
                    class = (class || c == '[') && c != ']';
                    c == '/' && !class
                });
            }
            '\'' | '"' => squeezer.literal(c, &mut chars, |end| end == c),
            '`' => template(&mut squeezer, '`', &mut chars, &mut braces),
            '}' if braces.len() > 1 && braces.last() == Some(&0) => {
                braces.pop();
                template(&mut squeezer, '}', &mut chars, &mut braces);
            }
            _ => {
                let open = braces.last_mut().expect("the outermost count is never taken away");
                match c {
                    '{' => *open += 1,
                    '}' => *open = open.saturating_sub(1),
                    _ => {}
                }
                squeezer.code(c);
            }
        }
    }
    Code { text: squeezer.out, literals: squeezer.literals }
}

/// The rest of a template literal, up to its end or to code inside it.
fn template(squeezer: &mut Squeezer, first: char, chars: &mut std::iter::Peekable<std::str::Chars<'_>>, braces: &mut Vec<u32>) {
    let mut before = ' ';
    let mut code = false;
    squeezer.literal(first, chars, |c| {
        code = before == '$' && c == '{';
        before = c;
        code || c == '`'
    });
    if code {
        braces.push(0);
        squeezer.opens();
    }
}

struct Squeezer {
    out: String,
    /// Which bytes of it are literals.
    literals: Vec<Range<usize>>,
    /// Whether a line ended here, and whether spaces followed.
    line: bool,
    space: bool,
    /// The statement that is being read, of each bracket that is open.
    statements: Vec<Statement>,
}

/// Where a statement begins, and where the one before it does if that declares something.
#[derive(Default)]
struct Statement {
    start: usize,
    declared: Option<usize>,
}

impl Squeezer {
    /// One character of code.
    fn code(&mut self, c: char) {
        if c == '\n' {
            (self.line, self.space) = (true, false);
            return;
        }
        if c.is_whitespace() {
            self.space = true;
            return;
        }
        let closes = matches!(c, '}' | ')' | ']');
        if std::mem::take(&mut self.line) {
            // After a block, only what is not indented begins a line; a statement before needs its sign.
            let indented = std::mem::take(&mut self.space);
            let joined =
                closes || self.out.is_empty() || self.out.ends_with(['{', ',', '(', '[', ';']) || (indented && self.out.ends_with('}'));
            if !joined {
                self.out.push('\n');
            }
        }
        if c == '}' && self.out.ends_with(';') || closes && self.ends_with_spare_comma() {
            // The last statement of a block needs no sign behind it, nor does the last of a list.
            self.out.pop();
        }
        if self.space || c == '[' || c == '{' {
            if self.ends_with_word("const") {
                // What is never assigned again need not say so to a browser; the type checker has seen to it.
                self.out.truncate(self.out.len() - "const".len());
                self.out.push_str("let");
            }
            if self.ends_with_word("let") {
                self.declares();
            }
        }
        if c == '>' {
            self.bare_parameter();
        }
        let before = self.out.chars().next_back().unwrap_or('\n');
        let twice = matches!((before, c), ('+', '+') | ('-', '-'));
        let needed = twice || !(before == '\n' || SIGNS.contains(before) || SIGNS.contains(c));
        if std::mem::take(&mut self.space) && needed {
            self.out.push(' ');
        }
        self.out.push(c);
        match c {
            '{' | '(' | '[' => self.opens(),
            '}' | ')' | ']' => drop(self.statements.pop()),
            ';' => self.ends_statement(),
            _ => {}
        }
    }

    /// A bracket was opened, and with it a statement begins.
    fn opens(&mut self) {
        self.statements.push(Statement { start: self.out.len(), declared: None });
    }

    /// A statement ended with its sign.
    fn ends_statement(&mut self) {
        let Some(statement) = self.statements.last_mut() else { return };
        let declares = ["let ", "let[", "let{"].iter().any(|word| self.out[statement.start..].starts_with(word));
        *statement = Statement { start: self.out.len(), declared: declares.then_some(statement.start) };
    }

    /// `let` was read: a statement begins with it, or goes on where the one before declared something too.
    fn declares(&mut self) {
        let at = self.out.len() - "let".len();
        let Some(statement) = self.statements.last_mut() else { return };
        match statement.declared {
            Some(start) if statement.start == at => {
                *statement = Statement { start, declared: None };
                self.out.truncate(at - ";".len());
                self.out.push(',');
            }
            _ => *statement = Statement { start: at, declared: None },
        }
    }

    /// Whether a comma behind which a list ends says nothing: one that stands for a place left empty does.
    fn ends_with_spare_comma(&self) -> bool {
        self.out.strip_suffix(',').is_some_and(|rest| !rest.ends_with(['[', ',']))
    }

    fn ends_with_word(&self, word: &str) -> bool {
        self.out.strip_suffix(word).is_some_and(|rest| !rest.ends_with(is_name))
    }

    /// `(a)=` before `>` becomes `a=`, where nothing before the bracket would grow together with it.
    fn bare_parameter(&mut self) {
        let Some((before, name)) = self.out.strip_suffix(")=").and_then(|rest| rest.rsplit_once('(')) else { return };
        if !name.is_empty() && name.chars().all(is_name) && !before.ends_with(is_name) {
            let short = format!("{name}=");
            self.out.truncate(before.len());
            self.out.push_str(&short);
        }
    }

    /// A literal from its first character to where `ends`, as it is.
    fn literal(&mut self, first: char, chars: &mut std::iter::Peekable<std::str::Chars<'_>>, mut ends: impl FnMut(char) -> bool) {
        self.code(first);
        let start = self.out.len() - first.len_utf8();
        while let Some(c) = chars.next() {
            self.out.push(c);
            if c == '\\' {
                self.out.extend(chars.next());
            } else if ends(c) {
                break;
            }
        }
        self.literals.push(start..self.out.len());
    }

    /// Whether a slash here begins a regular expression: where a value is expected.
    fn expects_value(&self) -> bool {
        let code = self.out.trim_end();
        code.ends_with("return") || code.ends_with(|c| "(,=:[!&|?{};>".contains(c))
    }
}

/// Whether a character can stand in a name.
fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// The style sheet without comments and needless spaces.
pub(super) fn style(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let mut squeezed = String::with_capacity(out.len());
    for line in out.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut line = line.to_owned();
        for (wide, narrow) in [
            (" { ", "{"),
            (" {", "{"),
            ("; }", "}"),
            ("} ", "}"),
            ("; ", ";"),
            (": ", ":"),
            (", ", ","),
            (" > ", ">"),
            (" !important", "!important"),
            ("@media (", "@media("),
        ] {
            line = line.replace(wide, narrow);
        }
        squeezed.push_str(&line);
    }
    shorter_properties(&squeezed.replace(";}", "}"))
}

/// Custom properties that only the style sheet knows, shortened to one letter more than their dashes.
fn shorter_properties(style: &str) -> String {
    const SCRIPT: [&str; 6] = ["n", "row", "share", "shift", "u", "x"];
    let mut names: Vec<&str> = style.match_indices("var(--").filter_map(|(at, _)| style[at + 6..].split([')', ',']).next()).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !SCRIPT.contains(name));
    let letters = ('a'..='z').chain('A'..='Z').filter(|letter| !SCRIPT.contains(&letter.to_string().as_str()));
    let mut out = style.to_owned();
    for (name, letter) in names.into_iter().zip(letters) {
        for (before, behind) in [("var(--", ")"), ("var(--", ","), ("--", ":")] {
            out = out.replace(&format!("{before}{name}{behind}"), &format!("{before}{letter}{behind}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(source: &str) -> String {
        super::script(source).text
    }

    #[test]
    fn comments_and_needless_spaces_go() {
        let told = script("  // x\nconst a = (/** @type {n} */ b) => b + +c; // d\n\n  return a - -b in c;\n");
        assert_eq!(told, "let a=b=>b+ +c;return a- -b in c;");
        assert_eq!(
            script("const [a] = b; x(async (c) => c, (d, e) => f(g) >= 1, () => 'const (h) =>');"),
            "let[a]=b;x(async(c)=>c,(d,e)=>f(g)>=1,()=>'const (h) =>');"
        );
        assert_eq!(script("f({\n  a,\n});\nif (b) {\n  c();\n}\nd();"), "f({a});if(b){c()}\nd();");
        assert_eq!(script("f(\n  [\n    a,\n    [, b],\n    [c, , ],\n  ],\n);"), "f([a,[,b],[c,,]]);");
    }

    #[test]
    fn declarations_behind_one_another_become_one() {
        assert_eq!(script("const a = 1;\nlet b;\nconst [c] = d, { e } = f;"), "let a=1,b,[c]=d,{e}=f;");
        assert_eq!(script("let a = `${b}`;\nconst c = () => {\n  const d = 1;\n  let e;\n};\nlet f;"), "let a=`${b}`,c=()=>{let d=1,e},f;");
        assert_eq!(script("for (let a = 0; a; a++) b;\nlet c;\nd();\nlet e;"), "for(let a=0;a;a++)b;let c;d();let e;");
        assert_eq!(script("let a;\nif (a) {\n  b();\n}\nlet c;\nlet d;"), "let a;if(a){b()}\nlet c,d;");
        assert_eq!(script("a(() => { let b; for (const c of b) d; let e; });"), "a(()=>{let b;for(let c of b)d;let e});");
        assert_eq!(script("x.let = 1;\nlet y;"), "x.let=1;let y;");
    }

    #[test]
    fn strings_templates_and_regular_expressions_stay_as_they_are() {
        for kept in [
            "'a  //  \\' b'",
            "\"x , y\"",
            "`a  ${b?`c  ${d}  e`:'} '}  f`",
            "(/[/ ]  \\/ {2}/g)",
            "return/[\"  ]/",
            "`http://x  y`",
            "`${{a:1}.a}  b`",
        ] {
            assert_eq!(script(kept), kept);
        }
        assert_eq!(script("a / 2 / b"), "a/2/b");
        assert_eq!(script("return 'a' in b ? `c` : d"), "return'a'in b?`c`:d");
        assert_eq!(script("x(a) / 2 // y"), "x(a)/2");
        assert_eq!(script("`${ a  +  b }  c`"), "`${a+b}  c`");
    }

    #[test]
    fn a_style_sheet_loses_spaces_between_signs_only() {
        let told = style("/* x */ a b, c:hover { margin: 0 auto; color: red !important; }\n@media (max-width: 4rem) { a { top: 0; } }");
        assert_eq!(told, "a b,c:hover{margin:0 auto;color:red!important}@media(max-width:4rem){a{top:0}}");
    }
}
