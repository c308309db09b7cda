// The real artefact: the API as `sst deploy` builds it, under AWS's own runtime client, before the
// same S3 and Cognito that `npm start` uses.
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Grant } from "@tapedeck/core/contract";
import type { HttpResult } from "@tapedeck/functions/http/lambda-http";
import { startTestStack, type TestStack } from "../../fixtures/stack/test-stack.ts";
import type { FunctionBuild } from "../../fixtures/synthesis/graph.ts";
import { synthesize } from "../../fixtures/synthesis/synthesize.ts";
import { buildFunction, type BuiltFunction } from "../../fixtures/lambda/build-function.ts";
import { httpEvent, type HttpCall } from "../../fixtures/lambda/http-event.ts";
import { startLambda, type LambdaInstance } from "../../fixtures/lambda/lambda.ts";
import { linksToStack, roleOfStack } from "../../fixtures/lambda/links-to-stack.ts";
import { installLambdaTools, type LambdaTools } from "../../fixtures/lambda/tools.ts";

const BYTES = randomBytes(4_096);
const SEGMENT = {
  sequence: 0,
  sizeBytes: BYTES.length,
  sha256: createHash("sha256").update(BYTES).digest("base64"),
  startSample: 0,
  sampleCount: 240_000,
};

const cleanup = new AsyncDisposableStack();
let dir: string;
let stack: TestStack;
let tools: LambdaTools;
let build: FunctionBuild;
let slowBuild: FunctionBuild;
let built: BuiltFunction;
let role: Record<string, string>;
let lambda: LambdaInstance;
let token: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tapedeck-ric-"));
  cleanup.defer(() => rm(dir, { recursive: true, force: true }));
  tools = await installLambdaTools();
  stack = cleanup.use(await startTestStack());
  token = await stack.tokenOf("ada");
  const { builds } = await synthesize({ stage: "alex" });
  const buildOf = (name: string) =>
    builds.find(({ functionID }) => functionID === name) ?? neverBuilt(name);
  build = buildOf("Api");
  slowBuild = buildOf("SlowApi");
  const links = linksToStack(build, stack);
  built = await buildFunction(build, { links, key: randomBytes(32) }, join(dir, "api"));
  role = roleOfStack(stack);
  lambda = cleanup.use(await startLambda(tools, built, role));
});

afterAll(() => cleanup.disposeAsync());

const atStart = ({ files }: BuiltFunction) => files.filter((file) => file.isLoadedAtStart);
const kib = (files: BuiltFunction["files"]) =>
  `${Math.round(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / 1024)} KiB`;

function neverBuilt(name: string): never {
  throw new Error(`the program builds no function ${name}`);
}

async function call(
  request: HttpCall,
  instance: LambdaInstance = lambda,
): Promise<{ status: number | undefined; body: unknown }> {
  const answer = await instance.invoke(httpEvent(request));
  if (answer.kind === "error") throw new Error(answer.error.errorMessage);
  const { statusCode, body } = answer.payload as HttpResult;
  return { status: statusCode, body: JSON.parse(body ?? "null") };
}

/** A recording of its own for each test, so that keys are free. */
function presignBody(): string {
  const suffix = Array.from(
    randomBytes(6),
    (byte) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte % 32],
  );
  const recordingId = `2026-01-31-08-15-30-123456-${suffix.join("")}`;
  return JSON.stringify({ recordingId, segments: [SEGMENT] });
}

const grantsOf = (body: unknown) => (body as { result: { data: Grant[] } }).result.data;

/** Without what depends on the second of signing. */
function comparable({ key, url, headers }: Grant) {
  const parsed = new URL(url);
  const unsigned = ["X-Amz-Signature", "X-Amz-Date", "X-Amz-Credential"];
  const query = [...parsed.searchParams].filter(([name]) => !unsigned.includes(name));
  return { key, headers, place: parsed.origin + parsed.pathname, query };
}

