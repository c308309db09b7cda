// Whether what this browser stores is known to outlive its windows. No interface says that a window is
// private, and `persisted()` can be true in one. So storage counts as lasting only after it has outlived
// a restart of the browser, which two cookies show: a restart removes the one without an age and keeps
// the other. A person, a policy or an extension that clears or refuses cookies does it to both.

/** What earlier visits left in the storage itself. */
export type VisitMark = "none" | "visited" | "proven";

export interface VisitCookies {
  /** Removed when the browser ends, unless it restores its last session. */
  readonly session: boolean;
  /** Kept when the browser ends, unless the window is private or the browser forgets everything. */
  readonly lasting: boolean;
}

export interface VisitPorts {
  readonly mark: {
    read(): Promise<VisitMark>;
    write(mark: VisitMark): Promise<void>;
  };
  readonly cookies: {
    read(): VisitCookies;
    set(name: keyof VisitCookies): void;
  };
}

/** Pure: what the mark and the cookies of a visit prove. */
export function hasOutlivedRestart(mark: VisitMark, cookies: VisitCookies): boolean {
  return mark === "proven" || (mark === "visited" && cookies.lasting && !cookies.session);
}

/**
 * Looks for the proof, and prepares the next restart to give it. Everything uncertain is `false`: a
 * browser that restores its session, that killed the cookies with itself, or that refuses cookies.
 */
export async function proveStorage({ mark, cookies }: VisitPorts): Promise<boolean> {
  const found = await mark.read();
  if (hasOutlivedRestart(found, cookies.read())) {
    if (found !== "proven") await mark.write("proven");
    return true;
  }
  // In this order, each read back: whatever interrupts it, a mark and a lasting cookie never stand
  // without the session's, which would be a proof at the next visit.
  for (const name of ["session", "lasting"] as const) {
    cookies.set(name);
    if (!cookies.read()[name]) return false;
  }
  if (found === "none") await mark.write("visited");
  return false;
}
