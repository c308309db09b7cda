// Every state that a segment can be in, for tables.
import type { SegmentState } from "../upload/segment-state.ts";

const GRANT = {
  key: "key",
  url: "https://bucket.example/key",
  headers: {},
  expiresAt: "2026-11-23T00:05:00.000Z",
};
const tried = { failedAttempts: 2 } as const;
const wait = { untilMs: 5000, code: "TIMEOUT" } as const;

export const SEGMENT_STATES = {
  journaled: { kind: "journaled", ...tried },
  unhashed: { kind: "unhashed", ...tried },
  hashing: { kind: "hashing", ...tried },
  requested: { kind: "requested", ...tried },
  granted: { kind: "granted", grant: GRANT, usableUntilMs: 100_000, ...tried },
  uploading: { kind: "uploading", ...tried },
  uploaded: { kind: "uploaded", ...tried },
  verifying: { kind: "verifying", ...tried },
  verified: { kind: "verified" },
  "waiting to upload": { kind: "waiting", next: "journaled", wait, timer: 3, ...tried },
  "waiting for room": {
    kind: "waiting",
    next: "journaled",
    wait: { untilMs: 5000, code: "QUOTA_EXCEEDED" },
    timer: 3,
    ...tried,
  },
  "waiting to verify": { kind: "waiting", next: "uploaded", wait, timer: 3, ...tried },
  "stuck before upload": { kind: "stuck", next: "unhashed", code: "UPLOAD_REFUSED" },
  "stuck before verify": { kind: "stuck", next: "uploaded", code: "OBJECT_EXISTS" },
} as const satisfies Record<string, SegmentState>;

export type SegmentStateName = keyof typeof SEGMENT_STATES;
