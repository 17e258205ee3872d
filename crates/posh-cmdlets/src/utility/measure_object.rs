//! `Measure-Object`

use std::rc::Rc;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::{cast, to_text};
use posh_runtime::error::ErrorCategory;
use posh_runtime::ops::compare::compare_values;
use posh_runtime::types::known;
use posh_runtime::{Result, Value};

use crate::support::errors::{PS_ARGUMENT, PS_INVALID_OPERATION, record};
use crate::support::objects::{dotnet_text, plain_object};
use crate::support::property::{self, Property};

/// Computes counts, sums and other figures of objects.
///
/// # Examples
/// Sums the item counts of mailboxes.
/// ```powershell
/// $mailboxes | Measure-Object ItemCount -Sum -Maximum
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Measure",
    noun = "Object",
    module = "Microsoft.PowerShell.Utility",
    default_set = "GenericMeasure",
    output = "Microsoft.PowerShell.Commands.GenericMeasureInfo, Microsoft.PowerShell.Commands.TextMeasureInfo, Microsoft.PowerShell.Commands.GenericObjectMeasureInfo"
)]
pub(crate) struct MeasureObject {
    /// The objects to work on.
    #[parameter(ty = "psobject", by_value)]
    input_object: Value,
    /// The properties to use: names, patterns or calculated properties.
    #[parameter(not_null_or_empty, position = 0)]
    property: Vec<Value>,
    /// Standard deviation.
    #[parameter(set = "GenericMeasure")]
    standard_deviation: bool,
    /// Sum.
    #[parameter(set = "GenericMeasure")]
    sum: bool,
    /// All stats.
    #[parameter(set = "GenericMeasure")]
    all_stats: bool,
    /// Average.
    #[parameter(set = "GenericMeasure")]
    average: bool,
    /// The highest value.
    #[parameter(set = "GenericMeasure")]
    maximum: bool,
    /// The lowest value.
    #[parameter(set = "GenericMeasure")]
    minimum: bool,
    /// Line.
    #[parameter(set = "TextMeasure")]
    line: bool,
    /// Word.
    #[parameter(set = "TextMeasure")]
    word: bool,
    /// Character.
    #[parameter(set = "TextMeasure")]
    character: bool,
    /// Ignore white space.
    #[parameter(set = "TextMeasure")]
    ignore_white_space: bool,
    properties: Vec<Property>,
    figures: Vec<Figures>,
    total: i32,
    refused: bool,
    other_than_numbers: bool,
}

plain_object!(
    /// Figures of numbers.
    GenericMeasureInfo, "Microsoft.PowerShell.Commands.GenericMeasureInfo", base None, text None,
    [
        "int Count {get;set;}" => count,
        "System.Nullable[double] Average {get;set;}" => average,
        "System.Nullable[double] Sum {get;set;}" => sum,
        "System.Nullable[double] Maximum {get;set;}" => maximum,
        "System.Nullable[double] Minimum {get;set;}" => minimum,
        "System.Nullable[double] StandardDeviation {get;set;}" => standard_deviation,
        "string Property {get;set;}" => property,
    ]
);

plain_object!(
    /// Figures of objects that may be no numbers.
    GenericObjectMeasureInfo, "Microsoft.PowerShell.Commands.GenericObjectMeasureInfo", base None, text None,
    [
        "int Count {get;set;}" => count,
        "System.Nullable[double] Average {get;set;}" => average,
        "System.Nullable[double] Sum {get;set;}" => sum,
        "System.Object Maximum {get;set;}" => maximum,
        "System.Object Minimum {get;set;}" => minimum,
        "System.Nullable[double] StandardDeviation {get;set;}" => standard_deviation,
        "string Property {get;set;}" => property,
    ]
);

plain_object!(
    /// Figures of texts.
    TextMeasureInfo, "Microsoft.PowerShell.Commands.TextMeasureInfo", base None, text None,
    [
        "System.Nullable[int] Lines {get;set;}" => lines,
        "System.Nullable[int] Words {get;set;}" => words,
        "System.Nullable[int] Characters {get;set;}" => characters,
        "string Property {get;set;}" => property,
    ]
);

