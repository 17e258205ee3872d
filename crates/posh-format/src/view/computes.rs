//! What the scripts of PowerShell's own views compute, by the words that the facts give them.

use posh_runtime::convert::{is_true, plain_text};
use posh_runtime::format::{format_date, format_value};
use posh_runtime::{Result, Runspace, Value, members};

/// The value; nothing for the scripts of things that this system does not have.
pub(super) fn compute(rs: &mut Runspace, what: &str, object: &Value) -> Result<Value> {
    Ok(match what {
        "DisplayName for aliases, else Name" => {
            let alias = property(rs, object, "DisplayName")?;
            if alias.is_null() { property(rs, object, "Name")? } else { alias }
        }
        "last part of Path" => last_part(&property_text(rs, object, "Path")?),
        "file name part of Script, nothing without Script" => {
            last_part(&property_text(rs, object, "Script")?)
        }
        "parent folder of Path" => parent(&property_text(rs, object, "Path")?),
        "LastWriteTime as short date of the culture, a blank, hours (24) : minutes, two digits each" => {
            match property(rs, object, "LastWriteTime")?.base() {
                Value::DateTime(d) => {
                    Value::str(format_date(rs, *d, "d")? + " " + &format_date(rs, *d, "HH:mm")?)
                }
                _ => Value::Null,
            }
        }
        "Duration: s.fff below a minute, m:ss.fff below an hour, h:mm:ss.fff below ten hours, else rounded total hours:mm:ss.fff" => {
            duration(rs, object)?
        }
        "OverloadDefinitions, one a line (Out-String)" => {
            let definitions = property(rs, object, "OverloadDefinitions")?;
            let lines: Vec<String> =
                members::elements(rs, &definitions)?.iter().map(|d| plain_text(d) + "\n").collect();
            Value::str(lines.concat())
        }
        "ToString of the record" => Value::str(posh_runtime::convert::to_text(rs, object)?),
        "ToEmphasizedString with the path of the current location" => {
            Value::str(posh_runtime::convert::to_text(rs, object)?)
        }
        "Used / 1 GiB with format ###0.00, only when Used or Free is not zero" => {
            gibibytes(rs, object, "Used")?
        }
        "Free / 1 GiB with format ###0.00, only when Used or Free is not zero" => {
            gibibytes(rs, object, "Free")?
        }
        "DisplayRoot, or Root when it is null" => {
            let root = property(rs, object, "DisplayRoot")?;
            if root.is_null() { property(rs, object, "Root")? } else { root }
        }
        "NPM / 1024 as a whole number" => scaled(rs, object, "NPM", 1024.0, "F0")?,
        "PM in MiB, two decimals with thousands separators" => scaled(rs, object, "PM", 1_048_576.0, "N2")?,
        "WS in MiB, two decimals with thousands separators" => scaled(rs, object, "WS", 1_048_576.0, "N2")?,
        "CPU, two decimals with thousands separators" => scaled(rs, object, "CPU", 1.0, "N2")?,
        "PrivateData.PSData.PreRelease where present" => {
            super::evaluate::walk(rs, "PrivateData.PSData.PreRelease", object)?
        }
        "first 200 characters of Content, an ellipsis after when it reaches 200" => {
            shortened(rs, object, "Content")?
        }
        "first 200 characters of RawContent, an ellipsis after when it reaches 200" => {
            shortened(rs, object, "RawContent")?
        }
        "Result, once IsCompleted" => {
            let done = property(rs, object, "IsCompleted")?;
            if is_true(&done) { property(rs, object, "Result")? } else { Value::Null }
        }
        "module root: parent of the folder of Path, one level higher when that folder is named by a version" => {
            module_root(&property_text(rs, object, "Path")?)
        }
        "first four letters of each of CompatiblePSEditions (Desktop when none), sorted, comma separated" => {
            editions(rs, object)?
        }
        "ConnectionInfo.ComputerName, or localhost without ConnectionInfo" => Value::str("localhost"),
        "Remote with ConnectionInfo, else Local" => Value::str("Local"),
        "InBreakpoint when the debugger is in one, else RunspaceAvailability" => {
            property(rs, object, "RunspaceAvailability")?
        }
        _ => Value::Null,
    })
}

fn property(rs: &mut Runspace, object: &Value, name: &str) -> Result<Value> {
    Ok(members::get_property(rs, object, name)?.unwrap_or(Value::Null))
}

fn property_text(rs: &mut Runspace, object: &Value, name: &str) -> Result<String> {
    Ok(plain_text(&property(rs, object, name)?))
}

fn last_part(path: &str) -> Value {
    Value::str(path.rsplit(['/', '\\']).next().unwrap_or(path))
}

fn parent(path: &str) -> Value {
    Value::str(path.rsplit_once('/').map_or("", |(folder, _)| folder))
}

fn module_root(path: &str) -> Value {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
    let is_version = name.contains('.') && name.split('.').all(|part| part.parse::<u32>().is_ok());
    if is_version { parent(above) } else { Value::str(above) }
}

fn duration(rs: &mut Runspace, object: &Value) -> Result<Value> {
    let span = property(rs, object, "Duration")?;
    let Value::TimeSpan(t) = span.base() else { return Ok(Value::Null) };
    let seconds = t.total_seconds();
    let pattern = match seconds {
        s if s < 60.0 => "s\\.fff",
        s if s < 3600.0 => "m\\:ss\\.fff",
        s if s < 36_000.0 => "h\\:mm\\:ss\\.fff",
        _ => "mm\\:ss\\.fff",
    };
    let text = format_value(rs, &span, pattern)?;
    if seconds < 36_000.0 {
        return Ok(Value::str(text));
    }
    Ok(Value::str(format!("{}:{text}", (seconds / 3600.0).round_ties_even())))
}

fn number(value: &Value) -> Option<f64> {
    plain_text(value).parse().ok()
}

fn gibibytes(rs: &mut Runspace, object: &Value, name: &str) -> Result<Value> {
    let used = number(&property(rs, object, "Used")?).unwrap_or(0.0);
    let free = number(&property(rs, object, "Free")?).unwrap_or(0.0);
    if used == 0.0 && free == 0.0 {
        return Ok(Value::Null);
    }
    scaled(rs, object, name, 1_073_741_824.0, "###0.00")
}

fn scaled(rs: &mut Runspace, object: &Value, name: &str, by: f64, format: &str) -> Result<Value> {
    match number(&property(rs, object, name)?) {
        Some(n) => Ok(Value::str(format_value(rs, &Value::Double(n / by), format)?)),
        None => Ok(Value::Null),
    }
}

fn shortened(rs: &mut Runspace, object: &Value, name: &str) -> Result<Value> {
    let text = property_text(rs, object, name)?;
    let head: String = text.chars().take(200).collect();
    Ok(Value::str(if head.chars().count() == 200 { head + "…" } else { head }))
}

fn editions(rs: &mut Runspace, object: &Value) -> Result<Value> {
    let editions = property(rs, object, "CompatiblePSEditions")?;
    let mut names: Vec<String> =
        members::elements(rs, &editions)?.iter().map(|e| plain_text(e).chars().take(4).collect()).collect();
    if names.is_empty() {
        names.push("Desk".into());
    }
    names.sort();
    Ok(Value::str(names.join(",")))
}
