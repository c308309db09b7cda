// Who is signed in: what the server says, or what this device remembers while the server is unreachable.
import { createEffect, createResource, createSignal, onCleanup, type Accessor } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { toAppError } from "@tapedeck/core/errors";
import type { Me } from "../api/page-api.ts";
import { forgetPerson, knownPerson, rememberPerson, type Person } from "./known-person.ts";
import type { PersonalSession } from "./session.ts";
import type { SignOut } from "./sign-out.ts";

/** The server did not answer: the person who was signed in last may record meanwhile. */
const UNREACHABLE: ReadonlySet<ErrorCode> = new Set([
  "OFFLINE",
  "CONNECTION_LOST",
  "TIMEOUT",
  "SERVICE_UNAVAILABLE",
  "SERVICE_BLOCKED",
  "THROTTLED",
]);

/** Fallback interval, as the notice promises; the browser's `online` event triggers a retry earlier. */
const RETRY_MS = 10_000;

export interface Account {
  /** Nothing while the person signs out, and while the last question failed. */
  readonly person: Accessor<Person | undefined>;
  /** Why the last question failed. */
  readonly failure: Accessor<ErrorCode | undefined>;
  readonly isLoading: Accessor<boolean>;
  /** Signed out on this device, but the server has not heard of it yet. */
  readonly isSigningOut: Accessor<boolean>;
  /** Asks the server again. */
  retry(): void;
  /** The same after a change in another tab: first finishes a sign-out that began there. */
  refresh(): Promise<void>;
  signOut(): void;
}

export function createAccount(ports: {
  /** @throws {AppError} by its code */
  readonly readMe: () => Promise<Me>;
  readonly session: PersonalSession;
  readonly signOut: SignOut;
}): Account {
  const { readMe, session, signOut } = ports;
  const [isSigningOut, setSigningOut] = createSignal(signOut.isPending());
  const [me, { refetch }] = createResource(async (): Promise<Person> => {
    if (isSigningOut()) await finishSignOut(signOut);
    setSigningOut(false);
    try {
      const person = { ...(await readMe()), ...session.personFacts() };
      rememberPerson(person);
      return person;
    } catch (thrown) {
      const error = toAppError(thrown);
      // The session is over: removing the stored person notifies the other tabs.
      if (error.code === "NOT_SIGNED_IN") forgetPerson();
      const person = UNREACHABLE.has(error.code) ? knownPerson() : undefined;
      if (person) return person;
      throw error;
    }
  });
  const failure = () => (me.error === undefined ? undefined : toAppError(me.error).code);

  const retry = () => void refetch();
  createEffect(() => {
    const code = failure();
    if (code === undefined || !UNREACHABLE.has(code)) return;
    const timer = setTimeout(retry, RETRY_MS);
    addEventListener("online", retry);
    onCleanup(() => {
      clearTimeout(timer);
      removeEventListener("online", retry);
    });
  });

  return {
    person: () => (isSigningOut() || me.error !== undefined ? undefined : me()),
    failure,
    isLoading: () => me.loading,
    isSigningOut,
    retry,
    async refresh() {
      setSigningOut(signOut.isPending());
      await refetch();
    },
    signOut() {
      signOut.begin();
      session.forget();
      setSigningOut(true);
      // Notifies the other tabs, which then find that the sign-out has begun.
      forgetPerson();
      retry();
    },
  };
}

/**
 * Tells the server, then leaves for the sign-in service, which returns the browser to the signed-out page.
 *
 * @throws {AppError} the server could not be told
 */
async function finishSignOut(signOut: SignOut): Promise<void> {
  const logoutUrl = await signOut.finish();
  if (logoutUrl === undefined) return;
  location.assign(logoutUrl);
  // No sign-in may start before the sign-in service has ended its session. This page continues only when
  // the browser restores it from its history.
  await new Promise<void>((resolve) => {
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) resolve();
    });
  });
}
