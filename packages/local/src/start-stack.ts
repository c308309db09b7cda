// The whole product on this machine: S3, Cognito and Lambda stand-ins around the shipped handlers.
// `npm start`, `npm run dev:local` and every integration test run this one function.
import { join } from "node:path";
import type { S3EventRecord } from "aws-lambda";
import type { Quota } from "@tapedeck/core/usage/quota";
import { startAppServer } from "./app-server.ts";
import { DENIED_WRITES } from "../../../infra/imitated/permissions.ts";
import { QUOTA_PER_PERSON, quotaLink } from "../../../infra/imitated/quota.ts";
import { startCognito, type CognitoServer } from "./cognito/server.ts";
import type { PreSignUpTrigger } from "./cognito/first-federated-sign-in.ts";
import { ACME } from "./cognito/seeds.ts";
import type { FaultRule } from "./faults/fault-rule.ts";
import { Faults } from "./faults/faults.ts";
import { openInstallation } from "./installation.ts";
import { createTrigger, type TriggerFunction } from "./lambda/trigger.ts";
import { createSubscription } from "./lambda/subscription.ts";
import { announceBucket } from "./running-bucket.ts";
import { makeRoleKeys, type RoleKeys } from "./role-keys.ts";
import { startS3, type S3Server } from "./s3/server.ts";
import { createFunctionStarter } from "./start-functions.ts";
import { builtSite } from "./site/built-site.ts";

export interface StackOptions {
  /** Folder of all data that survive a restart. */
  readonly dataDir: string;
  /** Port of the app; 0, the default, lets the system choose. */
  readonly port?: number;
  /**
   * Origin that the handlers are told they serve; by default where the app listens. Tests of https set it,
   * and stand in front of the app themselves.
   */
  readonly siteOrigin?: string;
  /** Folder of the built web app; without one only the API answers. */
  readonly webDir?: string;
  /**
   * Serves the web app from its sources, hot, instead of `webDir`, and loads the functions anew when
   * theirs change; off by default.
   */
  readonly reloads?: boolean;
  /** Other origins whose pages may call /trpc and upload; none by default. */
  readonly allowedOrigins?: readonly string[];
  /** On by default, as infra/auth.ts sets it up. */
  readonly rotateRefreshTokens?: boolean;
  /** Length of refresh tokens: by default as Cognito's, between 1,800 and 2,200. */
  readonly refreshTokenCharacters?: number;
  /** Lifetime of access tokens: 5 minutes by default, as on AWS. */
  readonly accessTokenTtlSeconds?: number;
  /**
   * Whether people can also sign in with Acme, a provider of its own; not by default. A first sign-in there asks
   * the pre-sign-up trigger. The pool itself is closed: the owner makes accounts (npm run invite).
   */
  readonly federatesAcme?: boolean;
  /** Domains whose people Acme may bring without an invitation; none by default, as in infra/stage.ts. */
  readonly allowedEmailDomains?: readonly string[];
  /**
   * Instances of the API at once: 4 by default. On AWS there are more (infra/stage.ts); here they share a
   * laptop, and calls beyond them wait.
   */
  readonly apiConcurrency?: number;
  /** Of each person. Default: as infra/stage.ts has it, 10 GB and 21,000 minutes. */
  readonly quota?: Quota;
  /** Instances of the slow procedures at once: 2 by default; calls beyond them wait. */
  readonly slowConcurrency?: number;
  /**
   * Whether these instances are reserved, as on a stage that sets both numbers: Lambda answers 429 to calls
   * beyond them. Not by default.
   */
  readonly isConcurrencyReserved?: boolean;
  /** Called with each line that the Lambda logs; ignored by default. */
  readonly onLogLine?: (line: string) => void;
  /** Whether the arrival check runs too; not by default, because its worker costs a test a second. */
  readonly checksArrivals?: boolean;
  /** Whether recordings become whole files too; not by default, for the same reason. */
  readonly makesWholeFiles?: boolean;
  /** Fault rules in force from the first request on; none by default. */
  readonly faults?: readonly FaultRule[];
}

export interface Stack extends AsyncDisposable {
  /** Origin of the app and its API. */
  readonly url: string;
  /** Origin of the site in the configuration of its handlers. */
  readonly siteOrigin: string;
  readonly s3: S3Server;
  readonly cognito: CognitoServer;
  readonly bucket: string;
  readonly region: string;
  /** The key of the bucket's owner, who may do everything. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The keys of the functions, with the permissions that infra/ gives each of them. */
  readonly roleKeys: RoleKeys;
  /** The integrator client's loopback redirect, for `npm run token`. */
  readonly cliRedirectUri: string;
  /** Scripted faults in front of S3 and of the API. */
  readonly faults: Faults;
  /** Calls the pre-sign-up trigger as the pool does: for tests of what it must refuse. Only beside Acme. */
  readonly preSignUp: PreSignUpTrigger;
}

