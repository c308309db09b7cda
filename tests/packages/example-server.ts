// The server of the engine's example page: its files under a strict Content-Security-Policy, and an API
// and a bucket that keep what they get in memory.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import type {
  Grant,
  PresignSegmentsInput,
  SealRecordingInput,
  SegmentToStore,
  SegmentVerdict,
  VerifySegmentsInput,
} from "@tapedeck/core/contract";
import { buildManifest } from "@tapedeck/core/manifest";

const POLICY =
  "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self'";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html",
  js: "text/javascript",
};

export interface ExampleServer extends AsyncDisposable {
  readonly url: string;
  /** What was PUT, by path. */
  readonly objects: ReadonlyMap<string, Uint8Array>;
  readonly seals: readonly SealRecordingInput[];
}

/** @param folders - where the files of a path lie: the longest beginning that fits counts */
export async function startExampleServer(
  folders: Readonly<Record<string, string>>,
): Promise<ExampleServer> {
  const objects = new Map<string, Uint8Array>();
  const seals: SealRecordingInput[] = [];
  const granted = new Map<number, SegmentToStore>();

  const procedures: Readonly<Record<string, (input: never) => unknown>> = {
    presign: ({ recordingId, segments, verify }: PresignSegmentsInput) => {
      const grants = segments.map((segment): Grant => {
        const { sequence } = segment;
        granted.set(sequence, segment);
        const key = `bucket/${recordingId}_${sequence}.webm`;
        const expiresAt = new Date(Date.now() + 600_000).toISOString();
        return { key, url: `${url}/${key}`, headers: {}, expiresAt };
      });
      return verify ? { grants, verdicts: verdictsOf({ recordingId, segments: verify }) } : grants;
    },
    verify: (input: VerifySegmentsInput) => ({ segments: verdictsOf(input) }),
    seal: (input: SealRecordingInput) => {
      seals.push(input);
      return buildManifest({ ...input, segments: [...granted.values()] }, Date.now() * 1000);
    },
  };

  function verdictsOf({ recordingId, segments }: VerifySegmentsInput): readonly SegmentVerdict[] {
    return segments.map(({ sequence, sha256 }) => {
      const bytes = objects.get(`/bucket/${recordingId}_${sequence}.webm`);
      if (bytes === undefined) return { sequence, state: "missing" };
      const stored = createHash("sha256").update(bytes).digest("base64");
      return { sequence, state: stored === sha256 ? "verified" : "mismatch" };
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", url);
    response.setHeader("content-security-policy", POLICY);
    if (request.method === "PUT") {
      objects.set(pathname, await bodyOf(request));
      response.end();
      return;
    }
    // Chromium asks for it by itself.
    if (pathname === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    const procedure = procedures[pathname.replace("/api/", "")];
    if (request.method === "POST" && procedure) {
      const input = JSON.parse(Buffer.from(await bodyOf(request)).toString()) as never;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(procedure(input)));
      return;
    }
    const beginning = Object.keys(folders)
      .toSorted((a, b) => b.length - a.length)
      .find((each) => pathname.startsWith(each));
    if (beginning === undefined) throw new Error(`there is no folder for ${pathname}`);
    const name = pathname.slice(beginning.length) || "index.html";
    const bytes = await readFile(join(folders[beginning] ?? "", name));
    response.setHeader("content-type", TYPES[name.split(".").at(-1) ?? ""] ?? "text/plain");
    response.end(bytes);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      response.statusCode = 404;
      response.end(String(thrown));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const url = `http://localhost:${address.port}`;
  return {
    url,
    objects,
    seals,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
