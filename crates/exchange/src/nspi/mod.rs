//! NSPI, the address book (MS-NSPI): one call a file, request and response.

mod bind;
mod dn_to_mid;
mod get_matches;
mod get_prop_list;
mod get_props;
mod get_special_table;
mod query_rows;
mod resolve_names_w;
mod restriction;
mod rows;
mod seek_entries;
mod stat;
mod strings;
mod unbind;
mod update_stat;
mod values;

pub use bind::{NspiBind, NspiBindRequest, NspiBindResponse};
pub use dn_to_mid::{NspiDNToMId, NspiDNToMIdRequest, NspiDNToMIdResponse};
pub use get_matches::{NspiGetMatches, NspiGetMatchesRequest, NspiGetMatchesResponse, PropertyName};
pub use get_prop_list::{NspiGetPropList, NspiGetPropListRequest, NspiGetPropListResponse};
pub use get_props::{NspiGetProps, NspiGetPropsRequest, NspiGetPropsResponse};
pub use get_special_table::{NspiGetSpecialTable, NspiGetSpecialTableRequest, NspiGetSpecialTableResponse};
pub use query_rows::{NspiQueryRows, NspiQueryRowsRequest, NspiQueryRowsResponse};
pub use resolve_names_w::{NspiResolveNamesW, NspiResolveNamesWRequest, NspiResolveNamesWResponse};
pub use restriction::Restriction;
pub use rows::{PropertyRow, PropertyTagArray, RowSet};
pub use seek_entries::{NspiSeekEntries, NspiSeekEntriesRequest, NspiSeekEntriesResponse};
pub use stat::{ContextHandle, Stat};
pub use unbind::{NspiUnbind, NspiUnbindRequest, NspiUnbindResponse};
pub use update_stat::{NspiUpdateStat, NspiUpdateStatRequest, NspiUpdateStatResponse};

use crate::dcerpc::Syntax;
use uuid::Uuid;

/// The interface, version 56.0.
pub const INTERFACE: Syntax =
    Syntax { id: Uuid::from_u128(0xf5cc5a18_4264_101a_8c59_08002b2f8426), version: 56 };

/// The port behind the RPC proxy.
pub const PORT: u16 = 6004;

/// Minimal entry ids with a meaning of their own (MS-NSPI 2.2.1.8).
pub mod mid {
    /// Before the first row.
    pub const BEGINNING_OF_TABLE: u32 = 0;
    /// A name could not be resolved.
    pub const UNRESOLVED: u32 = 0;
    /// A name has several matches.
    pub const AMBIGUOUS: u32 = 1;
    /// A name has one match.
    pub const RESOLVED: u32 = 2;
    /// Behind the last row.
    pub const END_OF_TABLE: u32 = 2;
    /// First id a row can have.
    pub const FIRST: u32 = 0x10;
}

/// Results of calls (MS-NSPI 2.2.1.2).
pub mod status {
    /// Done.
    pub const SUCCESS: u32 = 0;
    /// Unbound: the success of NspiUnbind.
    pub const UNBIND_SUCCESS: u32 = 1;
    /// Done, but some values are error values.
    pub const ERRORS_RETURNED: u32 = 0x0004_0380;
    /// The call failed.
    pub const CALL_FAILED: u32 = 0x8000_4005;
    /// There is no such object.
    pub const NOT_FOUND: u32 = 0x8004_010f;
    /// The code page is not supported.
    pub const INVALID_CODE_PAGE: u32 = 0x8004_011e;
    /// The caller may not.
    pub const ACCESS_DENIED: u32 = 0x8007_0005;
    /// The table has more rows than asked for.
    pub const TABLE_TOO_BIG: u32 = 0x8004_0403;
    /// The bookmark is gone.
    pub const INVALID_BOOKMARK: u32 = 0x8004_0405;
    /// The call is not supported.
    pub const NO_SUPPORT: u32 = 0x8004_0102;
}
