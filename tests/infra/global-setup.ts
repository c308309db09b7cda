// SST's platform, once, before the tests that would all want to install it at the same time.
import { installPlatform } from "../../infra/platform/install.ts";

export async function setup(): Promise<void> {
  await installPlatform();
}
