//! `System.Diagnostics.Stopwatch`, by the host's clock.

use std::cell::Cell;
use std::time::{Duration, SystemTime};

use crate::error::Result;
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, TimeSpan, Value};

struct Stopwatch {
    before: Cell<Duration>,
    since: Cell<Option<SystemTime>>,
}

impl Native for Stopwatch {}

const NAME: &str = "System.Diagnostics.Stopwatch";

fn make(since: Option<SystemTime>) -> Value {
    let watch = Stopwatch { before: Cell::new(Duration::ZERO), since: Cell::new(since) };
    Value::Object(Object::native_of(TypeRef::named(NAME), watch))
}

fn elapsed(call: &Call<'_>) -> Duration {
    let Some(w) = call.this.native::<Stopwatch>() else { return Duration::ZERO };
    let running = w.since.get().and_then(|s| call.rs.host.now().duration_since(s).ok());
    w.before.get() + running.unwrap_or_default()
}

fn start(call: &mut Call<'_>) -> Result<Value> {
    if let Some(w) = call.this.native::<Stopwatch>()
        && w.since.get().is_none()
    {
        w.since.set(Some(call.rs.host.now()));
    }
    Ok(Value::Void)
}

fn stop(call: &mut Call<'_>) -> Result<Value> {
    let total = elapsed(call);
    if let Some(w) = call.this.native::<Stopwatch>() {
        w.before.set(total);
        w.since.set(None);
    }
    Ok(Value::Void)
}

fn reset(call: &mut Call<'_>) -> Result<Value> {
    if let Some(w) = call.this.native::<Stopwatch>() {
        w.before.set(Duration::ZERO);
        w.since.set(None);
    }
    Ok(Value::Void)
}

fn restart(call: &mut Call<'_>) -> Result<Value> {
    reset(call)?;
    start(call)
}

fn ticks(call: &Call<'_>) -> i64 {
    i64::try_from(elapsed(call).as_nanos() / 100).unwrap_or(i64::MAX)
}

pub(super) fn text(value: &Value) -> Option<String> {
    value.native::<Stopwatch>().map(|w| {
        let running =
            w.since.get().and_then(|s| SystemTime::now().duration_since(s).ok()).unwrap_or_default();
        let nanos = (w.before.get() + running).as_nanos();
        TimeSpan::new(i64::try_from(nanos / 100).unwrap_or(i64::MAX)).text()
    })
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    base: Some("System.Object"),
    constructors: &[("()", |_| Ok(make(None)))],
    methods: &[
        ("void Start()", start),
        ("void Stop()", stop),
        ("void Reset()", reset),
        ("void Restart()", restart),
        ("static System.Diagnostics.Stopwatch StartNew()", |c| Ok(make(Some(c.rs.host.now())))),
        ("static long GetTimestamp()", |c| {
            let now = c.rs.host.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            Ok(Value::Long(i64::try_from(now.as_nanos()).unwrap_or(i64::MAX)))
        }),
    ],
    properties: &[
        (
            "bool IsRunning {get;}",
            |c| Ok(Value::Bool(c.this.native::<Stopwatch>().is_some_and(|w| w.since.get().is_some()))),
            None,
        ),
        ("timespan Elapsed {get;}", |c| Ok(Value::TimeSpan(TimeSpan::new(ticks(c)))), None),
        ("long ElapsedMilliseconds {get;}", |c| Ok(Value::Long(ticks(c) / 10_000)), None),
        ("long ElapsedTicks {get;}", |c| Ok(Value::Long(ticks(c).saturating_mul(100))), None),
        ("static long Frequency {get;}", |_| Ok(Value::Long(1_000_000_000)), None),
        ("static bool IsHighResolution {get;}", |_| Ok(Value::Bool(true)), None),
    ],
    ..TypeDef::new(NAME)
}];
