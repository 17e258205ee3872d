//! EWS: recorded answers and requests.

use crate::fixtures::{answer, names, read, split_http};
use exchange::ews::*;
use std::time::Duration;

fn decode<O: EwsOperation>(name: &str) -> Result<O::Response, EwsError> {
    let (status, body) = answer(&format!("ews/{name}.resp.http"));
    decode_response::<O>(status, &body)
}

#[test]
fn a_deep_hierarchy_is_read() {
    let found = decode::<FindFolder>("08_findfolder_deep").unwrap().remove(0).unwrap();
    assert_eq!((found.folders.len(), found.total, found.last), (21, 21, true));
    let names: Vec<_> = found.folders.iter().filter_map(|folder| folder.display_name.as_deref()).collect();
    assert!(names.contains(&"2026/Q3"), "{names:?}");
    let sent = &found.folders[0];
    assert_eq!(
        (sent.class.as_deref(), sent.total_count, sent.unread_count),
        (Some("IPF.Note"), Some(2), Some(2))
    );
    assert!(found.folders.iter().any(|folder| folder.kind == FolderKind::CalendarFolder));
    let page = decode::<FindFolder>("09_findfolder_deep_paged").unwrap().remove(0).unwrap();
    assert_eq!((page.folders.len(), page.last), (7, false));
}

#[test]
fn hierarchy_changes_are_read() {
    let first = decode::<SyncFolderHierarchy>("19_syncfolderhierarchy_first").unwrap().unwrap();
    assert!(first.changes.len() > 15 && first.last && !first.sync_state.is_empty());
    let none = decode::<SyncFolderHierarchy>("20_syncfolderhierarchy_nochange").unwrap().unwrap();
    assert!(none.changes.is_empty());
    let create = decode::<SyncFolderHierarchy>("22_syncfolderhierarchy_incremental_create").unwrap().unwrap();
    let [FolderChange::Create(folder)] = create.changes.as_slice() else { panic!() };
    let delete = decode::<SyncFolderHierarchy>("24_syncfolderhierarchy_incremental_delete").unwrap().unwrap();
    let [FolderChange::Delete(id)] = delete.changes.as_slice() else { panic!() };
    assert_eq!(id.id, folder.id.id);
}

/// Traps 35 and 37.
#[test]
fn item_changes_are_read() {
    let page = decode::<SyncFolderItems>("26_syncfolderitems_page1").unwrap().unwrap();
    assert_eq!((page.changes.len(), page.last), (3, false));
    let ItemChange::Create(item) = &page.changes[0] else { panic!() };
    assert_eq!((item.is_read, item.size), (Some(false), Some(22265)));
    let changes = |name| decode::<SyncFolderItems>(name).unwrap().unwrap().changes;
    assert!(matches!(
        changes("31_syncfolderitems_inc_readflag_imap")[..],
        [ItemChange::ReadFlagChange { is_read: true, .. }]
    ));
    assert!(matches!(
        changes("32_syncfolderitems_inc_unread_imap")[..],
        [ItemChange::ReadFlagChange { is_read: false, .. }]
    ));
    assert!(matches!(changes("34_syncfolderitems_inc_readflag")[..], [ItemChange::Update(_)]));
    let gone = changes("38_syncfolderitems_inc_delete");
    let [ItemChange::Delete(id)] = gone.as_slice() else { panic!() };
    assert_eq!(id.change_key, None);
    // Trap 36: an empty page that is not the last.
    let empty = decode::<SyncFolderItems>("41_syncfolderitems_max_0").unwrap().unwrap();
    assert!(empty.changes.is_empty() && !empty.last);
}

#[test]
fn a_message_is_read() {
    let item = decode::<GetItem>("43_getitem_mime_inbox1").unwrap().remove(0).unwrap();
    assert_eq!(item.kind.0, "Message");
    assert!(item.mime_content.as_ref().unwrap().starts_with(b"MIME-Version: 1.0\r\n"));
    assert_eq!(item.received.unwrap().to_string(), "2026-09-07T08:06:01Z");
    assert_eq!(item.created.unwrap().to_string(), "2026-11-22T08:58:12.168459Z");
    assert_eq!(item.internet_message_id.as_deref(), Some("<m6@contoso.test>"));
    assert_eq!((item.is_read, item.has_attachments), (Some(false), Some(true)));
    assert_eq!(item.extended_value(0x0e07), Some("16"));
    assert!(item.extended_value(0x007d).unwrap().contains("From: Bob Brown <bob@contoso.test>\n"));
    let important = decode::<GetItem>("44_getitem_mime_inbox2").unwrap().remove(0).unwrap();
    assert_eq!(important.importance, Some(Importance::High));
    assert_eq!(important.categories.len(), 2);
}

