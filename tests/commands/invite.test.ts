// npm run invite: an account of the embedded stack while it runs, and the request that a deployed stage gets.
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createAccount } from "../../scripts/invite/create-account.ts";
import { createBrowser } from "../fixtures/stack/http-browser.ts";
import { startTestStack } from "../fixtures/stack/test-stack.ts";
import { startScript } from "../fixtures/run-command.ts";

const CHOSEN = "a password of mine";

async function invite(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  await using command = await startScript("invite", args, undefined, environment);
  return await command.finished;
}

test("an invited person signs in to the running stack, and gets a token", async () => {
  await using stack = await startTestStack();
  const { code, stdout } = await invite(["Eve@Example.com", "--data", stack.dataDir]);
  expect(code).toBe(0);
  expect(stdout).toContain("eve@example.com has an account");
  expect(stdout).toContain("http://localhost:4747");
  const [, password = ""] = /Password {2}(\S+)/.exec(stdout) ?? [];

  const browser = createBrowser(stack);
  const { location: page } = await browser.visit((await browser.beginSignIn()).href);
  const fields = { username: "eve@example.com", password, new_password: CHOSEN };
  const posted = await browser.visit(new URL(page, stack.cognito.origin).href, {
    method: "POST",
    body: new URLSearchParams(fields),
  });
  const resumed = await browser.visit(posted.location);
  expect((await browser.visit(resumed.location)).location).toBe(`${stack.url}/`);
  const answer = JSON.parse((await browser.accessToken()).text) as Readonly<Record<string, string>>;
  expect(answer).toMatchObject({ email: "eve@example.com" });
  const authorization = `Bearer ${answer["accessToken"]}`;
  expect((await stack.get("/trpc/session.me", { authorization })).data).toMatchObject({
    userType: "customer",
    provider: "cognito",
  });

  const again = await invite(["eve@example.com", "--data", stack.dataDir]);
  expect(again).toMatchObject({ code: 1, stdout: "" });
  expect(again.stderr).toBe("eve@example.com has an account already.");
});

test.each([
  [["eve"], /^"eve" is not one plain address\./],
  [["a@b.example", "--stage=x y"], /^--stage must be letters, digits and hyphens, got "x y"\.$/],
])("%j is refused with one sentence, and nothing is made", async (args, sentence) => {
  const { code, stdout, stderr } = await invite([...args, "--data", "/dev/null/none"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(sentence);
  expect(stderr.split("\n")).toHaveLength(1);
});

describe("on a deployed stage", () => {
  let dir: string;
  let server: Server;
  let environment: Readonly<Record<string, string>>;
  let requests: { headers: IncomingHttpHeaders; body: unknown }[] = [];
  /** What Cognito answers. */
  let answer: readonly [status: number, body: object];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "tapedeck-invite-"));
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (piece: Buffer) => (body += piece.toString()));
      request.on("end", () => {
        requests.push({ headers: request.headers, body: JSON.parse(body) });
        response.writeHead(answer[0]).end(JSON.stringify(answer[1]));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    const links = {
      Auth: { issuer: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Tapes" },
      Site: { origin: "https://tapes.example.com" },
    };
    // Plays `sst shell --stage NAME node FILE ADDRESS`: knows one stage, and gives its links and credentials.
    await writeFile(
      join(dir, "sst"),
      `#!/usr/bin/env node
const [shell, flag, stage, program, ...args] = process.argv.slice(2);
if (shell !== "shell" || flag !== "--stage" || program !== "node") process.exit(9);
if (stage !== "production") {
  console.error("Stage not found");
  process.exit(1);
}
const links = ${JSON.stringify(links)};
const env = { ...process.env };
for (const [name, value] of Object.entries(links)) env["SST_RESOURCE_" + name] = JSON.stringify(value);
const { status } = require("node:child_process").spawnSync(process.execPath, args, { env, stdio: "inherit" });
process.exit(status);
`,
    );
    await chmod(join(dir, "sst"), 0o755);
    environment = {
      PATH: `${dir}${delimiter}${process.env["PATH"]}`,
      AWS_ACCESS_KEY_ID: "AKIAOWNER",
      AWS_SECRET_ACCESS_KEY: "owner-secret",
      AWS_MAX_ATTEMPTS: "1",
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: `http://localhost:${(server.address() as AddressInfo).port}`,
    };
  });
  beforeEach(() => {
    requests = [];
    answer = [200, { User: { UserStatus: "FORCE_CHANGE_PASSWORD" } }];
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(dir, { recursive: true, force: true });
  });

  test("asks Cognito for an account of that address, with a mail", async () => {
    const { code, stdout, stderr } = await invite(
      ["Eve@Example.com", "--stage", "production"],
      environment,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("eve@example.com has an account.");
    expect(stdout).toContain("https://tapes.example.com");
    expect(requests).toMatchObject([
      {
        headers: {
          "x-amz-target": "AWSCognitoIdentityProviderService.AdminCreateUser",
          authorization: expect.stringMatching(
            /^AWS4-HMAC-SHA256 Credential=AKIAOWNER\/\d{8}\/eu-central-1\/cognito-idp\//,
          ) as string,
        },
      },
    ]);
    expect(requests[0]?.body).toEqual({
      UserPoolId: "eu-central-1_Tapes",
      Username: "eve@example.com",
      UserAttributes: [
        { Name: "email", Value: "eve@example.com" },
        { Name: "email_verified", Value: "true" },
      ],
      DesiredDeliveryMediums: ["EMAIL"],
    });
  });

  test("names a stage that does not exist, and asks Cognito nothing", async () => {
    const { code, stderr } = await invite(["eve@example.com", "--stage", "nosuch"], environment);
    expect(code).toBe(1);
    expect(stderr).toBe(
      "Stage not found\nThe stage nosuch made no account for eve@example.com: the reason is above.",
    );
    expect(requests).toEqual([]);
  });

  const account = {
    address: "eve@example.com",
    userPoolId: "eu-central-1_Tapes",
    region: "eu-central-1",
  };

  test.each([
    ["UsernameExistsException", /^eve@example\.com has an account already\./],
    ["UserLambdaValidationException", /pre-sign-up trigger refused eve@example\.com: its words/],
    ["AccessDeniedException", /cognito-idp:AdminCreateUser/],
    ["UnrecognizedClientException", /no valid credentials for AWS: run aws sso login/],
    ["InternalErrorException", /made no account for eve@example\.com: InternalErrorException/],
  ])("says what %s means", async (__type, sentence) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    answer = [400, { __type, message: "its words" }];
    await expect(createAccount(account)).rejects.toThrow(sentence);
    expect(requests).toHaveLength(1);
  });

  test("says so when there are no credentials", async () => {
    for (const [name, value] of Object.entries({
      ...environment,
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
      AWS_SHARED_CREDENTIALS_FILE: join(dir, "none"),
      AWS_CONFIG_FILE: join(dir, "none"),
      AWS_EC2_METADATA_DISABLED: "true",
    })) {
      vi.stubEnv(name, value);
    }
    await expect(createAccount(account)).rejects.toThrow(
      /^There are no valid credentials for AWS: run aws sso login/,
    );
    expect(requests).toEqual([]);
  });
});
