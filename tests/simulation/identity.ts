// The person of a run. Their groups may change, and with them the prefix of their keys.
import type { Identity } from "@tapedeck/core/identity";
import type { RecordingId } from "@tapedeck/core/ids";
import { objectKey, type ObjectName } from "@tapedeck/core/object-key";

export const OWNER = "ada";

export const USER_TYPES = ["customer", "guest"] as const;

export type UserType = (typeof USER_TYPES)[number];

export function identityOf(userType: UserType): Identity {
  return { userType, provider: "cognito", sub: OWNER };
}

/** The keys that an object may have, one for each user type. */
export function keysOf(object: ObjectName & { readonly recordingId: RecordingId }): string[] {
  return USER_TYPES.map((userType) => objectKey(identityOf(userType), object));
}
