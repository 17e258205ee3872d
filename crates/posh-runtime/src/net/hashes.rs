//! Hashes and keyed hashes of `System.Security.Cryptography`.

use hmac::{Hmac, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::convert::byte_array;
use crate::error::{Raised, Result};
use crate::types::{Call, Member, PropertyDef, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    fn of_type(name: &str) -> Self {
        let name = name.rsplit('.').next().unwrap_or(name);
        let name = name.strip_prefix("HMAC").unwrap_or(name);
        if name.starts_with("MD5") {
            Self::Md5
        } else if name.starts_with("SHA1") {
            Self::Sha1
        } else if name.starts_with("SHA384") {
            Self::Sha384
        } else if name.starts_with("SHA512") {
            Self::Sha512
        } else {
            Self::Sha256
        }
    }

    fn hash(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Md5 => Md5::digest(bytes).to_vec(),
            Self::Sha1 => Sha1::digest(bytes).to_vec(),
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }

    fn keyed(self, key: &[u8], bytes: &[u8]) -> Vec<u8> {
        fn run<M: Mac + hmac::digest::KeyInit>(key: &[u8], bytes: &[u8]) -> Vec<u8> {
            // Keys of every length are allowed.
            <M as Mac>::new_from_slice(key).map_or_else(
                |_| Vec::new(),
                |mut mac| {
                    mac.update(bytes);
                    mac.finalize().into_bytes().to_vec()
                },
            )
        }
        match self {
            Self::Md5 => run::<Hmac<Md5>>(key, bytes),
            Self::Sha1 => run::<Hmac<Sha1>>(key, bytes),
            Self::Sha256 => run::<Hmac<Sha256>>(key, bytes),
            Self::Sha384 => run::<Hmac<Sha384>>(key, bytes),
            Self::Sha512 => run::<Hmac<Sha512>>(key, bytes),
        }
    }

    fn bits(self) -> i32 {
        match self {
            Self::Md5 => 128,
            Self::Sha1 => 160,
            Self::Sha256 => 256,
            Self::Sha384 => 384,
            Self::Sha512 => 512,
        }
    }
}

/// A hash algorithm, with its key where it takes one.
struct Hasher {
    algorithm: Algorithm,
    key: std::cell::RefCell<Option<zeroize::Zeroizing<Vec<u8>>>>,
    last: std::cell::RefCell<Option<Vec<u8>>>,
}

impl Native for Hasher {}

fn bytes(value: &Value, parameter: &str) -> Result<Vec<u8>> {
    match value.base() {
        Value::Array(a) => Ok(a.to_bytes().unwrap_or_default()),
        _ => Err(Raised::null_argument(parameter)),
    }
}

fn object(call: &Call<'_>, key: Option<Vec<u8>>) -> Value {
    let name = call.ty.full_name();
    let algorithm = Algorithm::of_type(name);
    // `Create` gives the class behind the abstract one.
    let real = match name {
        n if n.starts_with("System.Security.Cryptography.HMAC") => n.to_owned(),
        n if n.ends_with("Managed") || n.ends_with("CryptoServiceProvider") => n.to_owned(),
        n => format!("{n}+Implementation"),
    };
    let hasher = Hasher {
        algorithm,
        key: std::cell::RefCell::new(key.map(zeroize::Zeroizing::new)),
        last: std::cell::RefCell::default(),
    };
    Value::Object(Object::native_of(TypeRef::named(&real), hasher))
}

fn create(call: &mut Call<'_>) -> Result<Value> {
    Ok(object(call, None))
}

fn create_named(call: &mut Call<'_>) -> Result<Value> {
    let name = call.text(0);
    let ty = TypeRef::named(&format!(
        "System.Security.Cryptography.{}",
        name.lossy().to_ascii_uppercase().replace('-', "")
    ));
    create(&mut Call { rs: call.rs, this: &Value::Null, args: &[], ty: &ty })
}

fn new_keyed(call: &mut Call<'_>) -> Result<Value> {
    let key = match call.args {
        [] => uuid::Uuid::new_v4().as_bytes().repeat(4),
        [key, ..] => bytes(key, "key")?,
    };
    Ok(object(call, Some(key)))
}

fn compute(call: &mut Call<'_>) -> Result<Value> {
    let mut input = bytes(&call.arg(0), "buffer")?;
    if call.args.len() == 3 {
        let start = usize::try_from(call.int(1)).unwrap_or(usize::MAX);
        let count = usize::try_from(call.int(2)).unwrap_or(usize::MAX);
        input = start
            .checked_add(count)
            .and_then(|end| input.get(start..end))
            .map(<[u8]>::to_vec)
            .ok_or_else(|| Raised::net("System.ArgumentException", "Value was invalid."))?;
    }
    let Some(h) = call.this.native::<Hasher>() else { return Ok(Value::Null) };
    let hash = match &*h.key.borrow() {
        Some(key) => h.algorithm.keyed(key, &input),
        None => h.algorithm.hash(&input),
    };
    *h.last.borrow_mut() = Some(hash.clone());
    Ok(byte_array(hash))
}

fn hash_data(call: &mut Call<'_>) -> Result<Value> {
    let algorithm = Algorithm::of_type(call.ty.full_name());
    Ok(byte_array(match call.args {
        [source] => algorithm.hash(&bytes(source, "source")?),
        [key, source, ..] => algorithm.keyed(&bytes(key, "key")?, &bytes(source, "source")?),
        [] => Vec::new(),
    }))
}

fn last(call: &mut Call<'_>) -> Result<Value> {
    let hash = call.this.native::<Hasher>().and_then(|h| h.last.borrow().clone());
    Ok(hash.map_or(Value::Null, byte_array))
}

fn size(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Int(call.this.native::<Hasher>().map_or(0, |h| h.algorithm.bits())))
}

