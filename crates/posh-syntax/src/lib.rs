//! PowerShell source text to syntax tree, tokens and diagnostics.
