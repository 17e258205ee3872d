//! `Select-String`

use std::collections::VecDeque;
use std::path::Path;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::{plain_text, to_text};
use posh_runtime::error::ErrorCategory;
use posh_runtime::net::match_object;
use posh_runtime::ops::pattern::{Found, Regex};
use posh_runtime::runspace::Runspace;
use posh_runtime::types::{TypeDef, TypeRef};
use posh_runtime::value::Array;
use posh_runtime::{Result, Value};

use crate::support::errors::{message_of, record};
use crate::support::files;
use crate::support::objects::plain_object;

/// Finds text in strings and files.
///
/// # Examples
/// Finds errors in a log.
/// ```powershell
/// Select-String -Path ./migration.log -Pattern 'error'
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Select",
    noun = "String",
    module = "Microsoft.PowerShell.Utility",
    default_set = "File",
    output = "System.Boolean, Microsoft.PowerShell.Commands.MatchInfo, System.String"
)]
pub(crate) struct SelectString {
    /// The culture of comparisons.
    #[parameter(not_null)]
    culture: Option<String>,
    /// The objects to work on.
    #[parameter(
        ty = "psobject",
        allow_null,
        allow_empty_string,
        mandatory,
        by_value,
        set = "Object, ObjectRaw"
    )]
    input_object: Value,
    /// The patterns to find.
    #[parameter(mandatory, position = 0)]
    pattern: Vec<String>,
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 1, by_name, set = "File, FileRaw")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralFile, LiteralFileRaw")]
    literal_path: Vec<String>,
    /// Gives the whole content at once.
    #[parameter(mandatory, set = "FileRaw, LiteralFileRaw, ObjectRaw")]
    raw: bool,
    /// Simple match.
    #[parameter]
    simple_match: bool,
    /// Letter case counts.
    #[parameter]
    case_sensitive: bool,
    /// Gives true or false alone.
    #[parameter(set = "File, LiteralFile, Object")]
    quiet: bool,
    /// List.
    #[parameter]
    list: bool,
    /// No emphasis.
    #[parameter]
    no_emphasis: bool,
    /// Patterns of which one must match.
    #[parameter(not_null_or_empty)]
    include: Vec<String>,
    /// Patterns of which none may match.
    #[parameter(not_null_or_empty)]
    exclude: Vec<String>,
    /// Not match.
    #[parameter]
    not_match: bool,
    /// All matches.
    #[parameter]
    all_matches: bool,
    /// The encoding of the text.
    #[parameter(ty = "object", not_null_or_empty)]
    encoding: Value,
    /// Context.
    #[parameter(not_null_or_empty, count = "1, 2", range = "0, 2147483647")]
    context: Vec<i32>,
    regexes: Vec<(String, Option<Regex>)>,
    pending: VecDeque<Pending>,
    before: VecDeque<String>,
    /// The last line that a match shows, itself or in its context.
    last_shown: u64,
    line_number: u64,
    found_any: bool,
}

plain_object!(
    /// A line that matched.
    MatchInfo, "Microsoft.PowerShell.Commands.MatchInfo", base None, text Some(match_text),
    [
        "bool IgnoreCase {get;set;}" => ignore_case,
        "ulong LineNumber {get;set;}" => line_number,
        "string Line {get;set;}" => line,
        "string Filename {get;}" => filename,
        "string Path {get;set;}" => path,
        "string Pattern {get;set;}" => pattern,
        "Microsoft.PowerShell.Commands.MatchInfoContext Context {get;set;}" => context,
        "System.Text.RegularExpressions.Match[] Matches {get;set;}" => matches,
    ]
);

plain_object!(
    /// Lines around one that matched.
    MatchInfoContext, "Microsoft.PowerShell.Commands.MatchInfoContext", base None, text None,
    [
        "string[] PreContext {get;set;}" => pre_context,
        "string[] PostContext {get;set;}" => post_context,
        "string[] DisplayPreContext {get;set;}" => display_pre_context,
        "string[] DisplayPostContext {get;set;}" => display_post_context,
    ]
);

/// [`MatchInfo`] with its methods.
pub(super) const MATCH_INFO: TypeDef = TypeDef {
    methods: &[
        ("string RelativePath(string directory)", |c| {
            let path = c.this.native::<MatchInfo>().map(|m| plain_text(&m.path)).unwrap_or_default();
            Ok(Value::from(below(&path, c.text(0).lossy())))
        }),
        ("string ToString()", |c| match_text(c.rs, c.this).map(Value::from)),
        ("string ToString(string directory)", |c| {
            let directory = c.text(0).lossy().to_owned();
            text_in(c.this, &directory).map(Value::from)
        }),
        ("string ToEmphasizedString(string directory)", |c| {
            let directory = c.text(0).lossy().to_owned();
            text_in(c.this, &directory).map(Value::from)
        }),
    ],
    ..MatchInfo::TYPE
};

