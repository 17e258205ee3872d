//! Every recorded NSPI and RFR stub is read and written again byte for byte.

use crate::fixtures::decoded;
use exchange::dcerpc::Body;
use exchange::dcerpc::ndr::{Operation, Stub};
use exchange::mapi::tags::*;
use exchange::nspi::*;
use exchange::rfr::*;
use std::collections::HashMap;

/// Calls of a session: operation number, arguments, results.
fn calls(session: &str) -> Vec<(u16, Vec<u8>, Vec<u8>)> {
    let answers: HashMap<u32, Vec<u8>> = decoded(session, "out_s2c")
        .into_iter()
        .filter_map(|pdu| match pdu.body {
            Body::Response(response) => Some((pdu.call_id, response.stub)),
            _ => None,
        })
        .collect();
    let request = |pdu: exchange::dcerpc::Pdu| match pdu.body {
        Body::Request(request) => Some((request.opnum, request.stub, answers.get(&pdu.call_id)?.clone())),
        _ => None,
    };
    decoded(session, "in_c2s").into_iter().filter_map(request).collect()
}

fn round_trip<S: Stub + std::fmt::Debug>(stub: &[u8]) -> S {
    let (value, layout) = S::decode_with_layout(stub).unwrap_or_else(|error| panic!("{error}: {stub:02x?}"));
    assert_eq!(value.encode_with_layout(layout), stub, "{value:#?}");
    value
}

fn both<O: Operation>(request: &[u8], response: &[u8]) -> (O::Request, O::Response)
where
    O::Request: std::fmt::Debug,
    O::Response: std::fmt::Debug,
{
    (round_trip(request), round_trip(response))
}

#[test]
fn nspi_calls_are_written_as_they_were_read() {
    let mut seen = Vec::new();
    for session in ["nspi_6004_administrator", "ping_keepalive", "fault_bad_context_handle"] {
        for (opnum, request, response) in calls(session) {
            // The recorded client put a referent before the STAT of these two calls: a defect not worth copying.
            let defect = |stat: Stat| stat.sort_type != 0;
            match opnum {
                NspiGetProps::OPNUM
                    if defect(NspiGetPropsRequest::decode(&request).map_or(BROKEN, |r| r.stat)) =>
                {
                    round_trip::<NspiGetPropsResponse>(&response);
                }
                NspiGetSpecialTable::OPNUM
                    if defect(NspiGetSpecialTableRequest::decode(&request).unwrap().stat) =>
                {
                    round_trip::<NspiGetSpecialTableResponse>(&response);
                }
                _ => check(opnum, &request, &response),
            }
            seen.push(opnum);
        }
    }
    for opnum in [0, 1, 2, 3, 5, 7, 9, 12, 20] {
        assert!(seen.contains(&opnum), "operation {opnum} was not recorded");
    }
}

/// Stands for the STAT of a request that cannot be read because of the defect.
const BROKEN: Stat = Stat {
    sort_type: 1,
    container_id: 0,
    current_rec: 0,
    delta: 0,
    num_pos: 0,
    total_recs: 0,
    code_page: 0,
    template_locale: 0,
    sort_locale: 0,
};

fn check(opnum: u16, request: &[u8], response: &[u8]) {
    match opnum {
        NspiBind::OPNUM => drop(both::<NspiBind>(request, response)),
        NspiUnbind::OPNUM => {
            assert_eq!(both::<NspiUnbind>(request, response).1.error_code, status::UNBIND_SUCCESS)
        }
        NspiUpdateStat::OPNUM => drop(both::<NspiUpdateStat>(request, response)),
        NspiQueryRows::OPNUM => drop(both::<NspiQueryRows>(request, response)),
        NspiGetMatches::OPNUM => drop(both::<NspiGetMatches>(request, response)),
        NspiDNToMId::OPNUM => {
            let (_, found) = both::<NspiDNToMId>(request, response);
            assert_eq!(found.mids, Some(PropertyTagArray(vec![18, 0])));
        }
        NspiGetProps::OPNUM => drop(both::<NspiGetProps>(request, response)),
        NspiGetSpecialTable::OPNUM => drop(both::<NspiGetSpecialTable>(request, response)),
        NspiResolveNamesW::OPNUM => {
            let (asked, found) = both::<NspiResolveNamesW>(request, response);
            assert_eq!(asked.names.len(), 4);
            assert_eq!(found.mids, Some(PropertyTagArray(vec![2, 1, 1, 2])));
        }
        other => panic!("operation {other}"),
    }
}

#[test]
fn rfr_calls_are_written_as_they_were_read() {
    let calls = calls("rfr_6002");
    assert_eq!(calls.len(), 3);
    for (opnum, request, response) in calls {
        match opnum {
            RfrGetNewDSA::OPNUM => {
                let (_, answer) = both::<RfrGetNewDSA>(&request, &response);
                let server = answer.server.flatten().unwrap();
                assert!(server.ends_with(b"@contoso.test"));
            }
            _ => {
                let (_, answer) = both::<RfrGetFQDNFromServerDN>(&request, &response);
                assert_eq!(answer.fqdn.as_deref(), Some(b"Servers".as_slice()));
            }
        }
    }
}

/// Traps 13 and 15: the whole address book, page by page, and the end of the table.
#[test]
fn the_address_book_reads_as_recorded() {
    let pages: Vec<_> = calls("nspi_6004_administrator")
        .into_iter()
        .filter(|(opnum, ..)| *opnum == NspiQueryRows::OPNUM)
        .map(|(_, _, response)| NspiQueryRowsResponse::decode(&response).unwrap())
        .collect();
    let people: Vec<_> = pages
        .iter()
        .flat_map(|page| page.rows.iter().flat_map(|set| &set.rows))
        .filter_map(|row| Some((row.text(PR_DISPLAY_NAME)?, row.text(PR_SMTP_ADDRESS)?)))
        .collect();
    let expect =
        |name: &str, address: &str| assert!(people.contains(&(name.into(), address.into())), "{people:?}");
    expect("Administrator", "administrator@contoso.test");
    expect("Alice Adams", "alice@contoso.test");
    expect("Bob Brown", "bob@contoso.test");
    let first = &pages[0].rows.as_ref().unwrap().rows[0];
    assert!(first.text(PR_EMAIL_ADDRESS).unwrap().starts_with("/o=Gromox default/"));
    assert_eq!(first.get(PR_EMS_AB_PROXY_ADDRESSES).unwrap().as_texts().unwrap().len(), 2);
    let end =
        pages.iter().find(|page| page.stat.current_rec == mid::END_OF_TABLE).expect("the end of the table");
    assert_eq!(end.error_code, status::SUCCESS);
}
