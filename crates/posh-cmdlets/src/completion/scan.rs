//! Reading a line up to the cursor: which word is there, and what stands before it in its command.
//!
//! Lines at a prompt are rarely whole, so this looks at the text alone and needs no tree.

/// What a word is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A bare word.
    Bare,
    /// A number: an expression begins.
    Number,
    /// A text in quotes.
    Quoted(char),
    /// A variable, with members, indexes and calls behind it.
    Variable,
    /// A type in brackets, with members behind it.
    Type,
    /// Something in parentheses or braces.
    Group,
    /// A comma.
    Comma,
    /// A redirection: a file follows.
    Redirection,
}

/// A word: its extent, and what it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
}

/// What a frame was opened by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Open {
    Top,
    Paren,
    Brace,
    Table,
    Index,
}

/// A nesting of the text: the words of the command at the cursor, and the commands piped into it.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) open: Open,
    /// Where it begins, and the extent of what stands directly before it.
    pub(super) start: usize,
    pub(super) words: Vec<Word>,
    pub(super) stages: Vec<Vec<Word>>,
    /// What is being assigned to.
    pub(super) target: Option<Vec<Word>>,
    /// Behind the call operator.
    pub(super) called: bool,
    /// Keys of a hashtable that are given already.
    pub(super) keys: Vec<Word>,
}

impl Frame {
    fn new(open: Open, start: usize) -> Self {
        Self {
            open,
            start,
            words: Vec::new(),
            stages: Vec::new(),
            target: None,
            called: false,
            keys: Vec::new(),
        }
    }

    fn end_statement(&mut self) {
        self.words.clear();
        self.stages.clear();
        self.target = None;
        self.called = false;
    }

    fn assign(&mut self) {
        let words = std::mem::take(&mut self.words);
        self.keys.extend(words.first().filter(|_| self.open == Open::Table));
        self.target = Some(words);
    }
}

/// What the cursor is at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum At {
    /// A word, which may go on behind the cursor.
    Word(Word),
    /// A place between words.
    Gap,
    /// A comment.
    Comment(usize, usize),
    /// Text that is completed by nothing.
    Verbatim,
}

/// The text as far as the cursor.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub(super) frames: Vec<Frame>,
    pub(super) at: At,
}

impl Scene {
    /// The innermost frame.
    pub(super) fn frame(&self) -> Option<&Frame> {
        self.frames.last()
    }
}

/// Deepest nesting of texts in expressions in texts that is followed.
const DEPTH: usize = 100;

