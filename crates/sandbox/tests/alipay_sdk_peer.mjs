// Alipay's own Node client as a merchant of the sandbox, and as the judge of what it sends.
//
//   node alipay_sdk_peer.mjs FOLDER_OF_NODE_MODULES SETTINGS.json
//
// Exits with 0 when both agree on every step; says each step.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { inflateRawSync } from "node:zlib";

const [folder, settingsFile] = process.argv.slice(2);
const { AlipaySdk } = createRequire(`${folder}/`)("alipay-sdk");
const settings = JSON.parse(readFileSync(settingsFile, "utf8"));
const read = (file) => readFileSync(file, "utf8");

const letters = [];
let wake = () => {};
const mailbox = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => (body += chunk));
  request.on("end", () => {
    letters.push(Object.fromEntries(new URLSearchParams(body)));
    wake();
    response.end("success");
  });
});
await new Promise((up) => mailbox.listen(0, "127.0.0.1", up));
const notifyUrl = `http://127.0.0.1:${mailbox.address().port}/notify`;

async function letter() {
  while (letters.length === 0) await new Promise((come) => (wake = come));
  return letters.shift();
}

async function hand(path, body) {
  const answer = await fetch(`${settings.base}/sandbox/api/alipay/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: body ? JSON.stringify(body) : undefined,
  });
  assert.ok(answer.ok, `${path} answered ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
}

// The files of a zip archive, by the headers in front of each, read with nothing but zlib.
function unzip(archive) {
  const texts = [];
  let directory = archive.indexOf(Buffer.from("PK\x01\x02", "latin1"));
  while (archive.readUInt32LE(directory) === 0x02014b50) {
    const at = archive.readUInt32LE(directory + 42);
    const size = archive.readUInt32LE(directory + 20);
    const start = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
    const packed = archive.subarray(start, start + size);
    const plain = archive.readUInt16LE(directory + 10) === 8 ? inflateRawSync(packed) : packed;
    texts.push(new TextDecoder("gbk", { fatal: true }).decode(plain));
    directory +=
      46 +
      archive.readUInt16LE(directory + 28) +
      archive.readUInt16LE(directory + 30) +
      archive.readUInt16LE(directory + 32);
  }
  return texts;
}

const common = {
  appId: settings.app_id,
  privateKey: read(settings.app_private_key_file),
  keyType: "PKCS8",
  gateway: settings.gateway,
};
const modes = {
  "public key": { alipayPublicKey: read(settings.alipay_public_key_file) },
  certificates: {
    appCertPath: settings.app_cert_file,
    alipayPublicCertPath: settings.alipay_cert_file,
    alipayRootCertPath: settings.alipay_root_cert_file,
  },
};

for (const [mode, keys] of Object.entries(modes)) {
  const sdk = new AlipaySdk({ ...common, ...keys });
  const tag = mode === "certificates" ? "C" : "K";
  const out_trade_no = `PEER${tag}-PAYS-1`;
  const call = (method, bizContent, more = {}) =>
    sdk.exec(method, { bizContent, ...more }, { validateSign: true });
  const say = (step) => console.log(`ok  ${mode}: ${step}`);

  const bizContent = { out_trade_no, total_amount: "6.00", subject: "照片打印 6寸 x2 100%" };
  const opened = await call("alipay.trade.precreate", bizContent, { notifyUrl });
  assert.equal(opened.code, "10000");
  assert.match(opened.qrCode, /^https:\/\/qr\.alipay\.com\/bax/);
  say("precreate is signed both ways");

  const before = await call("alipay.trade.query", { out_trade_no });
  assert.equal(before.subCode, "ACQ.TRADE_NOT_EXIST");
  say("before a scan there is no trade");

  await hand(`orders/${out_trade_no}/pay`);
  const told = await letter();
  assert.ok(sdk.checkNotifySignV2(told), "the notification's signature");
  assert.equal(told.trade_status, "TRADE_SUCCESS");
  assert.equal(told.passback_params, "", "an empty field is sent and signed");
  assert.ok(!sdk.checkNotifySignV2({ ...told, total_amount: "0.01" }), "a changed one");
  say("the notification is Alipay's, and a changed one is not");

  const paid = await call("alipay.trade.query", { out_trade_no });
  assert.equal(paid.tradeStatus, "TRADE_SUCCESS");
  assert.equal(paid.totalAmount, "6.00");
  say("query says paid");

  const part = { out_trade_no, refund_amount: "2.50", out_request_no: `${out_trade_no}-R1` };
  const refunded = await call("alipay.trade.refund", part);
  assert.deepEqual([refunded.fundChange, refunded.refundFee], ["Y", "2.50"]);
  const again = await call("alipay.trade.refund", part);
  assert.deepEqual([again.fundChange, again.refundFee], ["N", "2.50"]);
  const reading = await call("alipay.trade.fastpay.refund.query", {
    out_trade_no,
    out_request_no: part.out_request_no,
  });
  assert.deepEqual([reading.refundStatus, reading.refundAmount], ["REFUND_SUCCESS", "2.50"]);
  const second = await letter();
  assert.ok(sdk.checkNotifySignV2(second), "the refund's notification");
  assert.equal(second.refund_fee, "2.50");
  say("a partial refund, its repeat, its query and its notification");

  const { auth_code } = await hand("barcodes", { fate: "pays" });
  const charge = { out_trade_no: `PEER${tag}-CHARGE-1`, total_amount: "9.50", subject: "照片" };
  const charged = await call("alipay.trade.pay", { ...charge, scene: "bar_code", auth_code });
  assert.deepEqual([charged.code, charged.totalAmount], ["10000", "9.50"]);
  const cancelled = await call("alipay.trade.cancel", { out_trade_no: charge.out_trade_no });
  assert.deepEqual([cancelled.retryFlag, cancelled.action], ["N", "refund"]);
  say("a barcode is charged and cancelled");

  const scanned = { ...bizContent, out_trade_no: `PEER${tag}-CLOSE-1` };
  await call("alipay.trade.precreate", scanned);
  await hand(`orders/${scanned.out_trade_no}/scan`);
  const closed = await call("alipay.trade.close", { out_trade_no: scanned.out_trade_no });
  assert.equal(closed.code, "10000");
  say("what was scanned is closed");

  const bill_date = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const bill = await call("alipay.data.dataservice.bill.downloadurl.query", {
    bill_type: "trade",
    bill_date,
  });
  const archive = Buffer.from(await (await fetch(bill.billDownloadUrl)).arrayBuffer());
  const [lines] = unzip(archive);
  assert.ok(lines.includes("业务明细列表结束"), lines);
  assert.ok(lines.split("\r\n").some((line) => line.includes(out_trade_no) && line.includes("-2.50")));
  say("the bill is a zip of GBK files with the refund in it");

  await hand("faults", { kind: "bad_answer_signature", on: "query" });
  await assert.rejects(call("alipay.trade.query", { out_trade_no }));
  say("a forged answer is refused");
}

const stranger = new AlipaySdk({ ...common, ...modes["public key"], appId: "2021000000000000" });
const refused = await stranger.exec(
  "alipay.trade.query",
  { bizContent: { out_trade_no: "PEERK-PAYS-1" } },
);
assert.equal(refused.subCode, "isv.invalid-app-id");
console.log("ok  another application is refused");
mailbox.close();
