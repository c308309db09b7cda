// Prints what each person has stored and may store, after the changes that were asked for.
import type { ObjectStore } from "@tapedeck/core/ports";
import { countedNow, sumOf } from "@tapedeck/core/usage/counted";
import { quotaOf, type Quota } from "@tapedeck/core/usage/quota";
import { rebuildUsage } from "@tapedeck/core/usage/rebuild";
import { changeUsage, readUsage } from "@tapedeck/core/usage/usage-store";
import { CommandError } from "@tapedeck/local/bin/command";
import type { UsageOptions } from "./options.ts";
import { peopleIn, type PersonPlaces } from "./people.ts";

export interface UsageReport {
  readonly store: ObjectStore;
  /** Of the stage. */
  readonly quota: Quota;
  readonly nowMs: number;
}

/** @throws {CommandError} the bucket holds nothing of the person whose quota is to change */
export async function reportUsage(
  { rebuilds, change }: Pick<UsageOptions, "rebuilds" | "change">,
  { store, quota, nowMs }: UsageReport,
): Promise<string> {
  const people = await peopleIn(store);
  if (rebuilds) {
    for (const place of people.flatMap(({ places }) => places)) {
      await changeUsage(store, place, nowMs, (file) => rebuildUsage(store, place, nowMs, file));
    }
  }
  if (change) await changeQuota(people, change, { store, nowMs });
  const lines = [row("PERSON", "GB", "MINUTES", "DELETED GB", "MAY STORE")];
  for (const person of people) lines.push(await rowOf(person, { store, quota, nowMs }));
  return `${lines.join("\n")}\n`;
}

async function changeQuota(
  people: readonly PersonPlaces[],
  { sub, to }: NonNullable<UsageOptions["change"]>,
  { store, nowMs }: Pick<UsageReport, "nowMs" | "store">,
): Promise<void> {
  const person = people.find((each) => each.sub === sub);
  if (person === undefined) {
    throw new CommandError(`The bucket holds nothing of a person ${JSON.stringify(sub)}.`);
  }
  for (const place of person.places) {
    await changeUsage(store, place, nowMs, async ({ quota: _before, ...file }) =>
      to === "stage"
        ? file
        : {
            ...file,
            quota: {
              maxSizeBytes: Math.round(to.gigabytes * 1e9),
              maxDurationMs: Math.round(to.minutes * 60_000),
            },
          },
    );
  }
}

async function rowOf(
  { sub, places }: PersonPlaces,
  { store, quota, nowMs }: UsageReport,
): Promise<string> {
  const { keepDays } = quota;
  const files = await Promise.all(
    places.map(async (place) => {
      const { file } = await readUsage(store, place, nowMs);
      return countedNow(store, place, file, { nowMs, keepDays });
    }),
  );
  const { sizeBytes, durationMs, removed } = sumOf(files, { nowMs, keepDays });
  const own = quotaOf(files, quota);
  const mayStore = `${gigabytes(own.maxSizeBytes)} GB, ${minutes(own.maxDurationMs)} minutes`;
  return row(
    sub,
    gigabytes(sizeBytes),
    minutes(durationMs),
    gigabytes(removed.sizeBytes),
    mayStore,
  );
}

function row(person: string, ...cells: readonly string[]): string {
  const [size = "", length = "", deleted = "", mayStore = ""] = cells;
  return `${person.padEnd(38)}${size.padStart(9)}${length.padStart(9)}${deleted.padStart(12)}  ${mayStore}`;
}

const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(3);
const minutes = (durationMs: number) => String(Math.floor(durationMs / 60_000));
