// packages/functions reads what infra/ links: runs the shipped configuration on the synthesized links, in a
// process of its own, because the SDK reads its environment once.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import type { Config } from "@tapedeck/functions/config";
import { synthesize } from "../fixtures/synthesis/synthesize.ts";

const run = promisify(execFile);

const PRINT_CONFIG = `
  import { readConfig } from "@tapedeck/functions/config";
  process.stdout.write(JSON.stringify(readConfig(process.env)));
`;

async function configOf(options: Parameters<typeof synthesize>[0]): Promise<unknown> {
  const { builds } = await synthesize(options);
  const links = builds.find(({ functionID }) => functionID === "Api")?.links ?? {};
  const environment = Object.entries({
    App: { name: "tapedeck", stage: options.stage },
    ...links,
  }).map(([name, value]) => [`SST_RESOURCE_${name}`, JSON.stringify(value)]);
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", PRINT_CONFIG], {
    cwd: new URL("../../packages/local", import.meta.url),
    env: {
      ...(Object.fromEntries(environment) as Record<string, string>),
      AWS_REGION: "us-east-1",
    },
  });
  return JSON.parse(stdout);
}

it("a deployed function finds its configuration in its links", async () => {
  const config = (await configOf({ stage: "production" })) as Config;
  expect(config.recordings.name).toMatch(/^tapedeck-production-recordingsstore/);
  expect(config.auth.hostedUiOrigin).toMatch(
    /^https:\/\/tapedeck-production-[0-9a-f]{8}\.auth\.us-east-1\.amazoncognito\.com$/,
  );
  expect(config.auth).toMatchObject({
    issuer: "https://cognito-idp.us-east-1.amazonaws.com/UsersUserPool-id",
    webClientId: "WebClientClient-id",
    clientIds: ["WebClientClient-id"],
    userTypes: ["hosts", "guests"],
    federatedProviders: [],
  });
  expect(config.site.origin).toBe("https://d111111abcdef8.cloudfront.net");
});

it("the site is Vite on the developer's machine under sst dev", async () => {
  expect(await configOf({ stage: "alex", isDev: true })).toMatchObject({
    site: { origin: "http://localhost:5173" },
  });
});
