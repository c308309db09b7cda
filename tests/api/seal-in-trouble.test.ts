// A seal while S3 fails the function's own requests, not the browser's.
import { expect, test } from "vitest";
import type { FaultRule } from "@tapedeck/local/faults/fault-rule";
import { prepareUpload } from "../fixtures/stack/prepare-upload.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();
const token = await stack.tokenOf("ada");

/** A recording of one segment, stored in the bucket. */
async function uploaded() {
  const upload = await prepareUpload(stack, token);
  expect((await upload.put()).status).toBe(200);
  return upload;
}

const onManifest = { match: { method: "PUT", path: ".json" } } as const;
const onHead = { match: { method: "HEAD" } } as const;

test("returns the stored manifest to a seal whose PUT's answer was lost, and to the next seal", async () => {
  const upload = await uploaded();
  const rule: FaultRule = { at: "s3", kind: "lose-answer", times: 1, ...onManifest };
  stack.faults.add(rule);
  const sealed = await upload.call("recordings.seal");
  expect(sealed).toMatchObject({ status: 200, data: { sampleCount: 96_000 } });
  expect(stack.faults.hits.get(rule)).toBe(1);
  expect(JSON.stringify(sealed.data).length).toBe(await upload.manifestBytes());
  expect((await upload.call("recordings.seal")).data).toEqual(sealed.data);
});

test.each([
  ["is told to slow down twice", "slow-down", 2],
  ["finds S3 away twice", "unavailable", 2],
  ["loses the connection", "drop", 1],
] as const)("verifies a segment whose HEAD %s", async (_what, kind, times) => {
  const upload = await uploaded();
  const rule: FaultRule = { at: "s3", kind, times, ...onHead };
  stack.faults.add(rule);
  const { data } = await upload.call("segments.verify");
  expect(data).toMatchObject({ segments: [{ sequence: 0, state: "verified" }] });
  expect(stack.faults.hits.get(rule)).toBe(times);
});

test.each<[string, FaultRule]>([
  ["a HEAD", { at: "s3", kind: "unavailable", ...onHead }],
  ["the manifest", { at: "s3", kind: "unavailable", ...onManifest }],
])("calls no segment missing while S3 refuses %s, and seals later", async (_what, rule) => {
  const upload = await uploaded();
  const lift = stack.faults.add(rule);
  const refused = await upload.call("recordings.seal");
  expect(refused).toMatchObject({ status: 503, appCode: "SERVICE_UNAVAILABLE" });
  lift();
  expect(await upload.call("recordings.seal")).toMatchObject({ status: 200 });
});
