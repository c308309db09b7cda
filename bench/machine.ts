// On what the table was measured, without which its figures mean nothing.
import { cpus, loadavg } from "node:os";

/** Above it, what else runs takes time from what is measured. */
const QUIET_LOAD = 1.5;

export interface Machine {
  /** Of the last minute, before anything was measured. */
  readonly load: number;
  readonly cores: number;
  readonly processor: string;
}

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    load: loadavg()[0] ?? 0,
    cores: processors.length,
    processor: processors[0]?.model ?? "unknown",
  };
}

export function formatMachine({ load, cores, processor }: Machine): string {
  const line = `load ${load.toFixed(2)} at the start; ${cores} cores, ${processor}`;
  if (load <= QUIET_LOAD) return line;
  return `${line}\nWarning: a load above ${QUIET_LOAD} distorts what follows. Measure again when the machine is quiet.`;
}
