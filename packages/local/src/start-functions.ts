// Starts the functions of a stack, each with the environment, the key and the time that infra/ gives it.
import { TIMEOUT_SECONDS } from "../../../infra/imitated/functions.ts";
import type { SignUpSettings } from "@tapedeck/core/sign-up-rule";
import { startFunctionHost, type FunctionHost } from "./lambda/function-host.ts";
import type { ApiFunction, ApiFunctions } from "./lambda/function-url.ts";
import { createLazyHost } from "./lambda/lazy-host.ts";
import { startReloadingHost } from "./lambda/reloading-host.ts";
import type { Subscriber } from "./lambda/subscription.ts";
import type { TriggerFunction } from "./lambda/trigger.ts";
import {
  apiEnvironment,
  procedureEnvironment,
  signUpEnvironment,
  storeEnvironment,
  type Links,
} from "./link.ts";
import type { RoleKeys } from "./role-keys.ts";

const MODULES = {
  api: new URL("./lambda/api-instance.ts", import.meta.url),
  slowApi: new URL("./lambda/slow-api-instance.ts", import.meta.url),
  preSignUp: new URL("./lambda/pre-sign-up-instance.ts", import.meta.url),
  arrivalCheck: new URL("./lambda/arrival-instance.ts", import.meta.url),
  wholeFile: new URL("./lambda/whole-file-instance.ts", import.meta.url),
} satisfies Record<keyof RoleKeys, URL>;

export interface FunctionSettings {
  /** Whether a function is loaded anew when its sources change. */
  readonly reloads: boolean;
  readonly roleKeys: RoleKeys;
  /** Called with each line that a function logs. */
  readonly onLogLine: (line: string) => void;
}

export interface ApiSettings {
  readonly links: Omit<Links, "key">;
  /** Most instances at once, of each of the two. */
  readonly concurrency: Readonly<Record<keyof ApiFunctions, number>>;
  /** See function-host.ts. */
  readonly isReserved: boolean;
}

export interface FunctionStarter {
  /** The slow one starts with its first call. */
  apis(settings: ApiSettings): Promise<ApiFunctions & AsyncDisposable>;
  preSignUp(ports: {
    readonly settings: SignUpSettings;
    readonly region: string;
    readonly cognitoOrigin: string;
  }): Promise<TriggerFunction>;
  subscriber(name: "arrivalCheck" | "wholeFile", s3: Links["s3"]): Promise<Subscriber>;
}

export function createFunctionStarter(settings: FunctionSettings): FunctionStarter {
  const { roleKeys, onLogLine, reloads } = settings;

  function start<Event, Result>(
    name: keyof RoleKeys,
    environment: Record<string, string>,
    { concurrency, isReserved = false }: { concurrency: number; isReserved?: boolean },
  ): Promise<FunctionHost<Event, Result>> {
    const instance = MODULES[name];
    const timeoutMs = TIMEOUT_SECONDS[name] * 1000;
    const options = { instance, timeoutMs, concurrency, isReserved, environment, onLogLine };
    return reloads ? startReloadingHost(options) : startFunctionHost(options);
  }

  return {
    async apis({ links, concurrency, isReserved }) {
      const api: ApiFunction = await start("api", apiEnvironment({ ...links, key: roleKeys.api }), {
        concurrency: concurrency.api,
        isReserved,
      });
      const slowApi: ApiFunction = createLazyHost(() =>
        start("slowApi", procedureEnvironment({ ...links, key: roleKeys.slowApi }), {
          concurrency: concurrency.slowApi,
          isReserved,
        }),
      );
      return {
        api,
        slowApi,
        [Symbol.asyncDispose]: async () => {
          await slowApi[Symbol.asyncDispose]();
          await api[Symbol.asyncDispose]();
        },
      };
    },
    preSignUp: (ports) =>
      start("preSignUp", signUpEnvironment({ ...ports, key: roleKeys.preSignUp }), {
        concurrency: 1,
      }),
    subscriber: (name, s3) =>
      start(name, storeEnvironment({ s3, key: roleKeys[name] }), { concurrency: 1 }),
  };
}
