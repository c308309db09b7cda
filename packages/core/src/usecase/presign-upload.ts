// Grants one upload of a file that Tapedeck did not record, stored under the time of the call.
import type { Grant, PresignUploadInput } from "../contract.ts";
import type { Identity } from "../identity.ts";
import { formatTimestamp } from "../ids.ts";
import { objectKey } from "../object-key.ts";
import type { GrantSigner } from "../ports.ts";
import { reserveUpload, type ReservePorts } from "../usage/reserve.ts";

/**
 * The key is made of the token's claims and the server's clock: no part of it comes from the input.
 *
 * @throws {AppError} QUOTA_EXCEEDED – it does not fit into what the person may store
 * @throws {AppError} THROTTLED – too many were begun
 */
export async function presignUpload(
  input: PresignUploadInput,
  identity: Identity,
  ports: Omit<ReservePorts, "reservations"> & { readonly signer: GrantSigner },
): Promise<Grant> {
  const timestamp = formatTimestamp(ports.clock.nowMicros());
  await reserveUpload({ timestamp, sizeBytes: input.sizeBytes }, identity, ports);
  return ports.signer.signPut({
    key: objectKey(identity, { kind: "upload", timestamp }),
    contentType: input.contentType,
    sizeBytes: input.sizeBytes,
    sha256: input.sha256,
    metadata: {},
  });
}
