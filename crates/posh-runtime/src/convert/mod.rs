//! Conversions between values (`LanguagePrimitives`): to text, to truth, to numbers, and casts to any type.

mod cast;
mod enums;
mod number;
mod parse_date;
mod parse_exact;
mod text;
mod truth;

pub use cast::{byte_array, cast, cast_for, convert_failure, enum_value, is_instance, string_array};
pub(crate) use number::{code_of, convert_checked, to_bigint, to_decimal, to_double, whole};
pub use number::{number_of, parse_number_text, zero_of};
pub use parse_date::{DateError, ReadDate, SpanError, parse_date, parse_span, read_date};
pub use parse_exact::read_exact;
pub use text::{double_text, plain_text, single_text, to_text};
pub use truth::is_true;
