// The functions reach the bucket with temporary keys, and with the rights that infra/ gives and no other.
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Grant } from "@tapedeck/core/contract";
import { prepareUpload } from "../fixtures/stack/prepare-upload.ts";
import { outcome } from "../fixtures/stack/s3-outcome.ts";
import { s3ClientOf, type Keys } from "../fixtures/stack/s3-client.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();
const { api, slowApi, arrivalCheck, wholeFile } = stack.roleKeys;
const Bucket = stack.bucket;
const PLACE = "users/hosts/cognito/person";
const SEGMENT = `${PLACE}/2026-01-31-08-15-30-123456-ABCDEF_000000.webm`;
const UPLOAD = `${PLACE}/2026-01-31-08-15-30-123456.webm`;
const WHOLE = `${PLACE}/2026-01-31-08-15-30-123456-ABCDEF.webm`;
const MANIFEST = `${PLACE}/2026-01-31-08-15-30-123456-ABCDEF.json`;
const ABSENT = `${PLACE}/2026-01-31-08-15-30-123456-GHJKMN_000000.webm`;

const clients: S3Client[] = [];
afterAll(() => clients.forEach((client) => client.destroy()));

function clientOf(keys: Keys): S3Client {
  const client = s3ClientOf(stack, keys);
  clients.push(client);
  return client;
}

const owner = clientOf(stack.credentials);
const asApi = clientOf(api);
const asSlowApi = clientOf(slowApi);
const asArrivalCheck = clientOf(arrivalCheck);
const asWholeFile = clientOf(wholeFile);

const put = (client: S3Client, Key: string, input: Partial<PutObjectCommandInput> = {}) =>
  outcome(client.send(new PutObjectCommand({ Bucket, Key, Body: "x", ...input })));

const remove = (client: S3Client, Key: string) =>
  outcome(client.send(new DeleteObjectCommand({ Bucket, Key })));

beforeAll(async () => {
  for (const Key of [SEGMENT, MANIFEST]) {
    await owner.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
  }
});

describe("the API's role", () => {
  test("reads and writes under users/, and lists there", async () => {
    const once = { IfNoneMatch: "*" };
    expect(await put(asApi, WHOLE, once)).toBe("200");
    expect(await outcome(asApi.send(new GetObjectCommand({ Bucket, Key: WHOLE })))).toBe("200");
    const list = await asApi.send(new ListObjectsV2Command({ Bucket, Prefix: `${PLACE}/` }));
    expect(list.KeyCount).toBe(3);
  });

  test("deletes nothing, and tags no manifest that it writes", async () => {
    const once = { IfNoneMatch: "*" };
    for (const Key of [WHOLE, SEGMENT, MANIFEST]) {
      expect(await remove(asApi, Key)).toBe("403 AccessDenied");
    }
    const Tagging = "tapedeck:deleted=yes";
    expect(await put(asApi, ABSENT.replace("_000000.webm", ".json"), { ...once, Tagging })).toBe(
      "403 AccessDenied",
    );
  });

  test("gets 403, not 404, for a missing object, because it may list below a prefix only", async () => {
    const at = { Bucket, Key: ABSENT };
    expect(await outcome(asApi.send(new GetObjectCommand(at)))).toBe("403 AccessDenied");
    expect(await outcome(asApi.send(new HeadObjectCommand(at)))).toMatch(/^403 /);
    expect(await outcome(owner.send(new HeadObjectCommand(at)))).toMatch(/^404 /);
  });

  test.each(["other/key", "user", "users"])(
    "cannot read, write or delete %s, which is outside",
    async (Key) => {
      expect(await put(asApi, Key)).toBe("403 AccessDenied");
      const at = { Bucket, Key };
      expect(await outcome(asApi.send(new GetObjectCommand(at)))).toBe("403 AccessDenied");
      expect(await remove(asApi, Key)).toBe("403 AccessDenied");
      expect(await outcome(asApi.send(new ListObjectsV2Command({ Bucket, Prefix: Key })))).toBe(
        "403 AccessDenied",
      );
    },
  );

  test("lists nothing without a prefix, and does not see the bucket", async () => {
    expect(await outcome(asApi.send(new ListObjectsV2Command({ Bucket })))).toBe(
      "403 AccessDenied",
    );
    expect(await outcome(asApi.send(new HeadBucketCommand({ Bucket })))).toMatch(/^403 /);
  });

  test("neither reads nor writes tags, nor asks for attributes", async () => {
    const at = { Bucket, Key: SEGMENT };
    const Tagging = { TagSet: [{ Key: "a", Value: "b" }] };
    const sent = [
      asApi.send(new GetObjectTaggingCommand(at)),
      asApi.send(new PutObjectTaggingCommand({ ...at, Tagging })),
      asApi.send(new GetObjectAttributesCommand({ ...at, ObjectAttributes: ["ETag"] })),
    ];
    expect(new Set(await Promise.all(sent.map(outcome)))).toEqual(new Set(["403 AccessDenied"]));
  });
});

