// Lists the API's procedures from the router, so that the attacks reach a new one at once.
import { appRouter } from "@tapedeck/functions/router";

export interface Procedure {
  readonly name: string;
  readonly type: "query" | "mutation";
}

interface Described {
  readonly _def: { readonly type: string };
}

// tRPC types the record by its routers, not by the flat names that it holds.
const described = Object.entries<unknown>(appRouter._def.procedures);

const isDescribed = (value: unknown): value is Described =>
  typeof value === "function" && "_def" in value;

export const PROCEDURES: readonly Procedure[] = described.map(([name, procedure]) => {
  if (!isDescribed(procedure)) throw new Error(`${name} is no procedure`);
  return { name, type: procedure._def.type === "query" ? "query" : "mutation" };
});

export const MUTATIONS: readonly string[] = PROCEDURES.filter(
  ({ type }) => type === "mutation",
).map(({ name }) => name);
