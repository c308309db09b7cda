// Asks before signing out, but only while sound exists on this device alone.
import { createSignal, type Accessor } from "solid-js";
import type { Recorder } from "@tapedeck/recorder";
import { leftOverOf } from "./left-over.ts";

/** A device that does not answer within this time must not hold up a person who wants to sign out. */
const READ_TIMEOUT_MS = 2_000;

/** `hasRecords` as {@link SignOutDialog} takes it. */
interface Question {
  readonly hasRecords: boolean;
}

export function createSignOutQuestion(signOut: () => void): {
  /** Open until the person answers it. */
  readonly question: Accessor<Question | undefined>;
  /** Signs out at once if the bucket has everything; opens the question otherwise. */
  request(recorder: Recorder): Promise<void>;
  close(): void;
} {
  const [question, setQuestion] = createSignal<Question>();
  return {
    question,
    async request(recorder) {
      // An empty list may only mean that the recorder has not read the device yet.
      const isUnread = recorder.snapshot().recordings.length === 0;
      const hasRecords = isUnread && (await mayHaveRecords(recorder));
      if (hasRecords || leftOverOf(recorder.snapshot())) setQuestion({ hasRecords });
      else signOut();
    },
    close: () => setQuestion(undefined),
  };
}

/** Assumes records where the device cannot read them, or does not in time. */
function mayHaveRecords(recorder: Recorder): Promise<boolean> {
  return Promise.race([
    recorder.hasRecords().catch(() => true),
    new Promise<true>((resolve) => setTimeout(resolve, READ_TIMEOUT_MS, true)),
  ]);
}
