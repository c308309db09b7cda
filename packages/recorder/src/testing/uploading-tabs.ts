// A browser whose tabs share a device, a network, locks and channels.
import type { AppError } from "@tapedeck/core/errors";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import type { JournalStorage } from "../journal/journal-storage.ts";
import type { RecordingApi } from "../ports.ts";
import { createLaterUploads } from "../upload/later-uploads.ts";
import { createUploads } from "../upload/uploads.ts";
import { journalRecording } from "./journaled-recording.ts";
import { createScriptedApi } from "./scripted-api.ts";
import { idOf } from "./recording-ids.ts";
import { settle } from "./settle.ts";
import { createVirtualEnvironment } from "./virtual-environment.ts";
import { createVirtualTabs } from "./virtual-tabs.ts";

export function createUploadingTabs() {
  const environment = createVirtualEnvironment();
  const tabs = createVirtualTabs();
  const api = createScriptedApi({ answers: "at-once" });

  async function openTab(
    owner = "ada",
    storage: JournalStorage = environment.storage,
    ownApi: RecordingApi = api,
  ) {
    const failures: AppError[] = [];
    const shared = tabs.join();
    const times: ServerTime[] = [];
    const uploads = createLaterUploads(
      {
        owner,
        api: ownApi,
        environment: { ...environment, ...shared, openStorage: async () => storage },
        listener: {
          onChange: () => undefined,
          onServerTime: (time) => times.push(time),
          onFailure: (error) => failures.push(error),
        },
      },
      async () => createUploads,
    );
    await settle();
    return {
      uploads,
      failures,
      times,
      lock: (name: string, signal: AbortSignal) => shared.lock(name, signal),
      die: () => shared.leave(),
      /** A recorder of this tab has stored these records. */
      stored: (recording: RecordingRecord, segments: readonly SegmentRecord[] = []) => {
        uploads.takeRecording(recording);
        for (const segment of segments) uploads.takeSegment(recording, segment, undefined);
      },
      statuses: (index = 0) => uploads.segments(idOf(index)).map(({ status }) => status.kind),
      cutOff: () => uploads.saved().filter(({ kind }) => kind === "cut-off"),
    };
  }

  /** What a worker of some tab has journaled, and is still recording. */
  const journal = (options: { index?: number; owner?: string; packets?: number } = {}) =>
    journalRecording(environment, {
      recordingId: idOf(options.index ?? 0),
      owner: options.owner ?? "ada",
      packetsPerSegment: 2,
      sampleCount: (options.packets ?? 4) * 960,
    });

  return { api, environment, openTab, journal };
}
