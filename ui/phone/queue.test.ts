import { expect, test, vi } from "vitest";
import type { Answer } from "./dashboard";
import { type Prepared, Queue } from "./queue";

const DONE: Answer<void> = { answer: "done", value: undefined };
const LOST: Answer<void> = { answer: "unreachable" };
const SEALED: Prepared = { outcome: "sealed", sealed: new Blob(["sealed"]) };

test("fifty photos go two at a time, and each is read only when its turn has come", async () => {
  let now = 0;
  let most = 0;
  const { queue, prepared } = world({
    send: async () => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
      return DONE;
    },
  });
  queue.add(files(50));
  expect(prepared.length, "the others wait unread").toBe(2);
  await vi.waitFor(() => expect(steps(queue)).toEqual({ sent: 50 }));
  expect(most, "a phone's memory holds two sealed photos, not fifty").toBe(2);
});

test("a broken line is tried again by itself, as the same photo", async () => {
  const sent: string[] = [];
  const { queue, pauses } = world({
    send: async (photo) => (sent.push(photo) < 3 ? LOST : DONE),
  });
  queue.add(files(1));
  await vi.waitFor(() => expect(steps(queue)).toEqual({ sent: 1 }));
  expect(new Set(sent).size, "a new name would be a second photo").toBe(1);
  expect(pauses, "each repeat waits longer than the one before").toEqual([1, 2]);
});

test("after a long break, retry sends only what failed", async () => {
  const sent: string[] = [];
  let online = false;
  const { queue } = world({
    send: async (photo) => {
      sent.push(photo);
      return online || photo === "photo-1" ? DONE : LOST;
    },
  });
  queue.add(files(3));
  await vi.waitFor(() => expect(steps(queue)).toEqual({ sent: 1, failed: 2 }));
  online = true;
  sent.length = 0;
  queue.retry();
  await vi.waitFor(() => expect(steps(queue)).toEqual({ sent: 3 }));
  expect(sent.sort(), "what arrived is not sent again").toEqual(["photo-2", "photo-3"]);
});

test("an answer lost on the way is found again in the view", async () => {
  const { queue, pauses } = world({
    send: async () => LOST,
    pause: async () => queue.settle([{ photo: "photo-1", outcome: { outcome: "shown" } }]),
  });
  queue.add(files(1));
  await vi.waitFor(() => expect(steps(queue)).toEqual({ shown: 1 }));
  expect(pauses.length, "no second upload once it is known to be there").toBe(1);
});

test("what is no photo is never sent, and leaves its place to one", async () => {
  const { queue } = world({
    most: 2,
    prepare: async (photo) =>
      photo === "photo-1" ? { outcome: "refused", reason: "video" } : SEALED,
  });
  queue.add(files(4));
  await vi.waitFor(() => expect(steps(queue)).toEqual({ refused: 2, sent: 2 }));
  const reasons = queue.photos.map(({ progress }) => "reason" in progress && progress.reason);
  expect(reasons, "the fourth is one too many, the third is not").toEqual([
    "video",
    false,
    false,
    "too_many",
  ]);
});

test("a phone that is not let in keeps its photos and waits", async () => {
  let admitted = false;
  const { queue, closed } = world({
    send: async () => (admitted ? DONE : { answer: "not_admitted" }),
  });
  queue.add(files(2));
  await vi.waitFor(() => expect(closed).toContain("not_admitted"));
  expect(steps(queue), "nothing is lost").toEqual({ waiting: 2 });
  admitted = true;
  queue.hold(false);
  await vi.waitFor(() => expect(steps(queue)).toEqual({ sent: 2 }));
});

test("photos sent before a reload are still there, and one taken off the list stays off", () => {
  const { queue } = world({});
  const arrived = [
    { photo: "earlier-1", outcome: { outcome: "shown" as const } },
    { photo: "earlier-2", outcome: { outcome: "refused" as const, refusal: "damaged" as const } },
  ];
  queue.settle(arrived);
  expect(steps(queue), "the dashboard remembers them").toEqual({ shown: 1, refused: 1 });
  queue.dismiss(queue.photos.filter(({ progress }) => progress.step === "refused"));
  queue.settle(arrived);
  expect(steps(queue), "the next view does not bring it back").toEqual({ shown: 1 });
});

interface Script {
  most?: number;
  prepare?(photo: string): Promise<Prepared>;
  send?(photo: string): Promise<Answer<void>>;
  pause?(): Promise<void>;
}

/** A queue that is let in, with a dashboard that does as the script says. */
function world(script: Script) {
  const prepared: string[] = [];
  const pauses: number[] = [];
  const closed: string[] = [];
  let made = 0;
  const queue = new Queue({
    newId: () => `photo-${(made += 1)}`,
    most: () => script.most ?? 60,
    prepare: async (photo) => {
      prepared.push(photo);
      return script.prepare?.(photo) ?? SEALED;
    },
    send: async (photo, _sealed, onPart) => {
      onPart(0.5);
      return script.send?.(photo) ?? DONE;
    },
    pause: async (attempt) => {
      pauses.push(attempt);
      await script.pause?.();
    },
    closed: (answer) => closed.push(answer),
    changed: () => undefined,
  });
  queue.hold(false);
  return { queue, prepared, pauses, closed };
}

function files(count: number): File[] {
  return Array.from({ length: count }, (_, at) => new File(["bytes"], `IMG_${at}.jpg`));
}

/** How many photos are at each step. */
function steps(queue: Queue): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { progress } of queue.photos) found[progress.step] = (found[progress.step] ?? 0) + 1;
  return found;
}
