//! Regular expressions.

use std::rc::Rc;

use super::translate::translate;
use crate::error::{ErrorCategory, Raised, Result};
use crate::value::{PsStr, Value};

/// How many steps of backtracking a match may take before it gives up.
const BACKTRACK_LIMIT: usize = 5_000_000;

/// `RegexOptions`, as far as the engine knows them.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names are those of RegexOptions")]
pub struct RegexOptions {
    pub ignore_case: bool,
    pub multiline: bool,
    pub singleline: bool,
    pub ignore_white_space: bool,
    pub explicit_capture: bool,
    pub right_to_left: bool,
}

/// A compiled regular expression.
#[derive(Clone)]
pub struct Regex {
    /// The pattern as written.
    pub pattern: Rc<str>,
    /// Options.
    pub options: RegexOptions,
    plain: Rc<fancy_regex::Regex>,
    /// For texts with a final line end, before which `$` matches too.
    with_line_end: Option<Rc<fancy_regex::Regex>>,
    names: Rc<[GroupName]>,
}

/// A group in .NET's order: unnamed ones by number, then named ones.
#[derive(Clone, Debug)]
struct GroupName {
    /// Number in the engine.
    index: usize,
    /// Name; of an unnamed one its number.
    name: Rc<str>,
    numbered: bool,
}

/// Offsets of a group's first byte and of the byte behind its last.
pub(crate) type GroupPlace = (usize, usize);

/// A match: byte offsets, and its groups in .NET's order.
#[derive(Clone, Debug)]
pub struct Found {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
    /// Name and place of each group; the first is the match.
    pub groups: Vec<(Rc<str>, Option<GroupPlace>)>,
}

/// The engine's expression, and whether its end depends on the text's last line end.
type Built = (fancy_regex::Regex, bool);

impl Regex {
    /// Compiles with letter case or without.
    ///
    /// # Errors
    /// `RegexParseException`.
    pub fn compile(pattern: &str, ignore_case: bool) -> Result<Self> {
        Self::compile_with(pattern, RegexOptions { ignore_case, ..Default::default() })
    }

    /// Compiles with options.
    ///
    /// # Errors
    /// `RegexParseException`.
    pub fn compile_with(pattern: &str, options: RegexOptions) -> Result<Self> {
        super::check::check(pattern, options.ignore_white_space)
            .map_err(|e| invalid(pattern, &format!("at offset {}. {}", e.offset, e.why)))?;
        let build = |end: &str| -> Result<Built> {
            let translated = translate(
                pattern,
                options.multiline,
                options.ignore_white_space,
                options.explicit_capture,
                end,
            )
            .map_err(|e| invalid(pattern, &format!("cannot be used here. {}", e.why)))?;
            let mut flags = String::new();
            if options.ignore_case {
                flags.push('i');
            }
            if options.multiline {
                flags.push('m');
            }
            if options.singleline {
                flags.push('s');
            }
            let text = if flags.is_empty() {
                translated.pattern
            } else {
                format!("(?{flags}){}", translated.pattern)
            };
            let built = fancy_regex::RegexBuilder::new(&text).backtrack_limit(BACKTRACK_LIMIT).build();
            built
                .map(|r| (r, translated.has_end))
                .map_err(|e| invalid(pattern, &format!("cannot be used here. {}", reason(&e))))
        };
        let (plain, has_end) = build("\\z")?;
        let with_line_end = if has_end { Some(Rc::new(build("(?=\\n?\\z)")?.0)) } else { None };
        let names = group_names(&plain);
        Ok(Self { pattern: pattern.into(), options, plain: Rc::new(plain), with_line_end, names })
    }

    /// The compiled expression of a `[regex]` value.
    pub fn of_value(value: &Value) -> Option<Rc<Self>> {
        value.native::<crate::net::RegexObject>().map(|r| r.0.clone())
    }

    fn engine(&self, text: &str) -> &fancy_regex::Regex {
        match &self.with_line_end {
            Some(other) if text.ends_with('\n') => other,
            _ => &self.plain,
        }
    }

    /// Whether it matches anywhere.
    ///
    /// # Errors
    /// Where matching takes too long.
    pub fn is_match(&self, text: &str) -> Result<bool> {
        self.engine(text).is_match(text).map_err(|e| gave_up(&e))
    }

