// Holds the bucket against what was spoken: every packet that was on the disk is in a sealed
// recording, exactly once and in order.
import type { Manifest } from "@tapedeck/core/contract";
import { toAppError } from "@tapedeck/core/errors";
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { parseObjectKey } from "@tapedeck/core/object-key";
import { joinSegments } from "@tapedeck/core/webm/join";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { numberedPacket } from "../../packages/recorder/src/testing/journaled-recording.ts";
import { sha256Of } from "./bucket.ts";
import type { Device } from "./device.ts";
import { paddingPacket } from "./fake-encoder.ts";
import type { SimulatedServer } from "./server.ts";
import type { WholeFiles } from "./whole-files.ts";
import type { FinishedRecording, World } from "./world.ts";

/** Packets without sound that the encoder gives at most at the end. */
const MAX_PADDING_PACKETS = 2;

interface StoredSegment {
  readonly key: string;
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

interface StoredManifest {
  readonly key: string;
  readonly manifest: Manifest;
}

export interface BucketCounts {
  readonly recordings: number;
  readonly segments: number;
  readonly packets: number;
  /** Segments that lie under a second user type too: they were on their way when the groups changed. */
  readonly copies: number;
}

export async function checkBucket(
  world: World,
  device: Device,
  server: SimulatedServer,
  {
    wholeFiles,
    forgottenPlaces,
  }: { readonly wholeFiles: WholeFiles; readonly forgottenPlaces: ReadonlySet<string> },
): Promise<BucketCounts> {
  const stored = readSegments(server);
  const manifests = readManifests(world, server);
  let [segments, packets, copies] = [0, 0, 0];
  for (const [recordingId, durable] of device.durablePackets) {
    if (world.model.isDeleted(recordingId) || forgottenPlaces.has(recordingId)) continue;
    const all = stored.get(recordingId) ?? [];
    // The priming packet alone is no sound.
    if (durable < 2 && all.length === 0) continue;
    packets += durable;
    const sealed = manifests.get(recordingId);
    if (sealed === undefined) {
      world.violate(`${recordingId}: ${durable} packets were durable, and there is no manifest`);
      continue;
    }
    const place = sealed.key.slice(0, sealed.key.lastIndexOf("/") + 1);
    const files = all.filter(({ key }) => key.startsWith(place));
    const elsewhere = all.filter((segment) => !files.includes(segment));
    segments += files.length;
    copies += elsewhere.length;
    if (elsewhere.some((copy) => !isCopyOf(copy, sealed.manifest))) {
      world.violate(`${recordingId}: something that is not in the manifest lies elsewhere`);
    }
    const bytes = files.map((file) => file.bytes);
    checkRecording(world, recordingId, durable, bytes, sealed.manifest);
  }
  for (const sealed of manifests.values()) {
    checkWholeFile(world, server, sealed, wholeFiles.at(sealed.key.replace(/json$/, "webm")));
  }
  for (const key of wholeFiles.keys()) {
    const { object } = parseObjectKey(key);
    if (!("recordingId" in object) || !world.model.mustBeGone(key, object.recordingId)) continue;
    world.violate(`${object.recordingId} was deleted, and its whole file is there`);
  }
  world.counts.forgottenPlaces += forgottenPlaces.size;
  return { recordings: manifests.size, segments, packets, copies };
}

/** By recording, in the order of their keys. */
function readSegments(server: SimulatedServer): ReadonlyMap<string, readonly StoredSegment[]> {
  const stored = new Map<string, StoredSegment[]>();
  for (const [key, bytes] of [...server.bytes].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const { object } = parseObjectKey(key);
    if (object.kind !== "segment") throw new Error(`stray object ${key}`);
    const { recordingId, sequence } = object;
    stored.set(recordingId, [...(stored.get(recordingId) ?? []), { key, sequence, bytes }]);
  }
  return stored;
}

function readManifests(world: World, server: SimulatedServer): ReadonlyMap<string, StoredManifest> {
  const manifests = new Map<string, StoredManifest>();
  for (const [key, { text }] of server.store.objects) {
    if (text === undefined || key.endsWith("/usage.json")) continue;
    const manifest = JSON.parse(text) as Manifest;
    const { recordingId } = manifest;
    if (world.model.isDeleted(recordingId)) continue;
    const isStray = !key.endsWith(`/${recordingId}.json`) || manifests.has(recordingId);
    if (isStray) world.violate(`stray manifest ${key}`);
    manifests.set(recordingId, { key, manifest });
  }
  return manifests;
}

/** Also of what the device forgot and the person recovered elsewhere. */
function checkWholeFile(
  world: World,
  { bytes }: SimulatedServer,
  { key, manifest }: StoredManifest,
  file: Uint8Array | undefined,
): void {
  const { recordingId, segments } = manifest;
  if (file === undefined) return world.violate(`${recordingId} has no whole file`);
  const expected = segments.map(({ sequence }, place) => {
    const folder = key.slice(0, key.lastIndexOf("/"));
    const digits = String(sequence).padStart(6, "0");
    const segment = bytes.get(`${folder}/${recordingId}_${digits}.webm`) ?? new Uint8Array();
    return { ...readSegment(segment), isFirst: place === 0 };
  });
  const packets = expected.flatMap((segment) =>
    segment.isFirst ? segment.packets : segment.packets.slice(segment.skipSamples / PACKET_SAMPLES),
  );
  const given = readSegment(file);
  if (given.packets.map(String).join("|") !== packets.map(String).join("|")) {
    world.violate(`the whole file of ${recordingId} is not its segments`);
  }
  // A segment that a crash cut off has none, and then the whole file has none.
  const isLoud = given.peaks?.some((peak) => peak > 0) ?? false;
  const peaks = expected.map((segment) => segment.peaks?.join() ?? "unknown").join();
  if (given.peaks && given.peaks.join() !== peaks) {
    world.violate(`the peaks of ${recordingId} are not those of its segments`);
  }
  if (!given.peaks && !peaks.includes("unknown")) {
    world.violate(`the whole file of ${recordingId} has no peaks, and its segments have`);
  }
  world.counts.filesWithPeaks += isLoud ? 1 : 0;
}

function isCopyOf({ sequence, bytes }: StoredSegment, { segments }: Manifest): boolean {
  return segments.some((named) => named.sequence === sequence && named.sha256 === sha256Of(bytes));
}

function checkRecording(
  world: World,
  recordingId: string,
  durable: number,
  files: readonly Uint8Array[],
  manifest: Manifest,
): void {
  const violate = (what: string) => world.violate(`${recordingId}: ${what}`);
  const named = manifest.segments.map(({ sequence, sha256 }) => `${sequence} ${sha256}`);
  const present = files.map((bytes, sequence) => `${sequence} ${sha256Of(bytes)}`);
  if (named.join() !== present.join()) violate("the manifest does not name what is in the bucket");
  if (manifest.isRecovered) violate("its own device has not sealed it");
  const finished = world.finished.get(recordingId);
  if (finished) checkFinished(finished, durable, manifest, { violate, counts: world.counts });
  try {
    const { packets } = readSegment(joinSegments(files));
    if (packets.length < durable) violate(`${durable - packets.length} durable packets are lost`);
    packets.forEach((packet, index) => {
      // After the sound: what the encoder was fed to give it, where its recorder died just then.
      const given = index < durable ? numberedPacket(index) : paddingPacket(index);
      if (packet.join() !== given.join()) violate(`packet ${index} is another`);
    });
    const padding = packets.length - durable;
    if (padding > (finished ? 0 : MAX_PADDING_PACKETS)) violate(`${padding} packets are padding`);
    if (packets.length !== packetsOf(manifest.sampleCount)) {
      violate("the manifest's samples are not the files'");
    }
  } catch (thrown) {
    violate(toAppError(thrown).message);
  }
}

/** Of a recording that ended as it should, it is known to the sample what it must be. */
function checkFinished(
  finished: FinishedRecording,
  durable: number,
  manifest: Manifest,
  { violate, counts }: Pick<World, "violate" | "counts">,
): void {
  if (finished.sampleCount !== manifest.sampleCount) {
    violate(`${finished.sampleCount} samples captured, the manifest says ${manifest.sampleCount}`);
  }
  const given = packetsOf(finished.sampleCount);
  if (durable !== given) violate(`the encoder gave ${given} packets, ${durable} were durable`);
  const { givenSamples, changeCount, truth } = finished;
  if (Math.abs(finished.sampleCount - givenSamples) > 1 + changeCount) {
    violate(`the microphone gave ${givenSamples} samples, ${finished.sampleCount} were captured`);
  }
  const contradiction = truth.contradict(manifest.gaps, {
    hasOldTabs: counts.tabsBeforeThat > 0,
  });
  if (contradiction !== undefined) {
    violate(`${contradiction}; the gaps are ${JSON.stringify(manifest.gaps)}`);
  }
}

/** The priming packet, and those that hold sound. */
function packetsOf(sampleCount: number): number {
  return 1 + Math.ceil(sampleCount / PACKET_SAMPLES);
}
