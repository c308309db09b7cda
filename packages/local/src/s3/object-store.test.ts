import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { ObjectStore, type Precondition } from "./object-store.ts";

async function openFolder() {
  const dir = await mkdtemp(join(tmpdir(), "tapedeck-store-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  return { dir, store: await ObjectStore.open(dir) };
}

const anything: Precondition = () => undefined;

async function store(into: ObjectStore, key: string, text: string, precondition = anything) {
  await using upload = await into.beginUpload();
  await upload.write(Buffer.from(text));
  // Awaited here, because the end of this block disposes of the upload.
  return await upload.commit(
    {
      key,
      sizeBytes: Buffer.byteLength(text),
      etag: "e",
      lastModifiedMs: 0,
      checksum: { algorithm: "crc32", value: "AAAAAA==" },
      headers: {},
      metadata: {},
      isEncryptionAsked: false,
      tags: [],
    },
    precondition,
  );
}

async function load(from: ObjectStore, key: string): Promise<string | undefined> {
  const opened = await from.openBytes(key);
  if (opened === undefined) return undefined;
  await using handle = opened.handle;
  return handle.readFile("utf8");
}

const bodies = (dir: string) => readdir(join(dir, "bytes"));

describe("an upload", () => {
  test("leaves no file when it is not committed", async () => {
    const opened = await openFolder();
    {
      await using upload = await opened.store.beginUpload();
      await upload.write(Buffer.from("x"));
      expect(await bodies(opened.dir)).toHaveLength(1);
    }
    expect(await bodies(opened.dir)).toEqual([]);
    expect(opened.store.keys()).toEqual([]);
  });

  test("changes no object when its precondition fails at the commit", async () => {
    const opened = await openFolder();
    await store(opened.store, "k", "old");
    const refused = store(opened.store, "k", "new", () => {
      throw new Error("no");
    });
    await expect(refused).rejects.toThrow("no");
    expect(await load(opened.store, "k")).toBe("old");
    expect(await bodies(opened.dir)).toHaveLength(1);
  });

  test("takes turns with others for its key, and its precondition sees the object of the one before", async () => {
    const opened = await openFolder();
    const seen: (string | undefined)[] = [];
    await Promise.all(
      ["1", "2", "3", "4"].map((text) =>
        store(opened.store, "k", text, (current) => void seen.push(current?.bytesName)),
      ),
    );
    expect(new Set(seen).size).toBe(4);
    expect(await bodies(opened.dir)).toHaveLength(1);
  });
});

test("a reader keeps the version it opened while it is replaced and deleted", async () => {
  const opened = await openFolder();
  await store(opened.store, "k", "old");
  const reader = await opened.store.openBytes("k");
  await store(opened.store, "k", "new");
  await opened.store.delete("k", anything);
  expect(await reader?.handle.readFile("utf8")).toBe("old");
  await reader?.handle.close();
  expect(await load(opened.store, "k")).toBeUndefined();
  expect(await bodies(opened.dir)).toEqual([]);
});

test("a stored object is there when the folder is opened again, with its tags", async () => {
  const opened = await openFolder();
  await store(opened.store, "../odd/\u0000key", "kept");
  expect(await opened.store.setTags("../odd/\u0000key", [{ key: "a", value: "b" }])).toBe(true);
  const again = await ObjectStore.open(opened.dir);
  expect(await load(again, "../odd/\u0000key")).toBe("kept");
  expect(again.get("../odd/\u0000key")?.tags).toEqual([{ key: "a", value: "b" }]);
});

test("names on disk are hashes for every key", async () => {
  const opened = await openFolder();
  await store(opened.store, "../../up", "x");
  const [name = ""] = await readdir(join(opened.dir, "objects"));
  expect(name).toMatch(/^[0-9a-f]{64}\.json$/);
  expect(JSON.parse(await readFile(join(opened.dir, "objects", name), "utf8"))).toMatchObject({
    key: "../../up",
  });
});

test("other users of the machine cannot read what is stored, even where an earlier release left its folder open", async () => {
  const parent = await mkdtemp(join(tmpdir(), "tapedeck-store-"));
  onTestFinished(() => rm(parent, { recursive: true }));
  const dir = join(parent, "bucket");
  await mkdir(join(dir, "bytes"), { recursive: true });
  await chmod(dir, 0o755);
  await store(await ObjectStore.open(dir), "a", "sound");
  const modes = await Promise.all(
    ["", ...(await readdir(dir, { recursive: true }))].map(async (name) => {
      const { mode } = await stat(join(dir, name));
      return { name, open: (mode & 0o077).toString(8) };
    }),
  );
  expect(modes.length).toBeGreaterThanOrEqual(5);
  expect(modes.filter(({ open }) => open !== "0")).toEqual([]);
});