    /// The first match from a byte offset on.
    ///
    /// # Errors
    /// Where matching takes too long.
    pub fn find_at(&self, text: &str, start: usize) -> Result<Option<Found>> {
        let captures = self.engine(text).captures_from_pos(text, start).map_err(|e| gave_up(&e))?;
        Ok(captures.map(|c| self.found(&c)))
    }

    fn found(&self, captures: &fancy_regex::Captures<'_, str>) -> Found {
        let groups: Vec<_> = self
            .names
            .iter()
            .map(|g| (g.name.clone(), captures.get(g.index).map(|m| (m.start(), m.end()))))
            .collect();
        let (start, end) = captures.get(0).map_or((0, 0), |m| (m.start(), m.end()));
        Found { start, end, groups }
    }

    /// All matches.
    ///
    /// # Errors
    /// Where matching takes too long.
    pub fn find_all(&self, text: &str) -> Result<Vec<Found>> {
        let mut out = Vec::new();
        for captures in self.engine(text).captures_iter(text) {
            out.push(self.found(&captures.map_err(|e| gave_up(&e))?));
        }
        Ok(out)
    }

    /// The groups of the first match as `$Matches` has them: those that took part.
    ///
    /// # Errors
    /// Where matching takes too long.
    pub fn captures(&self, text: &str) -> Result<Option<Vec<(Value, PsStr)>>> {
        let captures = self.engine(text).captures(text).map_err(|e| gave_up(&e))?;
        let Some(captures) = captures else { return Ok(None) };
        let mut out = Vec::new();
        for group in self.names.iter() {
            if let Some(found) = captures.get(group.index) {
                let key = if group.numbered {
                    Value::Int(group.name.parse().unwrap_or(0))
                } else {
                    Value::str(&*group.name)
                };
                out.push((key, PsStr::from(found.as_str())));
            }
        }
        Ok(Some(out))
    }

    /// Names of the groups in .NET's order.
    pub fn group_names(&self) -> Vec<Rc<str>> {
        self.names.iter().map(|g| g.name.clone()).collect()
    }

    /// Splits; captured groups go between the pieces. `limit` pieces at most, 0 for all; below 0 from the end.
    ///
    /// # Errors
    /// Where matching takes too long.
    pub fn split(&self, text: &str, limit: i32) -> Result<Vec<String>> {
        let mut found = self.find_all(text)?;
        let keep = usize::try_from(limit.unsigned_abs()).unwrap_or(usize::MAX);
        if limit > 0 {
            found.truncate(keep.saturating_sub(1));
        } else if limit < 0 {
            let cut = found.len().saturating_sub(keep.saturating_sub(1));
            found.drain(..cut);
        }
        let mut out = Vec::with_capacity(found.len() + 1);
        let mut at = 0;
        for m in found {
            out.push(text.get(at..m.start).unwrap_or("").to_owned());
            for (_, place) in m.groups.iter().skip(1) {
                if let Some((start, end)) = place {
                    out.push(text.get(*start..*end).unwrap_or("").to_owned());
                }
            }
            at = m.end;
        }
        out.push(text.get(at..).unwrap_or("").to_owned());
        Ok(out)
    }

    /// Replaces up to `count` matches (below 0: all) by a replacement pattern of .NET.
    ///
    /// # Errors
    /// Where matching takes too long.
    pub fn replace(&self, text: &str, replacement: &str, count: i64) -> Result<String> {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        let mut left = if count < 0 { i64::MAX } else { count };
        let has_groups = replacement.contains('$');
        for captures in self.engine(text).captures_iter(text) {
            if left == 0 {
                break;
            }
            left -= 1;
            let captures = captures.map_err(|e| gave_up(&e))?;
            let Some(whole) = captures.get(0) else { continue };
            out.push_str(text.get(at..whole.start()).unwrap_or(""));
            if has_groups {
                let found = self.found(&captures);
                self.expand(text, &found, replacement, &mut out);
            } else {
                out.push_str(replacement);
            }
            at = whole.end();
        }
        out.push_str(text.get(at..).unwrap_or(""));
        Ok(out)
    }

