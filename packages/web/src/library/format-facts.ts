// Lengths, sizes and times as the library writes them: the deck does not load them.
/** `48 s`, `4 min`, `1 h 32 min`: in words, because `0:48` beside a time of day looks like one. */
export function formatLength(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function formatTimeOfDay(epochMs: number): string {
  return new Date(epochMs).toLocaleTimeString();
}

/** `812 B`, `42 kB`, `1.4 MB`: powers of ten, as operating systems and bills count. */
export function formatSize(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  if (sizeBytes < 1_000_000) return `${Math.round(sizeBytes / 1000)} kB`;
  return `${(sizeBytes / 1_000_000).toFixed(1)} MB`;
}
