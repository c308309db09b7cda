// The service worker, which uploads while no tab is open.
import { drainUploads } from "../../packages/recorder/src/upload/drain.ts";
import { engineOf } from "./engine.ts";
import { OWNER } from "./identity.ts";
import { createTabApi } from "./tab-api.ts";
import { createTabEnvironment, type TabParts } from "./tab-environment.ts";

/** The browser wakes it, and ends it at the latest after a while. */
export function wakeServiceWorker(name: string, parts: TabParts): void {
  const { world, server } = parts;
  const { random, time } = world;
  const engine = engineOf("today");
  const { environment, gate, die } = createTabEnvironment(name, parts, engine);
  const api = createTabApi(server.api, {
    engine,
    gate,
    nowMs: () => time.wallMs(),
    monotonicMs: () => time.monotonicMs(),
    hearsTime: true,
    isBeforeThat: server.isOld,
  });
  const { signal } = new AbortController();
  const limitMs = random.between(1000, 60_000);
  world.log(`${name} is woken`);
  drainUploads({ owner: OWNER, api, environment, limitMs, signal }).then(
    (outcome) => {
      world.log(`${name} is over: ${outcome}`);
      die();
    },
    (thrown: unknown) => {
      world.log(`${name} fails: ${String(thrown)}`);
      die();
    },
  );
}
