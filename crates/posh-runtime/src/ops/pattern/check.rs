//! What .NET finds wrong with a pattern, in its own words and with its own place.

/// Something wrong: where, in characters, and what.
pub(super) struct PatternError {
    pub(super) offset: usize,
    pub(super) why: String,
}

/// Reads a pattern the way .NET's parser does.
pub(super) fn check(pattern: &str, white_space: bool) -> Result<(), PatternError> {
    let chars: Vec<char> = pattern.chars().collect();
    let names = group_names(&chars);
    let mut checker = Checker { chars, names, at: 0, open: 0, atom: false, white_space };
    checker.run()
}

/// Names and numbers of all groups, which references may name before they are defined.
fn group_names(chars: &[char]) -> Vec<String> {
    let mut names = Vec::new();
    for at in 0..chars.len() {
        let [Some('('), Some('?'), Some(quote @ ('<' | '\''))] =
            [chars.get(at).copied(), chars.get(at + 1).copied(), chars.get(at + 2).copied()]
        else {
            continue;
        };
        let close = if quote == '<' { '>' } else { '\'' };
        let name: String =
            chars.iter().skip(at + 3).take_while(|c| c.is_alphanumeric() || **c == '_').collect();
        let end = chars.get(at + 3 + name.chars().count()).copied();
        if !name.is_empty() && (end == Some(close) || end == Some('-')) {
            names.push(name);
        }
    }
    names
}

struct Checker {
    chars: Vec<char>,
    names: Vec<String>,
    at: usize,
    open: usize,
    /// Whether there is something that a quantifier can repeat.
    atom: bool,
    white_space: bool,
}

impl Checker {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn fail<T>(&self, offset: usize, why: impl Into<String>) -> Result<T, PatternError> {
        Err(PatternError { offset: offset.min(self.chars.len()), why: why.into() })
    }

    fn run(&mut self) -> Result<(), PatternError> {
        while let Some(c) = self.peek(0) {
            match c {
                '\\' => self.escape(false)?,
                '[' => self.class()?,
                '(' => {
                    self.open += 1;
                    self.group()?;
                    self.atom = false;
                    continue;
                }
                ')' => {
                    if self.open == 0 {
                        return self.fail(self.at + 1, "Too many )'s.");
                    }
                    self.open -= 1;
                    self.at += 1;
                }
                '*' | '+' | '?' => {
                    return self.fail(self.at + 1, format!("Quantifier '{c}' following nothing."));
                }
                '{' if self.is_quantifier() => {
                    return self.fail(self.at + 1, "Quantifier '{' following nothing.");
                }
                '|' => {
                    self.at += 1;
                    self.atom = false;
                    continue;
                }
                '#' if self.white_space => {
                    while self.peek(0).is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                    continue;
                }
                c if self.white_space && c.is_whitespace() => {
                    self.at += 1;
                    continue;
                }
                _ => self.at += 1,
            }
            self.atom = true;
            self.quantifier()?;
        }
        if self.open > 0 {
            return self.fail(self.chars.len(), "Not enough )'s.");
        }
        Ok(())
    }

    /// `*`, `+`, `?` or `{n,m}` with its `?` behind an atom, and no other behind that.
    fn quantifier(&mut self) -> Result<(), PatternError> {
        self.blank();
        match self.peek(0) {
            Some('*' | '+' | '?') => self.at += 1,
            Some('{') if self.is_quantifier() => self.range()?,
            _ => return Ok(()),
        }
        self.blank();
        if self.peek(0) == Some('?') {
            self.at += 1;
        }
        self.blank();
        match self.peek(0) {
            Some(c @ ('*' | '+' | '?')) => self.fail(self.at + 1, format!("Nested quantifier '{c}'.")),
            Some('{') if self.is_quantifier() => self.fail(self.at + 1, "Nested quantifier '{'."),
            _ => Ok(()),
        }
    }

