//! Negotiation flags (MS-NLMP 2.2.2.5).

/// What both sides agreed on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NtlmFlags(pub u32);

impl NtlmFlags {
    /// Texts are UTF-16.
    pub const UNICODE: u32 = 0x0000_0001;
    /// Asks for the target's name.
    pub const REQUEST_TARGET: u32 = 0x0000_0004;
    /// Messages can be signed.
    pub const SIGN: u32 = 0x0000_0010;
    /// Messages can be sealed.
    pub const SEAL: u32 = 0x0000_0020;
    /// NTLM, always set.
    pub const NTLM: u32 = 0x0000_0200;
    /// A signature is always present.
    pub const ALWAYS_SIGN: u32 = 0x0000_8000;
    /// The target is a server.
    pub const TARGET_TYPE_SERVER: u32 = 0x0002_0000;
    /// Extended session security.
    pub const EXTENDED_SESSION_SECURITY: u32 = 0x0008_0000;
    /// The challenge has AV pairs.
    pub const TARGET_INFO: u32 = 0x0080_0000;
    /// A version field is filled in.
    pub const VERSION: u32 = 0x0200_0000;
    /// 128-bit keys.
    pub const BITS_128: u32 = 0x2000_0000;
    /// The client chooses the session key.
    pub const KEY_EXCHANGE: u32 = 0x4000_0000;
    /// 56-bit keys.
    pub const BITS_56: u32 = 0x8000_0000;

    /// What this crate asks for and accepts: NTLMv2 with 128-bit keys.
    pub const WANTED: Self = Self(
        Self::UNICODE
            | Self::REQUEST_TARGET
            | Self::SIGN
            | Self::SEAL
            | Self::NTLM
            | Self::ALWAYS_SIGN
            | Self::EXTENDED_SESSION_SECURITY
            | Self::TARGET_INFO
            | Self::BITS_128
            | Self::KEY_EXCHANGE
            | Self::BITS_56,
    );

    /// Whether the flag is set.
    pub fn has(self, flag: u32) -> bool {
        self.0 & flag != 0
    }
}

impl std::fmt::Debug for NtlmFlags {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#010x}", self.0)
    }
}
