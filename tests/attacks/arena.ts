// The arena of the attacks: the whole stack, a victim with a recording in the bucket, and an attacker with
// a token of their own.
import { createHash } from "node:crypto";
import type { Grant, SegmentToStore } from "@tapedeck/core/contract";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { forgetUsage } from "../fixtures/stack/forget-usage.ts";
import { startTestStack, type Answer, type TestStack } from "../fixtures/stack/test-stack.ts";
import { createBrowser, type Browser } from "../fixtures/stack/http-browser.ts";

/** One attempt. It resolves to `undefined` when the stack refused it rightly, otherwise to the fault. */
export interface Attack {
  readonly name: string;
  run(arena: Arena): Promise<string | undefined>;
}

export interface Arena extends AsyncDisposable {
  readonly stack: TestStack;
  readonly victim: Person;
  readonly attacker: Person;
  /** Ada's, with one segment in the bucket. */
  readonly recordingId: RecordingId;
  /** The key of that segment. */
  readonly victimKey: string;
  /** Claims that are accepted, with changes; `undefined` leaves one out. */
  readonly claims: (over?: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  /** A grant of the attacker's own, new each time. */
  readonly freshGrant: () => Promise<Grant>;
  /** A sealed recording of that person's, the same each time. */
  readonly sealedOf: (person: Person) => Promise<RecordingId>;
  /** A stack whose people can also come from Acme, the same each time. */
  readonly federated: () => Promise<TestStack>;
}

export interface Person {
  readonly token: string;
  readonly prefix: string;
  /** Signed in by the login page; copy it before doing anything to it. */
  readonly browser: Browser;
}

/** What a grant of {@link Arena.freshGrant} is for. */
export const BODY = Buffer.from("attacked bytes ".repeat(20));

export const SEGMENT: SegmentToStore = {
  sequence: 0,
  sizeBytes: BODY.length,
  sha256: createHash("sha256").update(BODY).digest("base64"),
  startSample: 0,
  sampleCount: 96_000,
};

/** The one other origin that this stack allows. */
export const ALLOWED_ORIGIN = "https://studio.example";

/** The domain whose people Acme may bring to {@link Arena.federated} without an invitation. */
export const ALLOWED_DOMAIN = "tapedeck-staff.example";

export async function openArena(): Promise<Arena> {
  const stack = await startTestStack({ allowedOrigins: [ALLOWED_ORIGIN] });
  let recordings = 0;
  const newRecordingId = () =>
    makeRecordingId(
      Date.now() * 1000,
      Uint8Array.of(0, 0, 0, 0, recordings >> 5, recordings++ & 31),
    );

  async function enter(name: "ada" | "ben"): Promise<Person> {
    const browser = createBrowser(stack);
    await browser.signIn(name);
    const token = await stack.tokenOf(name);
    const { data } = await stack.get("/trpc/session.me", bearer(token));
    return { browser, token, prefix: (data as { prefix: string }).prefix };
  }

  async function grantOf(person: Person, recordingId: RecordingId): Promise<Grant> {
    // Attacks leave more recordings open than one person may have.
    await forgetUsage(stack, person.prefix);
    const body = JSON.stringify({ recordingId, segments: [SEGMENT] });
    const answer = await stack.post("segments.presign", body, bearer(person.token));
    const [grant] = answer.data as Grant[];
    if (grant === undefined) throw new Error(`no grant: ${answer.text}`);
    return grant;
  }

  async function storeSegment(person: Person, recordingId: RecordingId): Promise<string> {
    const { key, url, headers } = await grantOf(person, recordingId);
    const put = await fetch(url, { method: "PUT", headers, body: BODY });
    if (!put.ok) throw new Error(`the segment was not stored: ${put.status}`);
    return key;
  }

  async function storeSealed(person: Person): Promise<RecordingId> {
    const recordingId = newRecordingId();
    await storeSegment(person, recordingId);
    const body = JSON.stringify({ recordingId, segments: [SEGMENT], gaps: [], title: "private" });
    const answer = await stack.post("recordings.seal", body, bearer(person.token));
    if (answer.status !== 200) throw new Error(`not sealed: ${answer.text}`);
    return recordingId;
  }
  // Started on demand, for the same reason as below.
  let federated: Promise<TestStack> | undefined;
  // Sealed on demand: a mutation that breaks sealing must not break every other attack.
  const sealed = new Map<Person, Promise<RecordingId>>();

  const [victim, attacker] = [await enter("ada"), await enter("ben")];
  const recordingId = newRecordingId();
  const victimKey = await storeSegment(victim, recordingId);

  return {
    stack,
    victim,
    attacker,
    recordingId,
    victimKey,
    claims: (over = {}) => ({
      iss: stack.cognito.issuer,
      client_id: stack.cognito.webClientId,
      token_use: "access",
      sub: "0b9c1f6e-7a54-4a6f-9a3e-0d6d2f4b8c11",
      username: "mallory",
      scope: "openid tapedeck/record tapedeck/read",
      iat: nowSeconds(),
      exp: nowSeconds() + 300,
      ...over,
    }),
    freshGrant: () => grantOf(attacker, newRecordingId()),
    sealedOf: (person) => {
      const recording = sealed.get(person) ?? storeSealed(person);
      sealed.set(person, recording);
      return recording;
    },
    federated: () =>
      (federated ??= startTestStack({
        federatesAcme: true,
        allowedEmailDomains: [ALLOWED_DOMAIN],
      })),
    async [Symbol.asyncDispose]() {
      await (await federated)?.[Symbol.asyncDispose]();
      await stack[Symbol.asyncDispose]();
    },
  };
}

export const nowSeconds = () => Math.floor(Date.now() / 1000);

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Accepts this status and code only: a broken stack must not count as a refusal. */
export function unlessRefused(
  answer: Pick<Answer, "status" | "appCode" | "text">,
  status: number,
  appCode: string,
): string | undefined {
  if (answer.status === status && answer.appCode === appCode) return undefined;
  return `answered ${answer.status} ${answer.appCode ?? ""}: ${answer.text.slice(0, 200)}`;
}
