//! What stands in `#[cmdlet(...)]`, `#[parameter(...)]` and doc comments.

use syn::{Attribute, Expr, ExprLit, Lit, LitInt, LitStr, Meta, Result};

/// `#[cmdlet(...)]`
#[derive(Default)]
pub(crate) struct CmdletAttribute {
    pub(crate) verb: String,
    pub(crate) noun: String,
    pub(crate) module: String,
    pub(crate) class: Option<String>,
    pub(crate) default_set: Option<String>,
    pub(crate) should_process: bool,
    pub(crate) impact: Option<String>,
    pub(crate) output: Vec<String>,
}

/// One `#[parameter(...)]`; a field has one for each set that it differs in.
#[derive(Default, Clone)]
pub(crate) struct ParameterAttribute {
    pub(crate) name: Option<String>,
    pub(crate) ty: Option<String>,
    pub(crate) sets: Vec<String>,
    pub(crate) position: Option<i32>,
    pub(crate) mandatory: bool,
    pub(crate) by_value: bool,
    pub(crate) by_name: bool,
    pub(crate) remaining: bool,
    pub(crate) aliases: Vec<String>,
    pub(crate) validate: Vec<proc_macro2::TokenStream>,
    pub(crate) default: Option<String>,
}

fn string(meta: &syn::meta::ParseNestedMeta<'_>) -> Result<String> {
    Ok(meta.value()?.parse::<LitStr>()?.value())
}

/// `"a, b"` as a list.
fn list(meta: &syn::meta::ParseNestedMeta<'_>) -> Result<Vec<String>> {
    Ok(string(meta)?.split(',').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect())
}

pub(crate) fn cmdlet(attributes: &[Attribute]) -> Result<CmdletAttribute> {
    let mut out = CmdletAttribute::default();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("cmdlet")) {
        attribute.parse_nested_meta(|meta| {
            let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            match name.as_str() {
                "verb" => out.verb = string(&meta)?,
                "noun" => out.noun = string(&meta)?,
                "module" => out.module = string(&meta)?,
                "class" => out.class = Some(string(&meta)?),
                "default_set" => out.default_set = Some(string(&meta)?),
                "should_process" => out.should_process = true,
                "impact" => out.impact = Some(string(&meta)?),
                "output" => out.output = list(&meta)?,
                _ => return Err(meta.error("unknown key of #[cmdlet]")),
            }
            Ok(())
        })?;
    }
    Ok(out)
}

pub(crate) fn parameters(attributes: &[Attribute]) -> Result<Vec<ParameterAttribute>> {
    let mut all = Vec::new();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("parameter")) {
        let mut out = ParameterAttribute::default();
        if matches!(attribute.meta, Meta::List(_)) {
            attribute.parse_nested_meta(|meta| parameter_key(&meta, &mut out))?;
        }
        all.push(out);
    }
    Ok(all)
}

fn integer(meta: &syn::meta::ParseNestedMeta<'_>) -> Result<i32> {
    meta.value()?.parse::<LitInt>()?.base10_parse()
}

