// `npm run -s token`: signs in as a seeded user by the real code + PKCE flow, prints an access token.
import { parseArgs } from "node:util";
import { signIn } from "../cognito/sign-in.ts";
import { CLI_CLIENT_ID, SEEDED_USERS } from "../cognito/seeds.ts";
import { CLI_REDIRECT_URI } from "../start-stack.ts";
import { CommandError, runCommand } from "./command.ts";
import { DEFAULT_PORT } from "./default-port.ts";

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      url: { type: "string", default: `http://localhost:${DEFAULT_PORT}` },
      user: { type: "string", default: SEEDED_USERS[0].name },
    },
  });
  const user = SEEDED_USERS.find(({ name }) => name === values.user);
  if (user === undefined) {
    const names = SEEDED_USERS.map(({ name }) => name).join(" or ");
    throw new CommandError(`--user must be ${names}, got ${JSON.stringify(values.user)}.`);
  }
  const { accessToken } = await signIn({
    origin: await hostedUiOrigin(values.url),
    clientId: CLI_CLIENT_ID,
    redirectUri: CLI_REDIRECT_URI,
    name: user.name,
    password: user.password,
  });
  process.stdout.write(`${accessToken}\n`);
});

/** Asks the running app where its people sign in, as a browser would find out. */
async function hostedUiOrigin(appUrl: string): Promise<string> {
  const loginUrl = URL.parse("/auth/login", appUrl);
  if (loginUrl === null)
    throw new CommandError(`--url must be a URL, got ${JSON.stringify(appUrl)}.`);
  const answer = await fetch(loginUrl, { redirect: "manual" }).catch((cause: unknown) => {
    throw new CommandError(
      `Nothing answers at ${appUrl}: run npm start first, or name it with --url.`,
      {
        cause,
      },
    );
  });
  const location = answer.headers.get("location");
  if (location === null) throw new CommandError(`${appUrl} is not a running Tapedeck.`);
  return new URL(location).origin;
}
