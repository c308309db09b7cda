// Keeps the rules in force, and decides which of them strike a request. It only decides and counts;
// with-faults.ts carries a strike out.
import type { IncomingMessage } from "node:http";
import { assertFaultRule, type Fault, type FaultRule, type Place } from "./fault-rule.ts";
import { seededRandom } from "./seeded-random.ts";

/** Faults that decide how a request ends; delays and clocks do not. */
export type Ending = Exclude<Fault, { kind: "delay" | "expired" | "token-expired" }>;

/** The strikes on one request: delays and clocks of all rules add up, the first ending counts. */
export interface Strike {
  readonly delayMs: number;
  /** Error of the server's clock for this request; negative is behind. */
  readonly clockAheadMs: number;
  readonly ending: Ending | undefined;
}

/** The parts of a request that rules look at. */
type Request = Pick<IncomingMessage, "method" | "url" | "headers">;

/** A presigned URL lives seven days at most. */
const PAST_EVERY_GRANT_MS = (7 * 24 * 60 * 60 + 1) * 1000;
/** Cognito's longest access token lives a day. */
const PAST_EVERY_TOKEN_MS = (24 * 60 * 60 + 1) * 1000;

interface Active {
  readonly rule: FaultRule;
  readonly random: () => number;
  matched: number;
  struck: number;
}

export class Faults {
  readonly #active = new Set<Active>();
  readonly #hits = new Map<FaultRule, number>();

  /**
   * Adds a rule, in force at once, behind the others.
   *
   * @returns the way to lift it; lifting twice is no error
   * @throws {RangeError} a quantity is out of range
   */
  add(rule: FaultRule): () => void {
    assertFaultRule(rule);
    const seed = rule.kind === "clock-skew" ? undefined : rule.seed;
    const active: Active = { rule, random: seededRandom(seed ?? 1), matched: 0, struck: 0 };
    this.#active.add(active);
    this.#hits.set(rule, this.#hits.get(rule) ?? 0);
    return () => void this.#active.delete(active);
  }

  /** Lifts every rule. Their strikes stay counted. */
  clear(): void {
    this.#active.clear();
  }

  /** The number of requests that each rule has struck, lifted rules included. */
  get hits(): ReadonlyMap<FaultRule, number> {
    return this.#hits;
  }

  /** The present error of a place's clock, for any request. */
  clockAheadMs(at: Place): number {
    return [...this.#active].reduce(
      (sumMs, { rule }) =>
        rule.kind === "clock-skew" && rule.at === at ? sumMs + rule.aheadMs : sumMs,
      0,
    );
  }

  /** Decides, and counts what it decides. */
  strike(at: Place, request: Request): Strike {
    let delayMs = 0;
    let clockAheadMs = 0;
    let ending: Ending | undefined;
    for (const active of this.#active) {
      const { rule } = active;
      // A request ends once: rules behind the one that ends it neither strike nor count it.
      if (rule.at !== at || (isEnding(rule) && ending !== undefined)) continue;
      if (!this.#hit(active, request)) continue;
      if (isEnding(rule)) ending = rule;
      else if (rule.kind === "delay") delayMs += rule.delayMs;
      else if (rule.kind === "expired") clockAheadMs += PAST_EVERY_GRANT_MS;
      else if (rule.kind === "token-expired") clockAheadMs += PAST_EVERY_TOKEN_MS;
      else clockAheadMs += rule.aheadMs;
    }
    return { delayMs, clockAheadMs, ending };
  }

  #hit(active: Active, request: Request): boolean {
    const { rule } = active;
    if (rule.kind !== "clock-skew") {
      if (!concerns(rule, request)) return false;
      active.matched += 1;
      if (rule.every !== undefined && active.matched % rule.every !== 0) return false;
      if (rule.probability !== undefined && active.random() >= rule.probability) return false;
      active.struck += 1;
      if (active.struck === rule.times) this.#active.delete(active);
    }
    this.#hits.set(rule, (this.#hits.get(rule) ?? 0) + 1);
    return true;
  }
}

function isEnding(rule: FaultRule): rule is Extract<FaultRule, Ending> {
  switch (rule.kind) {
    case "delay":
    case "expired":
    case "token-expired":
    case "clock-skew":
      return false;
    case "drop":
    case "unavailable":
    case "slow-down":
    case "refuse":
    case "foreign":
    case "lose-answer":
    case "truncate":
    case "duplicate":
      return true;
  }
}

function concerns(rule: Exclude<FaultRule, { kind: "clock-skew" }>, request: Request): boolean {
  const [path = "", query = ""] = (request.url ?? "").split("?");
  if (rule.kind === "expired" && !query.includes("X-Amz-Signature=")) return false;
  if (rule.kind === "token-expired" && request.headers.authorization === undefined) return false;
  const { match } = rule;
  if (request.method === "OPTIONS" && match?.method !== "OPTIONS") return false;
  if (match?.method !== undefined && match.method !== request.method) return false;
  return match?.path === undefined || path.includes(match.path);
}
