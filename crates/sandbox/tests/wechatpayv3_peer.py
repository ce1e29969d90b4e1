"""Plays a merchant with a client that is not ours (PyPI wechatpayv3) against the sandbox.

usage: wechatpayv3_peer.py SETTINGS_TOML certificate|public_key

Prints one line per proven step and ends with exit status 0; any disagreement is a traceback.
What it proves: the sandbox accepts requests that somebody else's code signed, signs answers that
somebody else's code verifies, and encrypts and signs notifications that somebody else's code
opens.
"""

import datetime
import gzip
import hashlib
import http.server
import json
import queue
import sys
import threading
import time
import tomllib
import urllib.request

from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3 import core as peer_core

PATIENCE_S = 20
NUMBER = "PEER-{}-1".format(int(time.time()))


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


class Mailbox(http.server.BaseHTTPRequestHandler):
    """Takes notifications and hands them to the main thread."""

    letters = queue.Queue(maxsize=100)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.letters.put((dict(self.headers.items()), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def proven(step):
    print("proven:", step, flush=True)


def expect(code, wanted, body):
    assert code == wanted, "expected {}, got {}: {}".format(wanted, code, body)
    return json.loads(body) if body else None


def control(base, path, method="POST", body=None):
    request = urllib.request.Request(base + "/sandbox/api/" + path, method=method)
    if body is not None:
        request.add_header("content-type", "application/json")
        request.data = json.dumps(body).encode()
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        return answer.read()


def notification(pay):
    headers, body = Mailbox.letters.get(timeout=PATIENCE_S)
    # The names come in lower case, as the sandbox sends them, which this client understands.
    headers = {name.lower(): value for name, value in headers.items()}
    opened = pay.callback(headers, body)
    assert opened, "the client refused a notification of the sandbox"
    assert pay.callback(headers, body + b" ") is None, "the client must notice a changed body"
    return opened


def merchant(settings, mode, notify_url):
    # The client's constructor downloads certificates in certificate mode, so its fixed gateway
    # address must be replaced before: every read of it gives the sandbox's, nothing sets it.
    peer_core.Core._gate_way = property(lambda _: settings["api_base"], lambda *_: None)
    keys = {}
    if mode == "public_key":
        keys = {
            "public_key": read(settings["public_key_file"]),
            "public_key_id": settings["public_key_id"],
        }
    return WeChatPay(
        wechatpay_type=WeChatPayType.NATIVE,
        mchid=settings["mchid"],
        private_key=read(settings["merchant_private_key_file"]),
        cert_serial_no=settings["merchant_serial"],
        appid=settings["appid"],
        apiv3_key=read(settings["api_v3_key_file"]).strip(),
        notify_url=notify_url,
        timeout=(PATIENCE_S, PATIENCE_S),
        **keys,
    )


def main():
    with open(sys.argv[1], "rb") as file:
        settings = tomllib.load(file)
    mode = sys.argv[2]
    base = settings["api_base"]
    control(base, "mode", "PUT", {"mode": mode})

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Mailbox)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    notify_url = "http://127.0.0.1:{}/notify".format(server.server_port)
    pay = merchant(settings, mode, notify_url)
    proven("the client is set up in {} mode".format(mode))

    number = NUMBER + mode[:3]
    order = {"description": "照片打印", "out_trade_no": number, "amount": {"total": 1200}}
    opened = expect(*swap(pay.pay(**order), 200))
    assert opened["code_url"].startswith("weixin://"), opened
    proven("a Native order is signed, accepted and answered")

    asked = expect(*swap(pay.query(out_trade_no=number), 200))
    assert asked["trade_state"] == "NOTPAY", asked
    proven("a query is signed with its query string")

    control(base, "orders/{}/pay".format(number))
    told = notification(pay)
    assert told["event_type"] == "TRANSACTION.SUCCESS", told
    assert told["resource"]["amount"]["total"] == 1200, told
    proven("the payment's notification verifies and opens")

    transaction_id = told["resource"]["transaction_id"]
    asked = expect(*swap(pay.query(transaction_id=transaction_id), 200))
    assert asked["trade_state"] == "SUCCESS" and asked["out_trade_no"] == number, asked
    proven("the payment is found by WeChat Pay's own number")

    code, body = pay.close(number)
    assert expect(code, 400, body)["code"] == "ORDERPAID", body
    proven("a paid order cannot be closed")

    refund = {
        "out_refund_no": number + "-R1",
        "out_trade_no": number,
        "amount": {"refund": 500, "total": 1200, "currency": "CNY"},
        "notify_url": notify_url,
    }
    accepted = expect(*swap(pay.refund(**refund), 200))
    assert accepted["status"] == "PROCESSING", accepted
    told = notification(pay)
    assert told["event_type"] == "REFUND.SUCCESS", told
    asked = expect(*swap(pay.query_refund(number + "-R1"), 200))
    assert asked["status"] == "SUCCESS" and asked["amount"]["refund"] == 500, asked
    proven("a refund is accepted, notified and found")

    other = number + "-X"
    order["out_trade_no"] = other
    expect(*swap(pay.pay(**order), 200))
    code, body = pay.close(other)
    assert code == 204 and not body, (code, body)
    asked = expect(*swap(pay.query(out_trade_no=other), 200))
    assert asked["trade_state"] == "CLOSED", asked
    proven("an unpaid order is closed with an empty, signed answer")

    barcodes(pay, base, number)
    bill(pay, number)

    code, body = pay.query(out_trade_no="PEER-NOBODY")
    assert expect(code, 404, body)["code"] == "ORDER_NOT_EXIST", body
    proven("an unknown order is not found")

    control(base, "faults", body={"kind": "bad_answer_signature", "on": "query"})
    try:
        pay.query(out_trade_no=number)
    except Exception as refused:
        assert "verify" in str(refused), refused
    else:
        raise AssertionError("the client believed WECHATPAY/SIGNTEST")
    proven("a deliberately wrong signature is noticed")

    pay._core._cert_serial_no = "0" * 40
    code, body = pay.query(out_trade_no=number)
    assert expect(code, 401, body)["code"] == "SIGN_ERROR", body
    proven("a request under a serial that is not the merchant's is refused")


def barcode(base, fate):
    return json.loads(control(base, "barcodes", body={"fate": fate}))["auth_code"]


def charge(pay, base, number, fate):
    return pay.pay(
        pay_type=WeChatPayType.CODEPAY,
        description="照片打印",
        out_trade_no=number,
        amount={"total": 990, "currency": "CNY"},
        payer={"auth_code": barcode(base, fate)},
        scene_info={"device_id": "K001", "store_info": {"id": "0001"}},
    )


def barcodes(pay, base, number):
    paid = expect(*swap(charge(pay, base, number + "-B1", "pays"), 200))
    assert paid["trade_state"] == "SUCCESS" and paid["trade_type"] == "MICROPAY", paid
    assert paid["amount"]["total"] == 990, paid
    proven("a barcode is charged and paid at once")

    asks = number + "-B2"
    pending = expect(*swap(charge(pay, base, asks, "asks_password"), 202))
    assert pending["code"] == "USERPAYING", pending
    asked = expect(*swap(pay.query(out_trade_no=asks), 200))
    assert asked["trade_state"] == "USERPAYING", asked
    control(base, "orders/{}/pay".format(asks))
    asked = expect(*swap(pay.query(out_trade_no=asks), 200))
    assert asked["trade_state"] == "SUCCESS", asked
    proven("a barcode whose owner types the password is paid later")

    reversed_ = expect(*swap(pay.codepay_reverse(asks), 200))
    assert reversed_["out_trade_no"] == asks, reversed_
    asked = expect(*swap(pay.query(out_trade_no=asks), 200))
    assert asked["trade_state"] == "REVOKED", asked
    expect(*swap(pay.codepay_reverse(asks), 200))
    proven("a charge is reversed, twice without harm")

    for fate, status, wanted in [
        ("not_enough", 403, "NOT_ENOUGH"),
        ("expired", 400, "AUTH_CODE_EXPIRE"),
        ("used", 400, "AUTH_CODE_USED"),
    ]:
        code, body = charge(pay, base, number + "-" + fate[:4], fate)
        assert expect(code, status, body)["code"] == wanted, body
    proven("a barcode without money, too old or used is refused")


def bill(pay, number):
    beijing = datetime.timezone(datetime.timedelta(hours=8))
    day = datetime.datetime.now(beijing).date().isoformat()
    for tar_type in ["GZIP", None]:
        # The client always names a type; without one the file comes as it is.
        path = "/v3/bill/tradebill?bill_date={}&bill_type=ALL".format(day)
        asked = pay.trade_bill(day) if tar_type else pay._core.request(path)
        ready = expect(*swap(asked, 200))
        code, file = pay.download_bill(ready["download_url"])
        assert code == 200 and isinstance(file, bytes), (code, file)
        plain = gzip.decompress(file) if tar_type else file
        assert ready["hash_type"] == "SHA1", ready
        assert hashlib.sha1(plain).hexdigest() == ready["hash_value"], ready
        text = plain.decode("utf-8-sig")
        rows = [line.split(",`") for line in text.splitlines()[1:] if line.startswith("`")][:-1]
        names = text.splitlines()[0].split(",")
        assert all(len(row) == len(names) for row in rows), names
        told = [dict(zip(names, row)) for row in rows]
        ours = [row for row in told if row["商户订单号"].startswith(number)]
        said = sorted((row["商户订单号"][len(number):], row["交易状态"]) for row in ours)
        assert said == [
            ("", "REFUND"),
            ("", "SUCCESS"),
            ("-B1", "SUCCESS"),
            ("-B2", "REVOKED"),
            ("-B2", "SUCCESS"),
        ], said
        paid = next(row for row in ours if row["商户订单号"] == number and row["交易状态"] == "SUCCESS")
        assert paid["订单金额"] == "12.00", paid
    proven("the bill is downloaded, packed and plain, and has the announced SHA-1")


def swap(answer, wanted):
    """(code, body) as the client gives it, in the order `expect` takes it."""
    code, body = answer
    return code, wanted, body


main()
