// What `npm run usage` may be asked for, the same on this machine and inside `sst shell`.
import { parseArgs } from "node:util";
import { CommandError } from "@tapedeck/local/bin/command";

export interface UsageOptions {
  readonly stage: string | undefined;
  readonly dataDir: string;
  readonly isHelp: boolean;
  readonly rebuilds: boolean;
  /** Whose quota to change, and to what; `stage`: to that of the stage. */
  readonly change:
    | undefined
    | { readonly sub: string; readonly to: "stage" | { gigabytes: number; minutes: number } };
}

export function parseUsageOptions(args: readonly string[]): UsageOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stage: { type: "string" },
      data: { type: "string", default: ".tapedeck" },
      help: { type: "boolean", default: false },
      rebuild: { type: "boolean", default: false },
      person: { type: "string" },
      gigabytes: { type: "string" },
      minutes: { type: "string" },
      "like-stage": { type: "boolean", default: false },
    },
  });
  const { person, gigabytes, minutes } = values;
  const own = [gigabytes, minutes].filter((value) => value !== undefined);
  const isWhole = values["like-stage"] ? own.length === 0 : own.length === 2;
  const isAsked = person !== undefined || own.length > 0 || values["like-stage"];
  if (isAsked && (person === undefined || !isWhole)) {
    throw new CommandError(
      "To change a quota, give --person SUB with --gigabytes N --minutes N, or with --like-stage.",
    );
  }
  const to = values["like-stage"]
    ? ("stage" as const)
    : { gigabytes: positive("gigabytes", gigabytes), minutes: positive("minutes", minutes) };
  return {
    stage: values.stage,
    dataDir: values.data,
    isHelp: values.help,
    rebuilds: values.rebuild,
    change: person === undefined ? undefined : { sub: person, to },
  };
}

function positive(name: string, text: string | undefined): number {
  // Without a person nothing reads it.
  if (text === undefined) return 0;
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new CommandError(`--${name} must be a number above 0, got ${JSON.stringify(text)}.`);
}
