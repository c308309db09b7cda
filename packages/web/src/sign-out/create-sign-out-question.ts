// Asks before signing out, but only while sound exists on this device alone.
import { createSignal, type Accessor } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { Recorder } from "@tapedeck/recorder";
import { isAllInBucket } from "./all-in-bucket.ts";
import type { SignOutDialog } from "./SignOutDialog.tsx";

/** A device that does not answer within this time must not hold up a person who wants to sign out. */
const READ_TIMEOUT_MS = 2_000;

interface Question {
  /** As {@link SignOutDialog} takes it. */
  readonly hasRecords: boolean;
  readonly Dialog: typeof SignOutDialog;
}

export function createSignOutQuestion(signOut: () => void): {
  /** Open until the person answers it. */
  readonly question: Accessor<Question | undefined>;
  /** Why the question cannot be asked. The person stays signed in: signing out may lose their sound. */
  readonly failure: Accessor<ErrorCode | undefined>;
  /** Loads the dialog: the person may want to sign out without a network. Recording needs none of it. */
  prepare(): void;
  /** Signs out at once if the bucket has everything; opens the question otherwise. */
  request(recorder: Recorder): Promise<void>;
  close(): void;
} {
  const [question, setQuestion] = createSignal<Question>();
  const [failure, setFailure] = createSignal<ErrorCode>();
  const load = () => import("./SignOutDialog.tsx");

  async function ask(hasRecords: boolean): Promise<void> {
    setFailure(undefined);
    try {
      const { SignOutDialog: Dialog } = await load();
      setQuestion({ hasRecords, Dialog });
    } catch {
      setFailure("APP_INCOMPLETE");
    }
  }

  return {
    question,
    failure,
    prepare: () => void load().catch(() => undefined),
    async request(recorder) {
      // An empty list may only mean that the recorder has not read the device yet.
      const isUnread = recorder.snapshot().recordings.length === 0;
      const hasRecords = isUnread && (await mayHaveRecords(recorder));
      if (hasRecords || !isAllInBucket(recorder.snapshot())) await ask(hasRecords);
      else signOut();
    },
    close() {
      setQuestion(undefined);
      setFailure(undefined);
    },
  };
}

/** Assumes records where the device cannot read them, or does not in time. */
function mayHaveRecords(recorder: Recorder): Promise<boolean> {
  return Promise.race([
    recorder.hasRecords().catch(() => true),
    new Promise<true>((resolve) => setTimeout(resolve, READ_TIMEOUT_MS, true)),
  ]);
}