    /// Fills a replacement pattern: `$1`, `${name}`, `$$`, `$&`, `` $` ``, `$'`, `$+`, `$_`.
    pub fn expand(&self, text: &str, found: &Found, replacement: &str, out: &mut String) {
        let slice = |place: Option<(usize, usize)>| place.and_then(|(s, e)| text.get(s..e)).unwrap_or("");
        let group = |name: &str| found.groups.iter().find(|(n, _)| **n == *name).map(|(_, p)| *p);
        let mut rest = replacement;
        while let Some(at) = rest.find('$') {
            out.push_str(rest.get(..at).unwrap_or(""));
            let tail = rest.get(at + 1..).unwrap_or("");
            let mut chars = tail.chars();
            let (text_of, used) = match chars.next() {
                Some('$') => ("$".to_owned(), 1),
                Some('&') => (slice(Some((found.start, found.end))).to_owned(), 1),
                Some('`') => (text.get(..found.start).unwrap_or("").to_owned(), 1),
                Some('\'') => (text.get(found.end..).unwrap_or("").to_owned(), 1),
                Some('_') => (text.to_owned(), 1),
                Some('+') => (slice(found.groups.last().and_then(|(_, p)| *p)).to_owned(), 1),
                Some('{') => match tail.find('}') {
                    Some(close) => {
                        let name = tail.get(1..close).unwrap_or("");
                        match group(name) {
                            Some(place) => (slice(place).to_owned(), close + 1),
                            None => ("$".to_owned(), 0),
                        }
                    }
                    None => ("$".to_owned(), 0),
                },
                Some(c) if c.is_ascii_digit() => {
                    let digits: String = tail.chars().take_while(char::is_ascii_digit).collect();
                    // All the digits are the number; where there is no such group they stay as they are.
                    let known = group(&digits).is_some().then_some(digits.len());
                    match known.and_then(|n| digits.get(..n).map(|d| (n, d.to_owned()))) {
                        Some((n, d)) => (slice(group(&d).flatten()).to_owned(), n),
                        None => ("$".to_owned(), 0),
                    }
                }
                _ => ("$".to_owned(), 0),
            };
            out.push_str(&text_of);
            rest = tail.get(used..).unwrap_or("");
        }
        out.push_str(rest);
    }
}

fn group_names(regex: &fancy_regex::Regex) -> Rc<[GroupName]> {
    let all: Vec<(usize, Option<String>)> =
        regex.capture_names().enumerate().map(|(i, n)| (i, n.map(str::to_owned))).collect();
    let mut names = Vec::new();
    for (number, (index, _)) in all.iter().filter(|(_, n)| n.is_none()).enumerate() {
        names.push(GroupName { index: *index, name: number.to_string().into(), numbered: true });
    }
    for (index, name) in all {
        let Some(name) = name else { continue };
        match name.strip_prefix('_').filter(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit())) {
            Some(number) => names.push(GroupName { index, name: number.into(), numbered: true }),
            None => names.push(GroupName { index, name: name.into(), numbered: false }),
        }
    }
    names.into()
}

fn reason(error: &fancy_regex::Error) -> String {
    error.to_string().lines().last().unwrap_or("The pattern is not valid.").to_owned()
}

fn invalid(pattern: &str, why: &str) -> Box<Raised> {
    Raised::typed(
        "System.Text.RegularExpressions.RegexParseException",
        "System.Text.RegularExpressions.RegexParseException",
        ErrorCategory::OperationStopped,
        format!("Invalid pattern '{pattern}' {why}"),
    )
}

fn gave_up(error: &fancy_regex::Error) -> Box<Raised> {
    Raised::typed(
        "System.Text.RegularExpressions.RegexMatchTimeoutException",
        "RegexMatchTimeoutException",
        ErrorCategory::OperationTimeout,
        format!("The match took too long: {error}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotnet_syntax() {
        let r = Regex::compile(r"^(?<user>[^@]+)@(\w+)$", true).unwrap();
        let found = r.find_at("Anna@contoso\n", 0).unwrap().unwrap();
        assert_eq!(found.groups.iter().map(|(n, _)| &**n).collect::<Vec<_>>(), ["0", "1", "user"]);
        assert_eq!(Regex::compile("[a-z-[aeiou]]", false).unwrap().find_all("abc").unwrap().len(), 2);
        assert_eq!(Regex::compile("(b)(c)", false).unwrap().replace("abcd", "<$2$1>", -1).unwrap(), "a<cb>d");
        assert_eq!(Regex::compile(",", false).unwrap().split("a,b,c", 2).unwrap(), ["a", "b,c"]);
    }
}