/// What is known of one property so far.
#[derive(Default)]
struct Figures {
    name: Rc<str>,
    count: i32,
    sum: f64,
    /// Variance of the numbers so far.
    variance: f64,
    maximum: Option<Value>,
    minimum: Option<Value>,
    lines: i32,
    words: i32,
    characters: i32,
}

impl Figures {
    fn add_number(&mut self, x: f64) {
        if self.count > 1 {
            let n = f64::from(self.count);
            let mean = self.sum / (n - 1.0);
            self.variance *= (n - 2.0) / (n - 1.0);
            self.variance += (x - mean) * (x - mean) / n;
        }
        self.sum += x;
    }

    fn add_text(&mut self, text: &str, ignore_white_space: bool) {
        let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        if !text.is_empty() {
            self.lines += 1 + count(text.matches('\n').count());
        }
        self.words += count(text.split_whitespace().count());
        let units = |c: char| c.len_utf16();
        let kept = text.chars().filter(|c| !ignore_white_space || !c.is_whitespace());
        self.characters += count(kept.map(units).sum());
    }
}

impl MeasureObject {
    fn is_text(&self) -> bool {
        self.line || self.word || self.character
    }

    fn needs_numbers(&self) -> bool {
        self.sum || self.average || self.standard_deviation || self.all_stats
    }

    fn wants_extremes(&self) -> bool {
        self.maximum || self.minimum || self.all_stats
    }

    fn figures_of(&mut self, name: &Rc<str>) -> usize {
        if let Some(at) = self.figures.iter().position(|f| f.name == *name) {
            return at;
        }
        self.figures.push(Figures { name: name.clone(), ..Figures::default() });
        self.figures.len() - 1
    }

    fn analyse(&mut self, pipe: &mut Pipe<'_>, name: &Rc<str>, value: &Value) -> Result<()> {
        let at = self.figures_of(name);
        let text = if self.is_text() { Some(to_text(pipe.rs, value)?) } else { None };
        let ignore = self.ignore_white_space;
        let Some(figures) = self.figures.get_mut(at) else { return Ok(()) };
        figures.count += 1;
        if let Some(text) = text {
            figures.add_text(&text, ignore);
            return Ok(());
        }
        if self.needs_numbers() && !value.is_null() {
            match number(pipe, value) {
                Some(x) => {
                    if let Some(figures) = self.figures.get_mut(at) {
                        figures.add_number(x);
                    }
                }
                None => {
                    self.refused = true;
                    let shown = dotnet_text(pipe.rs, value);
                    pipe.error(record(
                        PS_INVALID_OPERATION,
                        format!("Input object \"{shown}\" is not numeric."),
                        "NonNumericInputObject",
                        ErrorCategory::InvalidType,
                        value.clone(),
                    ))?;
                    return Ok(());
                }
            }
        }
        if self.wants_extremes() { self.extremes(pipe, at, value) } else { Ok(()) }
    }

    fn extremes(&mut self, pipe: &mut Pipe<'_>, at: usize, value: &Value) -> Result<()> {
        if !value.is_null() && number(pipe, value).is_none() {
            self.other_than_numbers = true;
        }
        let Some(figures) = self.figures.get(at) else { return Ok(()) };
        let (max, min) = (figures.maximum.clone(), figures.minimum.clone());
        let is_more = better(pipe, value, max.as_ref(), std::cmp::Ordering::Greater)?;
        let is_less = better(pipe, value, min.as_ref(), std::cmp::Ordering::Less)?;
        let Some(figures) = self.figures.get_mut(at) else { return Ok(()) };
        if is_more && (self.maximum || self.all_stats) {
            figures.maximum = Some(value.clone());
        }
        if is_less && (self.minimum || self.all_stats) {
            figures.minimum = Some(value.clone());
        }
        Ok(())
    }

