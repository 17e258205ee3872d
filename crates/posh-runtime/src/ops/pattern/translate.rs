//! From .NET's regular expression syntax to the engine's.

/// What a pattern cannot be, with the place in UTF-16 units.
pub(super) struct Untranslatable {
    /// What is wrong.
    pub(super) why: String,
}

/// A translated pattern.
pub(super) struct Translated {
    /// The engine's pattern.
    pub(super) pattern: String,
    /// Whether `$` or `\Z` was written outside multi-line mode: its meaning depends on a final line end.
    pub(super) has_end: bool,
}

/// Translates. `end` is what `$` outside multi-line mode becomes.
pub(super) fn translate(
    pattern: &str,
    multiline: bool,
    white_space: bool,
    explicit: bool,
    end: &str,
) -> Result<Translated, Untranslatable> {
    let mut t = Translator {
        chars: pattern.chars().collect(),
        at: 0,
        out: String::with_capacity(pattern.len() + 8),
        multiline,
        white_space,
        explicit,
        end,
        has_end: false,
    };
    t.run()?;
    Ok(Translated { pattern: t.out, has_end: t.has_end })
}

struct Translator<'a> {
    chars: Vec<char>,
    at: usize,
    out: String,
    multiline: bool,
    white_space: bool,
    explicit: bool,
    end: &'a str,
    has_end: bool,
}

