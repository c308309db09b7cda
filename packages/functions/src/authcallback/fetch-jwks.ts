// Fetches the pool's public keys over HTTPS; plain HTTP only from this very machine.
import { FetchError } from "aws-jwt-verify/error";
import { isLoopback } from "./loopback.ts";

/** Keys come from AWS in milliseconds; a caller waits no longer than this for a slow answer. */
const TIMEOUT_MS = 3_000;

/** @throws {FetchError} for an insecure address, no answer in 3 s, or an answer other than 200 */
export async function fetchJwks(uri: string): Promise<ArrayBuffer> {
  const url = new URL(uri);
  if (url.protocol !== "https:" && !isLoopback(url)) throw new FetchError(uri, "https is required");
  try {
    const response = await fetch(url, {
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) return await response.arrayBuffer();
    throw new Error(`status ${response.status}`);
  } catch (thrown) {
    throw new FetchError(uri, thrown instanceof Error ? thrown.message : "no answer");
  }
}
