// Hands files to the person: as downloads of the browser, or by the device's share sheet.

/** The browser copies from the disk meanwhile; an hour is ample, also for a day of sound. */
const KEPT_MS = 3_600_000;

export function saveFile(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  saveUrl(url, name);
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/** A presigned URL names the file itself, and downloads as a stream, with the browser's own progress. */
export function saveUrl(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}

export function canShareFiles(): boolean {
  const file = new File([], "recording.webm", { type: "audio/webm" });
  return "canShare" in navigator && navigator.canShare({ files: [file] });
}

/** Resolves also when the person closes the sheet. */
export async function shareFile(name: string, blob: Blob, type: string): Promise<void> {
  try {
    await navigator.share({ files: [new File([blob], name, { type })] });
  } catch (thrown) {
    if (!(thrown instanceof DOMException && thrown.name === "AbortError")) throw thrown;
  }
}
