import { createDecipheriv } from "node:crypto";
import { expect, test } from "vitest";
import vector from "../shared/testdata/sealed-photo.json";
import { importKey, labelOf, seal } from "./seal";

const bytes = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(hex, "hex"));
const key = await importKey(bytes(vector.key));
const { session, photo, label } = vector;

test("a photo is sealed byte for byte as the kiosk's test vector says", async () => {
  const sealed = await seal(
    key,
    { session, photo },
    label,
    new Blob([bytes(vector.file)]),
    bytes(vector.nonce),
  );
  expect(await hexOf(sealed), "phone and kiosk must agree on every byte").toBe(vector.sealed);
});

test("what is sealed opens for its own photo and for no other", async () => {
  const file = crypto.getRandomValues(new Uint8Array(50_000));
  const sealed = await seal(key, { session, photo }, label, new Blob([file]));
  const opened = await open(sealed, session, photo);
  const start = 4 + opened.readUInt32BE(0);
  expect(JSON.parse(opened.subarray(4, start).toString()), "the label is carried").toEqual(label);
  expect(opened.subarray(start).equals(file), "the file's bytes are carried").toBe(true);
  await expect(
    open(sealed, session, "another-photo"),
    "a server could swap two photos otherwise",
  ).rejects.toThrow();
});

test("no two photos share a nonce", async () => {
  const nonces = new Set<string>();
  for (let turn = 0; turn < 50; turn += 1) {
    const sealed = await seal(key, { session, photo }, label, new Blob(["x"]));
    nonces.add((await hexOf(sealed)).slice(8, 32));
  }
  expect(nonces.size, "a repeated nonce breaks the cipher").toBe(50);
});

test("a label fits whatever the file is called", () => {
  const { name, media_type } = labelOf({ name: `${"📷".repeat(200)}.jpg`, type: "image/jpeg" });
  expect([...name].length, "cut by characters, not through the middle of one").toBe(120);
  expect(media_type, "the type is carried").toBe("image/jpeg");
  expect(
    labelOf({ name: "half \ud83d.jpg", type: "" }).name,
    "JSON readers refuse half a pair",
  ).toBe("half \ufffd.jpg");
});

async function hexOf(blob: Blob): Promise<string> {
  return Buffer.from(await blob.arrayBuffer()).toString("hex");
}

/** Opens with Node's own cipher, not the browser's. */
async function open(sealed: Blob, forSession: string, forPhoto: string): Promise<Buffer> {
  const all = Buffer.from(await sealed.arrayBuffer());
  expect(all.subarray(0, 4).toString(), "the mark").toBe("MLP1");
  const decipher = createDecipheriv("aes-256-gcm", bytes(vector.key), all.subarray(4, 16));
  decipher.setAAD(Buffer.from(`minilab photo v1\n${forSession}\n${forPhoto}`));
  decipher.setAuthTag(all.subarray(-16));
  return Buffer.concat([decipher.update(all.subarray(16, -16)), decipher.final()]);
}
