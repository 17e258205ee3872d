//! The migration cmdlets: thin adapters between the interpreter and the migration service.
