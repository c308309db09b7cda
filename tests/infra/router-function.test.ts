// The little program that CloudFront runs before every request, as SST and infra/web.ts put it
// together: run here, with CloudFront's objects around it.
import { beforeAll, describe, expect, it } from "vitest";
import type { Graph } from "../fixtures/synthesis/graph.ts";
import { only, resourcesOf } from "./rule.ts";
import { synthesize } from "../fixtures/synthesis/synthesize.ts";

interface ViewerRequest {
  uri: string;
  headers: Record<string, { value: string }>;
  cookies: Record<string, { value: string }>;
}

/** Where CloudFront would fetch from: `updateRequestOrigin`'s argument. */
interface Origin {
  readonly domainName: string;
  readonly originAccessControlConfig: { readonly enabled: boolean; readonly originType?: string };
}

const HOST = "d111111abcdef8.cloudfront.net";
let graph: Graph;
beforeAll(async () => {
  graph = await synthesize({ stage: "alex" });
});

/** The function's code around a request for a path. */
async function route(uri: string, headers: Record<string, string> = {}) {
  const code = String(only(graph, "aws:cloudfront/function:Function")["code"]);
  const entries = keyValueStore(graph);
  let origin: Origin | undefined;
  const cf = {
    kvs: () => ({
      get: async (key: string) => {
        const value = entries.get(key);
        if (value === undefined) throw new Error("key not found");
        return value;
      },
    }),
    updateRequestOrigin: (next: Origin) => {
      origin = next;
    },
  };
  // CloudFront provides the module and the function by these two lines; a script lacks both.
  const script = code.replace(/import cf from "cloudfront";/, "");
  // eslint-disable-next-line typescript/no-implied-eval -- it is the program under test
  const load = new Function("cf", `${script}; return handler;`) as (
    cloudFront: typeof cf,
  ) => (event: { request: ViewerRequest }) => Promise<ViewerRequest>;
  const sent = Object.entries({ host: HOST, ...headers }).map(([name, value]) => [name, { value }]);
  const request = await load(cf)({
    request: { uri, headers: Object.fromEntries(sent) as ViewerRequest["headers"], cookies: {} },
  });
  return { uri: request.uri, headers: request.headers, origin };
}

/** What the program wrote into CloudFront's key-value store. */
function keyValueStore({ resources }: Graph): ReadonlyMap<string, string> {
  const routes: unknown[] = [];
  const entries = new Map<string, string>();
  for (const { name, inputs } of resources) {
    if (name.endsWith("KvRoutesUpdate")) {
      routes.push(inputs["entry"]);
      entries.set(`${String(inputs["namespace"])}:routes`, JSON.stringify(routes));
    }
    if (!name.endsWith("KvKeys")) continue;
    for (const [key, value] of Object.entries(inputs["entries"] as Record<string, string>)) {
      entries.set(`${String(inputs["namespace"])}:${key}`, value);
    }
  }
  return entries;
}

describe("CloudFront's function", () => {
  const apiHost = "apiurl.lambda-url.us-east-1.on.aws";

  it.each(["/trpc/segments.presign", "/auth/callback"])(
    "takes %s to the API, path unchanged",
    async (path) => {
      const { uri, origin } = await route(path);
      expect(uri).toBe(path);
      expect(origin?.domainName).toBe(apiHost);
      expect(origin?.originAccessControlConfig).toMatchObject({
        enabled: true,
        originType: "lambda",
      });
    },
  );

  it.each(["recordings.seal", "recordings.recover", "recordings.delete"])(
    "takes %s to the function of slow procedures, path unchanged",
    async (procedure) => {
      const { uri, origin } = await route(`/trpc/${procedure}`);
      expect(uri).toBe(`/trpc/${procedure}`);
      expect(origin?.domainName).toBe("slowapiurl.lambda-url.us-east-1.on.aws");
      expect(origin?.originAccessControlConfig).toMatchObject({
        enabled: true,
        originType: "lambda",
      });
    },
  );

  it.each(["/", "/index.html", "/recordings/some-page", "/authors", "/trpc"])(
    "takes %s to the site",
    async (path) => {
      const { uri, origin } = await route(path);
      expect(uri).toBe("/index.html");
      expect(origin?.domainName).toContain("webassets");
      expect(origin?.originAccessControlConfig).toMatchObject({ enabled: true, originType: "s3" });
    },
  );

  it("takes a hashed file to the site under its own name", async () => {
    const { uri } = await route("/assets/app-5d41402a.js");
    expect(uri).toBe("/assets/app-5d41402a.js");
  });

  it("carries the caller's token beside the signature that replaces it", async () => {
    const { headers } = await route("/trpc/session.me", { authorization: "Bearer a.b.c" });
    expect(headers["x-tapedeck-authorization"]).toEqual({ value: "Bearer a.b.c" });
  });

  it("removes that header when the caller brings it", async () => {
    const { headers } = await route("/trpc/session.me", { "x-tapedeck-authorization": "Bearer x" });
    expect(headers).not.toHaveProperty("x-tapedeck-authorization");
  });

  it("stays within CloudFront's 10 KB, even with the code for an own domain", async () => {
    const settings = {
      file: "infra/stage.ts",
      from: "isPermanent: false,",
      to: 'isPermanent: false, domain: "tapes.example.com",',
    };
    for (const { resources, builds } of [
      graph,
      await synthesize({ stage: "alex", mutation: settings }),
    ]) {
      const [program] = resourcesOf({ resources, builds }, "aws:cloudfront/function:Function");
      expect(String(program?.inputs["code"]).length).toBeLessThan(10_240);
    }
  });
});
