// The ?tagging sub-resource of an object.
import { receiveText } from "./body.ts";
import { noSuchKey } from "./conditions.ts";
import type { Exchange } from "./exchange.ts";
import { assertTags } from "./tag-rules.ts";
import { childText, element, malformed, parseXml, sendXml, textElement } from "./xml.ts";

/** Ten tags of 128 + 256 characters, with room for escapes and markup. */
const MAX_DOCUMENT_BYTES = 128 * 1024;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export async function getObjectTagging({ request, response, bucket }: Exchange): Promise<void> {
  const record = bucket.store.get(request.key);
  if (record === undefined) throw noSuchKey(request.key);
  const tags = record.tags.map(({ key, value }) =>
    element("Tag", textElement("Key", key), textElement("Value", value)),
  );
  sendXml(response, 200, "Tagging", element("TagSet", ...tags));
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export async function putObjectTagging(exchange: Exchange): Promise<void> {
  const { request, response, bucket, authenticated } = exchange;
  const { text } = await receiveText(request, authenticated, MAX_DOCUMENT_BYTES);
  const root = parseXml(text);
  const [set] = root.children;
  if (root.name !== "Tagging" || root.children.length !== 1 || set?.name !== "TagSet") {
    throw malformed();
  }
  const tags = set.children.map((tag) => {
    if (tag.name !== "Tag") throw malformed();
    return { key: childText(tag, "Key"), value: childText(tag, "Value") };
  });
  if (!(await bucket.store.setTags(request.key, assertTags(tags)))) throw noSuchKey(request.key);
  response.writeHead(200).end();
}
