// The peaks of a file, as a tag of it that other programs pass over. peaks-tag-reader.ts is the way back.
// @see RFC 9559 §5.1.8
import { ascii, element, type Pieces } from "./ebml-write.ts";
import * as ID from "./elements.ts";

const NAME = "TAPEDECK_PEAKS";

/** @returns the Tags element; nothing for `undefined` */
export function writePeaksTag(peaks: ArrayLike<number> | undefined): Pieces {
  if (peaks === undefined) return [];
  return element(
    ID.Tags,
    element(
      ID.Tag,
      element(ID.Targets), // empty: the tag is of the whole file
      element(
        ID.SimpleTag,
        element(ID.TagName, [ascii(NAME)]),
        element(ID.TagBinary, [Uint8Array.from(peaks)]),
      ),
    ),
  );
}
