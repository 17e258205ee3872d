//! What completion answers.

/// One thing that may stand in the place of the word at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// `CompletionText`.
    pub text: String,
    /// `ListItemText`.
    pub list: String,
    /// `ResultType`.
    pub kind: &'static str,
    /// `ToolTip`.
    pub tooltip: String,
}

impl Match {
    /// A match whose texts are all the same.
    pub fn plain(text: impl Into<String>, kind: &'static str) -> Self {
        let text = text.into();
        Self { list: text.clone(), tooltip: text.clone(), text, kind }
    }

    /// A match.
    pub fn new(
        text: impl Into<String>,
        list: impl Into<String>,
        kind: &'static str,
        tooltip: impl Into<String>,
    ) -> Self {
        Self { text: text.into(), list: list.into(), kind, tooltip: tooltip.into() }
    }
}

/// What may stand at the cursor, and the part of the input that it replaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Bytes of the input that are replaced; `None` where nothing had a say.
    pub place: Option<(usize, usize)>,
    /// The matches.
    pub matches: Vec<Match>,
}
