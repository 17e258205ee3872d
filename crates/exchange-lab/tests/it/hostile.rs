//! Whatever a client sends, the organisation goes on for the others.

use crate::driver::{Http, Logon, connect};
use exchange::ews::{FolderRef, GetFolder, Shape};
use exchange_lab::Lab;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[tokio::test]
async fn garbage_ends_its_own_connection_only() {
    let lab = Lab::builder().people(2).start().await.unwrap();
    let login = exchange::auth::basic(&lab.administrator());
    let channel = |method: &str, port: &str, body: &[u8]| {
        let head = format!(
            "{method} /rpc/rpcproxy.dll?ex01:{port} HTTP/1.1\r\nAuthorization: {login}\r\nContent-Length: 1073741824\r\n\r\n"
        );
        [head.as_bytes(), body].concat()
    };
    let huge = [b"GET / HTTP/1.1\r\nX: ".to_vec(), vec![b'a'; 200_000]].concat();
    let pdu = [5, 0, 20, 3, 16, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255];
    let attempts = [
        b"\0\0\0\0".to_vec(),
        b"NONSENSE\r\n\r\n".to_vec(),
        b"POST /EWS/Exchange.asmx HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n".to_vec(),
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".to_vec(),
        b"POST / HTTP/1.1\r\nAuthorization: NTLM AAAA\r\nContent-Length: 0\r\n\r\n".to_vec(),
        b"POST / HTTP/1.1\r\nAuthorization: NTLM TlRMTVNTUAABAAAA\r\n\r\n".to_vec(),
        huge,
        channel("RPC_IN_DATA", "6004", &[0xff; 100]),
        channel("RPC_OUT_DATA", "6004", &pdu),
        channel("RPC_OUT_DATA", "x", b""),
        channel("RPC_IN_DATA", "6004", &[5, 0, 20, 3, 16, 0, 0, 0, 255, 255]),
    ];
    for attempt in attempts {
        let mut stream = connect(&lab, "mail.contoso.test").await.unwrap();
        // The server may close before it has read everything.
        let _ = stream.write_all(&attempt).await;
        let mut answer = Vec::new();
        let _ = tokio::time::timeout(Duration::from_millis(100), stream.read_to_end(&mut answer)).await;
        let mut http = Http::open(&lab, Logon::Basic, lab.administrator()).await.unwrap();
        let request =
            GetFolder { shape: Shape::default(), folders: vec![FolderRef::distinguished("inbox", None)] };
        assert!(http.ews(&request).await.unwrap()[0].is_ok());
    }
}
