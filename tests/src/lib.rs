//! What the integration tests share: runners that replay what a real PowerShell did, and compare.

pub mod commandline;
pub mod completion;
pub mod layouts;
pub mod options;
pub mod parallel;
pub mod parse;
pub mod pool;
pub mod process;
pub mod render;
pub mod report;
pub mod row;
pub mod scripts;
pub mod tables;
pub mod worker;
