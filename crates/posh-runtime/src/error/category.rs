//! Categories of errors.

macro_rules! categories {
    ($($name:ident),* $(,)?) => {
        /// `System.Management.Automation.ErrorCategory`.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[expect(missing_docs, reason = "the names are PowerShell's own")]
        pub enum ErrorCategory { $($name),* }

        impl ErrorCategory {
            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }

            /// The category of a name or number, in any letter case.
            pub fn parse(text: &str) -> Option<Self> {
                $(if text.eq_ignore_ascii_case(stringify!($name)) { return Some(Self::$name); })*
                text.parse::<i64>().ok().and_then(Self::from_number)
            }

            /// Its number.
            pub fn number(self) -> i64 {
                i64::from(self as u8)
            }

            /// The category of a number.
            pub fn from_number(number: i64) -> Option<Self> {
                [$(Self::$name),*].into_iter().find(|c| c.number() == number)
            }
        }
    };
}

categories! {
    NotSpecified, OpenError, CloseError, DeviceError, DeadlockDetected, InvalidArgument, InvalidData, InvalidOperation,
    InvalidResult, InvalidType, MetadataError, NotImplemented, NotInstalled, ObjectNotFound, OperationStopped,
    OperationTimeout, SyntaxError, ParserError, PermissionDenied, ResourceBusy, ResourceExists, ResourceUnavailable,
    ReadError, WriteError, FromStdErr, SecurityError, ProtocolError, ConnectionError, AuthenticationError,
    LimitsExceeded, QuotaExceeded, NotEnabled,
}
