// Hands bytes to the browser's downloads: works offline, and needs no server.
export function download(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: "audio/webm" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The click has started the download; the browser holds the bytes from here on.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
