// A person's groups may change while a recording is uploaded: every call says where it began.
import { expect, test } from "vitest";
import { settle } from "../testing/settle.ts";
import { createUploading } from "../testing/uploading.ts";

/** Of two segments that were sent, one is found; the other one is asked for again. */
async function halfVerified(...answers: readonly (string | undefined)[]) {
  let answered = 0;
  const all = createUploading({
    answers: "when-told",
    userType: () => answers[Math.min(answered++, answers.length - 1)],
  });
  const { recording } = await all.record({ segmentCount: 2 });
  await all.api.presigns[0]?.answer();
  await all.storeAll();
  await all.api.verifies[0]?.answer(1);
  await all.environment.advance(500);
  return { ...all, recording };
}

test("the first call names the user type that the person had when the recording began", async () => {
  const { api, record } = createUploading({ answers: "when-told", userType: () => "guests" });
  await record({ segmentCount: 1, userType: "hosts" });
  expect(api.presigns[0]?.input).toMatchObject({ userType: "hosts" });
  await api.presigns[0]?.answer();
  await record({ segmentCount: 1, userType: "hosts", isEnded: false });
  expect(api.presigns[1]?.input).toMatchObject({ userType: "hosts" });
});

test("every further call names the user type under which the first segment was granted", async () => {
  const { api, environment, storeAll, view } = await halfVerified("hosts");
  expect(api.presigns[0]?.input).not.toHaveProperty("userType");
  expect(api.verifies[0]?.input).toMatchObject({ userType: "hosts" });
  expect(api.verifies[1]).toMatchObject({ sequences: [1], input: { userType: "hosts" } });
  await api.verifies[1]?.say("missing");
  await environment.advance(500);
  expect(api.presigns[1]).toMatchObject({ sequences: [1], input: { userType: "hosts" } });
  await api.presigns[1]?.answer();
  await storeAll();
  await api.verifies[2]?.say("verified");
  expect(api.seals[0]?.input).toMatchObject({ userType: "hosts" });
  await api.seals[0]?.answer();
  expect(view.recordings()[0]?.state).toBe("sealed");
});

test("the user type under which a segment was found counts more than that of any grant", async () => {
  const { api } = await halfVerified("guests", "hosts");
  expect(api.verifies[0]?.input).toMatchObject({ userType: "guests" });
  expect(api.verifies[1]).toMatchObject({ sequences: [1], input: { userType: "hosts" } });
});

test("the device remembers that user type", async () => {
  const { api, close, environment, recording, reopen } = await halfVerified("hosts");
  await close();
  const asked = api.verifies.length;
  const { records } = environment.storage;
  reopen().take(recording, await records.segments(recording.recordingId));
  await settle();
  expect(api.verifies[asked]).toMatchObject({ sequences: [1], input: { userType: "hosts" } });
});

test("a server of the release before tells nothing, and is told nothing", async () => {
  const { api } = await halfVerified(undefined);
  expect(api.verifies[1]?.input).not.toHaveProperty("userType");
});

test("a server that went back to the release before is asked without it", async () => {
  const { api, environment, storeAll, statuses, view } = await halfVerified("hosts");
  await api.verifies[1]?.fail("INPUT_INVALID");
  expect(api.verifies[2]?.input).not.toHaveProperty("userType");
  await api.verifies[2]?.say("missing");
  await environment.advance(500);
  expect(api.presigns[1]?.input, "and so is every later call").not.toHaveProperty("userType");
  await api.presigns[1]?.answer();
  await storeAll();
  expect(api.verifies[3]?.input).not.toHaveProperty("userType");
  await api.verifies[3]?.say("verified");
  expect(statuses()).toEqual(["verified", "verified"]);
  expect(api.seals[0]?.input).not.toHaveProperty("userType");
  expect(api.seals[0]?.input).toHaveProperty("segments");
  await api.seals[0]?.answer();
  expect(view.recordings()[0]?.state).toBe("sealed");
});
