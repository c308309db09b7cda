// Signs out in two steps: on this device at once, then at the server as soon as it is reachable.
import type { SessionServer } from "./session-server.ts";
import type { SignOutMark } from "./sign-out-mark.ts";

export interface SignOut {
  /** Signs out on this device. */
  begin(): void;
  /** Whether the server does not know of the sign-out yet. */
  isPending(): boolean;
  /**
   * Tells the server.
   *
   * @returns the URL that ends the session at the sign-in service; without a visit there, the next sign-in
   *   asks for no password. Nothing when another tab visits it, or a person has signed in since.
   * @throws {AppError} as `SessionServer.post`: the server does not know of the sign-out yet
   */
  finish(): Promise<string | undefined>;
}

export function createSignOut(mark: SignOutMark, server: SessionServer): SignOut {
  return {
    begin: () => mark.set(),
    isPending: () => mark.isSet(),
    async finish() {
      // A person has signed in since, perhaps in another tab: do not end that session.
      if (!mark.isSet()) return undefined;
      const { logoutUrl } = await server.post("/auth/logout");
      if (!mark.isSet()) return undefined;
      mark.clear();
      return String(logoutUrl);
    },
  };
}
