// One segment on its way into the bucket, step by step, as a client takes it.
import { createHash } from "node:crypto";
import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Grant } from "@tapedeck/core/contract";
import { makeRecordingId } from "@tapedeck/core/ids";
import type { Answer, TestStack } from "../stack/test-stack.ts";

export interface Upload {
  readonly grant: Grant;
  /** Sends the bytes under the grant, from the app's origin. */
  put(): Promise<Response>;
  /** Size of the object as the bucket's owner sees it; `undefined` when there is none. */
  storedBytes(): Promise<number | undefined>;
  manifestBytes(): Promise<number | undefined>;
  call(procedure: "segments.verify" | "recordings.seal"): Promise<Answer>;
}

export const BODY = Buffer.from("twenty milliseconds of nothing much ".repeat(100));

let nextRecording = 0;

/** A grant for segment 0 of a new recording. */
export async function prepareUpload(stack: TestStack, token: string): Promise<Upload> {
  const suffix = Uint8Array.of(0, 0, 0, 0, 0, nextRecording++);
  const recordingId = makeRecordingId(Date.now() * 1000, suffix);
  const identity = {
    sequence: 0,
    sizeBytes: BODY.length,
    sha256: createHash("sha256").update(BODY).digest("base64"),
  };
  const segment = { ...identity, startSample: 0, sampleCount: 96_000 };
  const authorization = `Bearer ${token}`;
  const call = (procedure: string, input: object) =>
    stack.post(procedure, JSON.stringify({ recordingId, ...input }), { authorization });
  const presigned = await call("segments.presign", { segments: [segment] });
  const [grant] = presigned.data as Grant[];
  if (grant === undefined) throw new Error(`no grant: ${presigned.text}`);
  return {
    grant,
    put: () =>
      fetch(grant.url, {
        method: "PUT",
        headers: { ...grant.headers, origin: stack.url },
        body: BODY,
      }),
    storedBytes: () => sizeOf(stack, grant.key),
    manifestBytes: () => sizeOf(stack, grant.key.replace(/_\d{6}\.webm$/, ".json")),
    call: (procedure) =>
      procedure === "segments.verify"
        ? call(procedure, { segments: [identity] })
        : call(procedure, { segments: [segment], gaps: [] }),
  };
}

async function sizeOf(stack: TestStack, key: string): Promise<number | undefined> {
  const client = new S3Client({
    endpoint: stack.s3.url,
    region: stack.region,
    credentials: stack.credentials,
    forcePathStyle: true,
  });
  try {
    return (await client.send(new HeadObjectCommand({ Bucket: stack.bucket, Key: key })))
      .ContentLength;
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === "NotFound") return undefined;
    throw thrown;
  } finally {
    client.destroy();
  }
}
