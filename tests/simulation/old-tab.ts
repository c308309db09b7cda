// A tab of the release before (commit eaeb75c), as other tabs meet it. The names of locks and channels and
// the shapes of messages are written down here as they were then. Inside, the tab runs today's code.
import { makeRecordingId } from "@tapedeck/core/ids";
import type { VirtualTab } from "../../packages/recorder/src/testing/virtual-tabs.ts";
import {
  recordingLock,
  uploaderLock,
  uploadsChannel,
} from "../../packages/recorder/src/upload/leader.ts";
import type { TabMessage } from "../../packages/recorder/src/upload/tab-message.ts";
import { OWNER } from "./identity.ts";

const ANY_ID = makeRecordingId(0, new Uint8Array(6));

/** Locks and channels: the prefix of today's name, and what it was. */
const NAMES_BEFORE: readonly (readonly [today: string, before: string])[] = [
  [uploaderLock(OWNER), `tapedeck-uploader-${OWNER}`],
  [recordingLock(ANY_ID).slice(0, -ANY_ID.length), "tapedeck-recording-"],
  [uploadsChannel(OWNER), `tapedeck-${OWNER}`],
];

const KINDS_BEFORE: ReadonlySet<string> = new Set([
  "began",
  "journaled",
  "retry",
  "wake",
  "opened",
  "changed",
  "rescued",
]);

export function asBefore(tab: VirtualTab): VirtualTab {
  return {
    leave: () => tab.leave(),
    lock: (name, signal) => tab.lock(nameBefore(name), signal),
    openChannel: (name, onMessage) => {
      const channel = tab.openChannel(nameBefore(name), (message) => {
        if (KINDS_BEFORE.has(message.kind)) onMessage(message);
      });
      return {
        post: (message) => {
          const before = messageBefore(message);
          if (before) channel.post(before);
        },
        close: () => channel.close(),
      };
    },
  };
}

function nameBefore(name: string): string {
  for (const [today, before] of NAMES_BEFORE) {
    if (name.startsWith(today)) return before + name.slice(today.length);
  }
  throw new Error(`the release before knew nothing like ${name}`);
}

/** @returns the message as that release sent it; `undefined` if it sent none */
function messageBefore(message: TabMessage): TabMessage | undefined {
  switch (message.kind) {
    case "server-time":
      return undefined;
    case "journaled": {
      const { unsure: _unsure, ...recording } = message.recording;
      return { ...message, recording };
    }
    case "changed": {
      const { recordings, segments } = message.views;
      const before = recordings.map(({ recordingId, storage, state }) => ({
        recordingId,
        storage,
        state,
      }));
      return { ...message, views: { recordings: before, segments } };
    }
    default:
      return message;
  }
}
