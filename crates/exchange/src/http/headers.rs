//! Header fields.

/// Fields in their order; names compare without case.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// No fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a field. Line breaks in its value, which would begin another field, become spaces.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let value: String = value.into();
        let value = if value.contains(['\r', '\n']) { value.replace(['\r', '\n'], " ") } else { value };
        self.0.push((name.into(), value));
    }

    /// The same, for building.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.push(name, value);
        self
    }

    /// First value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// All values of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// All fields.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a comma-separated field holds this word.
    pub fn has_token(&self, name: &str, token: &str) -> bool {
        self.all(name).any(|value| value.split(',').any(|word| word.trim().eq_ignore_ascii_case(token)))
    }

    /// The `Content-Length`, if there is one; `Err` if it is no number or there are several.
    pub fn content_length(&self) -> Result<Option<u64>, super::HttpError> {
        let mut values = self.all("content-length");
        let Some(first) = values.next() else { return Ok(None) };
        if values.any(|other| other != first) {
            return Err(super::HttpError::Body("it has two different lengths"));
        }
        first.trim().parse().map(Some).map_err(|_| super::HttpError::Body("its length is no number"))
    }
}

/// Values of fields that carry credentials are not shown.
impl std::fmt::Debug for Headers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const SECRET: [&str; 4] = ["authorization", "proxy-authorization", "cookie", "set-cookie"];
        let shown = |name: &str| SECRET.iter().all(|secret| !name.eq_ignore_ascii_case(secret));
        f.debug_map()
            .entries(self.iter().map(|(name, value)| (name, if shown(name) { value } else { "***" })))
            .finish()
    }
}
