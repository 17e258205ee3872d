//! The code that the macro writes.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Field, Fields, Ident, Result};

use crate::attributes::{self, ParameterAttribute};

/// A field that is a parameter.
struct Parameter<'a> {
    field: &'a Field,
    ident: &'a Ident,
    attributes: Vec<ParameterAttribute>,
}

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(input, "a cmdlet is a struct"));
    };
    let attribute = attributes::cmdlet(&input.attrs)?;
    // A few commands, such as TabExpansion2, are one word: their noun is empty.
    if attribute.verb.is_empty() || (attribute.noun.is_empty() && attribute.class.is_none()) {
        return Err(Error::new_spanned(input, "#[cmdlet(verb = \"...\", noun = \"...\")] is missing"));
    }
    let mut parameters = Vec::new();
    if let Fields::Named(fields) = &data.fields {
        for field in &fields.named {
            let attributes = attributes::parameters(&field.attrs)?;
            if let (false, Some(ident)) = (attributes.is_empty(), field.ident.as_ref()) {
                parameters.push(Parameter { field, ident, attributes });
            }
        }
    }
    let name = &input.ident;
    let definition = definition(input, &attribute, &parameters);
    let setters = parameters.iter().enumerate().map(|(index, p)| {
        let ident = p.ident;
        quote! { #index => self.#ident = ::posh_runtime::command::FromArgument::from_argument(value)?, }
    });
    let resets = parameters.iter().enumerate().map(|(index, p)| {
        let ident = p.ident;
        quote! { #index => self.#ident = <Self as ::core::default::Default>::default().#ident, }
    });
    Ok(quote! {
        impl #name {
            #[doc = "What is known of the cmdlet without running it."]
            pub const DEF: ::posh_runtime::command::CmdletDef = #definition;
        }

        impl ::posh_runtime::command::CmdletObject for #name {
            fn set(&mut self, parameter: usize, value: ::posh_runtime::Value) -> ::posh_runtime::Result<()> {
                match parameter {
                    #(#setters)*
                    _ => ::core::mem::drop(value),
                }
                ::core::result::Result::Ok(())
            }

            fn reset(&mut self, parameter: usize) {
                match parameter {
                    #(#resets)*
                    _ => {}
                }
            }
        }
    })
}

fn definition(
    input: &DeriveInput,
    attribute: &attributes::CmdletAttribute,
    parameters: &[Parameter<'_>],
) -> TokenStream {
    let (verb, noun, module) = (&attribute.verb, &attribute.noun, &attribute.module);
    let class = attribute
        .class
        .clone()
        .unwrap_or_else(|| format!("Microsoft.PowerShell.Commands.{verb}{noun}Command"));
    let default_set = match &attribute.default_set {
        Some(set) => quote! { ::core::option::Option::Some(#set) },
        None => quote! { ::core::option::Option::None },
    };
    let should_process = attribute.should_process;
    let impact = match attribute.impact.as_deref() {
        Some("High") => quote!(High),
        Some("Low") => quote!(Low),
        Some("None") => quote!(None),
        _ => quote!(Medium),
    };
    let output = &attribute.output;
    let doc = attributes::doc(&input.attrs);
    let (synopsis, description) = (&doc.synopsis, &doc.description);
    let examples = doc.examples.iter().map(|e| {
        let (title, code, remarks) = (&e.title, &e.code, &e.remarks);
        quote! { ::posh_runtime::command::HelpExample { title: #title, code: #code, remarks: #remarks } }
    });
    let parameters = parameters.iter().map(parameter_definition);
    quote! {
        ::posh_runtime::command::CmdletDef {
            verb: #verb,
            noun: #noun,
            module: #module,
            class: #class,
            default_set: #default_set,
            should_process: #should_process,
            impact: ::posh_runtime::command::ConfirmImpact::#impact,
            parameters: &[#(#parameters),*],
            output: &[#(#output),*],
            help: ::posh_runtime::command::Help {
                synopsis: #synopsis,
                description: #description,
                examples: &[#(#examples),*],
            },
            new: || ::std::boxed::Box::new(<Self as ::core::default::Default>::default()),
        }
    }
}

/// `identity` as `Identity`, `batch_id` as `BatchId`.
fn pascal(ident: &Ident) -> String {
    let text = ident.to_string();
    let text = text.strip_prefix("r#").unwrap_or(&text);
    text.split('_')
        .map(|part| {
            let mut chars = part.chars();
            chars.next().map(|c| c.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
        })
        .collect()
}

fn parameter_definition(p: &Parameter<'_>) -> TokenStream {
    let name = p.attributes.iter().find_map(|a| a.name.clone()).unwrap_or_else(|| pascal(p.ident));
    let aliases: Vec<&String> = p.attributes.iter().flat_map(|a| &a.aliases).collect();
    let field_type = &p.field.ty;
    let ty = match p.attributes.iter().find_map(|a| a.ty.clone()) {
        Some(ty) => quote! { #ty },
        None => quote! { <#field_type as ::posh_runtime::command::FromArgument>::TYPE },
    };
    let validate: Vec<&TokenStream> = p.attributes.iter().flat_map(|a| &a.validate).collect();
    let default = p.attributes.iter().find_map(|a| a.default.clone()).unwrap_or_default();
    let help = attributes::doc(&p.field.attrs);
    let help = if help.description.is_empty() {
        help.synopsis
    } else {
        format!("{}\n\n{}", help.synopsis, help.description)
    };
    let sets = p.attributes.iter().flat_map(|a| {
        let names: Vec<String> = if a.sets.is_empty() { vec![String::new()] } else { a.sets.clone() };
        names.into_iter().map(|set| in_set(a, &set)).collect::<Vec<_>>()
    });
    quote! {
        ::posh_runtime::command::ParamDef {
            name: #name,
            aliases: &[#(#aliases),*],
            ty: #ty,
            sets: &[#(#sets),*],
            validate: &[#(#validate),*],
            help: #help,
            default: #default,
        }
    }
}

fn in_set(a: &ParameterAttribute, set: &str) -> TokenStream {
    let position = match a.position {
        Some(p) => quote! { ::core::option::Option::Some(#p) },
        None => quote! { ::core::option::Option::None },
    };
    let (mandatory, by_value, by_name, remaining) = (a.mandatory, a.by_value, a.by_name, a.remaining);
    quote! {
        ::posh_runtime::command::ParamSetDef {
            set: #set,
            position: #position,
            mandatory: #mandatory,
            by_value: #by_value,
            by_name: #by_name,
            remaining: #remaining,
        }
    }
}