impl Translator<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn run(&mut self) -> Result<(), Untranslatable> {
        while let Some(c) = self.peek(0) {
            match c {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => self.group()?,
                '$' if !self.multiline => {
                    self.has_end = true;
                    self.out.push_str(self.end);
                    self.at += 1;
                }
                '{' if !self.is_quantifier() => {
                    self.out.push_str("\\{");
                    self.at += 1;
                }
                '}' => {
                    self.out.push_str("\\}");
                    self.at += 1;
                }
                '{' => self.quantifier(),
                '#' if self.white_space => {
                    while self.peek(0).is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                }
                c if self.white_space && c.is_whitespace() => self.at += 1,
                c => {
                    // Characters that mean something to the engine's extended mode only are plain here.
                    if c == ' ' || c == '#' {
                        self.out.push('\\');
                    }
                    self.out.push(c);
                    self.at += 1;
                }
            }
        }
        Ok(())
    }

    /// `{n}`, `{n,}`, `{n,m}`
    fn is_quantifier(&self) -> bool {
        let mut ahead = 1;
        let mut digits = 0;
        while self.peek(ahead).is_some_and(|c| c.is_ascii_digit()) {
            ahead += 1;
            digits += 1;
        }
        if digits == 0 {
            return false;
        }
        if self.peek(ahead) == Some(',') {
            ahead += 1;
            while self.peek(ahead).is_some_and(|c| c.is_ascii_digit()) {
                ahead += 1;
            }
        }
        self.peek(ahead) == Some('}')
    }

    fn quantifier(&mut self) {
        while let Some(c) = self.peek(0) {
            self.out.push(c);
            self.at += 1;
            if c == '}' {
                return;
            }
        }
    }

    fn escape(&mut self) -> Result<(), Untranslatable> {
        let Some(c) = self.peek(1) else {
            return Err(Untranslatable { why: "Illegal \\ at end of pattern.".into() });
        };
        self.at += 2;
        match c {
            'Z' => {
                self.has_end = true;
                self.out.push_str(self.end);
            }
            'e' => self.out.push_str("\\x1b"),
            'a' => self.out.push_str("\\x07"),
            'u' => {
                let hex: String = self.chars.iter().skip(self.at).take(4).collect();
                self.at += 4;
                self.out.push_str(&format!("\\x{{{hex}}}"));
            }
            'c' => {
                let letter = self.peek(0).unwrap_or('@').to_ascii_uppercase();
                self.at += 1;
                self.out.push_str(&format!("\\x{:02x}", u32::from(letter) & 0x1f));
            }
            '0' => {
                let octal: String =
                    self.chars.iter().skip(self.at).take(2).take_while(|c| c.is_digit(8)).collect();
                self.at += octal.len();
                let code = u32::from_str_radix(&octal, 8).unwrap_or(0);
                self.out.push_str(&format!("\\x{code:02x}"));
            }
            'p' | 'P' if self.peek(0) == Some('{') => {
                let name: String = self.chars.iter().skip(self.at + 1).take_while(|c| **c != '}').collect();
                self.at += name.chars().count() + 2;
                let class = super::blocks::class_of(&name).unwrap_or_default();
                match (c, class.strip_prefix('[')) {
                    ('P', Some(inner)) => self.out.push_str(&format!("[^{inner}")),
                    ('P', None) => self.out.push_str(&class.replacen("\\p", "\\P", 1)),
                    _ => self.out.push_str(&class),
                }
            }
            'k' if self.peek(0) == Some('\'') => {
                let rest: String = self.chars.iter().skip(self.at + 1).take_while(|c| **c != '\'').collect();
                self.at += rest.chars().count() + 2;
                self.out.push_str(&format!("\\k<{rest}>"));
            }
            'h' => self.out.push('h'),
            ' ' | '#' | '!' | '"' | '%' | '\'' | ',' | '/' | ':' | ';' | '<' | '=' | '>' | '@' | '_'
            | '`' | '~' | '&' | '-' => {
                self.literal(c);
            }
            c if !c.is_ascii_alphanumeric() && !c.is_ascii_punctuation() => self.out.push(c),
            c => {
                self.out.push('\\');
                self.out.push(c);
            }
        }
        Ok(())
    }

    fn literal(&mut self, c: char) {
        if matches!(c, ' ' | '#' | '&' | '-' | '~') {
            self.out.push('\\');
        }
        self.out.push(c);
    }

    /// `[...]`, with subtraction `[a-z-[aeiou]]`.
    fn class(&mut self) -> Result<(), Untranslatable> {
        self.at += 1;
        self.out.push('[');
        if self.peek(0) == Some('^') {
            self.out.push('^');
            self.at += 1;
        }
        let mut first = true;
        loop {
            let Some(c) = self.peek(0) else {
                return Err(Untranslatable { why: "Unterminated [] set.".into() });
            };
            match c {
                ']' if !first => {
                    self.out.push(']');
                    self.at += 1;
                    return Ok(());
                }
                ']' => {
                    self.out.push_str("\\]");
                    self.at += 1;
                }
                '-' if self.peek(1) == Some('[') => {
                    self.out.push_str("--");
                    self.at += 1;
                    self.class()?;
                }
                '[' if self.peek(1) == Some(':') => {
                    self.out.push_str("\\[");
                    self.at += 1;
                }
                '[' => {
                    self.out.push_str("\\[");
                    self.at += 1;
                }
                '\\' => match self.peek(1) {
                    Some('b') => {
                        self.out.push_str("\\x08");
                        self.at += 2;
                    }
                    _ => self.escape()?,
                },
                '&' | '~' => {
                    self.out.push('\\');
                    self.out.push(c);
                    self.at += 1;
                }
                '-' => {
                    // A dash at either end is itself.
                    if first || self.peek(1) == Some(']') {
                        self.out.push('\\');
                    }
                    self.out.push('-');
                    self.at += 1;
                }
                ' ' | '#' => {
                    self.out.push('\\');
                    self.out.push(c);
                    self.at += 1;
                }
                c => {
                    self.out.push(c);
                    self.at += 1;
                }
            }
            first = false;
        }
    }

    fn group(&mut self) -> Result<(), Untranslatable> {
        if self.peek(1) != Some('?') {
            self.out.push_str(if self.explicit { "(?:" } else { "(" });
            self.at += 1;
            return Ok(());
        }
        match (self.peek(2), self.peek(3)) {
            (Some('#'), _) => {
                while self.peek(0).is_some_and(|c| c != ')') {
                    self.at += 1;
                }
                self.at += 1;
                Ok(())
            }
            (Some('<'), Some('=' | '!')) => {
                self.copy(4);
                Ok(())
            }
            (Some('<'), _) => self.named('>'),
            (Some('\''), _) => self.named('\''),
            (Some(':' | '=' | '!' | '>' | '|'), _) => {
                self.copy(3);
                Ok(())
            }
            (Some('('), _) => {
                self.copy(3);
                Ok(())
            }
            _ => {
                self.inline_options();
                Ok(())
            }
        }
    }

    fn copy(&mut self, count: usize) {
        for _ in 0..count {
            self.out.extend(self.peek(0));
            self.at += 1;
        }
    }

    fn named(&mut self, close: char) -> Result<(), Untranslatable> {
        let name: String = self.chars.iter().skip(self.at + 3).take_while(|c| **c != close).collect();
        self.at += 4 + name.chars().count();
        if name.contains('-') {
            return Err(Untranslatable {
                why: "Balancing groups are not supported by this regular expression engine.".into(),
            });
        }
        if name.chars().all(|c| c.is_ascii_digit()) {
            self.out.push_str(&format!("(?<_{name}>"));
        } else {
            self.out.push_str(&format!("(?<{name}>"));
        }
        Ok(())
    }

    /// `(?imnsx-imnsx)` and `(?imnsx-imnsx:`
    fn inline_options(&mut self) {
        let mut options = String::new();
        let mut on = true;
        self.at += 2;
        while let Some(c) = self.peek(0) {
            self.at += 1;
            match c {
                '-' => {
                    on = false;
                    options.push('-');
                }
                'n' => self.explicit = on,
                'x' => self.white_space = on,
                'm' => {
                    self.multiline = on;
                    options.push('m');
                }
                'i' | 's' => options.push(c),
                end => {
                    let options = options.strip_suffix('-').unwrap_or(&options);
                    if options.is_empty() {
                        if end == ':' {
                            self.out.push_str("(?:");
                        }
                    } else {
                        self.out.push_str(&format!("(?{options}{end}"));
                    }
                    return;
                }
            }
        }
    }
}
