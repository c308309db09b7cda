// Claims that would become part of an object key. The pool signed them, so only the prefix rule can refuse
// them.
import { bearer, unlessRefused, type Attack } from "./arena.ts";

const NAMES = [
  "..",
  "../",
  "../../users/hosts/cognito/victim",
  "a/b",
  "/a",
  "a/",
  "a\\b",
  "%2e%2e",
  "%2f",
  "a b",
  "a\0b",
  "a\nb",
  "a?b",
  "a#b",
  "a*",
  ".hidden",
  "-a",
  "_a",
  "",
  "ä",
  "ａ",
  "a\u202eb",
  "x".repeat(65),
  "x".repeat(5_000),
];

/** No subject at all: the verifier refuses these before identity is asked. */
const NOT_NAMES: readonly unknown[] = [7, null, ["a"], { toString: "a" }, true];

const shown = (value: unknown) => {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 20)}… of ${text.length}` : text;
};

function claimAttack(
  name: string,
  over: Readonly<Record<string, unknown>>,
  [status, code]: readonly [number, string] = [403, "IDENTITY_REFUSED"],
): Attack {
  return {
    name: `claim: ${name}`,
    run: async ({ stack, claims }) => {
      const token = await stack.cognito.signToken(claims(over));
      const answer = await stack.get("/trpc/session.me", bearer(token));
      return unlessRefused(answer, status, code);
    },
  };
}

/** Groups that name no user type of this stack. */
const POWERLESS = ["admins", "Hosts", "hosts/../admins", "__proto__", "constructor"];

export const claimAttacks: readonly Attack[] = [
  ...NAMES.map((sub) => claimAttack(`sub ${shown(sub)}`, { sub })),
  ...NOT_NAMES.map((sub) => claimAttack(`sub ${shown(sub)}`, { sub }, [401, "TOKEN_REFUSED"])),
  claimAttack("sub left out", { sub: undefined }),
  ...NAMES.map((name) =>
    claimAttack(`provider ${shown(name)}`, { "cognito:groups": [`us-east-1_Tapedeck_${name}`] }),
  ),
  ...["hosts", { 0: "hosts" }, [["hosts"]], [7], null].map((groups) =>
    claimAttack(`groups ${shown(groups)}`, { "cognito:groups": groups }),
  ),
  ...POWERLESS.map((group): Attack => ({
    name: `claim: the group ${group} makes no user type`,
    run: async ({ stack, claims }) => {
      const token = await stack.cognito.signToken(claims({ "cognito:groups": [group] }));
      const { data } = await stack.get("/trpc/session.me", bearer(token));
      const { userType } = data as { userType?: string };
      return userType === "customer" ? undefined : `became ${userType}`;
    },
  })),
  {
    name: "claim: a username that looks federated",
    run: async ({ stack, claims }) => {
      const token = await stack.cognito.signToken(claims({ username: "Google_ada" }));
      const { data } = await stack.get("/trpc/session.me", bearer(token));
      const { provider } = data as { provider?: string };
      return provider === "cognito" ? undefined : `became ${provider}`;
    },
  },
];
