import { describe, expect, test } from "vitest";
import type { ErrorCode } from "@tapedeck/core/errors";
import { createUploading, stuck, waiting } from "../testing/uploading.ts";

describe("what the server finds", () => {
  async function sent() {
    const all = createUploading({ answers: "when-told" });
    await all.record({ segmentCount: 1 });
    await all.api.presigns[0]?.answer();
    await all.storeAll();
    return all;
  }

  test("missing: sent again from the journal, ever less often", async () => {
    const { api, environment, statuses, storeAll } = await sent();
    await api.verifies[0]?.say("missing");
    expect(statuses()).toEqual([waiting("SERVICE_UNAVAILABLE")]);
    await environment.advance(500);
    await api.presigns[1]?.answer();
    expect(environment.puts).toHaveLength(2);
    await storeAll();
    await api.verifies[1]?.say("missing");
    await environment.advance(999);
    expect(api.presigns).toHaveLength(2);
    await environment.advance(1);
    expect(api.presigns).toHaveLength(3);
  });

  test("something else: stuck, and the device keeps its copy", async () => {
    const { api, fileNames, statuses } = await sent();
    await api.verifies[0]?.say("mismatch");
    expect(statuses()).toEqual([stuck("OBJECT_EXISTS")]);
    expect(await fileNames()).toHaveLength(1);
  });

  test("gone from the device, it asks the server before it says so", async () => {
    const { api, environment, record, statuses } = createUploading({ answers: "when-told" });
    await record({ segmentCount: 2 });
    const files = environment.storage.files("opfs");
    for (const name of await files.list()) await files.remove(name);
    await api.presigns[0]?.answer();
    expect(environment.puts).toHaveLength(0);
    expect(api.verifies).toHaveLength(1);
    await api.verifies[0]?.say("missing");
    expect(statuses()).toEqual([stuck("STORAGE_FAILED"), stuck("STORAGE_FAILED")]);
  });
});

describe("when sealing fails", () => {
  async function sealing() {
    const all = createUploading({ answers: "when-told" });
    await all.record({ segmentCount: 1 });
    await all.api.presigns[0]?.answer();
    await all.storeAll();
    await all.api.verifies[0]?.say("verified");
    return all;
  }
  const stateOf = ({ views }: Pick<ReturnType<typeof createUploading>, "views">) =>
    views.recordings()[0]?.state;

  test("it is tried again, with the waits of everything else", async () => {
    const all = await sealing();
    await all.api.seals[0]?.fail("SERVICE_UNAVAILABLE");
    expect(stateOf(all)).toMatchObject({ kind: "waiting", code: "SERVICE_UNAVAILABLE" });
    await all.environment.advance(500);
    await all.api.seals[1]?.fail("SERVICE_UNAVAILABLE");
    await all.environment.advance(999);
    expect(all.api.seals).toHaveLength(2);
    await all.environment.advance(1);
    await all.api.seals[2]?.answer();
    expect(stateOf(all)).toBe("sealed");
  });

  test.each<ErrorCode>([
    "RECORDING_INCOMPLETE",
    "RECORDING_ALTERED",
    "RECORDING_SEALED",
    "MANIFEST_INVALID",
  ])("%s is for a person, survives a reload, and can be tried again", async (code) => {
    const all = await sealing();
    await all.api.seals[0]?.fail(code);
    expect(stateOf(all)).toEqual({ kind: "stuck", code });
    const [record] = await all.environment.storage.records.recordings("ada");
    expect(record?.state).toEqual({ kind: "stuck", code });
    await all.environment.advance(3_600_000);
    expect(all.api.seals).toHaveLength(1);
    all.uploader.retry();
    await all.api.seals[1]?.answer();
    expect(stateOf(all)).toBe("sealed");
  });
});
