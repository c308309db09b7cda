// Makes the environment of a deployed function for this installation: SST's links as JSON and AWS's own
// variables, so that functions/config runs unchanged.
import type { SignUpSettings } from "@tapedeck/core/sign-up-rule";
import type { Quota } from "@tapedeck/core/usage/quota";
import type { RoleKeys } from "./role-keys.ts";

export interface Links {
  readonly siteOrigin: string;
  /** Other origins whose scripts may call /trpc. */
  readonly allowedOrigins: readonly string[];
  readonly s3: {
    readonly origin: string;
    readonly bucket: string;
    readonly region: string;
  };
  /** The key of the function's own role. */
  readonly key: RoleKeys[keyof RoleKeys];
  readonly auth: {
    readonly issuer: string;
    readonly hostedUiOrigin: string;
    readonly webClientId: string;
    readonly clientIds: readonly string[];
    readonly userTypes: readonly string[];
    readonly federatedProviders: readonly string[];
  };
  readonly quota: Quota;
  /** Base64url of 32 bytes. */
  readonly sessionKey: string;
}

/** The environment of a function that S3 calls, which knows only the bucket. */
export function storeEnvironment({ s3, key }: Pick<Links, "s3" | "key">): Record<string, string> {
  return {
    ...functionEnvironment(key, s3.region),
    SST_RESOURCE_Recordings: JSON.stringify({ name: s3.bucket }),
    AWS_ENDPOINT_URL_S3: s3.origin,
  };
}

/** The environment of the pre-sign-up trigger, which knows no bucket. */
export function signUpEnvironment(ports: {
  readonly settings: SignUpSettings;
  readonly region: string;
  readonly key: Links["key"];
  /** Where the user pool answers. */
  readonly cognitoOrigin: string;
}): Record<string, string> {
  return {
    ...functionEnvironment(ports.key, ports.region),
    SST_RESOURCE_SignUp: JSON.stringify(ports.settings),
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: ports.cognitoOrigin,
  };
}

function functionEnvironment(key: Links["key"], region: string): Record<string, string> {
  return {
    SST_RESOURCE_App: JSON.stringify({ name: "tapedeck", stage: "local" }),
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_SESSION_TOKEN: key.sessionToken,
  };
}

/** The environment of a function that serves procedures and no sign-in. */
export function procedureEnvironment({
  siteOrigin,
  allowedOrigins,
  s3,
  key,
  auth,
  quota,
}: Omit<Links, "sessionKey">): Record<string, string> {
  return {
    ...storeEnvironment({ s3, key }),
    SST_RESOURCE_Auth: JSON.stringify(auth),
    SST_RESOURCE_Quota: JSON.stringify(quota),
    SST_RESOURCE_Site: JSON.stringify({ origin: siteOrigin, allowedOrigins }),
  };
}

/** The environment of the API. */
export function apiEnvironment({ sessionKey, ...links }: Links): Record<string, string> {
  return {
    ...procedureEnvironment(links),
    SST_RESOURCE_SessionKeys: JSON.stringify({ value: sessionKey }),
  };
}
