//! The address book: calls of one session.

mod search;
mod table;

use crate::organisation::Organisation;
use crate::people::Recipient;
use exchange::DecodeError;
use exchange::Uuid;
use exchange::dcerpc::ndr::{Operation, Stub};
use exchange::mapi::PropertyTag;
use exchange::nspi::*;
use table::{book, entry, mid_of, row};

/// A session: bound or not.
#[derive(Debug, Default)]
pub(super) struct Session {
    bound: Option<ContextHandle>,
}

/// Most rows of one answer.
const MAX_ROWS: usize = 1000;

/// The server's GUID.
const SERVER: Uuid = Uuid::from_u128(0x44716705_dac0_4aaa_a41c_4448b5104bbd);

impl Session {
    /// Carries a call out; its results as a stub.
    pub(super) fn call(
        &mut self,
        organisation: &Organisation,
        opnum: u16,
        stub: &[u8],
    ) -> Result<Vec<u8>, DecodeError> {
        Ok(match opnum {
            NspiBind::OPNUM => self.bind(&NspiBindRequest::decode(stub)?).encode(),
            NspiUnbind::OPNUM => self.unbind(&NspiUnbindRequest::decode(stub)?).encode(),
            NspiUpdateStat::OPNUM => {
                self.update_stat(organisation, NspiUpdateStatRequest::decode(stub)?).encode()
            }
            NspiQueryRows::OPNUM => {
                self.query_rows(organisation, NspiQueryRowsRequest::decode(stub)?).encode()
            }
            NspiSeekEntries::OPNUM => {
                self.seek_entries(organisation, NspiSeekEntriesRequest::decode(stub)?).encode()
            }
            NspiGetMatches::OPNUM => {
                self.get_matches(organisation, NspiGetMatchesRequest::decode(stub)?).encode()
            }
            NspiDNToMId::OPNUM => self.dn_to_mid(organisation, &NspiDNToMIdRequest::decode(stub)?).encode(),
            NspiGetPropList::OPNUM => {
                self.get_prop_list(organisation, &NspiGetPropListRequest::decode(stub)?).encode()
            }
            NspiGetProps::OPNUM => self.get_props(organisation, &NspiGetPropsRequest::decode(stub)?).encode(),
            NspiGetSpecialTable::OPNUM => {
                self.get_special_table(&NspiGetSpecialTableRequest::decode(stub)?).encode()
            }
            NspiResolveNamesW::OPNUM => {
                self.resolve_names(organisation, &NspiResolveNamesWRequest::decode(stub)?).encode()
            }
            other => return Err(DecodeError::Unknown { what: "NSPI operation", value: other.into() }),
        })
    }

    fn is_open(&self, context: &ContextHandle) -> bool {
        self.bound.as_ref() == Some(context)
    }

    fn bind(&mut self, request: &NspiBindRequest) -> NspiBindResponse {
        let context =
            ContextHandle { attributes: 0, id: Uuid::from_u128(0x8ba318db_5f0a_438c_a2ef_010000001760) };
        self.bound = Some(context);
        NspiBindResponse {
            server_guid: request.server_guid.map(|_| SERVER),
            context,
            error_code: status::SUCCESS,
        }
    }

    fn unbind(&mut self, request: &NspiUnbindRequest) -> NspiUnbindResponse {
        let open = self.is_open(&request.context);
        self.bound = None;
        let error_code = if open { status::UNBIND_SUCCESS } else { 2 };
        NspiUnbindResponse { context: ContextHandle::default(), error_code }
    }

    fn update_stat(
        &self,
        organisation: &Organisation,
        request: NspiUpdateStatRequest,
    ) -> NspiUpdateStatResponse {
        if !self.is_open(&request.context) {
            return NspiUpdateStatResponse {
                stat: request.stat,
                delta: None,
                error_code: status::CALL_FAILED,
            };
        }
        let (stat, moved) = table::moved(&book(organisation), request.stat);
        NspiUpdateStatResponse { stat, delta: request.delta.map(|_| moved), error_code: status::SUCCESS }
    }

    fn query_rows(
        &self,
        organisation: &Organisation,
        request: NspiQueryRowsRequest,
    ) -> NspiQueryRowsResponse {
        let mut stat = request.stat;
        if !self.is_open(&request.context) {
            return NspiQueryRowsResponse { stat, rows: None, error_code: status::CALL_FAILED };
        }
        let tags = columns(request.tags.as_ref());
        let count = usize::try_from(request.count).unwrap_or(0).min(MAX_ROWS);
        let rows = if request.mids.is_empty() {
            let (page, next) = table::page(&book(organisation), stat, count);
            stat = next;
            page.into_iter().map(|one| row(organisation, one, &tags)).collect()
        } else {
            let named = request.mids.iter().take(MAX_ROWS);
            named.map(|mid| table::row_or_errors(organisation, entry(organisation, *mid), &tags)).collect()
        };
        NspiQueryRowsResponse { stat, rows: Some(RowSet { rows }), error_code: status::SUCCESS }
    }