#[test]
fn appointments_contacts_and_tasks_are_read() {
    let item = |name| decode::<GetItem>(name).unwrap().remove(0).unwrap();
    let appointment = item("50_getitem_calendar");
    assert_eq!(appointment.kind.0, "CalendarItem");
    assert_eq!(appointment.subject.as_deref(), Some("Besprechung Größe"));
    assert_eq!(
        parse_time(&appointment.property("Start").unwrap().text).unwrap().to_string(),
        "2026-12-01T09:00:00Z"
    );
    let contact = item("53_getitem_contact");
    assert_eq!(contact.property("Surname").unwrap().text, "Müller");
    assert_eq!(contact.property("EmailAddresses").unwrap().children[0].text, "joerg@example.net");
    assert_eq!(item("54_getitem_task").property("Status").unwrap().text, "InProgress");
}

#[test]
fn errors_of_single_items_stay_single() {
    let mixed = decode::<GetItem>("57_getitem_mixed").unwrap();
    assert!(mixed[0].is_ok());
    assert_eq!(mixed[1].as_ref().unwrap_err().code, ResponseCode::ErrorItemNotFound);
    let several = decode::<GetFolder>("07_getfolder_several_distinguished").unwrap();
    assert!(several.iter().any(Result::is_ok) && several.iter().any(Result::is_err));
}

/// Trap 41.
#[test]
fn denied_and_unknown_mailboxes_are_told_apart() {
    let denied = decode::<GetFolder>("76_other_mailbox_denied").unwrap().remove(0).unwrap_err();
    assert_eq!(denied.code, ResponseCode::ErrorAccessDenied);
    let denied = decode::<SyncFolderItems>("77_other_mailbox_sync_denied").unwrap().unwrap_err();
    assert_eq!(denied.code, ResponseCode::ErrorAccessDenied);
    let unknown = decode::<GetFolder>("80_other_mailbox_unknown").unwrap().remove(0).unwrap_err();
    assert_eq!(unknown.code, ResponseCode::ErrorCannotFindUser);
}