fn key(call: &mut Call<'_>) -> Result<Value> {
    let key = call.this.native::<Hasher>().and_then(|h| h.key.borrow().as_ref().map(|k| k.to_vec()));
    Ok(key.map_or(Value::Null, byte_array))
}

fn set_key(call: &mut Call<'_>) -> Result<Value> {
    let bytes = bytes(&call.arg(0), "value")?;
    if let Some(h) = call.this.native::<Hasher>() {
        *h.key.borrow_mut() = Some(zeroize::Zeroizing::new(bytes));
    }
    Ok(Value::Void)
}

fn nothing(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Void)
}

const BASE: &str = "System.Security.Cryptography.HashAlgorithm";
const KEYED: &str = "System.Security.Cryptography.HMAC";

const STATIC: &[Member] = &[
    ("static System.Security.Cryptography.HashAlgorithm Create()", create),
    ("static byte[] HashData(byte[] source)", hash_data),
];

const KEYED_STATIC: &[Member] = &[("static byte[] HashData(byte[] key, byte[] source)", hash_data)];

const KEY: &[PropertyDef] = &[("byte[] Key {get;set;}", key, Some(set_key))];

const fn abstract_hash(name: &'static str) -> TypeDef {
    TypeDef { base: Some(BASE), methods: STATIC, ..TypeDef::new(name) }
}

const fn implementation(name: &'static str, base: &'static str) -> TypeDef {
    TypeDef { base: Some(base), ..TypeDef::new(name) }
}

const fn concrete(name: &'static str, base: &'static str) -> TypeDef {
    TypeDef { base: Some(base), constructors: &[("()", create)], ..TypeDef::new(name) }
}

const fn keyed(name: &'static str) -> TypeDef {
    TypeDef {
        base: Some(KEYED),
        constructors: &[("()", new_keyed), ("(byte[] key)", new_keyed)],
        methods: KEYED_STATIC,
        ..TypeDef::new(name)
    }
}

/// Bytes nobody can foresee.
fn random_bytes(call: &mut Call<'_>) -> Result<Value> {
    let count = usize::try_from(call.int(0))
        .map_err(|_| Raised::out_of_range("count", "count ('-1') must be a non-negative value."))?;
    if count > 1 << 28 {
        return Err(Raised::net("System.OutOfMemoryException", "Array dimensions exceeded supported range."));
    }
    Ok(byte_array(random(count)))
}

/// Random bytes of the system, as version 4 UUIDs carry them: each gives a hash block of 122 random bits.
fn random(count: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(count + 32);
    while out.len() < count {
        let (a, b, c) = (uuid::Uuid::new_v4(), uuid::Uuid::new_v4(), uuid::Uuid::new_v4());
        let block =
            Sha256::new().chain_update(a.as_bytes()).chain_update(b.as_bytes()).chain_update(c.as_bytes());
        out.extend(block.finalize());
    }
    out.truncate(count);
    out
}

fn fill(call: &mut Call<'_>) -> Result<Value> {
    if let Value::Array(a) = call.arg(0) {
        for (i, byte) in random(a.len()).into_iter().enumerate() {
            a.set(i, Value::Byte(byte));
        }
    }
    Ok(Value::Void)
}

