// Fetches what the bucket tells of one recording, again once it is sealed.
import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js";
import { DISPOSITIONS, type ErrorCode } from "@tapedeck/core/error-codes";
import { toAppError } from "@tapedeck/core/errors";
import type { LibraryApi, WhatToPlay } from "../api/library-api.ts";

/** After a failure that may pass; the browser's `online` event is sooner. */
const RETRY_MS = 10_000;

export interface FetchedRecording {
  readonly recording: Accessor<WhatToPlay | undefined>;
  readonly failure: Accessor<ErrorCode | undefined>;
  /** Asks again: the bucket has changed. */
  readonly refresh: () => void;
}

export function createRecordingFacts(ports: {
  readonly api: Pick<LibraryApi, "get">;
  readonly id: string;
  /** Nothing is fetched before the bucket can know it. */
  readonly mayBeInBucket: Accessor<boolean>;
}): FetchedRecording {
  const [recording, setRecording] = createSignal<WhatToPlay>();
  const [failure, setFailure] = createSignal<ErrorCode>();
  let isDisposed = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const fetchFacts = () => {
    clearTimeout(retry);
    if (!ports.mayBeInBucket()) return;
    ports.api.get(ports.id, 0).then(
      (found) => {
        if (isDisposed) return;
        setRecording(found);
        setFailure(undefined);
      },
      (thrown: unknown) => {
        if (isDisposed) return;
        const { code } = toAppError(thrown);
        setFailure(code);
        if (DISPOSITIONS[code] !== "never") retry = setTimeout(fetchFacts, RETRY_MS);
      },
    );
  };
  createEffect(on(ports.mayBeInBucket, fetchFacts));
  addEventListener("online", fetchFacts);
  onCleanup(() => {
    isDisposed = true;
    clearTimeout(retry);
    removeEventListener("online", fetchFacts);
  });
  return { recording, failure, refresh: fetchFacts };
}
