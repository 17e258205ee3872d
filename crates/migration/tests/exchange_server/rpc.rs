//! The address book over RPC over HTTP.

use std::sync::{Arc, Mutex};

use exchange::auth::ntlm::AvPairs;
use exchange::dcerpc::ndr::{Operation, Stub};
use exchange::dcerpc::{Pdu, PduSplitter, Server, ServerNames};
use exchange::http::{ServerCodec, ServerEvent};
use exchange::mapi::{PropertyTag, PropertyValue, Value, tags};
use exchange::nspi::{
    ContextHandle, INTERFACE, NspiBind, NspiBindResponse, NspiGetMatches, NspiGetMatchesRequest,
    NspiGetMatchesResponse, NspiQueryRows, NspiQueryRowsRequest, NspiQueryRowsResponse, NspiUnbind,
    NspiUnbindResponse, PORT, PropertyRow, PropertyTagArray, RowSet, mid, status,
};
use exchange::rpch::{Opening, ServerConnection};
use migration::model::UserRecipientType;
use migration::source::SourcePerson;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Notify;

use super::{Shared, Stream};

/// One virtual connection.
pub(crate) struct Virtual {
    state: Mutex<(ServerConnection, Server)>,
    news: Notify,
}

/// Serves one channel.
pub(crate) async fn serve(mut stream: Stream, mut codec: ServerCodec, method: &str, shared: Arc<Shared>) {
    let out = method == "RPC_OUT_DATA";
    let mut splitter = PduSplitter::default();
    let mut connection: Option<Arc<Virtual>> = None;
    let mut buffer = vec![0; 32 << 10];
    loop {
        while let Ok(Some(event)) = codec.next_event() {
            if let ServerEvent::Body(data) = event {
                splitter.push(&data);
            }
        }
        while let Ok(Some(pdu)) = splitter.next_pdu() {
            handle(&mut connection, pdu, &shared);
        }
        if let (true, Some(connection)) = (out, connection.clone()) {
            return pour(stream, connection).await;
        }
        match stream.read(&mut buffer).await {
            Ok(n) if n > 0 => codec.handle_input(&buffer[..n]),
            _ => return,
        }
    }
}

fn handle(connection: &mut Option<Arc<Virtual>>, bytes: Vec<u8>, shared: &Shared) {
    let pdu = Pdu::decode(&bytes).unwrap();
    if let Some(opening) = Opening::of(&pdu) {
        let cookie = match &opening {
            Opening::Out { virtual_connection, .. } | Opening::In { virtual_connection, .. } => {
                *virtual_connection
            }
        };
        let joined = Arc::clone(shared.connections.lock().unwrap().entry(cookie).or_insert_with(|| {
            let pairs = AvPairs::of_server("EX01", "CONTOSO", "ex01", "contoso", 133_000_000_000_000_000);
            let names = ServerNames { target: "EX01".into(), pairs, challenge: [9; 8] };
            let server = Server::new(INTERFACE, PORT, names);
            Arc::new(Virtual {
                state: Mutex::new((ServerConnection::new(cookie), server)),
                news: Notify::new(),
            })
        }));
        joined.state.lock().unwrap().0.join(opening).unwrap();
        joined.news.notify_one();
        *connection = Some(joined);
        return;
    }
    let virtual_connection = connection.as_ref().unwrap();
    let mut state = virtual_connection.state.lock().unwrap();
    let (connection, association) = &mut *state;
    if let Some(bytes) = connection.handle_pdu(bytes).unwrap() {
        if let Some(call) = association.handle_pdu(&bytes, |_, _| None).unwrap() {
            let stub = carry_out(call.opnum, &call.stub, &shared.organisation.people());
            association.respond(call.call_id, &stub);
        }
        while let Some(pdu) = association.next_output() {
            connection.send(pdu);
        }
    }
    drop(state);
    virtual_connection.news.notify_one();
}

async fn pour(mut stream: Stream, connection: Arc<Virtual>) {
    let mut bytes = ServerConnection::response_head().encode();
    loop {
        {
            let mut state = connection.state.lock().unwrap();
            while let Some(output) = state.0.next_output() {
                bytes.extend_from_slice(&output);
            }
        }
        if stream.write_all(&bytes).await.is_err() || stream.flush().await.is_err() {
            return;
        }
        bytes.clear();
        connection.news.notified().await;
    }
}