    fn seek_entries(
        &self,
        organisation: &Organisation,
        request: NspiSeekEntriesRequest,
    ) -> NspiSeekEntriesResponse {
        let fail = |stat, error_code| NspiSeekEntriesResponse { stat, rows: None, error_code };
        let Some(text) = request.target.value.as_text().filter(|_| self.is_open(&request.context)) else {
            return fail(request.stat, status::CALL_FAILED);
        };
        let book = book(organisation);
        let Some(stat) = table::seek(&book, request.stat, &text) else {
            return fail(request.stat, status::NOT_FOUND);
        };
        let rows = request.tags.as_ref().map(|tags| {
            let tags = columns(Some(tags));
            let rest = table::page(&book, stat, MAX_ROWS).0;
            RowSet { rows: rest.into_iter().map(|one| row(organisation, one, &tags)).collect() }
        });
        NspiSeekEntriesResponse { stat, rows, error_code: status::SUCCESS }
    }

    fn get_matches(
        &self,
        organisation: &Organisation,
        request: NspiGetMatchesRequest,
    ) -> NspiGetMatchesResponse {
        let stat = request.stat;
        let fail = |error_code| NspiGetMatchesResponse { stat, mids: None, rows: None, error_code };
        if !self.is_open(&request.context) {
            return fail(status::CALL_FAILED);
        }
        let Some(found) = search::matches(organisation, &request) else { return fail(status::NO_SUPPORT) };
        if found.len() > usize::try_from(request.requested).unwrap_or(0) {
            return fail(status::TABLE_TOO_BIG);
        }
        let mids = PropertyTagArray(found.iter().map(|one| mid_of(one)).collect());
        let rows = request.tags.as_ref().map(|tags| {
            let tags = columns(Some(tags));
            RowSet { rows: found.iter().map(|one| row(organisation, one, &tags)).collect() }
        });
        NspiGetMatchesResponse { stat, mids: Some(mids), rows, error_code: status::SUCCESS }
    }

    fn dn_to_mid(&self, organisation: &Organisation, request: &NspiDNToMIdRequest) -> NspiDNToMIdResponse {
        if !self.is_open(&request.context) {
            return NspiDNToMIdResponse { mids: None, error_code: status::CALL_FAILED };
        }
        let mid = |name: &Option<Vec<u8>>| {
            let name = String::from_utf8_lossy(name.as_deref().unwrap_or_default()).into_owned();
            organisation.people.iter().find(|one| one.legacy_dn.eq_ignore_ascii_case(&name)).map_or(0, mid_of)
        };
        let mids = PropertyTagArray(request.names.iter().map(mid).collect());
        NspiDNToMIdResponse { mids: Some(mids), error_code: status::SUCCESS }
    }

    fn get_prop_list(
        &self,
        organisation: &Organisation,
        request: &NspiGetPropListRequest,
    ) -> NspiGetPropListResponse {
        let found = entry(organisation, request.mid).filter(|_| self.is_open(&request.context));
        match found {
            Some(one) => {
                let tags = table::known_tags(organisation, one);
                NspiGetPropListResponse {
                    tags: Some(PropertyTagArray::of(&tags)),
                    error_code: status::SUCCESS,
                }
            }
            None => NspiGetPropListResponse { tags: None, error_code: status::CALL_FAILED },
        }
    }

    fn get_props(&self, organisation: &Organisation, request: &NspiGetPropsRequest) -> NspiGetPropsResponse {
        let found = entry(organisation, request.stat.current_rec).filter(|_| self.is_open(&request.context));
        let Some(one) = found else {
            return NspiGetPropsResponse { row: None, error_code: status::CALL_FAILED };
        };
        let tags = match &request.tags {
            Some(tags) => columns(Some(tags)),
            None => table::known_tags(organisation, one),
        };
        let found = row(organisation, one, &tags);
        let missing =
            found.values.iter().any(|value| matches!(value.value, exchange::mapi::Value::ErrorCode(_)));
        let error_code = if missing { status::ERRORS_RETURNED } else { status::SUCCESS };
        NspiGetPropsResponse { row: Some(found), error_code }
    }

    fn get_special_table(&self, request: &NspiGetSpecialTableRequest) -> NspiGetSpecialTableResponse {
        if !self.is_open(&request.context) {
            return NspiGetSpecialTableResponse { version: 0, rows: None, error_code: status::CALL_FAILED };
        }
        NspiGetSpecialTableResponse {
            version: 1,
            rows: Some(table::hierarchy()),
            error_code: status::SUCCESS,
        }
    }

    fn resolve_names(
        &self,
        organisation: &Organisation,
        request: &NspiResolveNamesWRequest,
    ) -> NspiResolveNamesWResponse {
        if !self.is_open(&request.context) {
            return NspiResolveNamesWResponse { mids: None, rows: None, error_code: status::CALL_FAILED };
        }
        let tags = columns(request.tags.as_ref());
        let mut rows = Vec::new();
        let mut mids = Vec::new();
        for name in &request.names {
            let hits = search::by_name(organisation, name.as_deref().unwrap_or_default());
            mids.push(match hits.as_slice() {
                [] => mid::UNRESOLVED,
                [one] => {
                    rows.push(row(organisation, one, &tags));
                    mid::RESOLVED
                }
                _ => mid::AMBIGUOUS,
            });
        }
        NspiResolveNamesWResponse {
            mids: Some(PropertyTagArray(mids)),
            rows: Some(RowSet { rows }),
            error_code: status::SUCCESS,
        }
    }
}

/// The tags asked for, or the usual ones.
fn columns(tags: Option<&PropertyTagArray>) -> Vec<PropertyTag> {
    match tags {
        Some(tags) => tags.0.iter().map(|tag| PropertyTag(*tag)).collect(),
        None => table::USUAL.to_vec(),
    }
}

/// An object of the directory.
type Entry = Recipient;
