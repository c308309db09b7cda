// A built handler, and what it takes to start a process of it on the embedded stack.
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeRecordingId } from "@tapedeck/core/ids";
import type { BuiltFunction } from "../../tests/fixtures/lambda/build-function.ts";
import { httpEvent, type HttpCall } from "../../tests/fixtures/lambda/http-event.ts";
import type { FirstAnswer } from "./first-answer.ts";

const run = promisify(execFile);
const BYTES = randomBytes(4096);

export interface Variant {
  readonly built: BuiltFunction;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Grant {
  readonly url: string;
  readonly headers: Record<string, string>;
}

export const me = (token: string): HttpCall => ({ path: "/trpc/session.me", method: "GET", token });

/** A recording of its own for each call. */
export function presign(token: string): HttpCall {
  const segment = {
    sequence: 0,
    sizeBytes: BYTES.length,
    sha256: createHash("sha256").update(BYTES).digest("base64"),
    startSample: 0,
    sampleCount: 240_000,
  };
  const recordingId = makeRecordingId(Date.now() * 1000, randomBytes(6));
  const body = JSON.stringify({ recordingId, segments: [segment] });
  return { path: "/trpc/segments.presign", body, token };
}

/**
 * @param program - first-answer.ts, bundled
 * @throws {Error} with the answer, when it is not a success
 */
export async function startAndAsk(
  program: string,
  { built, environment }: Variant,
  call: HttpCall,
) {
  const eventFile = join(built.taskRoot, "event.json");
  await writeFile(eventFile, JSON.stringify(httpEvent(call)));
  const bundle = join(built.taskRoot, "bundle.mjs");
  const { stdout } = await run(process.execPath, [program, bundle, eventFile], {
    cwd: built.taskRoot,
    env: { LAMBDA_TASK_ROOT: built.taskRoot, ...built.environment, ...environment },
  });
  // What the handler logs comes before.
  const { cpuMs, answer } = JSON.parse(stdout.split("\n").at(-1) ?? "") as FirstAnswer;
  if (answer?.statusCode !== 200) throw new Error(`${call.path}: ${JSON.stringify(answer)}`);
  const { result } = JSON.parse(answer.body ?? "") as { result: { data: unknown } };
  return { cpuMs, data: result.data };
}

export async function startNothing(program: string): Promise<number> {
  const { stdout } = await run(process.execPath, [program], { env: {} });
  return (JSON.parse(stdout) as FirstAnswer).cpuMs;
}

/** A grant that S3 refuses would make its signer look fast. */
export async function refuseBadGrant(data: unknown): Promise<void> {
  const [grant] = data as Grant[];
  if (grant === undefined) throw new Error("there is no grant in the answer");
  const { status } = await fetch(grant.url, { method: "PUT", body: BYTES, headers: grant.headers });
  if (status !== 200) throw new Error(`S3 answered ${status} to a PUT by the grant`);
}
