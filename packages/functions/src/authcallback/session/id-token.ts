// Reads what binds an ID token, straight from the token endpoint, to the sign-in that asked for it.
import * as z from "zod";

const payload = z.object({
  nonce: z.string().optional(),
  /** When the person last proved who they are, in seconds. @see OpenID Connect Core §2 */
  auth_time: z.number().optional(),
});

/**
 * The signature is not checked: the token came over TLS from Cognito itself, which OpenID Connect
 * Core §3.1.3.7 (6) accepts instead. Nothing but these is read from it.
 */
function read(idToken: string | undefined): z.infer<typeof payload> {
  const body = idToken?.split(".")[1];
  if (body === undefined) return {};
  try {
    return payload.safeParse(JSON.parse(Buffer.from(body, "base64url").toString())).data ?? {};
  } catch {
    return {};
  }
}

export function nonceOf(idToken: string | undefined): string | undefined {
  return read(idToken).nonce;
}

/** A second is lost in `auth_time`; the rest is for clocks of two services of AWS, which are close. */
const LEEWAY_MS = 10_000;

/**
 * Whether the person proved who they are for a sign-in that began then, and not before it. Without
 * this, taking `prompt=login` out of the URL of the login page would be a way around it.
 *
 * @see OpenID Connect Core §3.1.2.1 and §3.1.3.7 (13)
 */
export function provedSince(idToken: string | undefined, beganAtMs: number): boolean {
  const { auth_time: seconds } = read(idToken);
  return seconds !== undefined && seconds * 1000 >= beganAtMs - LEEWAY_MS;
}
