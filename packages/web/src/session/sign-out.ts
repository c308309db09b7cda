// Signing out in two steps: on this device at once, and at the server as soon as it can be reached.
import type { SessionServer } from "./session-server.ts";
import type { SignOutMark } from "./sign-out-mark.ts";

export interface SignOut {
  /** Signs out on this device. */
  begin(): void;
  /** Whether the server has yet to hear of it. */
  isUnfinished(): boolean;
  /**
   * Tells the server.
   *
   * @returns where the browser must go to end the session at the sign-in service too, lest the next
   *   sign-in asks for no password; nothing when another tab goes there, or somebody
   *   has signed in since
   * @throws {AppError} what the session's server throws: the server has not heard of it yet
   */
  finish(): Promise<string | undefined>;
}

export function createSignOut(mark: SignOutMark, server: SessionServer): SignOut {
  return {
    begin: () => mark.set(),
    isUnfinished: () => mark.isSet(),
    async finish() {
      // Somebody has signed in since, perhaps in another tab: that session is not to be ended.
      if (!mark.isSet()) return undefined;
      const { logoutUrl } = await server.post("/auth/logout");
      if (!mark.isSet()) return undefined;
      mark.clear();
      return String(logoutUrl);
    },
  };
}
