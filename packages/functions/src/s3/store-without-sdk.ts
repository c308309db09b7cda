// What a grant, a verify and a seal ask of S3, without its client: on a new Lambda instance, loading the client
// costs more CPU than all else that the first grant needs.
import type { Clock } from "@tapedeck/core/ports";
import type { BucketAddress, CredentialSource } from "./address.ts";
import { createHeadWithoutSdk, type HeadWithoutSdk } from "./head-without-sdk.ts";
import { createJsonWithoutSdk, type JsonWithoutSdk } from "./json-without-sdk.ts";
import { createListWithoutSdk, type ListWithoutSdk } from "./list-without-sdk.ts";
import { createSignedSender } from "./signed-request.ts";

export interface StoreWithoutSdk extends JsonWithoutSdk {
  readonly head: HeadWithoutSdk;
  readonly list: ListWithoutSdk;
}

export function createStoreWithoutSdk(
  address: BucketAddress,
  credentials: CredentialSource,
  clock: Clock,
): StoreWithoutSdk {
  const send = createSignedSender(address, credentials);
  return {
    head: createHeadWithoutSdk(send, clock),
    list: createListWithoutSdk(send),
    ...createJsonWithoutSdk(send),
  };
}
