// The facts that a list shows of a sealed recording, stored as metadata of its manifest: a HEAD gives them,
// while the manifest of a day has 2.4 MB.
import type { Manifest } from "./contract.ts";
import type { Metadata } from "./ports.ts";
import {
  RECORDING_TEXTS,
  rowsOf,
  type TextRule,
  type TextsOf,
  type TextTable,
} from "./recording-texts.ts";

type Numbers = Pick<Manifest, "durationMs" | "sizeBytes">;
type Recovered = Pick<Manifest, "isRecovered">;
type Texts = typeof RECORDING_TEXTS;

/** The facts of a manifest that its metadata hold: its numbers, and its texts by the names of the table. */
export type ManifestFacts<Table extends TextTable = Texts> = Numbers & Recovered & TextsOf<Table>;

/** The facts that could be read: metadata that another program stored may hold none of them. */
export type ReadFacts<Table extends TextTable = Texts> = Partial<Numbers> &
  Recovered &
  TextsOf<Table>;

/**
 * S3 keeps 2 KB of metadata, names and values together. AWS does not say whether the common prefix of the
 * names counts, so it is counted.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
 */
const MAX_BYTES = 2048;
const NAME_PREFIX = "x-amz-meta-";

/** Stands for the rest of a text that did not fit. */
const ELLIPSIS = encodeURIComponent("…");

export interface MetadataFormat<Table extends TextTable> {
  /** The metadata of a manifest: at most 2,048 bytes of ASCII for any texts. */
  readonly manifestMetadata: (facts: ManifestFacts<Table>) => Metadata;
  /** The same for an object that has texts and no numbers. */
  readonly textMetadata: (texts: TextsOf<Table>) => Metadata;
  readonly manifestFacts: (metadata: Metadata) => ReadFacts<Table>;
}

/**
 * Texts are percent-encoded. A title of 200 characters, as many as the API takes, needs 1,800 bytes in
 * Chinese, and 2,400 as emoji. When there is no room for all of a text, the metadata hold its beginning, and
 * the manifest all of it.
 */
export function metadataFormat<Table extends TextTable>(table: Table): MetadataFormat<Table> {
  const rows = rowsOf(table);
  // The row that takes the rest comes last, when it is known how much is left.
  const byClaim = rows.toSorted(([, a], [, b]) => claimOf(a) - claimOf(b));

  function textMetadata(texts: TextsOf<Table>, numbers: Metadata = {}): Metadata {
    let metadata = numbers;
    for (const [name, rule] of byClaim) {
      const text = texts[name];
      if (text === undefined) continue;
      const left = MAX_BYTES - sizeOf({ ...metadata, [name]: "" });
      metadata = { ...metadata, [name]: encoded(text, Math.min(left, claimOf(rule))) };
    }
    return metadata;
  }

  return {
    manifestMetadata(facts) {
      const { durationMs, sizeBytes, isRecovered } = facts;
      const numbers = {
        "duration-ms": String(durationMs),
        "size-bytes": String(sizeBytes),
        ...(isRecovered ? { "is-recovered": "yes" } : {}),
      };
      return textMetadata(facts, numbers);
    },
    textMetadata: (texts) => textMetadata(texts),
    manifestFacts(metadata) {
      const { "duration-ms": duration, "size-bytes": size, "is-recovered": recovered } = metadata;
      const durationMs = Number(duration || Number.NaN);
      const sizeBytes = Number(size || Number.NaN);
      const texts: { -readonly [Name in keyof Table]?: string | undefined } = {};
      for (const [name] of rows) {
        const text = decoded(metadata[name]);
        if (text !== undefined) texts[name] = text;
      }
      return {
        ...(durationMs >= 0 && Number.isFinite(durationMs) ? { durationMs } : {}),
        ...(sizeBytes >= 0 && Number.isSafeInteger(sizeBytes) ? { sizeBytes } : {}),
        ...(recovered === "yes" ? { isRecovered: true as const } : {}),
        ...texts,
      };
    },
  };
}

export const { manifestMetadata, textMetadata, manifestFacts } = metadataFormat(RECORDING_TEXTS);

function claimOf({ metadataBytes }: TextRule): number {
  return metadataBytes === "rest" ? MAX_BYTES : metadataBytes;
}

function sizeOf(metadata: Metadata): number {
  const fields = Object.entries(metadata);
  return fields.flatMap(([name, value]) => [NAME_PREFIX, name, value]).join("").length;
}

/** @returns the text, percent-encoded, or as much of its beginning as fits, and an ellipsis */
function encoded(text: string, maxBytes: number): string {
  // Half a surrogate pair cannot be encoded.
  const wellFormed = text.toWellFormed();
  const whole = encodeURIComponent(wellFormed);
  return whole.length <= maxBytes ? whole : beginning(wellFormed, maxBytes);
}

function beginning(text: string, maxBytes: number): string {
  let escaped = "";
  for (const character of text) {
    const next = escaped + encodeURIComponent(character);
    if (next.length + ELLIPSIS.length > maxBytes) break;
    escaped = next;
  }
  return escaped + ELLIPSIS;
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
