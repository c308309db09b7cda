import { beforeEach, expect, test, vi } from "vitest";
import { createLater } from "./create-later.ts";

let events: EventTarget;
let askedCount: number;

beforeEach(() => {
  events = new EventTarget();
  askedCount = 0;
  vi.stubGlobal("addEventListener", events.addEventListener.bind(events));
  vi.stubGlobal("removeEventListener", events.removeEventListener.bind(events));
  return () => vi.unstubAllGlobals();
});

const settled = () => new Promise((resolve) => setTimeout(resolve));
const comeOnline = async () => {
  events.dispatchEvent(new Event("online"));
  await settled();
};

/** Code that comes with the last of so many tries; before, it is rejected or absent. */
const comesAt = (tries: number, before: () => Promise<undefined>) =>
  createLater<string>(async () => ((askedCount += 1) < tries ? before() : "code"));

test.each([
  ["is rejected", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["gives nothing", () => Promise.resolve(undefined)],
])(
  "code whose request %s is missing, and is asked for again when the network is back",
  async (_how, before) => {
    const { part, isMissing } = comesAt(3, before);
    expect(isMissing(), "nothing is missing while it is on its way").toBe(false);
    await settled();
    expect(isMissing()).toBe(true);
    await comeOnline();
    expect(isMissing()).toBe(true);
    await comeOnline();
    expect(part()).toBe("code");
    expect(isMissing()).toBe(false);
  },
);

test("code that has come is asked for once", async () => {
  const { part } = comesAt(1, () => Promise.resolve(undefined));
  await settled();
  await comeOnline();
  expect(part()).toBe("code");
  expect(askedCount).toBe(1);
});

test("code that has come stays when an earlier request for it fails afterwards", async () => {
  const first = Promise.withResolvers<string>();
  const requests = [first.promise, Promise.resolve("code")];
  const { part, isMissing } = createLater<string>(() => requests.shift() ?? first.promise);
  await comeOnline();
  first.reject(new TypeError("Failed to fetch"));
  await settled();
  expect(part()).toBe("code");
  expect(isMissing()).toBe(false);
});
