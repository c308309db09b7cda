// The signer that SST puts at the edge, as SST ships it, beside the edge of the embedded stack: both
// refuse the same bodies with the same words, and both hash the same bytes.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, it } from "vitest";
import { toOrigin, type ViewerRequest } from "@tapedeck/local/edge/origin-request";
import { installPlatform } from "../../infra/platform/install.ts";

const ONE_MB = 1_048_576;
const HASH = "x-amz-content-sha256";

type Headers = Record<string, { key?: string; value: string }[]>;

/** What Lambda@Edge calls the signer with, and what it returns: the request, or an answer. */
interface EdgeRequest {
  readonly method: string;
  readonly headers: Headers;
  readonly body: { readonly data: string; readonly encoding: "base64"; inputTruncated: boolean };
}
type EdgeAnswer = { readonly status: string; readonly headers: Headers; readonly body: string };
type Signer = (event: {
  readonly Records: readonly { readonly cf: { readonly request: EdgeRequest } }[];
}) => Promise<EdgeRequest | EdgeAnswer>;

let sign: Signer;
beforeAll(async () => {
  const file = join(await installPlatform(), "dist/oac-edge-signer/index.mjs");
  const signer = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { handler: Signer };
  sign = signer.handler;
});

/** CloudFront shows the first 1 MB of a body, in base64, and says whether there was more. */
const shown = (body: Buffer): EdgeRequest["body"] => ({
  data: body.subarray(0, ONE_MB).toString("base64"),
  encoding: "base64",
  inputTruncated: body.length > ONE_MB,
});

async function bySst(method: string, body: Buffer) {
  const request = { method, headers: {}, body: shown(body) };
  const result = await sign({ Records: [{ cf: { request } }] });
  const { headers } = result;
  if (!("status" in result)) return { hash: headers[HASH]?.[0]?.value };
  const type = headers["content-type"]?.[0]?.value;
  return { status: Number(result.status), type, body: result.body };
}

function byUs(method: string, body: Buffer) {
  const viewer: ViewerRequest = {
    method,
    path: "/trpc/recordings.seal",
    query: "",
    headers: {},
    body,
    sourceAddress: "192.0.2.1",
  };
  const result = toOrigin(viewer);
  if (!("status" in result)) return { hash: result.headers[HASH] };
  return {
    status: result.status,
    type: result.headers["content-type"],
    body: result.body.toString(),
  };
}

// 25 below the limit and 25 above, close to it and far from it.
const SIZES = [
  0,
  1,
  2,
  3,
  1_000,
  262_144,
  786_431,
  786_432,
  786_433,
  ONE_MB - 1_000,
  ...Array.from({ length: 15 }, (_, below) => ONE_MB - below),
  ...Array.from({ length: 15 }, (_, above) => ONE_MB + 1 + above),
  ...[1_000, 65_536, 349_525, 349_526, ONE_MB, ONE_MB + 1, 2 * ONE_MB, 3 * ONE_MB].map(
    (above) => ONE_MB + above,
  ),
  6_291_456,
  7_000_000,
];

it("agrees with SST's signer on 50 bodies around the limit", async () => {
  expect(SIZES).toHaveLength(50);
  const refused = new Set<number>();
  for (const [index, sizeBytes] of SIZES.entries()) {
    const method = ["POST", "PUT", "PATCH"][index % 3] ?? "POST";
    const body = Buffer.alloc(sizeBytes, index + 1);
    const answer = byUs(method, body);
    expect({ sizeBytes, ...answer }).toEqual({ sizeBytes, ...(await bySst(method, body)) });
    if (answer.status === 413) refused.add(sizeBytes);
  }
  expect(refused.size).toBe(25);
});

it("adds no hash where SST's signer adds none", async () => {
  for (const method of ["GET", "HEAD", "DELETE", "OPTIONS"]) {
    expect(byUs(method, Buffer.alloc(0))).toEqual(await bySst(method, Buffer.alloc(0)));
  }
});
