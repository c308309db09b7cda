// Makes accounts without the owner: at the sign-up page, at Cognito's own API, and with the keys of our roles.
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { createBrowser } from "../fixtures/stack/http-browser.ts";
import { s3ClientOf } from "../fixtures/stack/s3-client.ts";
import type { Arena, Attack } from "./arena.ts";

const UserPoolId = "us-east-1_Tapedeck";
const ADDRESS = "mallory@evil.example";
const PASSWORD = "a-long-password-1";

type RoleName = keyof Arena["stack"]["roleKeys"];

/** A call of Cognito's API that must fail in that way. */
function call(
  name: string,
  expected: string,
  send: (client: CognitoIdentityProviderClient, arena: Arena) => Promise<unknown>,
  role: RoleName = "preSignUp",
): Attack {
  return {
    name: `door: ${name}`,
    run: async (arena) => {
      const { cognito, roleKeys } = arena.stack;
      const { accessKeyId, secretAccessKey, sessionToken } = roleKeys[role];
      const client = new CognitoIdentityProviderClient({
        endpoint: cognito.origin,
        region: "us-east-1",
        maxAttempts: 1,
        credentials: { accessKeyId, secretAccessKey, sessionToken },
      });
      try {
        await send(client, arena);
        return "Cognito did it";
      } catch (thrown) {
        const { name: kind } = thrown as Error;
        return kind === expected ? undefined : `Cognito answered ${kind}`;
      } finally {
        client.destroy();
      }
    },
  };
}

const signUp =
  (over: object) =>
  (client: CognitoIdentityProviderClient, { stack }: Arena) =>
    client.send(
      new SignUpCommand({
        ClientId: stack.cognito.webClientId,
        Username: ADDRESS,
        Password: PASSWORD,
        UserAttributes: [{ Name: "email", Value: ADDRESS }],
        ...over,
      }),
    );

const signUps: readonly Attack[] = [
  call("sign-up by the API", "NotAuthorizedException", signUp({})),
  call(
    "sign-up as verified",
    "NotAuthorizedException",
    signUp({
      UserAttributes: [
        { Name: "email", Value: ADDRESS },
        { Name: "email_verified", Value: "true" },
      ],
    }),
  ),
  call(
    "sign-up with a confirmation that the caller asks for",
    "NotAuthorizedException",
    signUp({
      ClientMetadata: { autoConfirmUser: "true", triggerSource: "PreSignUp_AdminCreateUser" },
    }),
  ),
  call(
    "sign-up with another person's address, in capitals",
    "NotAuthorizedException",
    signUp({
      Username: "ADA@TAPEDECK.EXAMPLE",
      UserAttributes: [{ Name: "email", Value: "ADA@TAPEDECK.EXAMPLE" }],
    }),
  ),
  call("sign-up by the integrators' client", "NotAuthorizedException", (client, arena) =>
    signUp({ ClientId: arena.stack.cognito.cliClientId })(client, arena),
  ),
  call(
    "sign-up by an unknown client",
    "ResourceNotFoundException",
    signUp({ ClientId: "mallory" }),
  ),
  ...["GET", "POST"].map((method): Attack => ({
    name: `door: ${method} of the sign-up page`,
    run: async ({ stack }) => {
      const url = new URL("/signup", stack.cognito.origin);
      url.search = new URLSearchParams({
        client_id: stack.cognito.webClientId,
        response_type: "code",
        redirect_uri: `${stack.siteOrigin}/auth/callback`,
      }).toString();
      const body = new URLSearchParams({ username: ADDRESS, password: PASSWORD });
      const response = await fetch(url, method === "POST" ? { method, body } : {});
      const text = await response.text();
      const isRefused = response.status === 400 && text.includes("SignUp is not permitted");
      return isRefused ? undefined : `answered ${response.status}`;
    },
  })),
];

const created = new AdminCreateUserCommand({ UserPoolId, Username: ADDRESS });

const byOurRoles: readonly Attack[] = [
  call("an account by the trigger's key", "AccessDeniedException", (client) =>
    client.send(created),
  ),
  call("a list of all people by the trigger's key", "AccessDeniedException", (client) =>
    client.send(new ListUsersCommand({ UserPoolId })),
  ),
  call("another person's password by the trigger's key", "AccessDeniedException", (client) =>
    client.send(
      new AdminSetUserPasswordCommand({
        UserPoolId,
        Username: "ada@tapedeck.example",
        Password: PASSWORD,
        Permanent: true,
      }),
    ),
  ),
  call("an account of another pool by the trigger's key", "AccessDeniedException", (client) =>
    client.send(new AdminGetUserCommand({ UserPoolId: "us-east-1_Other", Username: ADDRESS })),
  ),
  ...(["api", "arrivalCheck", "wholeFile"] as const).flatMap((role) => [
    call(
      `an account by the key of ${role}`,
      "UnrecognizedClientException",
      (client) => client.send(created),
      role,
    ),
    call(
      `a look at an account by the key of ${role}`,
      "UnrecognizedClientException",
      (client) => client.send(new AdminGetUserCommand({ UserPoolId, Username: ADDRESS })),
      role,
    ),
  ]),
  {
    name: "door: the bucket by the trigger's key",
    run: async ({ stack }) => {
      const client = s3ClientOf(stack, stack.roleKeys.preSignUp);
      try {
        await client.send(new ListObjectsV2Command({ Bucket: stack.bucket, Prefix: "users/" }));
        return "the bucket was listed";
      } catch (thrown) {
        return (thrown as Error).name === "AccessDenied" ? undefined : String(thrown);
      } finally {
        client.destroy();
      }
    },
  },
];

/** The form with which an invited person chooses a password, sent for an account that is not theirs to choose. */
const chosenPasswords: readonly Attack[] = [
  ["a person who has a password", "ada", "guessed"],
  ["an account without a password", "cleo@acme.example", ""],
  ["an address that has no account", ADDRESS, ""],
].map(([whose = "", username = "", password = ""]): Attack => ({
  name: `door: a chosen password for ${whose}`,
  run: async (arena) => {
    const stack = await arena.federated();
    const browser = createBrowser(stack);
    const { location } = await browser.visit((await browser.beginSignIn()).href);
    const body = new URLSearchParams({ username, password, new_password: PASSWORD });
    const answer = await browser.visit(new URL(location, stack.cognito.origin).href, {
      method: "POST",
      body,
    });
    return answer.status === 400 ? undefined : `answered ${answer.status}`;
  },
}));

export const doorAttacks: readonly Attack[] = [...signUps, ...byOurRoles, ...chosenPasswords];