    fn blank(&mut self) {
        while self.white_space && self.peek(0).is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn is_quantifier(&self) -> bool {
        let rest: String = self.chars.iter().skip(self.at + 1).take_while(|c| **c != '}').collect();
        let closed = self.chars.get(self.at + 1 + rest.chars().count()) == Some(&'}');
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        let (low, high) = rest.split_once(',').unwrap_or((&rest, ""));
        closed && !low.is_empty() && digits(low) && digits(high)
    }

    fn range(&mut self) -> Result<(), PatternError> {
        let rest: String = self.chars.iter().skip(self.at + 1).take_while(|c| **c != '}').collect();
        self.at += rest.chars().count() + 2;
        let Some((low, high)) = rest.split_once(',') else { return Ok(()) };
        let (low, high) = (low.parse::<u32>(), high.parse::<u32>());
        match (low, high) {
            (Ok(low), Ok(high)) if low > high => self.fail(self.at, "Illegal {x,y} with x > y."),
            _ => Ok(()),
        }
    }

    fn escape(&mut self, in_class: bool) -> Result<(), PatternError> {
        let Some(c) = self.peek(1) else { return self.fail(self.at + 1, "Illegal \\ at end of pattern.") };
        self.at += 2;
        match c {
            'p' | 'P' => self.property(),
            'k' if !in_class => self.reference(),
            'x' => self.hex(2),
            'u' => self.hex(4),
            'c' => {
                self.at += 1;
                Ok(())
            }
            'w' | 'W' | 's' | 'S' | 'd' | 'D' | 'a' | 'b' | 'e' | 'f' | 'n' | 'r' | 't' | 'v' | '0'..='9' => {
                Ok(())
            }
            'B' | 'A' | 'G' | 'Z' | 'z' if !in_class => Ok(()),
            c if c == '_' || c.is_alphanumeric() => {
                self.fail(self.at, format!("Unrecognized escape sequence \\{c}."))
            }
            _ => Ok(()),
        }
    }

    fn hex(&mut self, count: usize) -> Result<(), PatternError> {
        for _ in 0..count {
            if !self.peek(0).is_some_and(|c| c.is_ascii_hexdigit()) {
                return self.fail(self.at + 1, "Insufficient or invalid hexadecimal digits.");
            }
            self.at += 1;
        }
        Ok(())
    }

    fn property(&mut self) -> Result<(), PatternError> {
        if self.peek(0) != Some('{') {
            return self.fail(self.at, "Malformed \\p{X} character escape.");
        }
        let name: String = self.chars.iter().skip(self.at + 1).take_while(|c| **c != '}').collect();
        let end = self.at + 1 + name.chars().count();
        if self.chars.get(end) != Some(&'}') {
            return self.fail(self.chars.len(), "Incomplete \\p{X} character escape.");
        }
        self.at = end + 1;
        if super::blocks::class_of(&name).is_none() {
            return self.fail(self.at, format!("Unknown property '{name}'."));
        }
        Ok(())
    }

    fn reference(&mut self) -> Result<(), PatternError> {
        let close = match self.peek(0) {
            Some('<') => '>',
            Some('\'') => '\'',
            _ => return self.fail(self.at, "Malformed \\k<...> named back reference."),
        };
        let name: String = self.chars.iter().skip(self.at + 1).take_while(|c| **c != close).collect();
        self.at += name.chars().count() + 2;
        if self.at > self.chars.len() {
            return self.fail(self.at, "Malformed \\k<...> named back reference.");
        }
        if name.chars().all(|c| c.is_ascii_digit()) || self.names.contains(&name) {
            return Ok(());
        }
        self.fail(self.at, format!("Reference to undefined group name '{name}'."))
    }

    fn class(&mut self) -> Result<(), PatternError> {
        self.at += 1;
        if self.peek(0) == Some('^') {
            self.at += 1;
        }
        let mut first = true;
        let mut before: Option<char> = None;
        loop {
            let Some(c) = self.peek(0) else { return self.fail(self.chars.len(), "Unterminated [] set.") };
            match c {
                ']' if !first => {
                    self.at += 1;
                    return Ok(());
                }
                '-' if self.peek(1) == Some('[') && !first => {
                    self.at += 1;
                    self.class()?;
                    before = None;
                }
                '-' if before.is_some() && self.peek(1).is_some_and(|n| n != ']' && n != '\\') => {
                    let to = self.peek(1);
                    self.at += 2;
                    if before > to {
                        return self.fail(self.at, "[x-y] range in reverse order.");
                    }
                    before = None;
                }
                '\\' => {
                    self.escape(true)?;
                    before = None;
                }
                c => {
                    self.at += 1;
                    before = Some(c);
                }
            }
            first = false;
        }
    }

    fn group(&mut self) -> Result<(), PatternError> {
        if self.peek(1) != Some('?') {
            self.at += 1;
            return Ok(());
        }
        match (self.peek(2), self.peek(3)) {
            (Some('#'), _) => {
                while self.peek(0).is_some_and(|c| c != ')') {
                    self.at += 1;
                }
                if self.peek(0).is_none() {
                    return self.fail(self.chars.len(), "Unterminated (?#...) comment.");
                }
                self.at += 1;
                self.open -= 1;
                Ok(())
            }
            (Some('<'), Some('=' | '!')) => {
                self.at += 4;
                Ok(())
            }
            (Some(quote @ ('<' | '\'')), _) => self.named(if quote == '<' { '>' } else { '\'' }),
            (Some(':' | '=' | '!' | '>'), _) => {
                self.at += 3;
                Ok(())
            }
            (Some('('), _) => {
                // The condition is a group of its own.
                self.at += 2;
                Ok(())
            }
            (Some('i' | 'm' | 'n' | 's' | 'x' | '-' | '+'), _) => {
                self.at += 2;
                while let Some(c) = self.peek(0) {
                    self.at += 1;
                    match c {
                        ':' => return Ok(()),
                        ')' => {
                            self.open -= 1;
                            return Ok(());
                        }
                        'x' => self.white_space = true,
                        'i' | 'm' | 'n' | 's' | '-' | '+' => {}
                        _ => return self.fail(self.at, "Unrecognized grouping construct."),
                    }
                }
                self.fail(self.chars.len(), "Unrecognized grouping construct.")
            }
            _ => self.fail(self.at + 3, "Unrecognized grouping construct."),
        }
    }

    fn named(&mut self, close: char) -> Result<(), PatternError> {
        let whole: String = self.chars.iter().skip(self.at + 3).take_while(|c| **c != close).collect();
        let end = self.at + 3 + whole.chars().count();
        let good = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let (name, other) = match whole.split_once('-') {
            Some((name, other)) => (name, Some(other)),
            None => (whole.as_str(), None),
        };
        if end >= self.chars.len() || !(good(name) || name.is_empty() && other.is_some()) {
            return self
                .fail(self.at + 4, "Invalid group name: Group names must begin with a word character.");
        }
        if let Some(other) = other
            && !self.names.iter().any(|n| n == other)
        {
            return self.fail(end, format!("Reference to undefined group name '{other}'."));
        }
        self.at = end + 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(pattern: &str) -> Option<(usize, String)> {
        check(pattern, false).err().map(|e| (e.offset, e.why))
    }

    #[test]
    fn the_place_and_the_words() {
        for (pattern, offset, why) in [
            ("(", 1, "Not enough )'s."),
            ("*", 1, "Quantifier '*' following nothing."),
            ("a++", 3, "Nested quantifier '+'."),
            ("[", 1, "Unterminated [] set."),
            ("x{3,1}", 6, "Illegal {x,y} with x > y."),
            ("\\h", 2, "Unrecognized escape sequence \\h."),
            ("\\", 1, "Illegal \\ at end of pattern."),
            ("\\p{Nope}", 8, "Unknown property 'Nope'."),
            ("\\k<n>", 5, "Reference to undefined group name 'n'."),
            ("(?P<n>a)", 3, "Unrecognized grouping construct."),
            ("(?<a-b>x)", 6, "Reference to undefined group name 'b'."),
        ] {
            assert_eq!(wrong(pattern), Some((offset, why.to_owned())), "{pattern}");
        }
    }

    #[test]
    fn good_patterns_pass() {
        for pattern in [
            "a+?b*?",
            "(?i)abc",
            "(?<n>a)\\k<n>",
            "[]a]",
            "[^]]",
            "(?:a|b){2,3}",
            "\\p{Lu}",
            "\\P{IsGreek}",
            "a{,3}",
            "^*",
            "(?#note)a",
            "[a-z-[aeiou]]",
            "\\u0041\\x41",
            "(?(a)b|c)",
            "",
            "(?<-o>x)(?<o>y)",
        ] {
            assert_eq!(wrong(pattern), None, "{pattern}");
        }
    }
}
