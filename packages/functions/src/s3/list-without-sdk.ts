// Lists a prefix without the SDK. It understands S3's XML only in the form that S3 gives keys like ours. For any
// other answer it says `unclear`, and the caller asks the SDK, which has a whole parser.
import type { Listing } from "@tapedeck/core/ports";
import { textOf, type SendSigned } from "./signed-request.ts";

type Objects = Listing["objects"];

export type ListWithoutSdk = (prefix: string) => Promise<Listing | "unclear">;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function createListWithoutSdk(send: SendSigned): ListWithoutSdk {
  async function page(prefix: string, token: string | undefined): Promise<Page | undefined> {
    const query = {
      "list-type": "2",
      prefix,
      ...(token !== undefined && { "continuation-token": token }),
    };
    const answer = await send({ method: "GET", key: "", query });
    const text = answer && (await textOf(answer));
    return answer?.statusCode === 200 ? pageIn(text ?? "", prefix) : undefined;
  }

  return async (prefix) => {
    const objects: Objects[] = [];
    let next: string | undefined;
    do {
      const read = await page(prefix, next);
      if (read === undefined) return "unclear";
      objects.push(read.objects);
      next = read.next;
    } while (next !== undefined);
    return { objects: objects.flat(), commonPrefixes: [], isTruncated: false };
  };
}

interface Page {
  readonly objects: Objects;
  /** Where the next page starts; absent on the last one. */
  readonly next: string | undefined;
}

/** A text with an entity (`&amp;`) is left to the SDK. */
const CONTENTS = /<Contents>(.*?)<\/Contents>/gs;

function pageIn(xml: string, prefix: string): Page | undefined {
  if (!/<ListBucketResult[ >].*<\/ListBucketResult>\s*$/s.test(xml)) return undefined;
  const around = xml.replace(CONTENTS, "");
  const count = valueOf(around, "KeyCount");
  const isTruncated = valueOf(around, "IsTruncated");
  const next = isTruncated === "true" ? valueOf(around, "NextContinuationToken") : undefined;
  if (isTruncated !== "false" && next === undefined) return undefined;
  const objects: { key: string; sizeBytes: number }[] = [];
  for (const [, fields = ""] of xml.matchAll(CONTENTS)) {
    const [key, size] = [valueOf(fields, "Key"), valueOf(fields, "Size")];
    if (!key?.startsWith(prefix) || !/^\d{1,15}$/.test(size ?? "")) return undefined;
    objects.push({ key, sizeBytes: Number(size) });
  }
  return count === String(objects.length) ? { objects, next } : undefined;
}

/** @returns `undefined` unless the element is there, once, with a plain text */
function valueOf(xml: string, name: string): string | undefined {
  const found = xml.match(new RegExp(`<${name}>[^<>&]+</${name}>`, "g")) ?? [];
  const [only] = found;
  return found.length === 1 ? only?.slice(name.length + 2, -name.length - 3) : undefined;
}
