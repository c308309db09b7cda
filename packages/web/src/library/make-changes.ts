// Makes the kept changes in the bucket: titles as soon as their recordings are sealed, deletes when they are
// due. What the network or the server held up is tried again at the next `flush`.
import { DISPOSITIONS, type ErrorCode } from "@tapedeck/core/error-codes";
import { toAppError } from "@tapedeck/core/errors";
import type { KeptChanges } from "../kept-changes.ts";

/** A delete that another tab counts down is left to that tab for so long. */
export const OTHER_TAB_MS = 5_000;

export interface ChangeMaker {
  /** Makes what can be made now. */
  readonly flush: () => Promise<void>;
}

export interface ChangePorts {
  readonly kept: KeptChanges;
  readonly nowMs: () => number;
  readonly rename: (id: string, title: string) => Promise<unknown>;
  readonly remove: (id: string) => Promise<unknown>;
  /** Whether the bucket can take a title for it: a recording has one once it is sealed. */
  readonly isSealed: (id: string) => boolean;
  /** This tab counts the delete down. */
  readonly isCountedHere: (id: string) => boolean;
  readonly onRenamed: (id: string, title: string) => void;
  readonly onRemoved: (id: string) => void;
  /** The change was dropped, because it can never be made. */
  readonly onRefused: (id: string, code: ErrorCode) => void;
}

const ABSENT: ReadonlySet<ErrorCode> = new Set(["RECORDING_NOT_FOUND", "RECORDING_DELETED"]);

export function createChangeMaker(ports: ChangePorts): ChangeMaker {
  const { kept, nowMs } = ports;
  /** Ids with a call under way. */
  const busy = new Set<string>();

  async function renameOne(id: string, title: string): Promise<void> {
    const code = await failureOf(() => ports.rename(id, title));
    if (code !== undefined && isTriedAgain(code)) return;
    if (code === undefined) ports.onRenamed(id, title);
    else ports.onRefused(id, code);
    // A newer title may have come meanwhile.
    if (kept.read().titles.get(id) === title) kept.setTitle(id, undefined);
  }

  async function removeOne(id: string): Promise<void> {
    const code = await failureOf(() => ports.remove(id));
    if (code !== undefined && isTriedAgain(code)) return;
    kept.setDelete(id, undefined);
    if (code === undefined || ABSENT.has(code)) ports.onRemoved(id);
    else ports.onRefused(id, code);
  }

  async function once(id: string, work: () => Promise<void>): Promise<boolean> {
    if (busy.has(id)) return false;
    busy.add(id);
    try {
      await work();
      return true;
    } finally {
      busy.delete(id);
    }
  }

  async function flush(): Promise<void> {
    const { titles, deletes } = kept.read();
    const graceMs = (id: string) => (ports.isCountedHere(id) ? 0 : OTHER_TAB_MS);
    const due = [...deletes].filter(([id, dueAtMs]) => dueAtMs + graceMs(id) <= nowMs());
    const ready = [...titles].filter(([id]) => !deletes.has(id) && ports.isSealed(id));
    await Promise.all([
      ...due.map(([id]) => once(id, () => removeOne(id))),
      ...ready.map(async ([id, title]) => {
        const isMade = await once(id, () => renameOne(id, title));
        const newer = kept.read().titles.get(id);
        if (isMade && newer !== undefined && newer !== title) await flush();
      }),
    ]);
  }

  return { flush };
}

async function failureOf(call: () => Promise<unknown>): Promise<ErrorCode | undefined> {
  try {
    await call();
    return undefined;
  } catch (thrown) {
    return toAppError(thrown).code;
  }
}

/** The same call may succeed later. Others changing the recording is for the person to see at once. */
function isTriedAgain(code: ErrorCode): boolean {
  const retry = DISPOSITIONS[code];
  return code !== "RECORDING_CHANGING" && retry !== "never" && retry !== "person";
}
