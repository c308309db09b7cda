import { expect, test } from "vitest";
import {
  resumePoint,
  stateOfLife,
  storedLife,
  type ResumePoint,
  type SegmentState,
} from "./segment-state.ts";
import { SEGMENT_STATES, type SegmentStateName } from "../testing/segment-states.ts";

test.each<[SegmentStateName, ResumePoint]>([
  ["journaled", "journaled"],
  ["unhashed", "unhashed"],
  ["hashing", "unhashed"],
  ["requested", "journaled"],
  ["granted", "journaled"],
  ["uploading", "journaled"],
  ["uploaded", "uploaded"],
  ["verifying", "uploaded"],
  ["waiting to upload", "journaled"],
  ["waiting to verify", "uploaded"],
  ["stuck before upload", "unhashed"],
  ["stuck before verify", "uploaded"],
])("a segment whose step fails while it is %s goes on from %s", (name, next) => {
  expect(resumePoint(SEGMENT_STATES[name])).toBe(next);
});

test.each<[SegmentStateName, string, SegmentState["kind"]]>([
  ["journaled", "journaled", "journaled"],
  ["unhashed", "journaled", "journaled"],
  ["hashing", "journaled", "journaled"],
  ["requested", "journaled", "journaled"],
  ["granted", "journaled", "journaled"],
  ["uploading", "journaled", "journaled"],
  ["uploaded", "uploaded", "uploaded"],
  ["verifying", "uploaded", "uploaded"],
  ["verified", "verified", "verified"],
  ["waiting to upload", "journaled", "journaled"],
  ["waiting to verify", "uploaded", "uploaded"],
  ["stuck before upload", "stuck", "unhashed"],
  ["stuck before verify", "stuck", "uploaded"],
])("a segment that is %s is stored as %s, and a restart finds it %s", (name, stored, found) => {
  const life = storedLife(SEGMENT_STATES[name]);
  expect(life.kind).toBe(stored);
  const restarted = stateOfLife(life);
  expect(restarted.kind).toBe(found);
  expect("failedAttempts" in restarted ? restarted.failedAttempts : 0).toBe(0);
});
