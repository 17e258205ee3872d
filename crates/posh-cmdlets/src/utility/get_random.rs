//! `Get-Random`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::{cast, plain_text};
use posh_runtime::error::ErrorCategory;
use posh_runtime::types::known;
use posh_runtime::{Result, Value};

use crate::support::errors::record;

/// Gets random numbers, or random elements of a list.
///
/// # Examples
/// Chooses an element.
/// ```powershell
/// 'a', 'b', 'c' | Get-Random
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Random",
    module = "Microsoft.PowerShell.Utility",
    default_set = "RandomNumberParameterSet",
    output = "System.Int32, System.Int64, System.Double"
)]
pub(crate) struct GetRandom {
    /// Set seed.
    #[parameter(ty = "System.Nullable[int]", not_null)]
    set_seed: Value,
    /// The highest value.
    #[parameter(position = 0, set = "RandomNumberParameterSet")]
    maximum: Value,
    /// The lowest value.
    #[parameter(set = "RandomNumberParameterSet")]
    minimum: Value,
    /// The objects to work on.
    #[parameter(
        allow_null,
        mandatory,
        position = 0,
        by_value,
        set = "RandomListItemParameterSet, ShuffleParameterSet"
    )]
    input_object: Vec<Value>,
    /// How many.
    #[parameter(range = "1, 2147483647", set = "RandomListItemParameterSet, RandomNumberParameterSet")]
    count: Option<i32>,
    /// Shuffle.
    #[parameter(mandatory, set = "ShuffleParameterSet")]
    shuffle: bool,
    items: Vec<Value>,
}

impl GetRandom {
    fn generator(&self) -> fastrand::Rng {
        match self.set_seed.base() {
            Value::Int(seed) => fastrand::Rng::with_seed(u64::from(seed.unsigned_abs())),
            _ => fastrand::Rng::new(),
        }
    }

    /// A bound as a number: text is read, what is no number becomes a double.
    fn bound(pipe: &mut Pipe<'_>, value: &Value) -> Result<Option<Value>> {
        Ok(match value.base() {
            Value::Null | Value::Void => None,
            Value::Int(_) | Value::Long(_) | Value::Double(_) => Some(value.base().clone()),
            other => match cast(pipe.rs, other, &known::int()) {
                Ok(number) if plain_text(&number) == plain_text(other) => Some(number),
                _ => match cast(pipe.rs, other, &known::long()) {
                    Ok(number) if plain_text(&number) == plain_text(other) => Some(number),
                    _ => Some(cast(pipe.rs, other, &known::double())?),
                },
            },
        })
    }

    fn number(&self, pipe: &mut Pipe<'_>, rng: &mut fastrand::Rng) -> Result<Value> {
        let (min, max) = (Self::bound(pipe, &self.minimum)?, Self::bound(pipe, &self.maximum)?);
        let double = |v: &Option<Value>, other: f64| match v {
            Some(Value::Double(x)) => *x,
            Some(Value::Int(i)) => f64::from(*i),
            // A bound of a range of doubles is one.
            Some(Value::Long(i)) => *i as f64,
            _ => other,
        };
        if matches!(min, Some(Value::Double(_))) || matches!(max, Some(Value::Double(_))) {
            let (low, high) = (double(&min, 0.0), double(&max, f64::MAX));
            if low >= high {
                return refused(pipe, min.as_ref(), max.as_ref());
            }
            return Ok(Value::Double(low + rng.f64() * (high - low)));
        }
        let long = |v: &Option<Value>, other: i64| match v {
            Some(Value::Int(i)) => i64::from(*i),
            Some(Value::Long(i)) => *i,
            _ => other,
        };
        let wide = matches!(min, Some(Value::Long(_))) || matches!(max, Some(Value::Long(_)));
        let (low, high) = (long(&min, 0), long(&max, if wide { i64::MAX } else { i64::from(i32::MAX) }));
        if low >= high {
            return refused(pipe, min.as_ref(), max.as_ref());
        }
        let drawn = rng.i64(low..high);
        Ok(if wide {
            Value::Long(drawn)
        } else {
            i32::try_from(drawn).map_or(Value::Long(drawn), Value::Int)
        })
    }
}

fn refused<T>(pipe: &mut Pipe<'_>, min: Option<&Value>, max: Option<&Value>) -> Result<T> {
    let text = |v: Option<&Value>| v.map_or_else(|| "0".to_owned(), plain_text);
    pipe.fatal(record(
        "System.ArgumentException",
        format!(
            "The Minimum value ({}) cannot be greater than or equal to the Maximum value ({}).",
            text(min),
            text(max)
        ),
        "MinGreaterThanOrEqualMax",
        ErrorCategory::InvalidArgument,
        Value::Null,
    ))
}

impl Cmdlet for GetRandom {
    fn process(&mut self, _: &mut Pipe<'_>) -> Result<()> {
        self.items.extend(self.input_object.iter().cloned());
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let mut rng = self.generator();
        let count = self.count.map(|n| usize::try_from(n).unwrap_or(0));
        if pipe.set_name() == "RandomNumberParameterSet" {
            for _ in 0..count.unwrap_or(1) {
                let value = self.number(pipe, &mut rng)?;
                pipe.write(value)?;
            }
            return Ok(());
        }
        let mut items = std::mem::take(&mut self.items);
        rng.shuffle(&mut items);
        if !self.shuffle {
            items.truncate(count.unwrap_or(1));
        }
        for item in items {
            pipe.write(item)?;
        }
        Ok(())
    }
}
