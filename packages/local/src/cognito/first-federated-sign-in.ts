// Makes the account of a person of another provider at their first sign-in, if the pre-sign-up trigger lets it.
// @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
import type { FederatedPerson, People } from "./people.ts";
import type { PoolUser } from "./pool.ts";
import { ACME, POOL_ID, WEB_CLIENT_ID } from "./seeds.ts";

/** Cognito's event, as far as the stand-in fills it. */
export interface PreSignUpEvent {
  readonly version: "1";
  readonly triggerSource: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string };
  readonly request: { readonly userAttributes: Readonly<Record<string, string>> };
  readonly response: Readonly<Record<string, boolean>>;
}

/**
 * The trigger of the pool.
 *
 * @throws {Error} with the trigger's own message – it refuses, or does not work
 */
export type PreSignUpTrigger = (event: PreSignUpEvent) => Promise<unknown>;

/** What the provider's ID token says. */
export interface AcmeClaims extends FederatedPerson {
  readonly isEmailVerified: boolean;
}

/** The end of the sign-in, as the redirect tells it to the app. */
export interface SignInRefused {
  readonly error: "invalid_request";
  readonly error_description: string;
}

/** A later sign-in asks no trigger: the account is there. */
export async function findOrMakeAccount(
  claims: AcmeClaims,
  people: Pick<People, "byAcmeSubject" | "addFromAcme">,
  preSignUp: PreSignUpTrigger | undefined,
): Promise<PoolUser | SignInRefused> {
  const known = await people.byAcmeSubject(claims.subject);
  if (known !== undefined) return known;
  try {
    await preSignUp?.(eventOf(claims));
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    // Cognito adds the full stop, and a space.
    return {
      error: "invalid_request",
      error_description: `PreSignUp failed with error ${message}. `,
    };
  }
  return people.addFromAcme(claims);
}

function eventOf({ subject, email, fullName, isEmailVerified }: AcmeClaims): PreSignUpEvent {
  return {
    version: "1",
    triggerSource: "PreSignUp_ExternalProvider",
    region: "us-east-1",
    userPoolId: POOL_ID,
    userName: `${ACME}_${subject}`,
    callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: WEB_CLIENT_ID },
    request: {
      userAttributes: {
        "cognito:email_alias": "",
        "cognito:phone_number_alias": "",
        email,
        email_verified: String(isEmailVerified),
        ...(fullName === undefined ? {} : { name: fullName }),
      },
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  };
}
