// A browser that lacks something is told so before anybody speaks.
import { afterEach, expect, test, vi } from "vitest";
import { findMissingSupport } from "./support.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const COMPLETE: Readonly<Record<string, unknown>> = {
  isSecureContext: true,
  navigator: { mediaDevices: {}, locks: {} },
  Worker: class {},
  BroadcastChannel: class {},
  AudioEncoder: { isConfigSupported: async () => ({ supported: true }) },
  AudioWorkletNode: class {},
};

const missingIn = async (browser: Readonly<Record<string, unknown>>) => {
  for (const [name, value] of Object.entries(COMPLETE)) {
    vi.stubGlobal(name, browser[name] ?? value);
    if (!(name in browser)) Reflect.deleteProperty(globalThis, name);
  }
  return (await findMissingSupport({ bitsPerSecond: 64_000 }))?.message;
};

test("misses nothing in a browser that has all of it, with no storage manager", async () => {
  expect(await missingIn(COMPLETE)).toBeUndefined();
});

test("names a page that came over plain HTTP", async () => {
  const message = "Recording needs a page over HTTPS or from localhost.";
  expect(await missingIn({ ...COMPLETE, isSecureContext: false })).toBe(message);
});

test.each([
  ["microphone access", { ...COMPLETE, navigator: { locks: {} } }],
  ["web workers", without("Worker")],
  ["Web Locks", { ...COMPLETE, navigator: { mediaDevices: {} } }],
  ["BroadcastChannel", without("BroadcastChannel")],
  ["WebCodecs audio encoding", without("AudioEncoder")],
  ["audio worklets", without("AudioWorkletNode")],
])("names %s when that is what is missing", async (what, browser) => {
  expect(await missingIn(browser)).toBe(`Recording needs a browser with ${what}.`);
});

function without(name: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(COMPLETE).filter(([known]) => known !== name));
}
