import { expect, test, vi } from "vitest";
import { Announcer } from "./announcer";

test("the last word arrives even when earlier ones are lost", async () => {
  const heard: number[] = [];
  let lost = 2;
  const announcer = new Announcer(
    async (photos) => {
      if (lost-- > 0) return { answer: "unreachable" };
      heard.push(photos);
      return { answer: "done", value: undefined };
    },
    async () => undefined,
  );
  for (const photos of [3, 2, 1, 0, 5, 0]) announcer.say(photos);
  announcer.say(4);
  await vi.waitFor(() => expect(heard.at(-1), "the kiosk waits for as many as there are").toBe(4));
  expect(heard.length, "what was overtaken is not said").toBe(1);
});
