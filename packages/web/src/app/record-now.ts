// The address `/?record=now` asks for a recording at once: the shortcut of the installed app opens it.

/** @returns true once; the address then no longer asks, so that a reload does not record again */
export function takeRecordNow(): boolean {
  const url = new URL(location.href);
  if (url.searchParams.get("record") !== "now") return false;
  url.searchParams.delete("record");
  history.replaceState(history.state, "", url);
  return true;
}
