// Reads and writes small JSON objects without the SDK. It takes plain answers only. For any other answer it says
// `unclear`, and the caller asks the SDK, which retries and names what went wrong.
import type { Metadata, StoredJson, Tags } from "@tapedeck/core/ports";
import { ABSENT_CODES } from "./absent-codes.ts";
import { textOf, type SendSigned } from "./signed-request.ts";

/** The manifest of a day is larger, and sending it takes the SDK's patience. */
const MAX_PUT_CHARACTERS = 256 * 1024;

/** The arguments of the writes are those of core's ObjectStore. */
export interface JsonWithoutSdk {
  readJson(key: string): Promise<StoredJson | "absent" | "unclear">;
  putJsonIfAbsent(
    key: string,
    json: string,
    metadata: Metadata,
    tags?: Tags,
  ): Promise<"stored" | "taken" | "unclear">;
  replaceJson(
    key: string,
    json: string,
    metadata: Metadata,
    version: string,
    tags?: Tags,
  ): Promise<"stored" | "changed" | "unclear">;
}

/**
 * An `unclear` write may have been stored. It is safe to send it again as the SDK does with its own: the
 * condition then refuses the second one, and callers read again after a refusal.
 */
export function createJsonWithoutSdk(send: SendSigned): JsonWithoutSdk {
  /** @param refusals - the statuses by which S3 says that it was not stored */
  async function put(
    key: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    refusals: readonly number[],
  ): Promise<"stored" | "refused" | "unclear"> {
    if (body.length > MAX_PUT_CHARACTERS) return "unclear";
    const answer = await send({ method: "PUT", key, headers, body });
    answer?.resume();
    const status = answer?.statusCode ?? 0;
    if (status === 200) return "stored";
    return refusals.includes(status) ? "refused" : "unclear";
  }

  return {
    async readJson(key) {
      const answer = await send({ method: "GET", key });
      const text = answer && (await textOf(answer));
      if (answer === undefined || text === undefined) return "unclear";
      const { statusCode, headers } = answer;
      if (statusCode === 200 && headers.etag !== undefined) return { text, version: headers.etag };
      const isRefused = statusCode === 403 || statusCode === 404;
      return isRefused && ABSENT_CODES.has(codeIn(text)) ? "absent" : "unclear";
    },
    async putJsonIfAbsent(key, json, metadata, tags) {
      const headers = { ...describing(metadata, tags), "if-none-match": "*" };
      const outcome = await put(key, json, headers, [409, 412]);
      return outcome === "refused" ? "taken" : outcome;
    },
    async replaceJson(key, json, metadata, version, tags) {
      const described = describing(metadata, tags);
      // Why some stores get the ETag without its quotes: see object-store.ts.
      const forms = [
        { ifMatch: version, refusals: [404, 409, 412] },
        { ifMatch: version.replaceAll('"', ""), refusals: [400, 404, 409, 412] },
      ];
      for (const { ifMatch, refusals } of forms) {
        const outcome = await put(key, json, { ...described, "if-match": ifMatch }, refusals);
        if (outcome !== "refused") return outcome;
      }
      return "changed";
    },
  };
}

/** As the SDK sends them. */
function describing(metadata: Metadata, tags: Tags | undefined): Record<string, string> {
  const named = Object.entries(metadata).map(
    ([name, value]) => [`x-amz-meta-${name}`, value] as const,
  );
  return {
    ...Object.fromEntries<string>(named),
    "content-type": "application/json",
    ...(tags && { "x-amz-tagging": new URLSearchParams(tags).toString() }),
  };
}

/** Of S3's XML; empty where there is none. A clock that is wrong has a code of its own. */
function codeIn(xml: string): string {
  return /<Error>.*?<Code>(\w+)<\/Code>/s.exec(xml)?.[1] ?? "";
}
