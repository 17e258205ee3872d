//! How many rows of each table of recorded expressions come out as recorded: the numbers may only rise. A row that
//! panics fails its table; `scripts/conformance TABLE --failures 10` shows what differs.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test prints its numbers, and fails where it cannot go on"
)]

use std::path::PathBuf;

use cutover_tests::tables::run;
use serde_json::{Map, Value as Json};

/// Longest time of a row.
const SECONDS: u64 = 20;

/// Rows that come out as recorded, and all rows.
fn replay(table: &str) -> (usize, usize) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("conformance/tables/{table}.jsonl"));
    let text = std::fs::read_to_string(path).expect("the table");
    let (mut passed, mut total) = (0, 0);
    for line in text.lines() {
        let mut row: Map<String, Json> = serde_json::from_str(line).expect("a row");
        let Some(Json::String(expression)) = row.remove("e") else { continue };
        total += 1;
        if run(&expression, table == "errors", SECONDS) == Json::Object(row) {
            passed += 1;
        }
    }
    (passed, total)
}

macro_rules! floors {
    ($($table:ident $floor:literal;)*) => {
        $(
            #[test]
            fn $table() {
                let (passed, total) = replay(stringify!($table));
                println!("{passed} of {total}");
                assert!(passed >= $floor, "{passed} of {total}, and there were {} before", $floor);
            }
        )*

        #[test]
        fn every_table_has_a_floor() {
            let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("conformance/tables");
            for entry in std::fs::read_dir(folder).expect("the tables").flatten() {
                let path = entry.path();
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let is_table = path.extension().is_some_and(|e| e == "jsonl");
                assert!(!is_table || [$(stringify!($table)),*].contains(&name.as_str()), "{name} has no floor");
            }
        }
    };
}

floors! {
    arithmetic 2746; collections 837; comparison 2305; conversion 2018; datetime 999; errors 1268; format 1416; literals 940; math 1219;
    objects 636; strings 1319; textcmdlets 601; wildcard 703;
}
