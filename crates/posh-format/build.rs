//! Turns the recorded views in `data/` into static tables of `view` types, so that nothing is parsed at start-up.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=data");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let views: Vec<String> = records("formatdata.jsonl")?.iter().map(view).collect();
    fs::write(out.join("views.rs"), format!("&[{}]", views.join(",\n")))?;
    let mut display: Vec<(String, String)> = records("display.jsonl")?
        .iter()
        .map(|r| {
            let name = text(r, "name").to_lowercase();
            let set: Vec<String> = items(r, "defaultDisplayPropertySet").iter().map(literal).collect();
            let row = format!(
                "({name:?}, DisplayProperties {{ single: {:?}, set: &[{}] }})",
                text(r, "defaultDisplayProperty"),
                set.join(", ")
            );
            (name, row)
        })
        .collect();
    display.sort();
    let rows: Vec<String> = display.into_iter().map(|(_, row)| row).collect();
    fs::write(out.join("display.rs"), format!("&[{}]", rows.join(",\n")))?;
    Ok(())
}

fn records(name: &str) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let text = fs::read_to_string(Path::new("data").join(name))?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn text<'a>(record: &'a Value, key: &str) -> &'a str {
    record.get(key).and_then(Value::as_str).unwrap_or("")
}

fn flag(record: &Value, key: &str) -> bool {
    record.get(key).and_then(Value::as_bool).unwrap_or(false)
}

fn number(record: &Value, key: &str) -> i64 {
    record.get(key).and_then(Value::as_i64).unwrap_or(0)
}

fn items<'a>(record: &'a Value, key: &str) -> &'a [Value] {
    record.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn literal(value: &Value) -> String {
    format!("{:?}", value.as_str().unwrap_or(""))
}

fn text_of(value: &str) -> String {
    format!("Text::Static({value:?})")
}

fn optional(record: &Value, key: &str) -> String {
    match record.get(key).and_then(Value::as_str) {
        Some(value) => format!("Some({})", text_of(value)),
        None => "None".into(),
    }
}

fn list(entries: impl IntoIterator<Item = String>) -> String {
    let entries: Vec<String> = entries.into_iter().collect();
    format!("List::Static(&[{}])", entries.join(", "))
}

fn types(record: &Value, key: &str) -> String {
    list(items(record, key).iter().map(|t| text_of(t.as_str().unwrap_or(""))))
}

/// `value of A.B` is a path of properties; other scripts are named by what they compute.
fn expression(record: &Value) -> String {
    if let Some(property) = record.get("property").and_then(Value::as_str) {
        return format!("Expression::Property({})", text_of(property));
    }
    let computes = text(record, "computes");
    match computes.strip_prefix("value of ") {
        Some(path) if !path.contains(' ') => format!("Expression::Path({})", text_of(path)),
        _ if computes == "the item itself" => "Expression::Item".into(),
        _ if computes.is_empty() => "Expression::Item".into(),
        _ => format!("Expression::Computes({})", text_of(computes)),
    }
}

fn alignment(record: &Value) -> &'static str {
    match text(record, "alignment") {
        "Left" => "Some(Alignment::Left)",
        "Right" => "Some(Alignment::Right)",
        "Center" => "Some(Alignment::Center)",
        _ => "None",
    }
}

fn view(record: &Value) -> String {
    let group = match record.get("groupBy") {
        Some(g) => {
            format!("Some(GroupBy {{ expression: {}, label: {} }})", expression(g), optional(g, "label"))
        }
        None => "None".into(),
    };
    let control = match text(record, "kind") {
        "Table" => table(record),
        "List" => format!("Control::List({})", list(items(record, "entries").iter().map(list_entry))),
        "Wide" => format!(
            "Control::Wide {{ columns: {}, entries: {} }}",
            number(record, "columnCount"),
            list(items(record, "entries").iter().map(|e| format!(
                "WideEntry {{ only_for: {}, expression: {} }}",
                types(e, "onlyFor"),
                expression(e)
            )))
        ),
        _ => format!("Control::Custom({})", entries(record, "entries")),
    };
    format!(
        "View {{ types: {}, name: {}, out_of_band: {}, help: {}, group_by: {group}, control: {control} }}",
        types(record, "types"),
        text_of(text(record, "name")),
        flag(record, "outOfBand"),
        flag(record, "helpView"),
    )
}

fn table(record: &Value) -> String {
    let headers = list(items(record, "headers").iter().map(|h| {
        format!(
            "Header {{ label: {}, width: {}, alignment: {} }}",
            optional(h, "label"),
            number(h, "width"),
            alignment(h)
        )
    }));
    let rows = list(items(record, "rows").iter().map(|row| {
        let columns = list(items(row, "columns").iter().map(|c| {
            format!(
                "Column {{ expression: {}, alignment: {}, format: {} }}",
                expression(c),
                alignment(c),
                optional(c, "format")
            )
        }));
        format!(
            "Row {{ only_for: {}, wrap: {}, columns: {columns} }}",
            types(row, "onlyFor"),
            flag(row, "wrap")
        )
    }));
    format!(
        "Control::Table(Table {{ auto_size: {}, hide_headers: {}, headers: {headers}, rows: {rows} }})",
        flag(record, "autosize"),
        flag(record, "hideTableHeaders"),
    )
}

fn condition(record: &Value) -> String {
    match record.get("if") {
        Some(c) => format!("Some({})", expression(c)),
        None => "None".into(),
    }
}

fn list_entry(record: &Value) -> String {
    let items = list(items(record, "items").iter().map(|i| {
        format!(
            "ListItem {{ label: {}, expression: {}, condition: {}, format: {} }}",
            optional(i, "label"),
            expression(i),
            condition(i),
            optional(i, "format")
        )
    }));
    format!("ListEntry {{ only_for: {}, items: {items} }}", types(record, "onlyFor"))
}

fn entries(record: &Value, key: &str) -> String {
    list(items(record, key).iter().map(|e| {
        format!(
            "CustomEntry {{ only_for: {}, items: {} }}",
            types(e, "onlyFor"),
            list(items(e, "items").iter().map(item))
        )
    }))
}

fn item(record: &Value) -> String {
    if let Some(value) = record.get("text").and_then(Value::as_str) {
        return format!("Item::Text({})", text_of(value));
    }
    if record.get("newline").is_some() {
        return format!("Item::NewLine({})", number(record, "newline").max(1));
    }
    if flag(record, "frame") {
        return format!(
            "Item::Frame(Frame {{ left: {}, right: {}, first: {}, items: {} }})",
            number(record, "left"),
            number(record, "right"),
            number(record, "firstIndent") - number(record, "hanging"),
            list(items(record, "items").iter().map(item))
        );
    }
    let mut out = String::from("Item::Expression(CustomExpression { ");
    let _ = write!(
        out,
        "expression: {}, condition: {}, enumerate: {}, control: {} }})",
        expression(record),
        condition(record),
        flag(record, "enumerate"),
        entries(record, "control")
    );
    out
}
