// The named checks of a synthesized stage; a mutation names the ones that it breaks.
import type { Graph, Inputs, Resource } from "../fixtures/synthesis/graph.ts";

export interface Rule {
  /** A promise, as a test's name. */
  readonly name: string;
  /** @throws {AssertionError} when it does not hold */
  check(graph: Graph, stage: Stage): void;
}

export interface Stage {
  readonly name: string;
  readonly isPermanent: boolean;
}

export function resourcesOf(graph: Graph, type: string): readonly Resource[] {
  return graph.resources.filter((resource) => resource.type === type);
}

/** The inputs of the one resource of a type whose name starts so. @throws {Error} none or several */
export function only(graph: Graph, type: string, namePrefix = ""): Inputs {
  const found = resourcesOf(graph, type).filter(({ name }) => name.startsWith(namePrefix));
  const [resource] = found;
  if (resource === undefined || found.length > 1) {
    throw new Error(`${found.length} resources of ${type} start with "${namePrefix}", not 1`);
  }
  return resource.inputs;
}

/** Values at a path of property names inside inputs; lists are walked through. */
export function valuesAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, ...path));
  const [key, ...rest] = path;
  if (key === undefined) return [value];
  if (typeof value !== "object" || value === null) return [];
  return valuesAt((value as Inputs)[key], ...rest);
}

export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Principal?: Readonly<Record<string, unknown>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

/** The statements of a policy document, given as JSON text or as an object. */
export function statementsOf(policy: unknown): readonly Statement[] {
  const document: unknown = typeof policy === "string" ? JSON.parse(policy) : policy;
  return (document as PolicyDocument).Statement;
}
