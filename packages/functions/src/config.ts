// Reads the configuration once, from SST's links and the environment: the only import of "sst".
import { Resource } from "sst";
import * as z from "zod";
import { isEmailDomain } from "@tapedeck/core/email-address";
import { isKeyName } from "@tapedeck/core/identity";

const origin = z.url().refine((url) => new URL(url).origin === url, "must be an origin: no path");
const keyName = z.string().refine(isKeyName, "must be usable as a name inside an object key");

const storeSchema = z.object({
  recordings: z.object({ name: z.string().min(3) }),
  region: z.string().min(1),
  /** Set by the embedded stack and by S3-compatible stores; AWS needs none. */
  s3Endpoint: origin.optional(),
});

const procedureSchema = storeSchema.extend({
  auth: z.object({
    /** `https://cognito-idp.{region}.amazonaws.com/{poolId}`: `iss` of every token we accept. */
    issuer: z.url(),
    /** Origin of the managed login pages. */
    hostedUiOrigin: origin,
    webClientId: z.string().min(1),
    /** Every client whose access tokens are accepted, the web client among them. */
    clientIds: z.array(z.string().min(1)).min(1),
    /** Groups that become a user type, most telling first. */
    userTypes: z.array(keyName).default([]),
    federatedProviders: z.array(keyName).default([]),
  }),
  /** Of each person. */
  quota: z.object({
    maxSizeBytes: z.int().positive(),
    maxDurationMs: z.int().positive(),
    keepDays: z.int().positive(),
  }),
  site: z.object({
    origin,
    /** Other origins whose scripts may call /trpc, compared exactly. */
    allowedOrigins: z.array(origin).default([]),
  }),
});

const schema = procedureSchema.extend({
  /** Comma-separated base64url keys of 32 bytes, newest first; the older ones still open cookies. */
  sessionKeys: z.object({
    value: z
      .string()
      .transform((text) => text.split(",").map((key) => Buffer.from(key, "base64url"))),
  }),
});

const signUpSchema = z.object({
  signUp: z.object({
    isOpenToSignUp: z.boolean(),
    allowedEmailDomains: z.array(
      z.string().refine(isEmailDomain, "must be a domain in lower case, as example.com"),
    ),
  }),
  region: z.string().min(1),
  /** Set by the embedded stack; AWS needs none. */
  cognitoEndpoint: origin.optional(),
});

/** Where recordings are: all that the arrival check knows. */
export type StoreConfig = z.infer<typeof storeSchema>;
/** What the pre-sign-up trigger knows. */
export type SignUpConfig = z.infer<typeof signUpSchema>;
/** What the procedures know. */
export type ProcedureConfig = z.infer<typeof procedureSchema>;
/** What the API knows, sign-in included. */
export type Config = z.infer<typeof schema>;

/** Names of linked resources and the part of the configuration each one fills. */
const STORE_LINKS = { recordings: "Recordings" };
const PROCEDURE_LINKS = { ...STORE_LINKS, auth: "Auth", quota: "Quota", site: "Site" };
const LINKS = { ...PROCEDURE_LINKS, sessionKeys: "SessionKeys" };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param environment - `process.env` of the function
 * @throws {Error} naming the settings that are missing or malformed, never their values
 */
export function readConfig(environment: Environment): Config {
  const config = read(schema, LINKS, environment);
  refuseShortKeys(config.sessionKeys.value);
  return config;
}

/** As {@link readConfig}, for a function that serves procedures and no sign-in. */
export function readProcedureConfig(environment: Environment): ProcedureConfig {
  return read(procedureSchema, PROCEDURE_LINKS, environment);
}

/** As {@link readConfig}, for a function that is linked to the bucket alone. */
export function readStoreConfig(environment: Environment): StoreConfig {
  return read(storeSchema, STORE_LINKS, environment);
}

/** As {@link readConfig}, for the pre-sign-up trigger, which knows no bucket. */
export function readSignUpConfig(environment: Environment): SignUpConfig {
  return read(signUpSchema, { signUp: "SignUp" }, environment);
}

function read<T>(
  shape: z.ZodType<T>,
  links: Readonly<Record<string, string>>,
  environment: Environment,
): T {
  const linked = Object.entries(links).map(([part, link]) => {
    // SST's types of `Resource` are generated per deployment; the schema is our check.
    const value: unknown = Reflect.get(Resource, link);
    return [part, value] as const;
  });
  const parsed = shape.safeParse({
    ...Object.fromEntries(linked),
    region: environment["AWS_REGION"],
    s3Endpoint: environment["AWS_ENDPOINT_URL_S3"],
    cognitoEndpoint: environment["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"],
  });
  if (parsed.success) return parsed.data;
  const rules = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The configuration is not usable: ${rules.join("; ")}`);
}

function refuseShortKeys(keys: readonly Buffer[]): void {
  if (keys.length > 0 && keys.every((key) => key.length === 32)) return;
  throw new Error(
    "The configuration is not usable: sessionKeys must be base64url keys of 32 bytes",
  );
}
