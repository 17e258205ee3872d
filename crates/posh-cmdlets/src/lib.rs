//! The standard cmdlets, by module: core, utility, management, security.