    fn result(&self, pipe: &mut Pipe<'_>, f: &Figures) -> Value {
        let property = if f.name.is_empty() { Value::Null } else { Value::str(&*f.name) };
        let given = |wanted: bool, n: i32| if wanted { Value::Int(n) } else { Value::Null };
        if self.is_text() {
            return TextMeasureInfo {
                lines: given(self.line, f.lines),
                words: given(self.word, f.words),
                characters: given(self.character, f.characters),
                property,
            }
            .into_value();
        }
        let figure = |wanted: bool, x: f64| {
            if (wanted || self.all_stats) && !self.refused { Value::Double(x) } else { Value::Null }
        };
        let count = Value::Int(f.count);
        let deviation = f.variance.sqrt();
        let average =
            if f.count > 0 { figure(self.average, f.sum / f64::from(f.count)) } else { Value::Null };
        let sum = figure(self.sum, f.sum);
        let standard_deviation = figure(self.standard_deviation, deviation);
        let maximum = f.maximum.clone().unwrap_or(Value::Null);
        let minimum = f.minimum.clone().unwrap_or(Value::Null);
        if self.needs_numbers() || !self.other_than_numbers {
            let mut as_number = |v: &Value| match number(pipe, v) {
                Some(x) if !self.refused => Value::Double(x),
                _ => Value::Null,
            };
            let (maximum, minimum) = (as_number(&maximum), as_number(&minimum));
            return GenericMeasureInfo {
                count,
                average,
                sum,
                maximum,
                minimum,
                standard_deviation,
                property,
            }
            .into_value();
        }
        GenericObjectMeasureInfo { count, average, sum, maximum, minimum, standard_deviation, property }
            .into_value()
    }
}

fn number(pipe: &mut Pipe<'_>, value: &Value) -> Option<f64> {
    if value.is_null() || matches!(value.base(), Value::DateTime(_) | Value::TimeSpan(_)) {
        return None;
    }
    match cast(pipe.rs, value, &known::double()) {
        Ok(Value::Double(x)) => Some(x),
        _ => None,
    }
}

/// Whether a value is beyond the best so far.
fn better(
    pipe: &mut Pipe<'_>,
    value: &Value,
    best: Option<&Value>,
    wanted: std::cmp::Ordering,
) -> Result<bool> {
    let Some(best) = best else { return Ok(true) };
    let order = match (number(pipe, value), number(pipe, best)) {
        (Some(x), Some(y)) => x.partial_cmp(&y).unwrap_or(std::cmp::Ordering::Equal),
        (None, None) => match compare_values(pipe.rs, value, best, false) {
            Ok(order) => order,
            Err(_) => {
                let shown = to_text(pipe.rs, best)?;
                return pipe.fatal(record(
                    PS_ARGUMENT,
                    format!("Cannot compare \"{shown}\" because it is not IComparable."),
                    "Argument",
                    ErrorCategory::InvalidArgument,
                    Value::Null,
                ));
            }
        },
        _ => {
            let (x, y) = (to_text(pipe.rs, value)?, to_text(pipe.rs, best)?);
            if value.is_null() {
                std::cmp::Ordering::Less
            } else {
                posh_runtime::text::compare(&x, &y, false)
            }
        }
    };
    Ok(order == wanted)
}

impl Cmdlet for MeasureObject {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        self.properties = property::parse(pipe, &self.property, &[])?;
        if self.properties.is_empty() {
            self.figures_of(&"".into());
        }
        Ok(())
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.input_object.is_null() {
            return Ok(());
        }
        self.total += 1;
        let object = self.input_object.clone();
        if self.properties.is_empty() {
            return self.analyse(pipe, &"".into(), &object);
        }
        for property in self.properties.clone() {
            for one in property.resolve(pipe.rs, &object)? {
                if let Some(value) = one.value {
                    self.analyse(pipe, &one.name, &value)?;
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let strict = pipe.rs.scope.strict_mode() >= 20;
        for property in self.properties.iter().filter(|_| strict) {
            let title = property.title();
            let found =
                property.is_pattern() || self.figures.iter().any(|f| f.name.eq_ignore_ascii_case(&title));
            if !found {
                let id = if self.is_text() {
                    "TextMeasurePropertyNotFound"
                } else {
                    "GenericMeasurePropertyNotFound"
                };
                pipe.error(record(
                    PS_ARGUMENT,
                    format!("The property \"{title}\" cannot be found in the input for any objects."),
                    id,
                    ErrorCategory::InvalidArgument,
                    Value::Null,
                ))?;
            }
        }
        for figures in std::mem::take(&mut self.figures) {
            let result = self.result(pipe, &figures);
            pipe.write(result)?;
        }
        Ok(())
    }
}