describe("the bucket's policy", () => {
  test.each([SEGMENT, UPLOAD])("refuses to overwrite %s", async (key) => {
    expect(await put(asApi, key)).toBe("403 AccessDenied");
    expect(await put(asApi, key, { IfMatch: '"9dd4e461268c8034f5c8564e155c67a6"' })).toBe(
      "403 AccessDenied",
    );
    expect(await put(asApi, key, { IfNoneMatch: "*" })).toBe(
      key === SEGMENT ? "412 PreconditionFailed" : "200",
    );
  });

  test("refuses a manifest that is written without a condition", async () => {
    expect(await put(asApi, MANIFEST)).toBe("403 AccessDenied");
    expect(await put(asApi, MANIFEST, { IfNoneMatch: "*" })).toBe("412 PreconditionFailed");
    const { ETag } = await owner.send(new HeadObjectCommand({ Bucket, Key: MANIFEST }));
    expect(await put(asApi, MANIFEST, { IfMatch: ETag })).toBe("200");
  });
});

describe("the role of the slow procedures", () => {
  test("reads and deletes under users/, and lists there", async () => {
    expect(await outcome(asSlowApi.send(new GetObjectCommand({ Bucket, Key: WHOLE })))).toBe("200");
    expect(await remove(asSlowApi, WHOLE)).toBe("200");
    const list = await asSlowApi.send(new ListObjectsV2Command({ Bucket, Prefix: `${PLACE}/` }));
    expect(list.Contents?.map(({ Key }) => Key)).not.toContain(WHOLE);
  });

  test("writes manifests and tombstones, and no sound", async () => {
    const once = { IfNoneMatch: "*" };
    expect(
      await put(asSlowApi, MANIFEST.replace("ABCDEF", "TVWXYZ"), {
        ...once,
        Tagging: "tapedeck:deleted=yes",
      }),
    ).toBe("200");
    for (const Key of [ABSENT, WHOLE, UPLOAD.replace("123456", "654321")]) {
      expect(await put(asSlowApi, Key, once)).toBe("403 AccessDenied");
    }
  });

  test("deletes the keys that it may out of many, and gets an error for each other one", async () => {
    expect(await put(owner, "other/key")).toBe("200");
    const Objects = [{ Key: "other/key" }, { Key: ABSENT }];
    const answer = await asSlowApi.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted).toEqual([{ Key: ABSENT }]);
    expect(answer.Errors).toMatchObject([{ Key: "other/key", Code: "AccessDenied" }]);
    expect(await outcome(owner.send(new HeadObjectCommand({ Bucket, Key: "other/key" })))).toBe(
      "200",
    );
  });
});

describe("the arrival check's role", () => {
  test("reads and tags under users/", async () => {
    const at = { Bucket, Key: SEGMENT };
    const Tagging = { TagSet: [{ Key: "a", Value: "b" }] };
    expect(await outcome(asArrivalCheck.send(new GetObjectCommand(at)))).toBe("200");
    const tagged = asArrivalCheck.send(new PutObjectTaggingCommand({ ...at, Tagging }));
    expect(await outcome(tagged)).toBe("200");
  });

  test("gets 403 for an object that was deleted meanwhile", async () => {
    const at = { Bucket, Key: ABSENT };
    const Tagging = { TagSet: [{ Key: "a", Value: "b" }] };
    const sent = [
      asArrivalCheck.send(new GetObjectCommand(at)),
      asArrivalCheck.send(new PutObjectTaggingCommand({ ...at, Tagging })),
    ];
    expect(new Set(await Promise.all(sent.map(outcome)))).toEqual(new Set(["403 AccessDenied"]));
  });

  test("writes, deletes and lists nothing", async () => {
    expect(await put(asArrivalCheck, ABSENT, { IfNoneMatch: "*" })).toBe("403 AccessDenied");
    expect(await remove(asArrivalCheck, SEGMENT)).toBe("403 AccessDenied");
    const list = new ListObjectsV2Command({ Bucket, Prefix: "users/" });
    expect(await outcome(asArrivalCheck.send(list))).toBe("403 AccessDenied");
  });
});

