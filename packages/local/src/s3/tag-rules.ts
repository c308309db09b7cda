// The rules for a set of object tags, and its form in a header.
import { S3Error } from "./errors.ts";
import type { Tag } from "./object-record.ts";

const MAX_TAGS = 10;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;

/** Reads `x-amz-tagging: a=1&b=2`. @throws {S3Error} BadRequest, InvalidTag */
export function parseTagQuery(text: string): readonly Tag[] {
  return assertTags([...new URLSearchParams(text)].map(([key, value]) => ({ key, value })));
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
export function assertTags(tags: readonly Tag[]): readonly Tag[] {
  if (tags.length > MAX_TAGS) {
    throw new S3Error("BadRequest", `Object tags cannot be greater than ${MAX_TAGS}`);
  }
  if (new Set(tags.map((tag) => tag.key)).size < tags.length) {
    throw new S3Error("InvalidTag", "Cannot provide multiple Tags with the same key");
  }
  for (const { key, value } of tags) {
    if (key === "" || key.length > MAX_KEY_LENGTH || value.length > MAX_VALUE_LENGTH) {
      throw new S3Error(
        "InvalidTag",
        `A tag's key has 1 to ${MAX_KEY_LENGTH} characters, its value at most ${MAX_VALUE_LENGTH}.`,
      );
    }
  }
  return tags;
}
