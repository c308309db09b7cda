// Base64 to bytes.

/** Not of the language, but of each runtime that runs this: browsers, their workers, and Node. */
declare function atob(text: string): string;

/** @param text - checked by the contract: base64 digits, then `=` up to a multiple of four */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