fn carry_out(opnum: u16, stub: &[u8], people: &[SourcePerson]) -> Vec<u8> {
    let context = ContextHandle { attributes: 0, id: uuid::Uuid::from_u128(7) };
    match opnum {
        NspiBind::OPNUM => {
            NspiBindResponse { server_guid: None, context, error_code: status::SUCCESS }.encode()
        }
        NspiUnbind::OPNUM => {
            NspiUnbindResponse { context: ContextHandle::default(), error_code: status::UNBIND_SUCCESS }
                .encode()
        }
        NspiQueryRows::OPNUM => query_rows(NspiQueryRowsRequest::decode(stub).unwrap(), people).encode(),
        NspiGetMatches::OPNUM => get_matches(&NspiGetMatchesRequest::decode(stub).unwrap(), people).encode(),
        other => panic!("opnum {other}"),
    }
}

fn mid_of(n: usize) -> u32 {
    mid::FIRST + u32::try_from(n).unwrap()
}

/// Rows in pages of seven, whatever is asked for, so that paging is seen.
fn query_rows(request: NspiQueryRowsRequest, people: &[SourcePerson]) -> NspiQueryRowsResponse {
    let tags = request.tags.unwrap().0;
    let at = usize::try_from(request.stat.current_rec.saturating_sub(mid::FIRST)).unwrap();
    let wanted: Vec<usize> = if request.mids.is_empty() {
        (at..people.len()).take(7).collect()
    } else {
        request.mids.iter().map(|mid| usize::try_from(mid - mid::FIRST).unwrap()).collect()
    };
    let mut stat = request.stat;
    stat.current_rec = match wanted.last() {
        Some(last) if last + 1 < people.len() => mid_of(last + 1),
        _ => mid::END_OF_TABLE,
    };
    let rows = wanted.into_iter().map(|n| row(n, &people[n], &tags)).collect();
    NspiQueryRowsResponse { stat, rows: Some(RowSet { rows }), error_code: status::SUCCESS }
}

fn get_matches(request: &NspiGetMatchesRequest, people: &[SourcePerson]) -> NspiGetMatchesResponse {
    assert_eq!(request.stat.container_id, tags::PR_EMS_AB_MEMBER_TABLE.0);
    let group = &people[usize::try_from(request.stat.current_rec - mid::FIRST).unwrap()];
    let member = |person: &SourcePerson| group.identity.members.contains(&person.identity.smtp_address);
    let members: Vec<usize> = (0..people.len()).filter(|n| member(&people[*n])).collect();
    let tags = request.tags.clone().unwrap().0;
    // Fewer rows than ids: the rest must be asked for.
    let rows = members.iter().take(3).map(|n| row(*n, &people[*n], &tags)).collect();
    let mids = members.into_iter().map(mid_of).collect();
    NspiGetMatchesResponse {
        stat: request.stat,
        mids: Some(PropertyTagArray(mids)),
        rows: Some(RowSet { rows }),
        error_code: status::SUCCESS,
    }
}

fn row(n: usize, person: &SourcePerson, wanted: &[u32]) -> PropertyRow {
    let who = &person.identity;
    let display_type = match person.recipient_type {
        UserRecipientType::Mailbox => 0,
        UserRecipientType::Group => 1,
        _ => 6,
    };
    let value = |tag: PropertyTag| match tag {
        tags::PR_DISPLAY_NAME => Some(Value::text(who.display_name.clone())),
        tags::PR_SMTP_ADDRESS => Some(Value::text(who.smtp_address.clone())),
        tags::PR_EMAIL_ADDRESS => Some(Value::text(who.legacy_dn.clone())),
        tags::PR_DISPLAY_TYPE => Some(Value::Integer32(display_type)),
        tags::PR_OBJECT_TYPE => Some(Value::Integer32(6)),
        tags::PR_ACCOUNT => Some(Value::text(who.alias.clone())),
        tags::PR_INSTANCE_KEY => Some(Value::Binary(mid_of(n).to_le_bytes().to_vec())),
        tags::PR_EMS_AB_PROXY_ADDRESSES => {
            let mut all = vec![format!("SMTP:{}", who.smtp_address)];
            all.extend(who.proxy_addresses.iter().map(|proxy| format!("smtp:{proxy}")));
            Some(Value::MultipleString(all))
        }
        tags::PR_EMS_AB_TARGET_ADDRESS => {
            who.external_address.as_ref().map(|a| Value::text(format!("SMTP:{a}")))
        }
        _ => None,
    };
    let values = wanted.iter().map(|tag| {
        let tag = PropertyTag(*tag);
        value(tag).map_or_else(|| PropertyValue::not_found(tag), |value| PropertyValue::new(tag, value))
    });
    PropertyRow { values: values.collect() }
}
