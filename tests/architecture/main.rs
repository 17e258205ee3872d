//! The invariants of `docs/architecture.md`, held against what Cargo knows.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Which crates of the house, and which of the crates with an effect, each crate may build on.
const ALLOWED: &[(&str, &[&str])] = &[
    ("posh-syntax", &[]),
    ("posh-derive", &[]),
    ("exchange", &[]),
    ("posh-runtime", &["posh-syntax"]),
    ("posh-format", &["posh-runtime"]),
    ("posh-cmdlets", &["posh-syntax", "posh-runtime", "posh-derive", "posh-format"]),
    ("posh", &["posh-syntax", "posh-runtime", "posh-format", "posh-cmdlets"]),
    ("exchange-lab", &["exchange"]),
    ("migration", &["exchange"]),
    ("migration-cmdlets", &["migration", "posh-runtime", "posh-derive"]),
    ("cutover", &["migration", "migration-cmdlets", "exchange-lab", "posh"]),
];

/// Crates with an effect on the world, and who of the house may use them.
const EFFECTS: &[(&str, &[&str])] = &[
    ("tokio", &["migration", "exchange-lab", "cutover"]),
    ("tokio-rustls", &["migration", "exchange-lab"]),
    ("rusqlite", &["migration"]),
    ("rustls", &["migration", "exchange-lab"]),
    ("rustyline", &["cutover"]),
    ("clap", &["cutover", "cutover-tests"]),
    ("terminal_size", &["cutover"]),
    ("rpassword", &["cutover"]),
];

fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo answers in JSON");
    let packages = metadata.get("packages").and_then(Value::as_array).expect("packages");
    packages
        .iter()
        .map(|package| {
            let name = package.get("name").and_then(Value::as_str).expect("a name").to_owned();
            let list = package.get("dependencies").and_then(Value::as_array).expect("dependencies");
            // Tests may use what they want; what ships may not.
            let normal = list.iter().filter(|d| d.get("kind").is_none_or(Value::is_null));
            let names =
                normal.filter_map(|d| d.get("name").and_then(Value::as_str)).map(str::to_owned).collect();
            (name, names)
        })
        .collect()
}

#[test]
fn crates_build_only_on_what_is_below_them() {
    let all = dependencies();
    for (name, allowed) in ALLOWED {
        let has = all.get(*name).unwrap_or_else(|| panic!("there is no crate {name}"));
        for dependency in has.iter().filter(|d| all.contains_key(*d)) {
            assert!(allowed.contains(&dependency.as_str()), "{name} may not build on {dependency}");
        }
    }
}

#[test]
fn effects_are_at_the_edges() {
    for (name, dependencies) in dependencies() {
        for (effect, who) in EFFECTS {
            assert!(
                !dependencies.contains(*effect) || who.contains(&name.as_str()),
                "{name} may not use {effect}"
            );
        }
    }
}

#[test]
fn every_crate_of_the_house_is_listed() {
    for name in dependencies().keys().filter(|n| *n != "cutover-tests") {
        assert!(
            ALLOWED.iter().any(|(known, _)| known == name),
            "{name} has no line in the list of boundaries"
        );
    }
}
