//! From a type's name as written to the type.

use std::fmt;

use posh_syntax::ast::{TypeName, TypeNameKind};

use super::{TypeRecord, TypeRef, find_accelerator, find_enum, native};

/// A type that could not be found: its name as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeNameError(pub String);

impl fmt::Display for TypeNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unable to find type [{}].", self.0)
    }
}

impl std::error::Error for TypeNameError {}

/// A type by its plain name: accelerator, full name, or a full name without `System.`; arrays and generics in
/// brackets too.
pub fn resolve_name(name: &str) -> Option<TypeRef> {
    let name = name.trim();
    if let Some(inner) = name.strip_suffix(']') {
        let (head, inside) = inner.split_once('[')?;
        if inside.chars().all(|c| c == ',') {
            let rank = u8::try_from(inside.len() + 1).ok()?;
            return Some(TypeRef::array_of(resolve_name(head)?, rank));
        }
        return resolve_bracketed(name);
    }
    simple(name)
}

fn resolve_bracketed(name: &str) -> Option<TypeRef> {
    // Array brackets stand last: `List[int][]`.
    let open = matching_open(name)?;
    let (head, tail) = name.split_at_checked(open)?;
    let inside = tail.get(1..tail.len() - 1)?;
    if inside.chars().all(|c| c == ',') {
        return Some(TypeRef::array_of(resolve_name(head)?, u8::try_from(inside.len() + 1).ok()?));
    }
    let mut arguments = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in inside.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            ',' if depth == 0 => {
                arguments.push(resolve_name(inside.get(start..at)?)?);
                start = at + 1;
            }
            _ => {}
        }
    }
    arguments.push(resolve_name(inside.get(start..)?)?);
    generic(head, arguments)
}

fn matching_open(name: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in name.char_indices().rev() {
        match c {
            ']' => depth += 1,
            '[' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn simple(name: &str) -> Option<TypeRef> {
    if let Some(full) = find_accelerator(name) {
        return Some(TypeRef::named(full));
    }
    for candidate in [name.to_owned(), format!("System.{name}")] {
        if let Some(full) = native::find_ignoring_case(&candidate) {
            return Some(TypeRef::named(full));
        }
        if let Some(record) = TypeRecord::find(&candidate) {
            return Some(TypeRef::named(record.name()));
        }
        if let Some(info) = find_enum(&candidate) {
            return Some(TypeRef::named(&info.name));
        }
    }
    None
}

fn generic(head: &str, arguments: Vec<TypeRef>) -> Option<TypeRef> {
    let arity = arguments.len();
    let base = head.split('`').next().unwrap_or(head);
    for candidate in [format!("{base}`{arity}"), format!("System.{base}`{arity}")] {
        if let Some(full) = native::find_ignoring_case(&candidate) {
            return Some(TypeRef::generic(full, arguments));
        }
        let objects = vec!["System.Object"; arity].join(",");
        let strings = vec!["System.String"; 1]
            .into_iter()
            .chain(vec!["System.Object"; arity - 1])
            .collect::<Vec<_>>()
            .join(",");
        for closed in [objects, strings, "System.Byte".to_owned(), "System.Object,System.Int32".to_owned()] {
            if let Some(record) = TypeRecord::find(&format!("{candidate}[{closed}]")) {
                let definition = record.name().split('[').next().unwrap_or(&candidate);
                return Some(TypeRef::generic(definition, arguments));
            }
        }
    }
    if base.eq_ignore_ascii_case("nullable") || base.eq_ignore_ascii_case("system.nullable") {
        return Some(TypeRef::generic("System.Nullable`1", arguments));
    }
    None
}

/// A type by its written name. `own` is asked first, for the classes and enumerations of scripts and for `using
/// namespace`.
///
/// # Errors
/// Where there is no such type.
pub fn resolve_type_name(
    name: &TypeName,
    own: &dyn Fn(&str) -> Option<TypeRef>,
) -> Result<TypeRef, TypeNameError> {
    match &name.kind {
        TypeNameKind::Simple { name, .. } => {
            own(name).or_else(|| simple(name)).ok_or_else(|| TypeNameError(name.to_string()))
        }
        TypeNameKind::Array { element, rank } => {
            Ok(TypeRef::array_of(resolve_type_name(element, own)?, *rank))
        }
        TypeNameKind::Generic { definition, arguments } => {
            let arguments: Result<Vec<_>, _> = arguments.iter().map(|a| resolve_type_name(a, own)).collect();
            let arguments = arguments?;
            let TypeNameKind::Simple { name: head, .. } = &definition.kind else {
                return Err(TypeNameError(written(name)));
            };
            generic(head, arguments).ok_or_else(|| TypeNameError(written(name)))
        }
    }
}

/// A type's name as PowerShell prints what was written.
pub fn written(name: &TypeName) -> String {
    match &name.kind {
        TypeNameKind::Simple { name, .. } => name.to_string(),
        TypeNameKind::Array { element, rank } => {
            format!("{}[{}]", written(element), ",".repeat(usize::from(rank.saturating_sub(1))))
        }
        TypeNameKind::Generic { definition, arguments } => {
            let inner: Vec<String> = arguments.iter().map(written).collect();
            format!("{}[{}]", written(definition), inner.join(","))
        }
    }
}
