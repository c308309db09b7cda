// A page of another site gives its own name the address of this machine, and asks again (DNS rebinding). The
// browser then takes the answers for that site's. On AWS the certificate of the domain prevents it.
import { request } from "node:http";
import type { Arena, Attack } from "./arena.ts";

/** What a request names as its host; `PORT` becomes the port of the server. */
const NAMES = [
  "evil.example:PORT",
  "evil.example",
  "localhost.evil.example:PORT",
  "localhost.:PORT",
  "evil-localhost:PORT",
  "localhost:1",
  "localhost",
  "",
  "0.0.0.0:PORT",
  "[::1]:PORT",
  "[::ffff:127.0.0.1]:PORT",
  "127.0.0.1.evil.example:PORT",
  "2130706433:PORT",
  "localhost:PORT,evil.example",
];

const SERVERS: readonly {
  readonly name: string;
  readonly path: string;
  readonly originOf: (stack: Arena["stack"]) => string;
}[] = [
  { name: "the app", path: "/", originOf: ({ url }) => url },
  { name: "the session", path: "/auth/login", originOf: ({ url }) => url },
  {
    name: "the sign-in service",
    path: "/oauth2/authorize",
    originOf: ({ cognito }) => cognito.origin,
  },
  { name: "the bucket", path: "/", originOf: ({ s3 }) => s3.url },
];

export const reboundNameAttacks = SERVERS.flatMap(({ name: server, path, originOf }) =>
  NAMES.map((name): Attack => {
    return {
      name: `rebound name: ${JSON.stringify(name)} asks ${server}`,
      run: async ({ stack }) => {
        const url = new URL(path, originOf(stack));
        const status = await statusFor(url, name.replace("PORT", url.port));
        return status === 421 ? undefined : `answered ${status}`;
      },
    };
  }),
);

function statusFor(url: URL, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    // Without `setHost: false`, Node replaces an empty name by the true one.
    request(url, { headers: { host }, setHost: false, agent: false }, (response) => {
      resolve(response.resume().statusCode);
    })
      .on("error", reject)
      .end();
  });
}
