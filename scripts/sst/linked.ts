// The links of a deployed stage, inside `sst shell`.
import type * as z from "zod";
import { CommandError } from "@tapedeck/local/bin/command";

/** @throws {CommandError} the stage was never deployed, or by an older release */
export function linked<T>(name: string, shape: z.ZodType<T>): T {
  const text = process.env[`SST_RESOURCE_${name}`];
  const parsed = text === undefined ? undefined : shape.safeParse(JSON.parse(text));
  if (parsed?.success === true) return parsed.data;
  throw new CommandError(
    `This stage has no ${name}: deploy it first, with npm run deploy -- --stage NAME.`,
  );
}
