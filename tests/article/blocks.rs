//! The article's code blocks, and what a reader puts in their place.

/// The article, as it was published.
const ARTICLE: &str = include_str!("article.md");

/// Code blocks in their order, verbatim.
pub(crate) fn blocks() -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    for line in ARTICLE.lines() {
        match (&mut open, line.trim_start().starts_with("```")) {
            (None, true) => open = Some(String::new()),
            (Some(_), true) => blocks.extend(open.take()),
            (Some(text), false) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, false) => {}
        }
    }
    blocks
}

/// The blocks as a reader runs them: the one with a placeholder a second time, filled in.
pub(crate) fn with_placeholder_filled() -> Vec<String> {
    let mut all = Vec::new();
    for block in blocks() {
        let filled =
            block.replace("<email address for on-premises administrator>", "administrator@contoso.com");
        let differs = filled != block;
        all.push(block);
        if differs {
            all.push(filled);
        }
    }
    all
}
