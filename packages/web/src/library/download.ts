// Saves bytes as a download of the browser; works offline.
export function download(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: "audio/webm" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The click started the download, and the browser now holds the bytes; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
