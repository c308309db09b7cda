// What the page and the worker that converts say to each other.
import type { FormatId } from "./formats.ts";

/** Where the sound is: in memory or on the disk, or in the bucket under a URL that expires. */
export type SoundFile =
  | { readonly kind: "blob"; readonly blob: Blob }
  | { readonly kind: "url"; readonly url: string; readonly sizeBytes: number };

export type ConvertOrder =
  | { readonly kind: "convert"; readonly file: SoundFile; readonly format: FormatId }
  /** Removes what was written so far, and answers `failed`. */
  | { readonly kind: "cancel" }
  /** The answer to `renew`. */
  | { readonly kind: "url"; readonly url: string };

export type ConvertAnswer =
  /** @property share - 0 to 1 */
  | { readonly kind: "progress"; readonly share: number }
  /** The URL has expired, or the network was away. */
  | { readonly kind: "renew"; readonly failures: number }
  /** The last URL is good. */
  | { readonly kind: "renewed" }
  /** Several where one would be too large for the format. */
  | { readonly kind: "done"; readonly files: readonly Blob[] }
  | { readonly kind: "failed" };
