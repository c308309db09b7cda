// What the engine takes from a browser, in a page and in a service worker alike.
import type { Timer } from "@tapedeck/core/ports";
import { sha256Base64 } from "./sha256.ts";
import type { TabMessage } from "./upload/tab-message.ts";
import type { Environment } from "./environment.ts";

const setTimer: Timer = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs);
  return () => {
    clearTimeout(timer);
  };
};

// Within a promise, so that a browser without locks rejects instead of throwing.
const lock: Environment["lock"] = (name, signal) =>
  new Promise((grant, refuse) => {
    navigator.locks
      .request(name, { signal }, () => new Promise<void>((release) => grant(release)))
      .catch(refuse);
  });

const openChannel: Environment["openChannel"] = (name, onMessage) => {
  let channel: BroadcastChannel | undefined = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => onMessage(data);
  return {
    post: (message) => channel?.postMessage(message),
    close: () => {
      channel?.close();
      channel = undefined;
    },
  };
};

/** What a page and a service worker have in common. */
export const sharedEnvironment = {
  clock: { nowMicros: () => Date.now() * 1000 },
  setTimer,
  random01: () => Math.random(),
  sha256: sha256Base64,
  isOnline: () => navigator.onLine,
  lock,
  openChannel,
} satisfies Partial<Environment>;
