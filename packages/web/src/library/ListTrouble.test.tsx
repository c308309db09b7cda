import { expect, test } from "vitest";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecordingSnapshot } from "@tapedeck/recorder";
import { renderText } from "../testing/render-text.ts";
import { idleSnapshot, recordingSnapshot } from "../testing/snapshots.ts";
import { ListTrouble } from "./ListTrouble.tsx";

function text(
  over: Partial<RecordingSnapshot>,
  more: { isOffline?: boolean; failure?: ErrorCode } = {},
): string {
  const snapshot = idleSnapshot({
    recordings: [0, 1].map(() => recordingSnapshot(over)),
  });
  return renderText(() => (
    <ListTrouble
      snapshot={snapshot}
      isOffline={more.isOffline ?? false}
      failure={more.failure}
      onRetry={() => undefined}
    />
  ));
}

test("says nothing while uploads go on", () => {
  expect(text({})).toBe("");
});

test("says why uploads wait once for all recordings, and offers to try again", () => {
  const shown = text({ waitsFor: ["BUCKET_BLOCKED"] });
  expect(shown.match(/Something between this browser and your bucket/g)).toHaveLength(1);
  expect(shown).toMatch(/Try again$/);
});

test("says nothing of the network: the header does", () => {
  expect(text({ waitsFor: ["OFFLINE"] })).toBe("");
  expect(text({ waitsFor: ["BUCKET_BLOCKED"] }, { isOffline: true })).toBe("");
});

test("says nothing of a full storage: the deck does", () => {
  expect(text({ waitsFor: ["QUOTA_EXCEEDED"] })).toBe("");
  expect(text({ waitsFor: ["QUOTA_EXCEEDED", "BUCKET_BLOCKED"] })).toContain("refuses the upload");
});

test("says that stuck sound is safe on this device", () => {
  expect(text({ stuckCount: 2 })).toMatch(
    /^Some sound could not be uploaded. It is safe on this device. Try again$/,
  );
});

test("says why the list is not up to date", () => {
  expect(text({}, { failure: "SERVICE_UNAVAILABLE" })).toContain(
    "Tapedeck or your bucket is away for the moment.",
  );
});

test("a recording that is sealed waits for nothing", () => {
  expect(text({ state: "sealed", waitsFor: ["BUCKET_BLOCKED"] })).toBe("");
});
