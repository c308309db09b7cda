// Reads an object of the bucket by its presigned URL.
import { AppError } from "@tapedeck/core/errors";

/**
 * @throws {AppError} GRANT_EXPIRED – S3 refuses the URL, which a new one cures
 * @throws {AppError} CONNECTION_LOST, SERVICE_UNAVAILABLE – time cures it
 * @throws {AppError} SEGMENT_MISSING – the object is not there
 */
export async function readObject(
  url: string,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await request(url, { signal, headers });
  if (response.status === 403) throw new AppError("GRANT_EXPIRED", "S3 refused the read URL.");
  if (response.status === 404) throw new AppError("SEGMENT_MISSING", "S3 has no such object.");
  if (!response.ok) {
    throw new AppError("SERVICE_UNAVAILABLE", `S3 answered ${response.status}.`);
  }
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new AppError("CONNECTION_LOST", "The answer of S3 broke off.", { cause });
  }
}

async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    init.signal?.throwIfAborted();
    throw new AppError("CONNECTION_LOST", "S3 did not answer.", { cause });
  }
}
