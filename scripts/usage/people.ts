// The people of a bucket, by the prefixes that hold something.
import { isKeyName, type Identity } from "@tapedeck/core/identity";
import type { ObjectStore } from "@tapedeck/core/ports";

export interface PersonPlaces {
  readonly sub: string;
  readonly places: readonly Identity[];
}

/** A LIST for each user type, and one for each of its providers. */
export async function peopleIn(store: Pick<ObjectStore, "list">): Promise<readonly PersonPlaces[]> {
  const below = async (prefix: string) => (await store.list(prefix, "/")).commonPrefixes;
  const userTypes = await below("users/");
  const providers = (await Promise.all(userTypes.map(below))).flat();
  const prefixes = (await Promise.all(providers.map(below))).flat();
  const bySub = new Map<string, Identity[]>();
  for (const prefix of prefixes) {
    const [, userType, provider, sub] = prefix.split("/");
    if (!isKeyName(userType) || !isKeyName(provider) || !isKeyName(sub)) continue;
    bySub.set(sub, [...(bySub.get(sub) ?? []), { userType, provider, sub }]);
  }
  return [...bySub].map(([sub, places]) => ({ sub, places }));
}