/// A path as seen from a folder above it.
fn below(path: &str, directory: &str) -> String {
    let prefix = if directory.ends_with('/') { directory.to_owned() } else { format!("{directory}/") };
    path.strip_prefix(&prefix).unwrap_or(path).to_owned()
}

/// `path:number:line`, or the line alone; lines around it are set off by their first characters.
fn match_text(rs: &mut Runspace, value: &Value) -> Result<String> {
    let here = rs.location.to_string_lossy().into_owned();
    text_in(value, &here)
}

fn text_in(value: &Value, directory: &str) -> Result<String> {
    let Some(info) = value.native::<MatchInfo>() else { return Ok(String::new()) };
    let path = plain_text(&info.path);
    let place = if path == "InputStream" { String::new() } else { format!("{}:", below(&path, directory)) };
    let number: u64 = plain_text(&info.line_number).parse().unwrap_or(0);
    let shown = |number: u64, line: &str, mark: &str| {
        if place.is_empty() { format!("{mark}{line}") } else { format!("{mark}{place}{number}:{line}") }
    };
    let line = plain_text(&info.line);
    let Some(context) = info.context.native::<MatchInfoContext>() else {
        return Ok(shown(number, &line, ""));
    };
    let lines = |v: &Value| match v {
        Value::Array(a) => a.to_vec().iter().map(plain_text).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let before = lines(&context.display_pre_context);
    let mut out = Vec::new();
    let first = number.saturating_sub(before.len() as u64);
    for (text, at) in before.iter().zip(first..) {
        out.push(shown(at, text, "  "));
    }
    out.push(shown(number, &line, "> "));
    for (text, at) in lines(&context.display_post_context).iter().zip(number + 1..) {
        out.push(shown(at, text, "  "));
    }
    Ok(out.join("\n"))
}

/// The pattern that matched, and where; of a simple match without an expression.
type Hits = (String, Vec<(Option<Regex>, Found)>);

/// A match that waits for the lines behind it.
struct Pending {
    info: MatchInfo,
    /// Lines before, and those of them that no match before it shows.
    before: Vec<String>,
    shown_before: Vec<String>,
    /// Lines behind, and those up to the next match.
    after: Vec<String>,
    shown_after: Vec<String>,
    /// Whether a further match took over what is shown.
    overtaken: bool,
    wanted: usize,
}

fn strings(lines: &[String]) -> Value {
    posh_runtime::convert::string_array(lines.iter().map(String::as_str))
}

impl SelectString {
    fn window(&self) -> (usize, usize) {
        let size = |at: usize| self.context.get(at).and_then(|n| usize::try_from(*n).ok());
        let before = size(0).unwrap_or(0);
        (before, size(1).unwrap_or(before))
    }

    /// What of a line matches, and which pattern.
    fn matches(&self, line: &str) -> Result<Option<Hits>> {
        for (pattern, regex) in &self.regexes {
            let found = match regex {
                Some(regex) if self.all_matches => regex.find_all(line)?,
                Some(regex) => regex.find_at(line, 0)?.into_iter().collect(),
                None => self.simple(line, pattern),
            };
            if !found.is_empty() {
                return Ok(Some((pattern.clone(), found.into_iter().map(|f| (regex.clone(), f)).collect())));
            }
        }
        Ok(None)
    }

    fn simple(&self, line: &str, pattern: &str) -> Vec<Found> {
        let at = if self.case_sensitive {
            line.find(pattern)
        } else {
            line.to_lowercase().find(&pattern.to_lowercase())
        };
        at.map(|start| Found { start, end: start + pattern.len(), groups: Vec::new() }).into_iter().collect()
    }

    fn line(&mut self, pipe: &mut Pipe<'_>, line: &str, path: &str) -> Result<bool> {
        self.line_number += 1;
        let (keep_before, keep_after) = self.window();
        let found = self.matches(line)?;
        let hit = found.is_some() != self.not_match;
        self.feed_pending(pipe, line, hit)?;
        if hit {
            self.found_any = true;
            if self.quiet {
                return Ok(true);
            }
            if self.raw {
                pipe.write(line)?;
            } else {
                self.emit(pipe, line, path, found, keep_after)?;
            }
        }
        if keep_before > 0 {
            self.before.push_back(line.to_owned());
            if self.before.len() > keep_before {
                self.before.pop_front();
            }
        }
        Ok(hit && self.list)
    }

    fn emit(
        &mut self,
        pipe: &mut Pipe<'_>,
        line: &str,
        path: &str,
        found: Option<Hits>,
        keep_after: usize,
    ) -> Result<()> {
        let (pattern, found) = found.unwrap_or_else(|| {
            (self.regexes.first().map(|(p, _)| p.clone()).unwrap_or_default(), Vec::new())
        });
        let matches: Vec<Value> = found
            .iter()
            .filter_map(|(regex, found)| regex.as_ref().map(|r| match_object(r, line, found)))
            .collect();
        let name =
            Path::new(path).file_name().map_or_else(|| path.to_owned(), |n| n.to_string_lossy().into_owned());
        let matched = Array::typed(TypeRef::named("System.Text.RegularExpressions.Match"), matches);
        let info = MatchInfo {
            ignore_case: Value::Bool(!self.case_sensitive),
            line_number: Value::ULong(self.line_number),
            line: Value::str(line),
            filename: Value::from(name),
            path: Value::str(path),
            pattern: Value::from(pattern),
            context: Value::Null,
            matches: Value::Array(std::rc::Rc::new(matched)),
        };
        if self.context.is_empty() {
            return pipe.write(info.into_value());
        }
        let before: Vec<String> = self.before.iter().cloned().collect();
        // What the match before this one shows is not shown again.
        let fresh = usize::try_from(self.line_number.saturating_sub(self.last_shown + 1)).unwrap_or(0);
        let shown_before = before.iter().skip(before.len().saturating_sub(fresh)).cloned().collect();
        for earlier in &mut self.pending {
            earlier.overtaken = true;
        }
        self.last_shown = self.line_number;
        self.pending.push_back(Pending {
            info,
            before,
            shown_before,
            after: Vec::new(),
            shown_after: Vec::new(),
            overtaken: false,
            wanted: keep_after,
        });
        self.flush(pipe, false)
    }

    fn feed_pending(&mut self, pipe: &mut Pipe<'_>, line: &str, hit: bool) -> Result<()> {
        for pending in &mut self.pending {
            if pending.after.len() >= pending.wanted {
                continue;
            }
            pending.after.push(line.to_owned());
            if !hit && !pending.overtaken {
                pending.shown_after.push(line.to_owned());
                self.last_shown = self.line_number;
            }
        }
        self.flush(pipe, false)
    }

    fn flush(&mut self, pipe: &mut Pipe<'_>, all: bool) -> Result<()> {
        while self.pending.front().is_some_and(|p| all || p.after.len() >= p.wanted) {
            let Some(mut pending) = self.pending.pop_front() else { break };
            pending.info.context = MatchInfoContext {
                pre_context: strings(&pending.before),
                post_context: strings(&pending.after),
                display_pre_context: strings(&pending.shown_before),
                display_post_context: strings(&pending.shown_after),
            }
            .into_value();
            pipe.write(pending.info.into_value())?;
        }
        Ok(())
    }

    fn files(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for path in files::paths_to_read(pipe, &self.path.clone(), &self.literal_path.clone())? {
            if path.is_dir() {
                continue;
            }
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            if !self.is_included(&name)? {
                continue;
            }
            let Some(bytes) = files::read(pipe, &path, "ProcessingFile")? else { continue };
            let text = files::decode(&bytes, &self.encoding);
            self.line_number = 0;
            self.before.clear();
            self.last_shown = 0;
            for line in text.lines() {
                pipe.rs.check_stop()?;
                if self.line(pipe, line, &path.to_string_lossy())? {
                    break;
                }
            }
            self.flush(pipe, true)?;
        }
        Ok(())
    }

    fn is_included(&self, name: &str) -> Result<bool> {
        use posh_runtime::ops::pattern::Wildcard;
        for pattern in &self.exclude {
            if Wildcard::new(pattern, true)?.matches(name) {
                return Ok(false);
            }
        }
        for pattern in &self.include {
            if Wildcard::new(pattern, true)?.matches(name) {
                return Ok(true);
            }
        }
        Ok(self.include.is_empty())
    }
}

impl Cmdlet for SelectString {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for pattern in self.pattern.clone() {
            if self.simple_match {
                self.regexes.push((pattern, None));
                continue;
            }
            match Regex::compile(&pattern, !self.case_sensitive) {
                Ok(regex) => self.regexes.push((pattern, Some(regex))),
                Err(raised) => {
                    return pipe.fatal(record(
                        "System.ArgumentException",
                        format!(
                            "The string {pattern} is not a valid regular expression: {}",
                            message_of(&raised)
                        ),
                        "InvalidRegex",
                        ErrorCategory::InvalidArgument,
                        Value::Null,
                    ));
                }
            }
        }
        Ok(())
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if !self.path.is_empty() || !self.literal_path.is_empty() {
            return self.files(pipe);
        }
        if self.found_any && (self.quiet || self.list) {
            return Ok(());
        }
        if self.input_object.is_null() {
            self.line_number += 1;
            return Ok(());
        }
        let file = posh_runtime::members::try_property(pipe.rs, &self.input_object, "PSPath");
        if let Some(path) = file
            && matches!(self.input_object.base(), Value::Object(_))
        {
            self.literal_path = vec![plain_text(&path)];
            let result = self.files(pipe);
            self.literal_path.clear();
            return result;
        }
        let line = to_text(pipe.rs, &self.input_object)?;
        self.line(pipe, &line, "InputStream").map(drop)
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        self.flush(pipe, true)?;
        if self.quiet && self.found_any { pipe.write(true) } else { Ok(()) }
    }
}
