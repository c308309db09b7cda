// DeleteObject and DeleteObjects. Deleting an absent object succeeds, as in S3.
import { isAllowed } from "./authorize.ts";
import { receiveText } from "./body.ts";
import { writePrecondition } from "./conditions.ts";
import { notImplemented, S3Error } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { childText, element, malformed, parseXml, sendXml, textElement } from "./xml.ts";

const MAX_KEYS = 1000;
/** A thousand keys of 1024 bytes, each byte escaped in XML. */
const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export async function deleteObject({ request, response, bucket }: Exchange): Promise<void> {
  await bucket.store.delete(request.key, writePrecondition(request.key, request.headers));
  response.writeHead(204).end();
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export async function deleteObjects(exchange: Exchange): Promise<void> {
  const { request, response, bucket, authenticated } = exchange;
  const { text, body } = await receiveText(request, authenticated, MAX_DOCUMENT_BYTES);
  if (!body.isChecksumClaimed) {
    throw new S3Error("InvalidRequest", "Missing required header: Content-MD5 or x-amz-checksum-*");
  }
  const { keys, isQuiet } = readDocument(text);
  const results: string[] = [];
  for (const key of keys) {
    const asked = { action: "s3:DeleteObject", key, context: {} };
    if (!isAllowed(asked, authenticated.role, bucket.denied)) {
      const error = [textElement("Key", key), textElement("Code", "AccessDenied")];
      results.push(element("Error", ...error, textElement("Message", "Access Denied")));
      continue;
    }
    await bucket.store.delete(key, () => undefined);
    if (!isQuiet) results.push(element("Deleted", textElement("Key", key)));
  }
  sendXml(response, 200, "DeleteResult", ...results);
}

function readDocument(text: string): { keys: string[]; isQuiet: boolean } {
  const root = parseXml(text);
  if (root.name !== "Delete") throw malformed();
  const objects = root.children.filter((child) => child.name === "Object");
  const quiet = root.children.filter((child) => child.name === "Quiet");
  const isExpected = objects.length + quiet.length === root.children.length && quiet.length <= 1;
  if (!isExpected || objects.length === 0 || objects.length > MAX_KEYS) throw malformed();
  for (const object of objects) {
    const other = object.children.find((child) => child.name !== "Key");
    if (other !== undefined) throw notImplemented(`${other.name} in DeleteObjects`);
  }
  return {
    keys: objects.map((object) => childText(object, "Key")),
    isQuiet: quiet[0]?.text === "true",
  };
}
