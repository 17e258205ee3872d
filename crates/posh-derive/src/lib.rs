//! Derive macros: a struct's fields become a cmdlet's parameters.
//!
//! ```ignore
//! /// Gets the migration endpoints of the organisation.
//! ///
//! /// A paragraph of description.
//! ///
//! /// # Examples
//! /// Gets all endpoints.
//! /// ```powershell
//! /// Get-MigrationEndpoint
//! /// ```
//! #[derive(Cmdlet, Default)]
//! #[cmdlet(verb = "Get", noun = "MigrationEndpoint", module = "ExchangeOnlineManagement", default_set = "Identity")]
//! struct GetMigrationEndpoint {
//!     /// Name of the endpoint.
//!     #[parameter(position = 0, set = "Identity", by_value, by_name)]
//!     identity: Option<String>,
//! }
//! ```
//!
//! The macro writes a `static DEF: CmdletDef` as an associated constant (`GetMigrationEndpoint::DEF`) and the trait
//! `CmdletObject`. A field without `#[parameter]` is the cmdlet's own state. The parameter's name is the field's in
//! Pascal case, or `name = "..."`; its PowerShell type is that of the field's Rust type ([`FromArgument`]), or
//! `ty = "..."`.

mod attributes;
mod expand;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct a cmdlet; the struct must implement `Default` and `posh_runtime::command::Cmdlet`.
#[proc_macro_derive(Cmdlet, attributes(cmdlet, parameter))]
pub fn derive_cmdlet(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
