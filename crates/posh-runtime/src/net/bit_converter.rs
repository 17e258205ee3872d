//! `System.BitConverter`.

use crate::convert::byte_array;
use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef};
use crate::value::Value;

fn bytes(value: &Value) -> Vec<u8> {
    match value.base() {
        Value::Bool(b) => vec![u8::from(*b)],
        Value::Char(c) => c.to_le_bytes().to_vec(),
        Value::Int16(i) => i.to_le_bytes().to_vec(),
        Value::UInt16(i) => i.to_le_bytes().to_vec(),
        Value::Int(i) => i.to_le_bytes().to_vec(),
        Value::UInt(i) => i.to_le_bytes().to_vec(),
        Value::Long(i) => i.to_le_bytes().to_vec(),
        Value::ULong(i) => i.to_le_bytes().to_vec(),
        Value::Single(x) => x.to_le_bytes().to_vec(),
        Value::Double(x) => x.to_le_bytes().to_vec(),
        _ => Vec::new(),
    }
}

fn get_bytes(call: &mut Call<'_>) -> Result<Value> {
    Ok(byte_array(bytes(&call.arg(0))))
}

fn input(call: &Call<'_>) -> Result<Vec<u8>> {
    match call.arg(0).base() {
        Value::Array(a) => Ok(a.to_bytes().unwrap_or_default()),
        _ => Err(Raised::null_argument("value")),
    }
}

fn to_string(call: &mut Call<'_>) -> Result<Value> {
    let all = input(call)?;
    let start = usize::try_from(call.int(1)).unwrap_or(usize::MAX);
    let length = match call.args.get(2) {
        Some(_) => usize::try_from(call.int(2)).unwrap_or(usize::MAX),
        None => all.len().saturating_sub(start),
    };
    if start > 0 && start >= all.len() {
        return Err(Raised::out_of_range(
            "startIndex",
            "Index was out of range. Must be non-negative and less than the size of the collection.",
        ));
    }
    let part = start.checked_add(length).and_then(|end| all.get(start..end)).ok_or_else(short)?;
    let texts: Vec<String> = part.iter().map(|b| format!("{b:02X}")).collect();
    Ok(Value::str(texts.join("-")))
}

fn short() -> Box<Raised> {
    Raised::bad_argument(
        "value",
        "Destination array is not long enough to copy all the items in the collection. Check array index and length.",
    )
}

fn read<const N: usize>(call: &Call<'_>) -> Result<[u8; N]> {
    let all = input(call)?;
    let start = usize::try_from(call.int(1)).ok().filter(|s| *s < all.len());
    let Some(start) = start else {
        return Err(Raised::out_of_range(
            "startIndex",
            "Index was out of range. Must be non-negative and less than the size of the collection.",
        ));
    };
    let part = all.get(start..start + N).ok_or_else(short)?;
    part.try_into().map_err(|_| short())
}

fn double_bits(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Long(call.double(0).to_bits().cast_signed()))
}

fn bits_double(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Double(f64::from_bits(call.long(0).cast_unsigned())))
}

fn single_bits(call: &mut Call<'_>) -> Result<Value> {
    let Value::Single(x) = call.arg(0) else { return Ok(Value::Int(0)) };
    Ok(Value::Int(x.to_bits().cast_signed()))
}

fn bits_single(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Single(f32::from_bits(call.int(0).cast_unsigned())))
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    methods: &[
        ("static byte[] GetBytes(bool value)", get_bytes),
        ("static byte[] GetBytes(char value)", get_bytes),
        ("static byte[] GetBytes(short value)", get_bytes),
        ("static byte[] GetBytes(int value)", get_bytes),
        ("static byte[] GetBytes(long value)", get_bytes),
        ("static byte[] GetBytes(ushort value)", get_bytes),
        ("static byte[] GetBytes(uint value)", get_bytes),
        ("static byte[] GetBytes(ulong value)", get_bytes),
        ("static byte[] GetBytes(float value)", get_bytes),
        ("static byte[] GetBytes(double value)", get_bytes),
        ("static string ToString(byte[] value)", to_string),
        ("static string ToString(byte[] value, int startIndex)", to_string),
        ("static string ToString(byte[] value, int startIndex, int length)", to_string),
        ("static bool ToBoolean(byte[] value, int startIndex)", |c| Ok(Value::Bool(read::<1>(c)? != [0]))),
        ("static char ToChar(byte[] value, int startIndex)", |c| {
            Ok(Value::Char(u16::from_le_bytes(read(c)?)))
        }),
        ("static short ToInt16(byte[] value, int startIndex)", |c| {
            Ok(Value::Int16(i16::from_le_bytes(read(c)?)))
        }),
        ("static ushort ToUInt16(byte[] value, int startIndex)", |c| {
            Ok(Value::UInt16(u16::from_le_bytes(read(c)?)))
        }),
        ("static int ToInt32(byte[] value, int startIndex)", |c| {
            Ok(Value::Int(i32::from_le_bytes(read(c)?)))
        }),
        ("static uint ToUInt32(byte[] value, int startIndex)", |c| {
            Ok(Value::UInt(u32::from_le_bytes(read(c)?)))
        }),
        ("static long ToInt64(byte[] value, int startIndex)", |c| {
            Ok(Value::Long(i64::from_le_bytes(read(c)?)))
        }),
        ("static ulong ToUInt64(byte[] value, int startIndex)", |c| {
            Ok(Value::ULong(u64::from_le_bytes(read(c)?)))
        }),
        ("static float ToSingle(byte[] value, int startIndex)", |c| {
            Ok(Value::Single(f32::from_le_bytes(read(c)?)))
        }),
        ("static double ToDouble(byte[] value, int startIndex)", |c| {
            Ok(Value::Double(f64::from_le_bytes(read(c)?)))
        }),
        ("static long DoubleToInt64Bits(double value)", double_bits),
        ("static double Int64BitsToDouble(long value)", bits_double),
        ("static int SingleToInt32Bits(float value)", single_bits),
        ("static float Int32BitsToSingle(int value)", bits_single),
    ],
    properties: &[("static bool IsLittleEndian {get;}", |_| Ok(Value::Bool(true)), None)],
    ..TypeDef::new("System.BitConverter")
}];