fn parameter_key(meta: &syn::meta::ParseNestedMeta<'_>, out: &mut ParameterAttribute) -> Result<()> {
    let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
    let check =
        |tokens: proc_macro2::TokenStream| quote::quote! { ::posh_runtime::command::ValidateDef::#tokens };
    match name.as_str() {
        "name" => out.name = Some(string(meta)?),
        "ty" => out.ty = Some(string(meta)?),
        "set" | "sets" => out.sets = list(meta)?,
        "position" => out.position = Some(integer(meta)?),
        "mandatory" => out.mandatory = true,
        "by_value" => out.by_value = true,
        "by_name" => out.by_name = true,
        "remaining" => out.remaining = true,
        "alias" | "aliases" => out.aliases = list(meta)?,
        "default" => out.default = Some(string(meta)?),
        "not_null" => out.validate.push(check(quote::quote!(NotNull))),
        "not_null_or_empty" => out.validate.push(check(quote::quote!(NotNullOrEmpty))),
        "allow_null" => out.validate.push(check(quote::quote!(AllowNull))),
        "allow_empty_string" => out.validate.push(check(quote::quote!(AllowEmptyString))),
        "allow_empty_collection" => out.validate.push(check(quote::quote!(AllowEmptyCollection))),
        "credential" => out.validate.push(check(quote::quote!(Credential))),
        "one_of" => {
            let values = list(meta)?;
            out.validate.push(check(quote::quote!(Set(&[#(#values),*]))));
        }
        "range" => {
            let (min, max) = range(meta)?;
            out.validate.push(check(quote::quote!(Range(#min, #max))));
        }
        "length" => {
            let (min, max) = range(meta)?;
            out.validate.push(check(quote::quote!(Length(#min as usize, #max as usize))));
        }
        "count" => {
            let (min, max) = range(meta)?;
            out.validate.push(check(quote::quote!(Count(#min as usize, #max as usize))));
        }
        "pattern" => {
            let pattern = string(meta)?;
            out.validate.push(check(quote::quote!(Pattern(#pattern))));
        }
        _ => return Err(meta.error("unknown key of #[parameter]")),
    }
    Ok(())
}

/// `"1, 5"` as two numbers.
fn range(meta: &syn::meta::ParseNestedMeta<'_>) -> Result<(i64, i64)> {
    let parts = list(meta)?;
    match parts.as_slice() {
        [a, b] => match (a.parse(), b.parse()) {
            (Ok(a), Ok(b)) => Ok((a, b)),
            _ => Err(meta.error("two numbers are expected")),
        },
        _ => Err(meta.error("two numbers are expected")),
    }
}

/// An example of a doc comment.
pub(crate) struct Example {
    pub(crate) title: String,
    pub(crate) code: String,
    pub(crate) remarks: String,
}

/// A doc comment taken apart.
#[derive(Default)]
pub(crate) struct Doc {
    pub(crate) synopsis: String,
    pub(crate) description: String,
    pub(crate) examples: Vec<Example>,
}

fn doc_lines(attributes: &[Attribute]) -> Vec<String> {
    attributes
        .iter()
        .filter(|a| a.path().is_ident("doc"))
        .filter_map(|a| match &a.meta {
            Meta::NameValue(nv) => match &nv.value {
                Expr::Lit(ExprLit { lit: Lit::Str(s), .. }) => Some(s.value()),
                _ => None,
            },
            _ => None,
        })
        .map(|line| line.strip_prefix(' ').map(str::to_owned).unwrap_or(line))
        .collect()
}

/// Paragraphs joined to one line each.
fn paragraphs(lines: &[String]) -> Vec<String> {
    let mut out = vec![String::new()];
    for line in lines {
        let line = line.trim();
        let Some(last) = out.last_mut() else { break };
        if line.is_empty() {
            if !last.is_empty() {
                out.push(String::new());
            }
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(line);
        }
    }
    out.retain(|p| !p.is_empty());
    out
}

pub(crate) fn doc(attributes: &[Attribute]) -> Doc {
    let lines = doc_lines(attributes);
    let split = lines.iter().position(|l| l.trim() == "# Examples").unwrap_or(lines.len());
    let (head, tail) = lines.split_at(split);
    let mut text = paragraphs(head).into_iter();
    Doc {
        synopsis: text.next().unwrap_or_default(),
        description: text.collect::<Vec<_>>().join("\n\n"),
        examples: examples(tail.get(1..).unwrap_or(&[])),
    }
}

fn examples(lines: &[String]) -> Vec<Example> {
    let mut out = Vec::new();
    let mut title = Vec::new();
    let mut code: Option<Vec<String>> = None;
    for line in lines {
        match (&mut code, line.trim_start().starts_with("```")) {
            (None, true) => code = Some(Vec::new()),
            (Some(lines), true) => {
                let text = paragraphs(&title);
                out.push(Example {
                    title: text.first().cloned().unwrap_or_default(),
                    remarks: text.get(1..).unwrap_or(&[]).join("\n\n"),
                    code: lines.join("\n"),
                });
                title.clear();
                code = None;
            }
            (Some(lines), false) => lines.push(line.clone()),
            (None, false) => title.push(line.clone()),
        }
    }
    out
}
