import { describe, expect, test } from "vitest";
import { bySdk, lazyStoreAt } from "./testing/lazy-store-at.ts";
import { BREAK, s3Error, startScriptedS3 } from "./testing/scripted-s3.ts";

const PREFIX = "users/customer/cognito/0b9c/2026-11-23-08-15-30-123456-7ZK3QF";
const ENDED = "<IsTruncated>false</IsTruncated>";

/** As S3 writes it. */
const contents = (name: string, size: number | string) =>
  `<Contents><Key>${PREFIX}${name}</Key><LastModified>2026-11-23T08:15:30.000Z</LastModified>` +
  `<ETag>&quot;9b2c&quot;</ETag><ChecksumAlgorithm>SHA256</ChecksumAlgorithm><Size>${size}</Size>` +
  "<StorageClass>STANDARD</StorageClass></Contents>";

function page(count: number | string, inner: string) {
  return {
    status: 200,
    headers: { "content-type": "application/xml" },
    body:
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>tapes</Name>' +
      `<Prefix>${PREFIX}</Prefix><KeyCount>${count}</KeyCount><MaxKeys>1000</MaxKeys>${inner}</ListBucketResult>`,
  };
}

const TWO = page(2, ENDED + contents("_000000.webm", 40_123) + contents(".json", 7));
const OBJECTS = [
  { key: `${PREFIX}_000000.webm`, sizeBytes: 40_123 },
  { key: `${PREFIX}.json`, sizeBytes: 7 },
];
const listing = (objects: typeof OBJECTS) => ({ objects, commonPrefixes: [], isTruncated: false });
const queryOf = (url = "") => Object.fromEntries(new URL(url, "http://s3").searchParams);

describe("listing a prefix", () => {
  test.each([
    ["nothing", page(0, ENDED), []],
    ["two objects", TWO, OBJECTS],
  ])("takes one request where there is %s", async (_what, answer, objects) => {
    await using s3 = await startScriptedS3(() => answer);
    expect(await lazyStoreAt(s3).list(PREFIX)).toEqual(listing(objects));
    expect(bySdk(s3)).toEqual([false]);
    expect(queryOf(s3.requests[0]?.url)).toEqual({ "list-type": "2", prefix: PREFIX });
  });

  test("goes on to the last page", async () => {
    const more =
      "<IsTruncated>true</IsTruncated><NextContinuationToken>1ue/+=</NextContinuationToken>";
    await using s3 = await startScriptedS3((index) =>
      index === 0
        ? page(1, more + contents("_000000.webm", 40_123))
        : page(1, ENDED + contents(".json", 7)),
    );
    expect(await lazyStoreAt(s3).list(PREFIX)).toEqual(listing(OBJECTS));
    expect(bySdk(s3)).toEqual([false, false]);
    expect(queryOf(s3.requests[1]?.url)).toMatchObject({ "continuation-token": "1ue/+=" });
  });

  test.each([
    ["a broken S3", s3Error(500, "InternalError")],
    ["403 of an S3 whose clock is another", s3Error(403, "RequestTimeTooSkewed")],
    ["a broken connection", BREAK],
    ["an answer that is no XML", { status: 200, body: "maintenance" }],
    ["an answer without its end", { ...TWO, body: TWO.body.slice(0, -8) }],
    ["a count that is not that of the objects", page(3, ENDED + contents(".json", 7))],
    ["an answer without a count", page("", ENDED)],
    ["an answer that does not say whether it is the last", page(1, contents(".json", 7))],
    ["more without a token", page(1, `<IsTruncated>true</IsTruncated>${contents(".json", 7)}`)],
    ["a key with an entity", page(1, ENDED + contents("&amp;.json", 7))],
    ["a size that is no number", page(1, ENDED + contents(".json", "7e1"))],
    [
      "a key of another prefix",
      page(1, `${ENDED}<Contents><Key>users/x</Key><Size>7</Size></Contents>`),
    ],
  ] as const)("is repeated by the SDK after %s", async (_what, first) => {
    await using s3 = await startScriptedS3((index) => (index === 0 ? first : TWO));
    expect(await lazyStoreAt(s3).list(PREFIX)).toEqual(listing(OBJECTS));
    expect(bySdk(s3)).toEqual([false, true]);
  });

  test("is left to the SDK where keys are folded or counted off", async () => {
    await using s3 = await startScriptedS3(() => TWO);
    await lazyStoreAt(s3).list(PREFIX, "_");
    await lazyStoreAt(s3).list(PREFIX, undefined, 2);
    expect(bySdk(s3)).toEqual([true, true]);
  });
});