/// Reads `text` up to the byte `cursor`.
pub(super) fn scan(text: &str, cursor: usize) -> Scene {
    let mut scanner =
        Scanner { text, bytes: text.as_bytes(), cursor, at: 0, frames: vec![Frame::new(Open::Top, 0)] };
    let at = scanner.run();
    Scene { frames: scanner.frames, at }
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    cursor: usize,
    at: usize,
    frames: Vec<Frame>,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn top(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::new(Open::Top, 0));
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn open(&mut self, open: Open, length: usize) {
        let start = self.at;
        self.at += length;
        self.frames.push(Frame::new(open, start));
    }

    fn close(&mut self) {
        self.at += 1;
        if self.frames.len() > 1
            && let Some(frame) = self.frames.pop()
        {
            let end = self.at;
            let start = frame.start;
            // A chain of members goes on behind the group.
            let word = Word { start, end, kind: Kind::Group };
            let block = frame.open == Open::Brace && self.top().words.is_empty();
            if block { self.top().end_statement() } else { self.top().words.push(word) }
        }
    }

    fn run(&mut self) -> At {
        while self.at < self.cursor {
            if let Some(found) = self.step() {
                return found;
            }
        }
        At::Gap
    }

    fn step(&mut self) -> Option<At> {
        match (self.peek(0), self.peek(1)) {
            (b'\n', _) if self.top().words.is_empty() && !self.top().stages.is_empty() => self.at += 1,
            (b'\n' | b';', _) => {
                self.at += 1;
                self.top().end_statement();
            }
            (b' ' | b'\t' | b'\r', _) => self.at += 1,
            (b'`', b'\n') => self.at += 2,
            (b'<', b'#') => return self.comment("#>"),
            (b'#', _) => return self.comment("\n"),
            (b'|', b'|') | (b'&', b'&') => {
                self.at += 2;
                self.top().end_statement();
            }
            (b'|', _) => {
                self.at += 1;
                let frame = self.top();
                let words = std::mem::take(&mut frame.words);
                frame.stages.push(words);
                frame.called = false;
            }
            (b'!', _) => self.push(1, Kind::Comma),
            (b'&', _) => {
                self.at += 1;
                self.top().called = true;
            }
            (b'.', b' ') if self.top().words.is_empty() => {
                self.at += 1;
                self.top().called = true;
            }
            (b',', _) => self.push(1, Kind::Comma),
            (b'=', _) => {
                self.at += 1;
                self.top().assign();
            }
            (b'(', _) => self.open(Open::Paren, 1),
            (b'{', _) => self.open(Open::Brace, 1),
            (b'@', b'{') => self.open(Open::Table, 2),
            (b'@', b'(') | (b'$', b'(') => self.open(Open::Paren, 2),
            (b')' | b'}' | b']', _) => self.close(),
            (b'>', _) => self.redirection(),
            (b'0'..=b'9' | b'*', b'>') => self.redirection(),
            (b'@', b'"') | (b'@', b'\'') => return self.here_string(),
            (b'"', _) => return self.double_quoted(),
            (b'\'', _) => return self.single_quoted(),
            (b'$' | b'@', _) => return self.variable(),
            (b'[', _) if self.starts_expression() => return self.type_word(),
            (b'+' | b'*' | b'/' | b'%', b'=') if !self.in_command() => self.at += 1,
            _ => return self.bare(),
        }
        None
    }

    fn push(&mut self, length: usize, kind: Kind) {
        let word = Word { start: self.at, end: self.at + length, kind };
        self.at += length;
        self.top().words.push(word);
    }

    fn redirection(&mut self) {
        let start = self.at;
        while matches!(self.peek(0), b'0'..=b'9' | b'*' | b'>') {
            self.at += 1;
        }
        if self.peek(0) == b'&' {
            self.at += 2;
            return;
        }
        let word = Word { start, end: self.at, kind: Kind::Redirection };
        self.top().words.push(word);
    }

    /// Whether a bare word here belongs to a command, whose arguments need no quotes.
    fn in_command(&mut self) -> bool {
        self.top().words.first().is_some_and(|w| w.kind == Kind::Bare) || self.top().called
    }

    fn starts_expression(&mut self) -> bool {
        !self.in_command()
    }

    fn comment(&mut self, end: &str) -> Option<At> {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or("");
        let length = match rest.find(end) {
            Some(at) if end == "\n" => at,
            Some(at) => at + end.len(),
            None => rest.len(),
        };
        self.at = start + length;
        (start < self.cursor && self.cursor <= self.at).then_some(At::Comment(start, self.at))
    }

    /// Takes a word that ends at `end`; the answer where the cursor is at it.
    fn word(&mut self, start: usize, end: usize, kind: Kind) -> Option<At> {
        let word = Word { start, end, kind };
        self.at = end;
        if start < self.cursor && self.cursor <= end {
            return Some(At::Word(word));
        }
        self.top().words.push(word);
        None
    }

    fn single_quoted(&mut self) -> Option<At> {
        let start = self.at;
        let mut end = start + 1;
        loop {
            match (self.bytes.get(end), self.bytes.get(end + 1)) {
                (Some(b'\''), Some(b'\'')) => end += 2,
                (Some(b'\''), _) => return self.after_text(start, end + 1, '\''),
                (Some(_), _) => end += 1,
                (None, _) => return self.word(start, end, Kind::Quoted('\'')),
            }
        }
    }

    /// A closed text; members may follow it.
    fn after_text(&mut self, start: usize, end: usize, quote: char) -> Option<At> {
        self.at = end;
        if !self.in_command() && self.peek(0) == b'.' && self.cursor > end {
            let end = self.chain(end)?;
            return self.word(start, end, Kind::Variable);
        }
        self.word(start, end, Kind::Quoted(quote))
    }

    fn double_quoted(&mut self) -> Option<At> {
        let start = self.at;
        self.at += 1;
        while self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (b'`', _) => self.at += 2,
                (b'"', b'"') => self.at += 2,
                (b'"', _) => return self.after_text(start, self.at + 1, '"'),
                (b'$', b'(') if self.at + 1 < self.cursor && self.frames.len() < DEPTH => {
                    self.open(Open::Paren, 2);
                    let depth = self.frames.len();
                    while self.at < self.cursor && self.frames.len() >= depth {
                        if let Some(found) = self.step() {
                            return Some(found);
                        }
                    }
                    if self.frames.len() >= depth {
                        return Some(At::Gap);
                    }
                    self.top().words.pop();
                }
                (b'$', next) if next == b'{' || next == b'_' || next.is_ascii_alphabetic() => {
                    let begin = self.at;
                    let end = self.name_end();
                    self.at = end;
                    if begin < self.cursor && self.cursor <= end {
                        return Some(At::Word(Word { start: begin, end, kind: Kind::Variable }));
                    }
                }
                _ => self.at += 1,
            }
        }
        let end = self.bytes.len();
        self.word(start, end, Kind::Quoted('"'))
    }

    fn here_string(&mut self) -> Option<At> {
        let start = self.at;
        let quote = self.peek(1);
        let close = if quote == b'"' { "\n\"@" } else { "\n'@" };
        let rest = self.text.get(start + 2..).unwrap_or("");
        let end = rest.find(close).map_or(self.bytes.len(), |at| start + 2 + at + close.len());
        if self.cursor > end || quote == b'\'' {
            self.at = end;
            return if self.cursor <= end { Some(At::Verbatim) } else { None };
        }
        self.at = start + 1;
        self.double_quoted()
    }

    /// The end of the variable's name at the scanner.
    fn name_end(&self) -> usize {
        let mut end = self.at + 1;
        if self.bytes.get(end) == Some(&b'{') {
            while self.bytes.get(end).is_some_and(|b| *b != b'}' && *b != b'"') {
                end += 1;
            }
            return if self.bytes.get(end) == Some(&b'}') { end + 1 } else { end };
        }
        if self.bytes.get(end).is_some_and(|b| matches!(b, b'$' | b'?' | b'^')) {
            return end + 1;
        }
        loop {
            match (self.bytes.get(end), self.bytes.get(end + 1)) {
                (Some(b':'), Some(b':')) => return end,
                (Some(b), _) if b.is_ascii_alphanumeric() || matches!(b, b'_' | b'?' | b':') || *b > 127 => {
                    end += 1
                }
                _ => return end,
            }
        }
    }

    fn variable(&mut self) -> Option<At> {
        let start = self.at;
        let name = self.name_end();
        if name <= start + 1 && self.peek(0) == b'@' {
            return self.bare();
        }
        if name >= self.cursor {
            return self.word(start, name, Kind::Variable);
        }
        let end = self.chain(name)?;
        // A path may begin with a variable.
        if self.in_command() && matches!(self.bytes.get(end), Some(b'/' | b'\\')) {
            self.at = start;
            return self.bare();
        }
        self.word(start, end, Kind::Variable)
    }

    /// Members, indexes and calls from `from` on. `None` where the cursor is inside of one: its frame is open then.
    fn chain(&mut self, from: usize) -> Option<usize> {
        let mut end = from;
        loop {
            let rest = self.bytes.get(end..).unwrap_or_default();
            match rest {
                [b'.', b'.', ..] => return Some(end),
                [b'.', ..] | [b':', b':', ..] => {
                    end += if rest.first() == Some(&b'.') { 1 } else { 2 };
                    while self
                        .bytes
                        .get(end)
                        .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_' || *b > 127)
                    {
                        end += 1;
                    }
                    if end >= self.cursor {
                        return Some(end);
                    }
                }
                [b'(', ..] | [b'[', ..] => {
                    let Some(close) = self.matching(end).filter(|close| *close < self.cursor) else {
                        let word = Word { start: self.at.min(from), end, kind: Kind::Variable };
                        let start = word.start;
                        self.top().words.push(Word { start, ..word });
                        self.at = end;
                        let open = if rest.first() == Some(&b'(') { Open::Paren } else { Open::Index };
                        self.open(open, 1);
                        return None;
                    };
                    end = close + 1;
                }
                _ => return Some(end),
            }
        }
    }

    /// Where the bracket at `at` is closed, texts in quotes passed over.
    fn matching(&self, at: usize) -> Option<usize> {
        let mut depth = 0_usize;
        let mut quote = None;
        for (offset, byte) in self.bytes.get(at..)?.iter().enumerate() {
            match (quote, byte) {
                (Some(open), byte) if open == *byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(*byte),
                (None, b'(' | b'[' | b'{') => depth += 1,
                (None, b')' | b']' | b'}') => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(at + offset);
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn type_word(&mut self) -> Option<At> {
        let start = self.at;
        let Some(close) = self.matching(start) else {
            let end = self.bytes.len();
            return self.word(start, end, Kind::Type);
        };
        if close + 1 >= self.cursor {
            return self.word(start, close + 1, Kind::Type);
        }
        let end = self.chain(close + 1)?;
        // A cast stands before what it casts.
        if end == close + 1 {
            self.at = end;
            return None;
        }
        self.word(start, end, Kind::Type)
    }

    fn bare(&mut self) -> Option<At> {
        let start = self.at;
        let mut end = start;
        let command = self.in_command() || self.top().words.is_empty();
        while let Some(byte) = self.bytes.get(end) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b';' | b'|' | b'&' | b'(' | b')' | b'{' | b'}' | b',' => break,
                b'"' | b'\'' if end > start => break,
                b'=' if !command
                    || self.frames.last().is_some_and(|f| f.open == Open::Table && f.target.is_none()) =>
                {
                    break;
                }
                b'`' => end += 1,
                _ => {}
            }
            end += 1;
        }
        let end = end.clamp(start + 1, self.bytes.len().max(start + 1));
        let number = self.peek(0).is_ascii_digit() && self.top().words.is_empty() && !self.top().called;
        self.word(start, end, if number { Kind::Number } else { Kind::Bare })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> (At, Vec<String>) {
        let scene = scan(text, text.len());
        let words = scene.frame().map(|f| f.words.clone()).unwrap_or_default();
        (scene.at, words.iter().map(|w| text.get(w.start..w.end).unwrap_or("").to_owned()).collect())
    }

    #[test]
    fn the_words_of_the_command_at_the_cursor() {
        let (found, words) = at("Get-Date; dir | Select-Object -First 3, Na");
        assert!(matches!(found, At::Word(Word { kind: Kind::Bare, .. })));
        assert_eq!(words, ["Select-Object", "-First", "3", ","]);
        let (found, words) = at("if ($a) { Get-Item \"x $(dir -");
        assert!(matches!(found, At::Word(_)));
        assert_eq!(words, ["dir"]);
        assert_eq!(at("'a'.Len").1, Vec::<String>::new());
    }

    #[test]
    fn any_text_ends_at_any_cursor() {
        let deep = "\"$(".repeat(5000);
        for text in [
            "\"a $($b['c",
            "$a.b(1)[2].c::d",
            "@{ a = 1; b",
            "@\"\n$x\n\"@",
            "}])>&2 `\n é台\u{1f4e6}",
            "1..3|%{$_",
            &deep,
        ] {
            for cursor in (0..=text.len().min(80)).filter(|at| text.is_char_boundary(*at)) {
                let _ = scan(text, cursor);
            }
            let _ = scan(text, text.len());
        }
    }
}
