//! Colours of formatted text: PowerShell's defaults, or none.

/// The end of a colour.
pub(crate) const RESET: &str = "\u{1b}[0m";
/// `$PSStyle.Formatting.Error`
pub(crate) const ERROR: &str = "\u{1b}[31;1m";
/// `$PSStyle.Formatting.ErrorAccent`
pub(crate) const ERROR_ACCENT: &str = "\u{1b}[36;1m";
/// `$PSStyle.Formatting.Warning`, and the same for verbose and debug.
pub(crate) const WARNING: &str = "\u{1b}[33;1m";
const ACCENT: &str = "\u{1b}[32;1m";
const CUSTOM_HEADER: &str = "\u{1b}[32;1;3m";

/// Whether text is coloured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Style {
    /// No escape sequences.
    #[default]
    Plain,
    /// `$PSStyle`'s colours.
    Ansi,
}

impl Style {
    fn wrap(self, style: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Ansi => format!("{style}{text}{RESET}"),
        }
    }

    /// The label of a list, its colon too.
    pub(crate) fn label(self, text: &str) -> String {
        self.wrap(ACCENT, text)
    }

    /// A header of a table.
    pub(crate) fn header(self, text: &str, is_property: bool) -> String {
        self.wrap(if is_property { ACCENT } else { CUSTOM_HEADER }, text)
    }

    /// A warning, verbose or debug message.
    pub(crate) fn message(self, text: &str) -> String {
        self.wrap(WARNING, text)
    }
}