/// Holds nothing: every call asks the system.
struct Generator;

impl Native for Generator {}

const GENERATOR: &str = "System.Security.Cryptography.RandomNumberGenerator";

fn random_int(call: &mut Call<'_>) -> Result<Value> {
    let (low, high) = match call.args.len() {
        1 => (0, i64::from(call.int(0))),
        _ => (i64::from(call.int(0)), i64::from(call.int(1))),
    };
    if low >= high {
        return Err(Raised::net(
            "System.ArgumentException",
            "Range of random number does not contain at least one possibility.",
        ));
    }
    let eight: [u8; 8] = random(8).try_into().unwrap_or([0; 8]);
    let number = i64::try_from(u64::from_le_bytes(eight) % (high - low).unsigned_abs()).unwrap_or(0);
    Ok(Value::Int(i32::try_from(low + number).unwrap_or(0)))
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        base: Some("System.Object"),
        methods: &[
            ("byte[] ComputeHash(byte[] buffer)", compute),
            ("byte[] ComputeHash(byte[] buffer, int offset, int count)", compute),
            ("void Dispose()", nothing),
            ("void Clear()", nothing),
            ("void Initialize()", nothing),
            ("static System.Security.Cryptography.HashAlgorithm Create(string hashName)", create_named),
        ],
        properties: &[("int HashSize {get;}", size, None), ("byte[] Hash {get;}", last, None)],
        ..TypeDef::new(BASE)
    },
    &abstract_hash("System.Security.Cryptography.MD5"),
    &abstract_hash("System.Security.Cryptography.SHA1"),
    &abstract_hash("System.Security.Cryptography.SHA256"),
    &abstract_hash("System.Security.Cryptography.SHA384"),
    &abstract_hash("System.Security.Cryptography.SHA512"),
    &implementation("System.Security.Cryptography.MD5+Implementation", "System.Security.Cryptography.MD5"),
    &implementation("System.Security.Cryptography.SHA1+Implementation", "System.Security.Cryptography.SHA1"),
    &implementation(
        "System.Security.Cryptography.SHA256+Implementation",
        "System.Security.Cryptography.SHA256",
    ),
    &implementation(
        "System.Security.Cryptography.SHA384+Implementation",
        "System.Security.Cryptography.SHA384",
    ),
    &implementation(
        "System.Security.Cryptography.SHA512+Implementation",
        "System.Security.Cryptography.SHA512",
    ),
    &concrete("System.Security.Cryptography.SHA1Managed", "System.Security.Cryptography.SHA1"),
    &concrete("System.Security.Cryptography.SHA256Managed", "System.Security.Cryptography.SHA256"),
    &concrete("System.Security.Cryptography.SHA384Managed", "System.Security.Cryptography.SHA384"),
    &concrete("System.Security.Cryptography.SHA512Managed", "System.Security.Cryptography.SHA512"),
    &concrete("System.Security.Cryptography.MD5CryptoServiceProvider", "System.Security.Cryptography.MD5"),
    &concrete("System.Security.Cryptography.SHA1CryptoServiceProvider", "System.Security.Cryptography.SHA1"),
    &concrete(
        "System.Security.Cryptography.SHA256CryptoServiceProvider",
        "System.Security.Cryptography.SHA256",
    ),
    &TypeDef { base: Some(BASE), properties: KEY, ..TypeDef::new(KEYED) },
    &keyed("System.Security.Cryptography.HMACMD5"),
    &keyed("System.Security.Cryptography.HMACSHA1"),
    &keyed("System.Security.Cryptography.HMACSHA256"),
    &keyed("System.Security.Cryptography.HMACSHA384"),
    &keyed("System.Security.Cryptography.HMACSHA512"),
    &TypeDef {
        base: Some("System.Object"),
        methods: &[
            ("static byte[] GetBytes(int count)", random_bytes),
            ("void GetBytes(byte[] data)", fill),
            ("static void Fill(byte[] data)", fill),
            ("static int GetInt32(int toExclusive)", random_int),
            ("static int GetInt32(int fromInclusive, int toExclusive)", random_int),
            ("static System.Security.Cryptography.RandomNumberGenerator Create()", |_| {
                Ok(Value::Object(Object::native_of(TypeRef::named(GENERATOR), Generator)))
            }),
            ("void Dispose()", nothing),
        ],
        ..TypeDef::new(GENERATOR)
    },
];
