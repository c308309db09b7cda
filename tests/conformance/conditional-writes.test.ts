// S3 changes a stored object only for a caller who names its version.
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, describe, expect, test } from "vitest";
import { openTarget } from "./target.ts";
import { put } from "./wire.ts";

const target = await openTarget();
afterAll(() => target[Symbol.asyncDispose]());
const once = { "if-none-match": "*" };

describe("If-None-Match: *", () => {
  test("is signed by default, stores once, and refuses the second", async () => {
    const url = await target.presignPut("once", { IfNoneMatch: "*" });
    expect(new URL(url).searchParams.get("X-Amz-SignedHeaders")).toContain("if-none-match");
    expect(await put(url, "first", once)).toMatchObject({ status: 200 });
    expect(await put(url, "second", once)).toMatchObject({
      status: 412,
      code: "PreconditionFailed",
    });
    expect(await target.load("once")).toBe("first");
  });

  test("cannot be left out", async () => {
    const url = await target.presignPut("left-out", { IfNoneMatch: "*" });
    expect(await put(url, "x")).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
  });

  test("lets exactly one of eight racers store", async () => {
    const url = await target.presignPut("race", { IfNoneMatch: "*" });
    const bodies = Array.from({ length: 8 }, (_, index) => String(index).repeat(100_000));
    const answers = await Promise.all(bodies.map((body) => put(url, body, once)));
    const winners = answers.flatMap((answer, index) => (answer.status === 200 ? [index] : []));
    expect(winners).toHaveLength(1);
    const losers = answers.filter((answer) => answer.status !== 200);
    for (const loser of losers) expect([409, 412]).toContain(loser.status);
    expect(await target.load("race")).toBe(bodies[winners[0] ?? -1]);
  });
});

describe("If-Match", () => {
  const write = (name: string, Body: string, IfMatch?: string) =>
    target.client.send(
      new PutObjectCommand({
        ...target.at(name),
        Body,
        ...(IfMatch === undefined ? {} : { IfMatch }),
      }),
    );

  test("makes a PUT replace the version it names, and no other", async () => {
    const first = await write("match", "one");
    const second = await write("match", "two", first.ETag);
    await expect(write("match", "three", first.ETag)).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
    expect(await target.load("match")).toBe("two");
    expect(second.ETag).not.toBe(first.ETag);
  });

  test("gets 404 for a missing object", async () => {
    const sent = write("absent", "x", '"0123456789abcdef0123456789abcdef"');
    await expect(sent).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
    expect(await target.load("absent")).toBeUndefined();
  });

  test("makes a DELETE remove the version it names, and no other", async () => {
    const old = await write("remove", "one");
    const current = await write("remove", "two");
    const remove = (IfMatch?: string) =>
      target.client.send(
        new DeleteObjectCommand({
          ...target.at("remove"),
          ...(IfMatch === undefined ? {} : { IfMatch }),
        }),
      );
    await expect(remove(old.ETag)).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
    expect(await target.load("remove")).toBe("two");
    await remove(current.ETag);
    expect(await target.load("remove")).toBeUndefined();
  });
});
