// Reads the nonce of an ID token that came straight from the token endpoint.
import * as z from "zod";

const payload = z.object({ nonce: z.string() });

/**
 * The signature is not checked: the token came over TLS from Cognito itself, which OpenID Connect
 * Core §3.1.3.7 (6) accepts instead. Nothing but the nonce is read from it.
 */
export function nonceOf(idToken: string | undefined): string | undefined {
  const body = idToken?.split(".")[1];
  if (body === undefined) return undefined;
  try {
    return payload.safeParse(JSON.parse(Buffer.from(body, "base64url").toString())).data?.nonce;
  } catch {
    return undefined;
  }
}
