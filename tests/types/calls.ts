// Calls that must compile and calls that must not: `tsc -b` is the test. A wrong call that begins to
// compile makes its `@ts-expect-error` an error.
import type { TRPCClient } from "@trpc/client";
import type { AppRouter } from "@tapedeck/functions/router";

declare const api: TRPCClient<AppRouter>;

const upload = { contentType: "audio/webm", sizeBytes: 1, sha256: "" } as const;
const segment = { sequence: 0, sizeBytes: 1, sha256: "", startSample: 0, sampleCount: 1 };

export async function rightCalls(): Promise<void> {
  const { prefix } = await api.session.me.query();
  prefix satisfies string;
  const grant = await api.uploads.presign.mutate({
    contentType: "audio/webm",
    sizeBytes: 1,
    sha256: "",
  });
  grant.headers satisfies Record<string, string>;
  const signed = await api.segments.presign.mutate({ recordingId: "", segments: [segment] });
  const [first] = "grants" in signed ? signed.grants : signed;
  first?.expiresAt satisfies string | undefined;
}

export async function wrongCalls(): Promise<void> {
  // @ts-expect-error a query is not a mutation
  await api.session.me.mutate();
  // @ts-expect-error there is no such procedure
  await api.uploads.destroy.mutate({});
  // @ts-expect-error the contract names two content types, and this is none
  await api.uploads.presign.mutate({ contentType: "text/html", sizeBytes: 1, sha256: "" });
  // @ts-expect-error a size is a number
  await api.uploads.presign.mutate({ contentType: "audio/webm", sizeBytes: "1", sha256: "" });
  // @ts-expect-error the checksum is not optional
  await api.uploads.presign.mutate({ contentType: "audio/webm", sizeBytes: 1 });
  // @ts-expect-error no caller chooses a key
  await api.uploads.presign.mutate({ ...upload, key: "" });
  // @ts-expect-error `chunks` is not our word
  await api.segments.presign.mutate({ recordingId: "", chunks: [segment] });
  const grant = await api.uploads.presign.mutate(upload);
  // @ts-expect-error a grant has no `signedUrl`
  grant?.signedUrl satisfies unknown;
}
