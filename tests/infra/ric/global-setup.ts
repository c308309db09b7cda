// AWS's runtime client, once, before the tests that would all want to compile it at the same time.
import { installLambdaTools } from "./tools.ts";

export async function setup(): Promise<void> {
  await installLambdaTools();
}