describe("the role that makes whole files", () => {
  test("reads manifests and segments, and changes whole files", async () => {
    const read = [SEGMENT, MANIFEST].map((Key) =>
      outcome(asWholeFile.send(new GetObjectCommand({ Bucket, Key }))),
    );
    expect(await Promise.all(read)).toEqual(["200", "200"]);
    const at = { Bucket, Key: WHOLE };
    expect(await outcome(asWholeFile.send(new HeadObjectCommand(at)))).toMatch(/^403 /);
    expect(await put(asWholeFile, WHOLE)).toBe("403 AccessDenied");
    expect(await put(asWholeFile, WHOLE, { IfNoneMatch: "*" })).toBe("200");
    const { ETag } = await asWholeFile.send(new HeadObjectCommand(at));
    expect(await put(asWholeFile, WHOLE, { IfMatch: ETag })).toBe("200");
    expect(await remove(asWholeFile, WHOLE)).toBe("200");
  });

  test("changes no other object, reads no upload and lists nothing", async () => {
    for (const Key of [ABSENT, UPLOAD, MANIFEST]) {
      expect(await put(asWholeFile, Key, { IfNoneMatch: "*" })).toBe("403 AccessDenied");
    }
    const others = [
      asWholeFile.send(new DeleteObjectCommand({ Bucket, Key: SEGMENT })),
      asWholeFile.send(new DeleteObjectCommand({ Bucket, Key: MANIFEST })),
      asWholeFile.send(new ListObjectsV2Command({ Bucket, Prefix: "users/" })),
    ];
    expect(new Set(await Promise.all(others.map(outcome)))).toEqual(new Set(["403 AccessDenied"]));
  });
});

describe("a temporary key", () => {
  const { sessionToken: token, ...without } = api;
  const other = `${token.startsWith("A") ? "B" : "A"}${token.slice(1)}`;

  test.each([
    ["without its token", without, "403 InvalidAccessKeyId"],
    ["with another token", { ...api, sessionToken: other }, "400 InvalidToken"],
    [
      "with another role's token",
      { ...api, sessionToken: arrivalCheck.sessionToken },
      "400 InvalidToken",
    ],
    ["with its token", api, "200"],
  ])("is judged by its token in headers: %s (%#)", async (_, key, expected) => {
    const sent = clientOf(key).send(new GetObjectCommand({ Bucket, Key: SEGMENT }));
    expect(await outcome(sent)).toBe(expected);
  });

  test.each([
    ["without its token", without, 403, "InvalidAccessKeyId"],
    ["with another token", { ...api, sessionToken: other }, 400, "InvalidToken"],
    ["with its token", api, 200, ""],
  ])("is judged by its token in a presigned URL: %s", async (_, key, status, code) => {
    const command = new GetObjectCommand({ Bucket, Key: SEGMENT });
    const url = await getSignedUrl(clientOf(key), command, { expiresIn: 60 });
    const answer = await fetch(url);
    expect({ status: answer.status, text: await answer.text() }).toEqual({
      status,
      text: expect.stringContaining(code) as string,
    });
  });

  test("is refused with the owner's key, which has no token", async () => {
    const key = { ...stack.credentials, sessionToken: token };
    const sent = clientOf(key).send(new GetObjectCommand({ Bucket, Key: SEGMENT }));
    expect(await outcome(sent)).toBe("400 InvalidToken");
  });
});

describe("a grant", () => {
  const tokenIn = ({ url }: Pick<Grant, "url">) =>
    new URL(url).searchParams.get("X-Amz-Security-Token");

  test("carries the token of the role that signed it, and is refused with another", async () => {
    const upload = await prepareUpload(stack, await stack.tokenOf("ada"));
    expect(tokenIn(upload.grant)).toBe(api.sessionToken);
    const { url, headers } = upload.grant;
    const forged = new URL(url);
    forged.searchParams.set("X-Amz-Security-Token", arrivalCheck.sessionToken);
    const answer = await fetch(forged, { method: "PUT", headers, body: "x" });
    expect(answer.status).toBe(400);
    expect((await upload.put()).status).toBe(200);
  });
});