/// Trap 33: faults with HTTP 200 and 500, their code in `faultcode` or, as Exchange does, in the detail.
#[test]
fn faults_are_read_whatever_the_status() {
    let code = |name| match decode::<GetFolder>(name) {
        Err(EwsError::Fault(error)) => error.code,
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(code("82_impersonation_denied"), ResponseCode::ErrorImpersonateUserDenied);
    assert_eq!(code("84_unknown_operation"), ResponseCode::Other("Server".into()));
    let busy = br#"<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
        <faultcode xmlns:a="http://schemas.microsoft.com/exchange/services/2006/types">a:ErrorServerBusy</faultcode>
        <faultstring xml:lang="en-US">The server cannot service this request right now. Try again later.</faultstring>
        <detail><e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">ErrorServerBusy</e:ResponseCode>
        <e:Message xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">The server cannot service this request right now. Try again later.</e:Message>
        <t:MessageXml xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><t:Value Name="BackOffMilliseconds">297749</t:Value></t:MessageXml>
        </detail></s:Fault></s:Body></s:Envelope>"#;
    let Err(error) = decode_response::<GetFolder>(500, busy) else { panic!() };
    assert_eq!(error.back_off(), Some(Duration::from_millis(297_749)));
    assert!(error.is_transient());
    assert_eq!(decode_response::<GetFolder>(503, b"busy"), Err(EwsError::Status(503)));
    assert!(matches!(decode_response::<GetFolder>(200, b"<html>"), Err(EwsError::Xml(_))));
}

#[test]
fn faults_and_errors_survive_being_written() {
    let mut error = ResponseError::new(ResponseCode::ErrorServerBusy, "Try <later> & again");
    error.back_off = Some(Duration::from_millis(1500));
    assert_eq!(decode_response::<GetItem>(500, &encode_fault(&error)), Err(EwsError::Fault(error.clone())));
    let response = vec![Err(error)];
    let body = encode_response::<GetFolder>(&response);
    assert_eq!(decode_response::<GetFolder>(200, &body), Ok(response));
}

#[test]
fn resolved_names_are_read_with_their_warning() {
    let one = decode::<ResolveNames>("63_resolvenames_hit").unwrap().unwrap();
    assert_eq!(one.resolutions[0].email, "bob@contoso.test");
    let several = decode::<ResolveNames>("65_resolvenames_ambiguous").unwrap();
    assert_eq!(several.as_ref().unwrap().resolutions.len(), 3);
    assert_eq!(decode_response::<ResolveNames>(200, &encode_response::<ResolveNames>(&several)), Ok(several));
    let none = decode::<ResolveNames>("67_resolvenames_none").unwrap();
    assert_eq!(none.unwrap_err().code, ResponseCode::ErrorNameResolutionNoResults);
}

/// Requests of the recorded client are read, and written again to mean the same.
fn request<O: EwsOperation + PartialEq + std::fmt::Debug>(name: &str) -> (O, Envelope) {
    let bytes = read(&format!("ews/{name}.req.http"));
    let envelope = decode_envelope(split_http(&bytes).1).unwrap_or_else(|error| panic!("{name}: {error}"));
    let operation = decode_request::<O>(&envelope).unwrap_or_else(|error| panic!("{name}: {error}"));
    let options = RequestOptions { impersonate: envelope.impersonate.clone(), ..RequestOptions::default() };
    let again = decode_envelope(&encode_request(&operation, &options)).unwrap();
    assert_eq!(again.impersonate, envelope.impersonate);
    assert_eq!(decode_request::<O>(&again).unwrap(), operation, "{name}");
    (operation, envelope)
}

#[test]
fn recorded_requests_are_read_and_written() {
    let (find, _) = request::<FindFolder>("08_findfolder_deep");
    assert_eq!(find.traversal, Traversal::Deep);
    assert_eq!(find.shape.additional.len(), 8);
    let (get, _) = request::<GetFolder>("76_other_mailbox_denied");
    assert_eq!(get.folders, [FolderRef::distinguished("inbox", Some("alice@contoso.test"))]);
    let (sync, _) = request::<SyncFolderItems>("26_syncfolderitems_page1");
    assert_eq!((sync.max_changes, sync.sync_state), (3, None));
    let (item, _) = request::<GetItem>("43_getitem_mime_inbox1");
    assert!(item.shape.include_mime_content && item.shape.names("item:DateTimeReceived"));
    request::<SyncFolderHierarchy>("20_syncfolderhierarchy_nochange");
    request::<CreateItem>("10_createitem_mime_attachment");
    request::<CreateItem>("17_createitem_contact");
    request::<FindItem>("61_finditem_page1");
    request::<ResolveNames>("63_resolvenames_hit");
    request::<ConvertId>("91_getuseravailability_like_convertid");
    let (_, envelope) = request::<GetFolder>("82_impersonation_denied");
    assert_eq!(envelope.impersonate.as_deref(), Some("alice@contoso.test"));
    assert_eq!(envelope.server_version.as_deref(), Some("Exchange2010_SP2"));
}

/// Every recorded answer of a known operation survives being written and read again.
#[test]
fn recorded_answers_survive_being_written() {
    fn check<O: EwsOperation>(name: &str) -> usize
    where
        O::Response: PartialEq + std::fmt::Debug,
    {
        let Ok(response) = decode::<O>(name) else { return 0 };
        let mut again = decode_response::<O>(200, &encode_response::<O>(&response)).unwrap();
        if format!("{response:?}").contains("received: Some")
            || format!("{response:?}").contains("created: Some")
        {
            // Dates are written in whole seconds.
            again = decode_response::<O>(200, &encode_response::<O>(&again)).unwrap();
            assert_eq!(encode_response::<O>(&again), encode_response::<O>(&response), "{name}");
        } else {
            assert_eq!(again, response, "{name}");
        }
        1
    }
    let mut count = 0;
    for name in names("ews").iter().filter_map(|name| name.strip_suffix(".resp.http")) {
        count += check::<FindFolder>(name)
            + check::<GetFolder>(name)
            + check::<SyncFolderHierarchy>(name)
            + check::<SyncFolderItems>(name)
            + check::<GetItem>(name)
            + check::<CreateItem>(name)
            + check::<FindItem>(name)
            + check::<ResolveNames>(name)
            + check::<ConvertId>(name);
    }
    assert!(count > 55, "{count}");
}

#[test]
fn dates_are_read_with_and_without_zone_and_fraction() {
    assert_eq!(parse_time("2026-11-22T08:58:12.306275900Z").unwrap().subsec_nanosecond(), 306_275_900);
    assert_eq!(parse_time("2026-09-07T08:06:01Z"), parse_time("2026-09-07T08:06:01"));
    assert_eq!(parse_time("2026-09-07T10:06:01+02:00"), parse_time("2026-09-07T08:06:01Z"));
    assert_eq!(parse_time("yesterday"), None);
}
