// The checksum that a grant is signed for, in the form S3's header wants.

/** @returns base64 of the 32 bytes */
export async function sha256Base64(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest));
}
