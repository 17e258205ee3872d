//! Turns the recorded type facts in `data/` into tables that need no parsing at start-up.
//!
//! A table is one text whose records stand in the order of their case-folded names, and an array of the records'
//! offsets: a look-up is a binary search, and the program start relocates nothing.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=data");
    types(&out)?;
    enums(&out)?;
    accelerators(&out)?;
    Ok(())
}

fn records(name: &str) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let text = fs::read_to_string(Path::new("data").join(name))?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn text<'a>(record: &'a Value, key: &str) -> &'a str {
    record.get(key).and_then(Value::as_str).unwrap_or("")
}

fn joined(record: &Value, key: &str, by: &str) -> String {
    let items = record.get(key).and_then(Value::as_array);
    items.map(|a| a.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(by)).unwrap_or_default()
}

fn write_table(out: &Path, name: &str, mut rows: Vec<(String, String)>) -> std::io::Result<()> {
    rows.sort_by_key(|(key, _)| key.to_lowercase());
    rows.dedup_by_key(|(key, _)| key.to_lowercase());
    let mut data = String::new();
    let mut index = String::from("[");
    for (_, row) in &rows {
        let _ = write!(index, "{}, ", data.len());
        data.push_str(row);
        data.push('\u{1e}');
    }
    index.push(']');
    fs::write(out.join(format!("{name}.txt")), data)?;
    fs::write(out.join(format!("{name}.rs")), format!("&{index}"))
}

/// Record: name, kind, bases, interfaces, constructors, properties, static properties, methods, static methods,
/// operators, each separated by U+001F; items of a list by U+001D.
fn types(out: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut rows = Vec::new();
    for record in records("types.jsonl")? {
        let name = text(&record, "name").to_owned();
        let lists =
            ["constructors", "properties", "staticProperties", "methods", "staticMethods", "operators"];
        let mut row = format!(
            "{name}\u{1f}{}\u{1f}{}\u{1f}{}",
            text(&record, "kind"),
            joined(&record, "bases", "\u{1d}"),
            joined(&record, "interfaces", "\u{1d}")
        );
        for list in lists {
            row.push('\u{1f}');
            row.push_str(&joined(&record, list, "\u{1d}"));
        }
        rows.push((name, row));
    }
    Ok(write_table(out, "types", rows)?)
}

/// Record: name, underlying type, `1` for flags, then `name=value` items.
fn enums(out: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut rows = Vec::new();
    for record in records("enums.jsonl")? {
        let name = text(&record, "name").to_owned();
        let flags = record.get("flags").and_then(Value::as_bool).unwrap_or(false);
        let mut row = format!("{name}\u{1f}{}\u{1f}{}", text(&record, "underlying"), u8::from(flags));
        if let Some(values) = record.get("values").and_then(Value::as_object) {
            for (value_name, value) in values {
                let _ = write!(row, "\u{1f}{value_name}={value}");
            }
        }
        rows.push((name, row));
    }
    Ok(write_table(out, "enums", rows)?)
}

/// Record: short name, full name.
fn accelerators(out: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut rows = Vec::new();
    for record in records("accelerators.jsonl")? {
        let name = text(&record, "name").to_owned();
        rows.push((name.clone(), format!("{name}\u{1f}{}", text(&record, "type"))));
    }
    Ok(write_table(out, "accelerators", rows)?)
}
