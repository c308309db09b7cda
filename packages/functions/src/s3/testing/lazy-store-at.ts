// The object store of the functions, joined as procedure-deps.ts does, on a scripted S3.
import type { ObjectStore } from "@tapedeck/core/ports";
import { systemClock } from "../../clock.ts";
import { createLazyObjectStore } from "../lazy-object-store.ts";
import { createS3ObjectStore } from "../object-store.ts";
import { createStoreWithoutSdk } from "../store-without-sdk.ts";
import type { ScriptedS3 } from "./scripted-s3.ts";

export const KEY = "users/customer/cognito/0b9c/2026-11-23-08-15-30-123456-7ZK3QF.json";

/** @param onLoad - called when S3's client is made */
export function lazyStoreAt(
  { endpoint }: Pick<ScriptedS3, "endpoint">,
  onLoad = () => {},
): ObjectStore {
  const address = { bucket: "tapes", region: "eu-central-1", endpoint };
  const credentials = async () => ({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" });
  return createLazyObjectStore(
    createStoreWithoutSdk(address, credentials, systemClock),
    async () => {
      onLoad();
      return createS3ObjectStore({ address, credentials });
    },
  );
}

/** Of each request so far, whether the SDK sent it. */
export const bySdk = ({ requests }: Pick<ScriptedS3, "requests">): readonly boolean[] =>
  requests.map(({ headers }) => "amz-sdk-request" in headers);
