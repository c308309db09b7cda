// GetObjectAttributes: size, ETag, checksum and storage class without the bytes.
import { noSuchKey } from "./conditions.ts";
import { S3Error } from "./errors.ts";
import { amzValue, type Exchange } from "./exchange.ts";
import type { ObjectRecord } from "./object-record.ts";
import { element, sendXml, textElement } from "./xml.ts";

const attributes: Readonly<Record<string, (record: ObjectRecord) => string>> = {
  ETag: (record) => textElement("ETag", record.etag),
  Checksum: ({ checksum }) =>
    element(
      "Checksum",
      textElement(`Checksum${checksum.algorithm.toUpperCase()}`, checksum.value),
      textElement("ChecksumType", "FULL_OBJECT"),
    ),
  // Only objects of several uploads have parts, and there are none here.
  ObjectParts: () => "",
  StorageClass: () => textElement("StorageClass", "STANDARD"),
  ObjectSize: (record) => textElement("ObjectSize", record.sizeBytes),
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
export async function getObjectAttributes({ request, response, bucket }: Exchange): Promise<void> {
  const record = bucket.store.get(request.key);
  if (record === undefined) throw noSuchKey(request.key);
  const asked = (amzValue(request, "x-amz-object-attributes") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (asked.length === 0 || asked.some((name) => !Object.hasOwn(attributes, name))) {
    throw new S3Error(
      "InvalidArgument",
      `x-amz-object-attributes must list some of ${Object.keys(attributes).join(", ")}.`,
    );
  }
  response.setHeader("last-modified", new Date(record.lastModifiedMs).toUTCString());
  const described = Object.entries(attributes)
    .filter(([name]) => asked.includes(name))
    .map(([, describe]) => describe(record));
  sendXml(response, 200, "GetObjectAttributesResponse", ...described);
}
