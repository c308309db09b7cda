// Formats times and sizes for people.
import { recordingStartedAtMicros, type RecordingId } from "@tapedeck/core/ids";
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";

export function toMs(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE_HZ;
}

/** The start of a recording in this device's time zone and locale: `23 Nov, 09:15`. */
export function formatStart(id: RecordingId): string {
  return new Date(recordingStartedAtMicros(id) / 1000).toLocaleString(undefined, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}

/** `2:05`, `1:02:05`: whole seconds; hours only from one hour on. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** The page does not mention a shorter loss: a quarter of a second is a syllable. */
const MIN_SHOWN_MS = 250;

/** `850 ms`, `1.2 s`, rounded down; `undefined` when too short to mention. */
export function formatMissing(missingMs: number): string | undefined {
  if (missingMs < MIN_SHOWN_MS) return undefined;
  if (missingMs < 1000) return `${Math.floor(missingMs)} ms`;
  return `${(Math.floor(missingMs / 100) / 10).toFixed(1)} s`;
}

/** `34 s`, `2 min 5 s`: at least one second, so that a little sound never reads as none. */
export function formatSeconds(durationMs: number): string {
  const seconds = Math.max(1, Math.round(durationMs / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}

/** For screen readers: `2 minutes 5 seconds`. */
export function formatSpokenDuration(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  const unit = (n: number, name: string) => (n === 0 ? [] : [`${n} ${name}${n === 1 ? "" : "s"}`]);
  const words = [
    ...unit(Math.floor(seconds / 3600), "hour"),
    ...unit(Math.floor(seconds / 60) % 60, "minute"),
    ...unit(seconds % 60, "second"),
  ];
  return words.length === 0 ? "0 seconds" : words.join(" ");
}
