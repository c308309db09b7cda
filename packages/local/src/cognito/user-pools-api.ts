// The part of Cognito's own API that the stand-in answers: SignUp, which is refused, and AdminGetUser, for the
// pre-sign-up trigger's role. @see
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { SIGN_UP_CHECK_ACTIONS } from "../../../../infra/imitated/accounts.ts";
import { isSignedBy, type SigningKeyPair } from "./aws-signature.ts";
import type { People } from "./people.ts";
import { POOL_ID } from "./seeds.ts";

export interface UserPoolsApi {
  readonly people: Pick<People, "byEmail">;
  readonly clientIds: readonly string[];
  /** The key of the trigger's role; without one no call is authorized. */
  readonly triggerKey: SigningKeyPair | undefined;
}

/** Cognito's words, to a visitor of its page and to a caller of its API. */
export const SIGN_UP_REFUSED = "SignUp is not permitted for this user pool";

const TARGET = /^AWSCognitoIdentityProviderService\.(\w+)$/;
const SCOPE = { region: "us-east-1", service: "cognito-idp" };

/** In the form in which AWS's JSON protocol answers an error. */
interface Failure {
  readonly __type: string;
  readonly message: string;
}

const failure = (__type: string, message: string): Failure => ({ __type, message });

/** Whether a request is a call of the API, and not a page. */
export function isApiCall({ method, headers }: IncomingMessage): boolean {
  return method === "POST" && headers["x-amz-target"] !== undefined;
}

export async function answerApiCall(
  api: UserPoolsApi,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await buffer(request);
  const [, action = ""] = TARGET.exec(String(request.headers["x-amz-target"])) ?? [];
  const answer = await resultOf(api, action, request, body);
  response
    .writeHead("__type" in answer ? 400 : 200, { "content-type": "application/x-amz-json-1.1" })
    .end(JSON.stringify(answer));
}

async function resultOf(
  { people, clientIds, triggerKey }: UserPoolsApi,
  action: string,
  { headers }: IncomingMessage,
  body: Buffer,
): Promise<object | Failure> {
  const input = objectOf(body);
  if (input === undefined)
    return failure("SerializationException", "The body is not a JSON object.");
  // On AWS it takes no signature: any caller may try.
  if (action === "SignUp") {
    const clientId = String(input["ClientId"]);
    return clientIds.includes(clientId)
      ? failure("NotAuthorizedException", SIGN_UP_REFUSED)
      : failure("ResourceNotFoundException", `User pool client ${clientId} does not exist.`);
  }
  if (triggerKey === undefined || !isSignedBy(triggerKey, { headers, body }, SCOPE)) {
    return failure(
      "UnrecognizedClientException",
      "The security token included in the request is invalid.",
    );
  }
  if (!SIGN_UP_CHECK_ACTIONS.includes(`cognito-idp:${action}`) || input["UserPoolId"] !== POOL_ID) {
    return failure(
      "AccessDeniedException",
      `The role is not authorized to perform: cognito-idp:${action}`,
    );
  }
  const user = await people.byEmail(String(input["Username"]));
  if (user === undefined) return failure("UserNotFoundException", "User does not exist.");
  return {
    Enabled: true,
    Username: user.username,
    UserStatus: user.hasChosenPassword ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD",
    UserAttributes: [
      { Name: "sub", Value: user.sub },
      { Name: "email", Value: user.email },
      { Name: "email_verified", Value: "true" },
    ],
  };
}

function objectOf(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return typeof value === "object" && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
