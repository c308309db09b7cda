// The pool, clients and logins with which every installation of the stand-in starts.

export interface SeededUser {
  readonly name: string;
  readonly password: string;
  readonly email: string;
  /** The claim `name`. */
  readonly fullName: string;
  /** The claim `cognito:groups`; an empty list leaves the claim out, as Cognito does. */
  readonly groups: readonly string[];
}

/** The name of the one provider that the pool can federate with, as it stands in tokens. */
export const ACME = "Acme";

/** Shaped like a real pool id: `{region}_{letters}`. The issuer ends with it. */
export const POOL_ID = "us-east-1_Tapedeck";

/** The web app's client. */
export const WEB_CLIENT_ID = "tapedeck-web";
/** A program of an integrator, here `npm run token`. */
export const CLI_CLIENT_ID = "tapedeck-cli";

/**
 * Development logins, in two different groups. Their passwords are fixed because `npm start` prints
 * them for a newcomer; that is safe only because the stand-in listens on loopback alone.
 */
export const SEEDED_USERS = [
  {
    name: "ada",
    password: "ada-local",
    email: "ada@tapedeck.example",
    fullName: "Ada Ortiz",
    groups: ["hosts"],
  },
  {
    name: "ben",
    password: "ben-local",
    email: "ben@tapedeck.example",
    fullName: "Ben Adeyemi",
    groups: ["guests"],
  },
] as const satisfies readonly SeededUser[];

/** A person of Acme. */
export interface AcmeUser extends SeededUser {
  /** Whether Acme says that the person has proved the address. */
  readonly isEmailVerified: boolean;
}

/**
 * The people who can sign in at Acme when the pool federates with it. Acme does not know the pool's groups. The
 * owner of the pool has invited Cleo. Dora was not invited, and Finn calls himself by Ada's address, which Acme has
 * not verified.
 */
export const ACME_USERS = [
  {
    name: "cleo",
    password: "cleo-acme",
    email: "cleo@acme.example",
    fullName: "Cleo Marsh",
    groups: [],
    isEmailVerified: true,
  },
  {
    name: "dora",
    password: "dora-acme",
    email: "dora@acme.example",
    fullName: "Dora Lind",
    groups: [],
    isEmailVerified: true,
  },
  {
    name: "finn",
    password: "finn-acme",
    email: "ada@tapedeck.example",
    fullName: "Finn Ames",
    groups: [],
    isEmailVerified: false,
  },
] as const satisfies readonly AcmeUser[];

/** The address of Acme's one person for whom the owner has made an account. */
export const INVITED_AT_ACME = ACME_USERS[0].email;
