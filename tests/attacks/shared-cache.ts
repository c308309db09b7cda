// A stranger causes an error at the edge and hopes that the victim gets it too: CloudFront's key has neither
// token nor cookies.
import { bearer, type Attack } from "./arena.ts";
import { PROCEDURES } from "./procedures.ts";

const QUERIES = PROCEDURES.filter(({ type }) => type === "query").map(({ name }) => name);

export const sharedCacheAttacks: readonly Attack[] = QUERIES.flatMap((name) => [
  {
    name: `the edge: a 503 of ${name} is kept for the next caller`,
    run: async ({ stack, victim }) => {
      const path = `/trpc/${name}?input=%7B%7D`;
      const before = await stack.get(path, bearer(victim.token));
      stack.faults.add({ at: "api", kind: "unavailable", times: 1 });
      const made = await stack.get(path, bearer("made.up.token"));
      if (made.status !== 503) return `the fault was answered ${made.status}`;
      const { status, text } = await stack.get(path, bearer(victim.token));
      return status === before.status ? undefined : `answered ${status}: ${text.slice(0, 200)}`;
    },
  },
  {
    name: `the edge: a refused HEAD of ${name} is kept for the next GET`,
    run: async ({ stack, victim }) => {
      const path = `/trpc/${name}?input=%7B%7D`;
      const before = await stack.get(path, bearer(victim.token));
      await fetch(stack.url + path, { method: "HEAD" });
      const { status, text } = await stack.get(path, bearer(victim.token));
      return status === before.status ? undefined : `answered ${status}: ${text.slice(0, 200)}`;
    },
  },
]);
