// The links of the built API, as they are once deployed, led to the embedded stack.
import type { Stack } from "@tapedeck/local/start-stack";
import type { FunctionBuild } from "../graph.ts";

export function linksToStack({ links }: Pick<FunctionBuild, "links">, stack: Stack) {
  const { cognito, bucket, url } = stack;
  return {
    ...links,
    App: { name: "tapedeck", stage: "alex" },
    Recordings: { name: bucket },
    Site: { origin: url },
    Auth: {
      issuer: cognito.issuer,
      hostedUiOrigin: cognito.origin,
      webClientId: cognito.webClientId,
      clientIds: [cognito.webClientId, cognito.cliClientId],
      userTypes: ["hosts", "guests"],
      federatedProviders: [],
    },
  };
}

/** What Lambda puts into the environment of its role. */
export function roleOfStack({ region, s3, roleKeys }: Stack): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_ENDPOINT_URL_S3: s3.url,
    AWS_ACCESS_KEY_ID: roleKeys.api.accessKeyId,
    AWS_SECRET_ACCESS_KEY: roleKeys.api.secretAccessKey,
    AWS_SESSION_TOKEN: roleKeys.api.sessionToken,
  };
}
