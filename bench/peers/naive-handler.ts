// The peer of the API's start: the same two answers by the libraries that a first version would take,
// each imported whole at the top. It checks less and logs nothing, which is in its favour.
import { PutObjectCommand, S3 } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { initTRPC, TRPCError } from "@trpc/server";
import { awsLambdaRequestHandler } from "@trpc/server/adapters/aws-lambda";
import { JwtVerifier } from "aws-jwt-verify";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { z } from "zod";
import { fetchByHttp } from "./fetch-by-http.ts";

const issuer = setting("ISSUER");
const s3 = new S3({ forcePathStyle: true });
const verifier = JwtVerifier.create(
  { issuer, audience: null, jwksUri: `${issuer}/.well-known/jwks.json` },
  { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchByHttp } }) },
);

const t = initTRPC.context<{ token: string | undefined }>().create();

const signedIn = t.procedure.use(async ({ ctx, next }) => {
  if (ctx.token === undefined) throw new TRPCError({ code: "UNAUTHORIZED" });
  const { sub } = await verifier.verify(ctx.token.replace("Bearer ", ""));
  return next({ ctx: { sub } });
});

const segment = z.object({
  sequence: z.int().nonnegative(),
  sizeBytes: z.int().positive(),
  sha256: z.string(),
  startSample: z.int().nonnegative(),
  sampleCount: z.int().positive(),
});

const router = t.router({
  session: t.router({
    me: signedIn.query(({ ctx }) => ({ sub: ctx.sub })),
  }),
  segments: t.router({
    presign: signedIn
      .input(z.object({ recordingId: z.string(), segments: z.array(segment).max(100) }))
      .mutation(({ ctx, input }) =>
        Promise.all(input.segments.map((each) => sign(ctx.sub ?? "", input.recordingId, each))),
      ),
  }),
});

async function sign(
  sub: string,
  recordingId: string,
  { sequence, sha256 }: z.infer<typeof segment>,
) {
  const key = `users/hosts/cognito/${sub}/${recordingId}_${String(sequence).padStart(6, "0")}.webm`;
  const headers = {
    "content-type": "audio/webm",
    "if-none-match": "*",
    "x-amz-checksum-sha256": sha256,
  };
  const command = new PutObjectCommand({
    Bucket: setting("BUCKET"),
    Key: key,
    ContentType: headers["content-type"],
    IfNoneMatch: headers["if-none-match"],
    ChecksumSHA256: headers["x-amz-checksum-sha256"],
  });
  const names = new Set(Object.keys(headers));
  const options = { expiresIn: 900, signableHeaders: names, unhoistableHeaders: names };
  return { key, url: await getSignedUrl(s3, command, options), headers };
}

const answer = awsLambdaRequestHandler({
  router,
  createContext: ({ event }: { event: Event }) => ({
    token: event.headers["x-tapedeck-authorization"],
  }),
});

type Event = Parameters<
  Parameters<typeof awsLambdaRequestHandler>[0]["createContext"] & {}
>[0]["event"] & {
  readonly rawPath: string;
};

/** Called by first-answer.ts. @public */
export const handler = (event: Event, context: Parameters<typeof answer>[1]) =>
  answer({ ...event, rawPath: event.rawPath.replace("/trpc", "") }, context);

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
