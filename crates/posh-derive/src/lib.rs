//! Derive macros: a struct's fields become a cmdlet's parameters.
