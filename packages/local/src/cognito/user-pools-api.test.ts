// Cognito's own API: sign-up past the owner, and the one question of the pre-sign-up trigger.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createInvitations } from "@tapedeck/functions/sign-up/invitations";
import { startTestPool, type TestPool } from "./testing/test-pool.ts";

const KEY = { accessKeyId: "ASIATRIGGER", secretAccessKey: "secret", sessionToken: "token" };
const REGION = "us-east-1";

let pool: TestPool;
beforeAll(async () => {
  pool = await startTestPool({ federatesAcme: true, triggerKey: KEY });
});
afterAll(() => pool[Symbol.asyncDispose]());

async function call(action: string, input: string) {
  const response = await fetch(pool.origin, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${action}`,
    },
    body: input,
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

describe("sign-up", () => {
  test("is refused in Cognito's words", async () => {
    const input = {
      ClientId: pool.webClientId,
      Username: "eve@example.com",
      Password: "x".repeat(12),
    };
    expect(await call("SignUp", JSON.stringify(input))).toEqual({
      status: 400,
      body: {
        __type: "NotAuthorizedException",
        message: "SignUp is not permitted for this user pool",
      },
    });
  });

  test("is refused to a client that the pool does not know", async () => {
    expect(await call("SignUp", '{"ClientId":"other"}')).toMatchObject({
      status: 400,
      body: { __type: "ResourceNotFoundException" },
    });
  });

  test.each(["", "[", "null", '"text"'])("is refused without an object: %j", async (input) => {
    expect(await call("SignUp", input)).toMatchObject({
      status: 400,
      body: { __type: "SerializationException" },
    });
  });

  test.each(["GET", "POST"])("has no page: %s", async (method) => {
    const response = await fetch(`${pool.origin}/signup?client_id=${pool.webClientId}`, { method });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("SignUp is not permitted for this user pool.");
  });
});

describe("the trigger's question", () => {
  const ask = (address: string, over: Partial<typeof KEY> = {}, poolId = "us-east-1_Tapedeck") =>
    createInvitations({ region: REGION, cognitoEndpoint: pool.origin }, async () => ({
      ...KEY,
      ...over,
    }))(poolId, address);

  test.each([
    ["ada@tapedeck.example", true],
    ["cleo@acme.example", true],
    ["dora@acme.example", false],
    ["ada", false],
  ])("is answered for the key of its role: %s", async (address, isInvited) => {
    await expect(ask(address)).resolves.toBe(isInvited);
  });

  test.each([
    ["another secret", { secretAccessKey: "guessed" }],
    ["another token", { sessionToken: "guessed" }],
    ["another key id", { accessKeyId: "ASIAOTHER" }],
  ])("is refused to %s", async (_what, over) => {
    await expect(ask("ada@tapedeck.example", over)).rejects.toThrow("UnrecognizedClientException");
  });

  test("is refused without a signature, and to all keys for another pool", async () => {
    expect(await call("AdminGetUser", "{}")).toMatchObject({
      body: { __type: "UnrecognizedClientException" },
    });
    await expect(ask("ada@tapedeck.example", {}, "us-east-1_Other")).rejects.toThrow(
      "AccessDeniedException",
    );
  });
});
