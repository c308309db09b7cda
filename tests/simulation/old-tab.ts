// A tab of an old release, as other tabs meet it. Inside it runs the code of the release before (commit
// 61d016d). A tab of the release before that one (eaeb75c) speaks through a filter: the names of locks and
// channels and the shapes of messages are written down here as they were in both.
import type { Environment } from "../../packages/recorder/src/environment.ts";
import { OWNER } from "./identity.ts";
import type { EnvironmentBefore, MessageBefore } from "./release-before/engine.js";

type TodaysTab = Pick<Environment, "lock" | "openChannel">;

type OldTab = Pick<EnvironmentBefore, "lock" | "openChannel">;

/** Locks and channels, by what their names begin with: both releases used the same. */
const NAMES_BEFORE = [`tapedeck-uploader-${OWNER}`, "tapedeck-recording-", `tapedeck-${OWNER}`];

const KINDS_BEFORE: ReadonlySet<string> = new Set([
  "began",
  "journaled",
  "retry",
  "wake",
  "opened",
  "changed",
  "rescued",
]);

export function asBefore(tab: TodaysTab): OldTab {
  // Messages are plain data: tabs of other releases post what this one does not know.
  const openChannel = tab.openChannel as unknown as OldTab["openChannel"];
  return {
    lock: (name, signal) => tab.lock(knownName(name), signal),
    openChannel: (name, onMessage) => openChannel(knownName(name), onMessage),
  };
}

export function asBeforeThat(tab: TodaysTab): OldTab {
  const { lock, openChannel } = asBefore(tab);
  return {
    lock,
    openChannel: (name, onMessage) => {
      const channel = openChannel(name, (message) => {
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

function knownName(name: string): string {
  if (NAMES_BEFORE.some((before) => name.startsWith(before))) return name;
  throw new Error(`the release before knew nothing like ${name}`);
}

/** @returns the message as that release sent it; `undefined` if it sent none */
function messageBefore(message: MessageBefore): MessageBefore | undefined {
  switch (message.kind) {
    case "server-time":
      return undefined;
    case "journaled":
      return { ...message, recording: without(message["recording"] as object, ["unsure"]) };
    case "changed": {
      const { recordings, segments } = message["views"] as Record<string, readonly object[]>;
      const before = recordings?.map((view) => without(view, ["missingMs", "isFullOfGaps"]));
      return { ...message, views: { recordings: before, segments } };
    }
    default:
      return message;
  }
}

function without(object: object, fields: readonly string[]): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !fields.includes(name)));
}
