//! `#requires` lines.
