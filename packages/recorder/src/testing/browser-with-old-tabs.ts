// One browser in which tabs of today and of the release before are open.
import { idOf } from "./recording-ids.ts";
import { createLaterUploads } from "../upload/later-uploads.ts";
import { createUploads } from "../upload/uploads.ts";
import { journalRecording } from "./journaled-recording.ts";
import { openOldTab } from "./old-tab.ts";
import { createScriptedApi } from "./scripted-api.ts";
import { settle } from "./settle.ts";
import { createVirtualEnvironment } from "./virtual-environment.ts";
import { createVirtualTabs } from "./virtual-tabs.ts";

const recordingId = idOf(0);

export function createBrowser() {
  const environment = createVirtualEnvironment();
  const { records } = environment.storage;
  const tabs = createVirtualTabs();
  const api = createScriptedApi({ answers: "at-once" });
  return {
    environment,
    records,
    oldTab: () => openOldTab(tabs.join(), "ada"),
    newTab: async () => {
      const shared = tabs.join();
      const uploads = createLaterUploads(
        {
          owner: "ada",
          api,
          environment: { ...environment, ...shared },
          listener: {
            onChange: () => undefined,
            onServerTime: () => undefined,
            onFailure: (error) => {
              throw error;
            },
          },
        },
        async () => createUploads,
      );
      await settle();
      return {
        uploads,
        statuses: () => uploads.segments(recordingId).map(({ status }) => status.kind),
        state: () => uploads.recordings()[0]?.state,
      };
    },
    journal: (packets = 4) =>
      journalRecording(environment, {
        recordingId,
        packetsPerSegment: 2,
        sampleCount: packets * 960,
      }),
    storePuts: async () => {
      for (const put of environment.puts) await put.store();
      await settle();
    },
  };
}