describe("the built API under AWS's runtime client", () => {
  it("grants exactly what it grants under npm start", async () => {
    const body = presignBody();
    const here = await call({ path: "/trpc/segments.presign", body, token });
    const local = await stack.post("segments.presign", body, { authorization: `Bearer ${token}` });
    expect(here.status).toBe(200);
    expect(grantsOf(here.body).map(comparable)).toEqual((local.data as Grant[]).map(comparable));
  });

  it("grants what S3 accepts, once", async () => {
    const { body } = await call({ path: "/trpc/segments.presign", body: presignBody(), token });
    const [grant] = grantsOf(body);
    const put = () =>
      fetch(grant?.url ?? "", { method: "PUT", body: BYTES, headers: grant?.headers ?? {} });
    expect((await put()).status).toBe(200);
    expect((await put()).status).toBe(412);
  });

  it("refuses a caller without a token", async () => {
    const { status, body } = await call({ path: "/trpc/segments.presign", body: presignBody() });
    expect(status).toBe(401);
    expect(body).toMatchObject({ error: { data: { appCode: "NOT_SIGNED_IN" } } });
  });

  it("refuses what breaks the contract, and logs the line that the alarm counts", async () => {
    const { status, body } = await call({ path: "/trpc/segments.presign", body: "{}", token });
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { data: { appCode: "INPUT_INVALID" } } });
    await expect
      .poll(() => lambda.logLines.map((line) => JSON.parse(line) as Record<string, unknown>))
      .toContainEqual(
        expect.objectContaining({
          message: "procedure refused",
          path: "segments.presign",
          appCode: "INPUT_INVALID",
          caller: "known",
        }),
      );
  });

  it("answers a request for an address that does not exist", async () => {
    expect(await call({ path: "/auth/nowhere", method: "GET" })).toMatchObject({
      status: 404,
      body: { appCode: "ROUTE_UNKNOWN" },
    });
  });

  it("answers the next request in the same process, and after a cold start again", async ({
    annotate,
  }) => {
    const me = { path: "/trpc/session.me", method: "GET", token } as const;
    const first = lambda.pid;
    const measured = async () => {
      const startedAt = performance.now();
      expect((await call(me)).status).toBe(200);
      return `${(performance.now() - startedAt).toFixed(1)} ms`;
    };
    const warm = await measured();
    expect(lambda.pid).toBe(first);
    await lambda.restart();
    expect(lambda.pid).not.toBe(first);
    const [cold, second] = [await measured(), await measured()];
    await annotate(
      `bundle ${kib(built.files)}, ${kib(atStart(built))} of it at the start; process start to ready ${lambda.coldStartMs.toFixed(0)} ms; ` +
        `first request ${cold}, second ${second}; long warm ${warm}`,
    );
  });

  it("loads S3's client only when a procedure needs it, the sign-in's library only for a sign-in, and no SSO client, STS client or browser's name ever", async () => {
    const packagesOf = (files: BuiltFunction["files"]) =>
      files.flatMap(({ sources }) => Object.keys(sources)).join("\n");
    expect(packagesOf(built.files)).toContain("@aws-sdk/client-s3");
    expect(packagesOf(atStart(built))).not.toContain("@aws-sdk/client-s3");
    expect(packagesOf(built.files)).toContain("oauth4webapi");
    expect(packagesOf(atStart(built))).not.toContain("oauth4webapi");
    expect(packagesOf(built.files)).not.toMatch(/nested-clients|credential-provider-sso|bowser/);
    const list = {
      path: "/trpc/recordings.list",
      method: "GET",
      query: "input=%7B%7D",
      token,
    } as const;
    expect((await call(list)).status).toBe(200);
  });

  it("gives a person their first grant, and the next, without S3's client", async () => {
    const links = linksToStack(build, stack);
    const without = await buildFunction(
      build,
      { links, key: randomBytes(32) },
      join(dir, "without-client"),
    );
    const ofClient = without.files.filter(({ sources }) =>
      Object.keys(sources).some((source) => source.includes("@aws-sdk/client-s3")),
    );
    expect(ofClient).not.toEqual([]);
    await Promise.all(ofClient.map(({ name }) => rm(join(without.taskRoot, name))));
    await using instance = await startLambda(tools, without, role);
    const person = await stack.tokenOf("ben");
    // The first finds no usage file, the second finds one with an open recording.
    for (const _grant of ["first", "second"]) {
      const body = presignBody();
      const granted = await call({ path: "/trpc/segments.presign", body, token: person }, instance);
      expect(granted.status).toBe(200);
      const [grant] = grantsOf(granted.body);
      const { url = "", headers = {} } = grant ?? {};
      expect((await fetch(url, { method: "PUT", body: BYTES, headers })).status).toBe(200);
    }
    // Folded keys are left to the client, so this shows that it is missing.
    const list = { path: "/trpc/recordings.list", query: "input=%7B%7D" } as const;
    expect(await call({ ...list, method: "GET", token: person }, instance)).toMatchObject({
      status: 500,
    });
  });

  it("is sealed by the second function, which has a role of its own and no session keys", async () => {
    const links = linksToStack(slowBuild, stack);
    expect(Object.keys(links)).not.toContain("SessionKeys");
    const slow = await buildFunction(slowBuild, { links, key: randomBytes(32) }, join(dir, "slow"));
    await using instance = await startLambda(tools, slow, roleOfStack(stack, "slowApi"));
    const presign = presignBody();
    const [grant] = grantsOf(
      (await call({ path: "/trpc/segments.presign", body: presign, token })).body,
    );
    await fetch(grant?.url ?? "", { method: "PUT", body: BYTES, headers: grant?.headers ?? {} });
    const body = JSON.stringify({ ...(JSON.parse(presign) as object), gaps: [] });
    const sealed = await call({ path: "/trpc/recordings.seal", body, token }, instance);
    expect(sealed).toMatchObject({
      status: 200,
      body: { result: { data: { segments: [SEGMENT], sizeBytes: BYTES.length } } },
    });
    expect(
      await call({ path: "/trpc/segments.presign", body: presign, token }, instance),
    ).toMatchObject({ status: 404 });
  });

  it("does not start without its links, and names the missing one", async () => {
    const links: Record<string, unknown> = { ...build.links, App: { name: "tapedeck" } };
    delete links["SessionKeys"];
    const unlinked = await buildFunction(
      build,
      { links, key: randomBytes(32) },
      join(dir, "unlinked"),
    );
    await expect(startLambda(tools, unlinked, role)).rejects.toThrow('"SessionKeys" is not linked');
  });
});
