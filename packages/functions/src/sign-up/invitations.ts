// Asks the user pool whether the owner has made an account for an address. That account is the invitation.
import { SignatureV4 } from "@smithy/signature-v4";
import * as z from "zod";
import { AppError } from "@tapedeck/core/errors";
import type { CredentialSource } from "../s3/address.ts";
import { SigningHash } from "../s3/signing-hash.ts";

export interface PoolService {
  readonly region: string;
  /** Origin in place of AWS's: the embedded stack's. */
  readonly cognitoEndpoint?: string | undefined;
}

/**
 * @param address - as `parseEmailAddress` gives it
 * @throws {AppError} SERVICE_UNAVAILABLE – Cognito does not answer, or not the question
 */
export type IsInvited = (userPoolId: string, address: string) => Promise<boolean>;

/** Cognito gives a trigger 5 s in all. */
const TIMEOUT_MS = 3_000;

/**
 * States of an account that the owner made and has not taken back. Not among them: `EXTERNAL_PROVIDER`, a person
 * of some other provider, and `UNCONFIRMED`, a visitor whose address is not proved.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html
 */
const INVITED_STATES: ReadonlySet<string> = new Set([
  "FORCE_CHANGE_PASSWORD",
  "CONFIRMED",
  "RESET_REQUIRED",
]);

const account = z.object({
  Enabled: z.boolean(),
  UserStatus: z.string(),
  UserAttributes: z.array(z.object({ Name: z.string(), Value: z.string().optional() })),
});
const failure = z.object({ __type: z.string() });

/**
 * AdminGetUser and not ListUsers: it answers for one address, in any case, and the role cannot read the others.
 * Signed here, because the SDK's client of Cognito is 300 kB that a first sign-in would wait for.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
 */
export function createInvitations(
  { region, cognitoEndpoint }: PoolService,
  credentials: CredentialSource,
): IsInvited {
  const url = new URL(cognitoEndpoint ?? `https://cognito-idp.${region}.amazonaws.com`);
  const signer = new SignatureV4({
    service: "cognito-idp",
    region,
    credentials,
    sha256: SigningHash,
  });

  return async (UserPoolId, Username) => {
    const body = JSON.stringify({ UserPoolId, Username });
    const { method, headers } = await signer.sign({
      method: "POST",
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === "" ? {} : { port: Number(url.port) }),
      path: "/",
      query: {},
      headers: {
        host: url.host,
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.AdminGetUser",
      },
      body,
    });
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { method, headers, body, signal, redirect: "error" }).catch(
      (cause: unknown) => {
        throw unavailable("The user pool does not answer.", cause);
      },
    );
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return isInvitation(answer, Username);
    const kind = failure.safeParse(answer).data?.__type.replace(/^.*#/, "");
    if (kind === "UserNotFoundException") return false;
    throw unavailable(`The user pool answered ${response.status} ${kind ?? "without a reason"}.`);
  };
}

/** The pool may have found the account by something else than its address, so the address is compared. */
function isInvitation(answer: unknown, address: string): boolean {
  const found = account.safeParse(answer);
  if (!found.success) throw unavailable("The user pool's answer is unreadable.");
  const { Enabled, UserStatus, UserAttributes } = found.data;
  const valueOf = (name: string) => UserAttributes.find(({ Name }) => Name === name)?.Value;
  return (
    Enabled &&
    INVITED_STATES.has(UserStatus) &&
    valueOf("email")?.toLowerCase() === address &&
    valueOf("email_verified") === "true"
  );
}

function unavailable(sentence: string, cause?: unknown): AppError {
  return new AppError("SERVICE_UNAVAILABLE", sentence, { cause });
}
