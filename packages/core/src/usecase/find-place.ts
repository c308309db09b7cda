// Where a recording lies. A person's groups may change while it is uploaded, and with them the prefix of
// what they store; a recording is finished under the prefix where it began.
import { isConfiguredUserType, type Identity, type IdentityRules } from "../identity.ts";
import type { RecordingId } from "../ids.ts";
import { recordingPrefix } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";

/**
 * The device's hint decides nothing by itself: it counts if an object of this very person's recording
 * lies there. That is one LIST of one key, and only where the hint is not what the token says.
 *
 * @param input.userType - where the device was told that segments of the recording are
 * @returns the person, with the user type under which the recording lies
 */
export async function findPlace(
  input: { readonly recordingId: RecordingId; readonly userType?: string | undefined },
  identity: Identity,
  ports: {
    readonly store: Pick<ObjectStore, "holdsAny">;
    readonly identityRules: Pick<IdentityRules, "userTypes">;
  },
): Promise<Identity> {
  const { recordingId, userType } = input;
  if (userType === undefined || userType === identity.userType) return identity;
  if (!isConfiguredUserType(userType, ports.identityRules)) return identity;
  const there = { ...identity, userType };
  return (await ports.store.holdsAny(recordingPrefix(there, recordingId))) ? there : identity;
}
