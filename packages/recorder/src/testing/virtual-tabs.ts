// What the tabs of one browser share: locks that end with the tab that holds them, and channels.
import type { Environment } from "../environment.ts";
import type { TabMessage } from "../upload/tab-message.ts";

export interface VirtualTabs {
  join(): VirtualTab;
}

export interface VirtualTab extends Pick<Environment, "lock" | "openChannel"> {
  /** As when it crashes: its locks are free, its channels silent, its waiting in vain. */
  leave(): void;
}

interface Claim {
  readonly tab: object;
  readonly grant: () => void;
}

interface Listening {
  readonly tab: object;
  readonly name: string;
  readonly onMessage: (message: TabMessage) => void;
}

export function createVirtualTabs(): VirtualTabs {
  /** By name: the first holds it, the others wait. */
  const queues = new Map<string, Claim[]>();
  const channels = new Set<Listening>();

  function drop(name: string, isDropped: (claim: Claim) => boolean): void {
    const queue = queues.get(name) ?? [];
    const holder = queue[0];
    const rest = queue.filter((claim) => !isDropped(claim));
    queues.set(name, rest);
    if (rest[0] !== holder) rest[0]?.grant();
  }

  return {
    join: () => {
      const tab = {};
      let isGone = false;
      return {
        lock: (name, signal) => {
          const granted = Promise.withResolvers<() => void>();
          if (isGone) return granted.promise;
          const release = () => drop(name, (other) => other === claim);
          const claim: Claim = { tab, grant: () => granted.resolve(release) };
          const queue = queues.get(name) ?? [];
          queues.set(name, [...queue, claim]);
          if (queue.length === 0) claim.grant();
          signal.addEventListener("abort", () => {
            granted.reject(signal.reason);
            if (queues.get(name)?.[0] !== claim) release();
          });
          return granted.promise;
        },
        openChannel: (name, onMessage) => {
          const own: Listening = { tab, name, onMessage };
          if (!isGone) channels.add(own);
          return {
            post: (message) => {
              if (!channels.has(own)) return;
              const copy = structuredClone(message);
              for (const other of channels) {
                if (other !== own && other.name === name) {
                  queueMicrotask(() => {
                    if (channels.has(other)) other.onMessage(copy);
                  });
                }
              }
            },
            close: () => {
              channels.delete(own);
            },
          };
        },
        leave: () => {
          isGone = true;
          for (const channel of channels) if (channel.tab === tab) channels.delete(channel);
          for (const name of queues.keys()) drop(name, (claim) => claim.tab === tab);
        },
      };
    },
  };
}
