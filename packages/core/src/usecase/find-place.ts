// Finds the prefix of a recording. A person is identified by `sub`: their groups may change, and with them the
// prefix of new objects. A recording is finished, found and changed under the prefix where it began.
import { configuredUserTypes, type Identity, type IdentityRules } from "../identity.ts";
import type { RecordingId } from "../ids.ts";
import { recordingPrefix } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";

export type Places = readonly [own: Identity, ...others: Identity[]];

/**
 * All prefixes under which this person can have recorded, that of the token first: one place for each
 * configured user type, under the same provider and `sub`.
 */
export function placesOf(identity: Identity, rules: Pick<IdentityRules, "userTypes">): Places {
  const others = configuredUserTypes(rules).filter((userType) => userType !== identity.userType);
  return [identity, ...others.map((userType) => ({ ...identity, userType }))];
}

/** Looks at the first place, then at all others at once: most people have recorded in one place only. */
export async function firstIn<Found>(
  [own, ...others]: Places,
  lookIn: (place: Identity) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const found = await lookIn(own);
  if (found !== undefined) return found;
  return (await Promise.all(others.map(lookIn))).find((elsewhere) => elsewhere !== undefined);
}

/**
 * The device's hint decides nothing by itself: it counts only if an object of this person's recording lies
 * there. That takes one LIST of one key, and only when the hint differs from the token's user type.
 *
 * @param input.userType - the user type that an earlier answer told the device
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
  if (!configuredUserTypes(ports.identityRules).includes(userType)) return identity;
  const there = { ...identity, userType };
  return (await ports.store.holdsAny(recordingPrefix(there, recordingId))) ? there : identity;
}
