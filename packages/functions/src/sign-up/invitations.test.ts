// Against a server that plays Cognito's API and keeps the requests.
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { createInvitations } from "./invitations.ts";

const ADDRESS = "ada@example.com";
const POOL = "us-east-1_Tapedeck";

/** As AdminGetUser answers for an account that `npm run invite` made. */
const INVITED = {
  Enabled: true,
  Username: "5f1c",
  UserStatus: "FORCE_CHANGE_PASSWORD",
  UserAttributes: [
    { Name: "sub", Value: "5f1c" },
    { Name: "email", Value: ADDRESS },
    { Name: "email_verified", Value: "true" },
  ],
};
const withAttribute = (Name: string, Value?: string) => ({
  ...INVITED,
  UserAttributes: [
    ...INVITED.UserAttributes.filter((each) => each.Name !== Name),
    ...(Value === undefined ? [] : [{ Name, Value }]),
  ],
});

async function startPool(status: number, answer: unknown) {
  const requests: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => {
      requests.push({ headers: request.headers, body });
      response.writeHead(status).end(typeof answer === "string" ? answer : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const cognitoEndpoint = `http://localhost:${(server.address() as AddressInfo).port}`;
  const isInvited = createInvitations({ region: "us-east-1", cognitoEndpoint }, async () => ({
    accessKeyId: "ASIAINVITATIONS",
    secretAccessKey: "secret",
    sessionToken: "token",
  }));
  return {
    requests,
    ask: () => isInvited(POOL, ADDRESS),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

it("asks for that one account of that one pool, signed by the function's role", async () => {
  await using pool = await startPool(200, INVITED);
  await expect(pool.ask()).resolves.toBe(true);
  expect(pool.requests).toMatchObject([
    {
      body: JSON.stringify({ UserPoolId: POOL, Username: ADDRESS }),
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.AdminGetUser",
        "x-amz-security-token": "token",
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=ASIAINVITATIONS\/\d{8}\/us-east-1\/cognito-idp\/aws4_request, SignedHeaders=content-type;host;[a-z0-9;-]+x-amz-target, Signature=[0-9a-f]{64}$/,
        ) as string,
      },
    },
  ]);
});

describe("an account is an invitation", () => {
  it.each([
    ["its first password was never changed", INVITED],
    ["it is in use", { ...INVITED, UserStatus: "CONFIRMED" }],
    ["its password is to be set anew", { ...INVITED, UserStatus: "RESET_REQUIRED" }],
    ["its address has capitals", withAttribute("email", "Ada@Example.com")],
  ])("when %s", async (_when, answer) => {
    await using pool = await startPool(200, answer);
    await expect(pool.ask()).resolves.toBe(true);
  });

  it.each([
    ["the owner has disabled it", { ...INVITED, Enabled: false }],
    ["it is of a visitor who entered no code", { ...INVITED, UserStatus: "UNCONFIRMED" }],
    ["it is of a person of a provider", { ...INVITED, UserStatus: "EXTERNAL_PROVIDER" }],
    ["it is archived", { ...INVITED, UserStatus: "ARCHIVED" }],
    ["its address is not verified", withAttribute("email_verified", "false")],
    ["nothing says that its address is verified", withAttribute("email_verified")],
    [
      "its name is the address, and its address another",
      withAttribute("email", "eve@evil.example"),
    ],
    ["it has no address", withAttribute("email")],
  ])("not when %s", async (_when, answer) => {
    await using pool = await startPool(200, answer);
    await expect(pool.ask()).resolves.toBe(false);
  });

  it("not when there is none", async () => {
    const __type = "com.amazonaws.cognito.identity.idp.model#UserNotFoundException";
    await using pool = await startPool(400, { __type, message: "User does not exist." });
    await expect(pool.ask()).resolves.toBe(false);
  });
});

describe("a pool that gives no answer is an error and no refusal", () => {
  it.each([
    [400, { __type: "AccessDeniedException" }, "The user pool answered 400 AccessDeniedException."],
    [400, { __type: "ResourceNotFoundException" }, /400 ResourceNotFoundException/],
    [400, "<html>", "The user pool answered 400 without a reason."],
    [500, {}, "The user pool answered 500 without a reason."],
    [302, {}, "The user pool does not answer."],
    [200, "<html>", "The user pool's answer is unreadable."],
    [200, {}, "The user pool's answer is unreadable."],
  ])("%i with %j", async (status, answer, message) => {
    await using pool = await startPool(status, answer);
    await expect(pool.ask()).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
    await expect(pool.ask()).rejects.toThrow(message);
  });

  it("no connection", async () => {
    const pool = await startPool(200, INVITED);
    await pool[Symbol.asyncDispose]();
    await expect(pool.ask()).rejects.toMatchObject({
      code: "SERVICE_UNAVAILABLE",
      message: "The user pool does not answer.",
    });
  });
});
