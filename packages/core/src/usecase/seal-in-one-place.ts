// Seals a recording where its manifest lies. A person's groups may change while a device that has forgotten where
// it stored a recording stores it once more: then two places hold it, and only one of them may have a manifest.
import type { Manifest, SealRecordingInput } from "../contract.ts";
import type { ErrorCode } from "../error-codes.ts";
import { toAppError } from "../errors.ts";
import type { Identity, IdentityRules } from "../identity.ts";
import type { RecordingId } from "../ids.ts";
import { objectKey } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";
import { givenTexts } from "../recording-texts.ts";
import { placesOf } from "./find-place.ts";
import { readManifest, type PlacedManifest } from "./read-manifest.ts";
import { sealRecording, type SealPorts } from "./seal-recording.ts";

/** That place does not hold all that the device asks to seal. */
const LACKS_SOME: ReadonlySet<ErrorCode> = new Set([
  "RECORDING_INCOMPLETE",
  "RECORDING_ALTERED",
  "RECORDING_SEALED",
  "CHECKSUM_ABSENT",
]);

/**
 * Costs one GET for each other configured user type, and more only if one of them has a manifest.
 *
 * @param identity - the person, with the user type under which the device stores
 * @throws {AppError} as {@link sealRecording}
 */
export async function sealInOnePlace(
  input: SealRecordingInput,
  identity: Identity,
  ports: SealPorts & { readonly identityRules: Pick<IdentityRules, "userTypes"> },
): Promise<Manifest> {
  const { recordingId } = input;
  const { store } = ports;
  const manifestAt = (place: Identity) => placedManifest(store, place, recordingId);
  const [own, ...others] = placesOf(identity, ports.identityRules);
  const elsewhere = (await Promise.all(others.map(manifestAt))).find(
    (found) => found !== undefined,
  );
  if (elsewhere === undefined) return sealRecording(input, own, ports);
  if ((await manifestAt(own)) === undefined) {
    try {
      return await sealRecording(input, elsewhere.place, ports);
    } catch (thrown) {
      if (!LACKS_SOME.has(toAppError(thrown).code)) throw thrown;
    }
  }
  // The title that the person has given to what was recovered stays with the recording.
  const titled = { ...input, ...givenTexts(elsewhere.manifest) };
  const manifest = await sealRecording(titled, own, ports);
  // What another device recovered there is a part of this. Its segments stay, as copies.
  if (holdsAllOf(manifest, elsewhere.manifest)) {
    await forgetManifest(store, elsewhere.place, recordingId);
  }
  return manifest;
}

/** @returns `undefined` also of one that is deleted or damaged */
async function placedManifest(
  store: ObjectStore,
  place: Identity,
  recordingId: RecordingId,
): Promise<PlacedManifest | undefined> {
  const key = objectKey(place, { kind: "manifest", recordingId });
  const stored = await readManifest(store, key).catch((thrown: unknown) => {
    const { code } = toAppError(thrown);
    if (code === "RECORDING_DELETED" || code === "MANIFEST_INVALID") return undefined;
    throw thrown;
  });
  return stored && { ...stored, place };
}

/** Each of its segments, and a text of each kind that it has. */
function holdsAllOf(manifest: Manifest, other: Manifest): boolean {
  const held = new Set(manifest.segments.map(({ sequence, sha256 }) => `${sequence} ${sha256}`));
  return (
    other.segments.every(({ sequence, sha256 }) => held.has(`${sequence} ${sha256}`)) &&
    Object.keys(givenTexts(other)).every((name) => name in manifest)
  );
}

async function forgetManifest(
  store: ObjectStore,
  place: Identity,
  recordingId: RecordingId,
): Promise<void> {
  const kinds = ["manifest", "file"] as const;
  await store.deleteAll(kinds.map((kind) => objectKey(place, { kind, recordingId })));
}
