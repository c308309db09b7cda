// A device, a service worker that may drain it, and tabs that come and go.
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { drainUploads, type DrainOutcome } from "../upload/drain.ts";
import { createUploads } from "../upload/uploads.ts";
import { journalRecording } from "./journaled-recording.ts";
import { createScriptedApi } from "./scripted-api.ts";
import { idOf } from "./recording-ids.ts";
import { settle } from "./settle.ts";
import { createVirtualEnvironment } from "./virtual-environment.ts";
import { createVirtualTabs } from "./virtual-tabs.ts";

export const LIMIT_MS = 120_000;
export const SEGMENTS = 3;
export const SAMPLE_COUNT = SEGMENTS * 2 * PACKET_SAMPLES;
export const never = new AbortController().signal;

export function createDraining() {
  const environment = createVirtualEnvironment();
  const tabs = createVirtualTabs();
  const api = createScriptedApi({ answers: "at-once" });
  let stored = 0;

  return {
    environment,
    api,
    records: environment.storage.records,
    join: () => tabs.join(),
    /** What somebody recorded while nothing could be sent. */
    record: async (options: { index?: number; owner?: string; isEnded?: boolean } = {}) => {
      const sampleCount = SAMPLE_COUNT;
      const { journal } = await journalRecording(environment, {
        recordingId: idOf(options.index ?? 0),
        owner: options.owner ?? "ada",
        packetsPerSegment: 2,
        sampleCount,
      });
      if (options.isEnded ?? true) await journal.finish(sampleCount);
    },
    drain: async (storage = environment.storage, signal = never) => {
      const drained: { outcome: DrainOutcome | undefined } = { outcome: undefined };
      void drainUploads({
        owner: "ada",
        api,
        environment: { ...environment, ...tabs.join(), openStorage: async () => storage },
        limitMs: LIMIT_MS,
        signal,
      }).then((outcome) => {
        drained.outcome = outcome;
      });
      await settle();
      return drained;
    },
    openTab: async () => {
      const tab = tabs.join();
      const uploads = createUploads({
        owner: "ada",
        api,
        environment: { ...environment, ...tab },
        listener: {
          onChange: () => undefined,
          onServerTime: () => undefined,
          onFailure: (error) => {
            throw error;
          },
        },
      });
      await settle();
      return uploads;
    },
    storeAll: async () => {
      while (stored < environment.puts.length) await environment.puts[stored++]?.store();
      await settle();
    },
  };
}
