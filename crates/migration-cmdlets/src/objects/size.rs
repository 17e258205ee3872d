//! Sizes as Exchange prints them.

use posh_runtime::Value;

/// `1.5 GB (1,610,612,736 bytes)`
pub(crate) fn size(bytes: u64) -> Value {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    // Shown with four digits.
    let mut amount = bytes as f64;
    let mut unit = "B";
    for next in UNITS {
        if amount < 1024.0 {
            break;
        }
        amount /= 1024.0;
        unit = next;
    }
    let shown = if unit == "B" {
        bytes.to_string()
    } else {
        let digits = format!("{amount:.3}");
        // Four significant digits, as Exchange shows them.
        let keep = digits.find('.').map_or(digits.len(), |point| if point >= 4 { point } else { 5 });
        digits.get(..keep).unwrap_or(&digits).trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    Value::str(format!("{shown} {unit} ({} bytes)", grouped(bytes)))
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_exchange_prints_them() {
        let text = |bytes| match size(bytes) {
            Value::Str(s) => s.lossy().to_owned(),
            _ => String::new(),
        };
        assert_eq!(text(1_610_612_736), "1.5 GB (1,610,612,736 bytes)");
        assert_eq!(text(12), "12 B (12 bytes)");
        assert_eq!(text(1536), "1.5 KB (1,536 bytes)");
    }
}
