// Grants one upload of a file that Tapedeck did not record, stored under the time of the call.
import type { Grant, PresignUploadInput } from "../contract.ts";
import type { Identity } from "../identity.ts";
import { formatTimestamp } from "../ids.ts";
import { objectKey } from "../object-key.ts";
import type { Clock, GrantSigner } from "../ports.ts";

/** The key is made of the token's claims and the server's clock: no part of it comes from the input. */
export function presignUpload(
  input: PresignUploadInput,
  identity: Identity,
  ports: { readonly clock: Clock; readonly signer: GrantSigner },
): Promise<Grant> {
  const timestamp = formatTimestamp(ports.clock.nowMicros());
  return ports.signer.signPut({
    key: objectKey(identity, { kind: "upload", timestamp }),
    contentType: input.contentType,
    sizeBytes: input.sizeBytes,
    sha256: input.sha256,
    metadata: {},
  });
}
