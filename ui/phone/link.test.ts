import { expect, test } from "vitest";
import { readLink } from "./link";

const KEY = Buffer.alloc(32, 7).toString("base64url");

test("token and key are read from the code on the kiosk's screen", () => {
  const link = readLink({ pathname: "/p/abcDEF012_-abcDEF0123", hash: `#k=${KEY}` });
  expect(link?.token, "the token is the path's").toBe("abcDEF012_-abcDEF0123");
  expect(link?.key, "the key is the fragment's").toEqual(new Uint8Array(32).fill(7));
});

test.each([
  ["no key", "/p/abcDEF012345", ""],
  ["half a key", "/p/abcDEF012345", `#k=${KEY.slice(0, 20)}`],
  ["no base64url", "/p/abcDEF012345", `#k=${KEY.slice(0, -1)}!`],
  ["no token", "/p/", `#k=${KEY}`],
  ["a path in the token", "/p/../../admin", `#k=${KEY}`],
])("%s makes no link", (_case, pathname, hash) => {
  expect(readLink({ pathname, hash }), "the page then says to scan again").toBeUndefined();
});
