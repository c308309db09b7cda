import { expect, test } from "vitest";
import { makeRecordingId } from "../ids.ts";
import { createMemoryObjectStore } from "../testing/memory-object-store.ts";
import { findPlace } from "./find-place.ts";

const recordingId = makeRecordingId(1_795_392_000_000_000, new Uint8Array(6));
const ada = { userType: "guests", provider: "cognito", sub: "0b9c" };
const identityRules = { userTypes: ["hosts", "guests"] };

/** The place that a guest finds, when the bucket has an object of the recording under each prefix. */
async function place(userType: string | undefined, ...prefixes: readonly string[]) {
  const store = createMemoryObjectStore();
  for (const prefix of prefixes) {
    const key = `${prefix}/${recordingId}_000000.webm`;
    store.objects.set(key, { sizeBytes: 1, sha256: undefined, metadata: {} });
  }
  const found = await findPlace({ recordingId, userType }, ada, { store, identityRules });
  return { userType: found.userType, lists: store.listed };
}

test.each(["hosts", "customer"])("a recording that began under %s stays there", async (before) => {
  expect(await place(before, `users/${before}/cognito/0b9c`)).toEqual({
    userType: before,
    lists: [`users/${before}/cognito/0b9c/${recordingId}`],
  });
});

test("the bucket is not asked without a hint, nor when the hint is the token's user type", async () => {
  const everywhere = ["users/hosts/cognito/0b9c", "users/guests/cognito/0b9c"];
  expect(await place(undefined, ...everywhere)).toEqual({ userType: "guests", lists: [] });
  expect(await place("guests", ...everywhere)).toEqual({ userType: "guests", lists: [] });
});

test("a hint is ignored unless an object of this person lies there", async () => {
  expect((await place("hosts")).userType).toBe("guests");
  expect((await place("hosts", "users/hosts/cognito/0b9d")).userType).toBe("guests");
  expect((await place("hosts", "users/hosts/Google/0b9c")).userType).toBe("guests");
});

test("a user type that is not configured is not looked for", async () => {
  expect(await place("admins", "users/admins/cognito/0b9c")).toEqual({
    userType: "guests",
    lists: [],
  });
});
