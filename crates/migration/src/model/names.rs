//! How names are compared: without regard to case, as every Exchange identity is.

/// Whether two identities (names, addresses, domains) are the same to Exchange.
pub fn same_name(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter() {
        assert!(same_name("CutoverBatch", "cutoverbatch"));
        assert!(same_name("Größe@Contoso.com", "GRÖßE@contoso.COM"));
        assert!(!same_name("a", "b"));
    }
}
