"""impacket lists the address book over RPC over HTTP."""

from impacket.dcerpc.v5 import nspi
from impacket.dcerpc.v5.rpch import RPCProxyClientException
from impacket.dcerpc.v5.rpcrt import RPC_C_AUTHN_LEVEL_CONNECT, RPC_C_AUTHN_LEVEL_PKT_INTEGRITY
from impacket.dcerpc.v5.rpcrt import RPC_C_AUTHN_LEVEL_PKT_PRIVACY, DCERPCException
from impacket.dcerpc.v5.transport import DCERPCTransportFactory
from impacket.http import AUTH_BASIC, AUTH_NTLM

from _lab import Lab, run

DISPLAY_NAME = 0x3001001F
SMTP_ADDRESS = 0x39FE001F


def connect(lab, auth=AUTH_BASIC, level=None, password=None, port=6004):
    transport = DCERPCTransportFactory(f"ncacn_http:ex01.{lab.domain}[{port},RpcProxy=127.0.0.1:443]")
    transport.set_credentials("administrator", password or lab.password, lab.domain.split(".")[0].upper())
    transport.set_rpc_proxy_url(f"https://{lab.address}/rpc/rpcproxy.dll?ex01.{lab.domain}:{port}")
    transport.set_auth_type(auth)
    dce = transport.get_dce_rpc()
    if level is not None:
        dce.set_auth_level(level)
        dce.set_credentials("administrator", password or lab.password, lab.domain.split(".")[0].upper())
    dce.connect()
    dce.bind(nspi.MSRPC_UUID_NSPI)
    return dce


def column(rows, tag):
    values = []
    for row in rows["ppRows"]["aRow"]:
        for value in row["lpProps"]:
            if value["ulPropTag"] == tag:
                values.append(value["Value"]["lpszW"].rstrip("\0"))
    return values


def listing(dce):
    handle = nspi.hNspiBind(dce)["contextHandle"]
    stat = nspi.STAT()
    stat["CodePage"] = nspi.CP_TELETEX
    addresses = []
    while True:
        answer = nspi.hNspiQueryRows(dce, handle, pStat=stat, Count=10, pPropTags=[DISPLAY_NAME, SMTP_ADDRESS])
        addresses += column(answer, SMTP_ADDRESS)
        stat = answer["pStat"]
        if stat["CurrentRec"] == nspi.MID_END_OF_TABLE:
            break
    nspi.hNspiUnbind(dce, handle)
    return addresses


def check(lab, **how):
    addresses = listing(connect(lab, **how))
    for name in ["administrator", "alice.adams", "all-staff", "nested"]:
        assert f"{name}@{lab.domain}" in addresses, (name, addresses)
    assert any(address.endswith("@partner.example") for address in addresses), addresses
    assert len(addresses) == len(set(addresses)) > 30, len(addresses)


def basic():
    with Lab() as lab:
        check(lab)


def ntlm_over_http():
    with Lab() as lab:
        check(lab, auth=AUTH_NTLM)


def ntlm_in_the_bind_connect():
    with Lab() as lab:
        check(lab, level=RPC_C_AUTHN_LEVEL_CONNECT)


def ntlm_in_the_bind_integrity():
    with Lab() as lab:
        check(lab, level=RPC_C_AUTHN_LEVEL_PKT_INTEGRITY)


def ntlm_in_the_bind_privacy():
    with Lab() as lab:
        check(lab, auth=AUTH_NTLM, level=RPC_C_AUTHN_LEVEL_PKT_PRIVACY)


def a_large_book():
    with Lab("--people", "700") as lab:
        dce = connect(lab)
        handle = nspi.hNspiBind(dce)["contextHandle"]
        answer = nspi.hNspiQueryRows(dce, handle, Count=900, pPropTags=[DISPLAY_NAME, SMTP_ADDRESS])
        assert len(answer["ppRows"]["aRow"]) > 700


def names_are_resolved():
    with Lab() as lab:
        dce = connect(lab)
        handle = nspi.hNspiBind(dce)["contextHandle"]
        names = [f"=SMTP:alice.adams@{lab.domain}\0", "nobody at all\0"]
        answer = nspi.hNspiResolveNamesW(dce, handle, pPropTags=[SMTP_ADDRESS], paStr=names)
        mids = [mid if isinstance(mid, int) else mid["Data"] for mid in answer["ppMIds"]["aulPropTag"]]
        assert mids == [2, 0], mids
        assert column(answer, SMTP_ADDRESS) == [f"alice.adams@{lab.domain}"]


def expect(errors, action):
    try:
        action()
    except errors:
        return
    raise AssertionError("no error came")


def wrong_passwords_are_refused():
    with Lab() as lab:
        for auth in (AUTH_BASIC, AUTH_NTLM):
            expect((RPCProxyClientException, Exception), lambda: connect(lab, auth=auth, password="wrong"))
        dce = connect(lab)
        dce.disconnect()


def a_wrong_port_is_unavailable():
    with Lab() as lab:
        try:
            connect(lab, port=6009)
        except (RPCProxyClientException, DCERPCException) as error:
            assert "6ba" in str(error), error
        else:
            raise AssertionError("no error came")


run(
    basic,
    ntlm_over_http,
    ntlm_in_the_bind_connect,
    ntlm_in_the_bind_integrity,
    ntlm_in_the_bind_privacy,
    a_large_book,
    names_are_resolved,
    wrong_passwords_are_refused,
    a_wrong_port_is_unavailable,
)