export const BUCKET = "tapedeck-local";
export const REGION = "us-east-1";
/** Groups of the seeded users that become user types. */
const USER_TYPES = ["hosts", "guests"];
/** As in a developer's own stage, whose bucket keeps what was deleted for a day. */
export const LOCAL_QUOTA: Quota = quotaLink(QUOTA_PER_PERSON, 1);
/** No server listens there: a script reads the code from the redirect itself. */
export const CLI_REDIRECT_URI = "http://localhost/tapedeck-cli";

/** Resolves when every server answers; on failure, it stops those that had started. */
export async function startStack(options: StackOptions): Promise<Stack> {
  await using started = new AsyncDisposableStack();
  const installation = await openInstallation(options.dataDir);
  const { accessKeyId, secretAccessKey, sessionKey } = installation;
  const roleKeys = makeRoleKeys(secretAccessKey);
  const faults = new Faults();
  for (const rule of options.faults ?? []) faults.add(rule);

  const { allowedOrigins = [], reloads = false } = options;
  const onLogLine = options.onLogLine ?? (() => undefined);
  const functions = createFunctionStarter({ reloads, roleKeys, onLogLine });
  const clockAheadMs = () => faults.clockAheadMs("api");
  const subscriptions: ((record: S3EventRecord) => void)[] = [];

  const app = started.use(await startAppServer(options.port ?? 0, faults));
  const siteOrigin = options.siteOrigin ?? app.origin;
  const s3 = started.use(
    await startS3({
      dir: join(options.dataDir, "s3"),
      bucket: BUCKET,
      region: REGION,
      credentials: { accessKeyId, secretAccessKey },
      roleKeys: Object.values(roleKeys),
      denied: DENIED_WRITES,
      allowedOrigins: [siteOrigin, ...allowedOrigins],
      faults,
      onEvent: (record) => {
        for (const notify of subscriptions) notify(record);
      },
    }),
  );
  let trigger: TriggerFunction | undefined;
  const preSignUp = createTrigger(() => trigger, clockAheadMs);
  const { federatesAcme = false, allowedEmailDomains = [] } = options;
  started.use(await announceBucket(options.dataDir, s3.url));
  const cognito = started.use(
    await startCognito({
      dir: join(options.dataDir, "cognito"),
      webRedirectUris: [`${siteOrigin}/auth/callback`],
      webLogoutUris: [`${siteOrigin}/`],
      cliRedirectUris: [CLI_REDIRECT_URI],
      clockAheadMs,
      federatesAcme,
      preSignUp,
      triggerKey: roleKeys.preSignUp,
      rotateRefreshTokens: options.rotateRefreshTokens ?? true,
      ...(options.refreshTokenCharacters === undefined
        ? {}
        : { refreshTokenCharacters: options.refreshTokenCharacters }),
      ...(options.accessTokenTtlSeconds === undefined
        ? {}
        : { accessTokenTtlSeconds: options.accessTokenTtlSeconds }),
    }),
  );
  if (federatesAcme) {
    const settings = { isOpenToSignUp: false, allowedEmailDomains };
    const { origin: cognitoOrigin } = cognito;
    trigger = started.use(await functions.preSignUp({ settings, region: REGION, cognitoOrigin }));
  }
  const store = { origin: s3.url, bucket: BUCKET, region: REGION };
  const links = {
    siteOrigin,
    allowedOrigins,
    s3: store,
    auth: {
      issuer: cognito.issuer,
      hostedUiOrigin: cognito.origin,
      webClientId: cognito.webClientId,
      clientIds: [cognito.webClientId, cognito.cliClientId],
      userTypes: USER_TYPES,
      federatedProviders: cognito.acme === undefined ? [] : [ACME],
    },
    quota: options.quota ?? LOCAL_QUOTA,
    sessionKey,
  };
  const { apiConcurrency = 4, slowConcurrency = 2, isConcurrencyReserved = false } = options;
  const apis = started.use(
    await functions.apis({
      links,
      concurrency: { api: apiConcurrency, slowApi: slowConcurrency },
      isReserved: isConcurrencyReserved,
    }),
  );
  const subscribe = async (name: "arrivalCheck" | "wholeFile", suffix: string) => {
    const subscriber = started.use(await functions.subscriber(name, store));
    subscriptions.push(createSubscription({ subscriber, suffix, clockAheadMs, onLogLine }));
  };
  if (options.checksArrivals) await subscribe("arrivalCheck", ".webm");
  if (options.makesWholeFiles) await subscribe("wholeFile", ".json");
  if (reloads) {
    // Loaded here, because Vite takes half a second that no test of the API needs to spend.
    const { startDevSite } = await import("./site/dev-site.ts");
    const { server, origin } = app;
    const site = started.use(await startDevSite({ server, origin, uploadOrigin: s3.url }));
    app.open({ functions: apis, answerSite: site.answerSite });
  } else {
    app.open({ functions: apis, answerSite: builtSite(options.webDir, s3.url) });
  }

  const running = started.move();
  return {
    url: app.origin,
    siteOrigin,
    s3,
    cognito,
    bucket: BUCKET,
    region: REGION,
    credentials: { accessKeyId, secretAccessKey },
    roleKeys,
    cliRedirectUri: CLI_REDIRECT_URI,
    faults,
    preSignUp,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
