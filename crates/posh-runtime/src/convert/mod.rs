//! Conversions between values (`LanguagePrimitives`): to text, to truth, to numbers, and casts to any type.

mod by_member;
mod cast;
mod enums;
mod number;
mod parse_date;
mod parse_exact;
mod rank;
mod text;
mod to_array;
mod to_number;
mod truth;

pub(crate) use cast::net_text_of;
pub use cast::{byte_array, cast, cast_for, convert_failure, enum_value, is_instance, string_array};
pub(crate) use number::{code_of, convert_checked, to_bigint, to_decimal, to_double, whole};
pub use number::{number_of, parse_number_text, zero_of};
pub use parse_date::{DateError, ReadDate, SpanError, parse_date, parse_span, read_date};
pub use parse_exact::read_exact;
pub use rank::{Rank, conversion_rank};
pub(crate) use rank::{constructor_takes, is_primitive};
pub use text::{double_text, plain_text, single_text, to_text};
pub use truth::is_true;
