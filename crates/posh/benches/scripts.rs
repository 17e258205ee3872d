//! The bench scripts in one process, warm, beside loops of rhai. `scripts/bench` times whole processes.

#![allow(clippy::expect_used, reason = "a bench that cannot run ends")]

use std::path::PathBuf;

use posh::Engine;

fn main() {
    divan::main();
}

fn text(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/scripts").join(format!("{name}.ps1"));
    std::fs::read_to_string(path).expect("the script")
}

#[divan::bench(sample_count = 5, args = [
    "array-append", "classes", "csv", "exceptions", "format", "function-calls", "hashtable", "json", "loop-arithmetic",
    "objects", "pipeline", "regex", "string-format", "string-methods",
])]
fn script(bencher: divan::Bencher<'_, '_>, name: &str) {
    let text = text(name);
    let mut session = Engine::new().session();
    bencher.bench_local(|| session.invoke(&text).expect("the script runs"));
}

/// The loop of `loop-arithmetic.ps1`.
#[divan::bench(sample_count = 5)]
fn loop_arithmetic_in_rhai(bencher: divan::Bencher<'_, '_>) {
    let engine = rhai::Engine::new();
    let script = "let sum = 0; let i = 0; while i < 3000000 { if i % 3 == 0 { sum += i } else { sum -= 1 } i += 1; } sum";
    let ast = engine.compile(script).expect("the script parses");
    bencher.bench_local(|| engine.eval_ast::<i64>(&ast).expect("the script runs"));
}

/// The calls of `function-calls.ps1`.
#[divan::bench(sample_count = 5)]
fn function_calls_in_rhai(bencher: divan::Bencher<'_, '_>) {
    let engine = rhai::Engine::new();
    let script = "fn fib(n) { if n < 2 { return n; } fib(n - 1) + fib(n - 2) } fib(24)";
    let ast = engine.compile(script).expect("the script parses");
    bencher.bench_local(|| engine.eval_ast::<i64>(&ast).expect("the script runs"));
}
