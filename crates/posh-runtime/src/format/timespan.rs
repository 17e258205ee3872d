//! Formats of spans.

use crate::error::{Raised, Result};
use crate::value::{TICKS_PER_DAY, TICKS_PER_SECOND, TimeSpan};

struct Parts {
    negative: bool,
    days: u64,
    hours: u64,
    minutes: u64,
    seconds: u64,
    fraction: u64,
}

fn parts(span: TimeSpan) -> Parts {
    let magnitude = span.ticks().unsigned_abs();
    let second = TICKS_PER_SECOND.unsigned_abs();
    let day = TICKS_PER_DAY.unsigned_abs();
    let seconds = magnitude % day / second;
    Parts {
        negative: span.ticks() < 0,
        days: magnitude / day,
        hours: seconds / 3600,
        minutes: seconds / 60 % 60,
        seconds: seconds % 60,
        fraction: magnitude % second,
    }
}

/// A span with a standard or custom format.
///
/// # Errors
/// `FormatException` where the format is not valid.
pub fn format_timespan(span: TimeSpan, format: &str) -> Result<String> {
    let p = parts(span);
    let sign = if p.negative { "-" } else { "" };
    match format {
        "" | "c" | "t" | "T" => return Ok(span.text()),
        "g" => {
            let days = if p.days > 0 { format!("{}:", p.days) } else { String::new() };
            let fraction = format!("{:07}", p.fraction);
            let fraction = fraction.trim_end_matches('0');
            let fraction = if fraction.is_empty() { String::new() } else { format!(".{fraction}") };
            return Ok(format!("{sign}{days}{}:{:02}:{:02}{fraction}", p.hours, p.minutes, p.seconds));
        }
        "G" => {
            return Ok(format!(
                "{sign}{}:{:02}:{:02}:{:02}.{:07}",
                p.days, p.hours, p.minutes, p.seconds, p.fraction
            ));
        }
        _ => {}
    }
    custom(&p, format)
}

fn invalid() -> Box<Raised> {
    Raised::net("System.FormatException", "Input string was not in a correct format.")
}

fn custom(p: &Parts, format: &str) -> Result<String> {
    let chars: Vec<char> = format.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let run = chars.iter().skip(at).take_while(|x| **x == c).count();
        match c {
            'd' => out.push_str(&format!("{:0run$}", p.days)),
            'h' => out.push_str(&format!("{:0run$}", p.hours)),
            'm' => out.push_str(&format!("{:0run$}", p.minutes)),
            's' => out.push_str(&format!("{:0run$}", p.seconds)),
            'f' | 'F' => {
                let digits = format!("{:07}", p.fraction);
                let cut = digits.get(..run.min(7)).unwrap_or(&digits);
                out.push_str(if c == 'F' { cut.trim_end_matches('0') } else { cut });
            }
            '\\' => {
                out.extend(chars.get(at + 1));
                at += 2;
                continue;
            }
            '\'' | '"' => {
                let close = chars.iter().skip(at + 1).position(|x| *x == c).ok_or_else(invalid)?;
                out.extend(chars.iter().skip(at + 1).take(close));
                at += close + 2;
                continue;
            }
            '%' => {
                at += 1;
                continue;
            }
            _ => return Err(invalid()),
        }
        at += run;
    }
    Ok(out)
}
