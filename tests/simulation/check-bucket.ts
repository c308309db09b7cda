// Holds the bucket against what was spoken: every packet that was on the disk is in a sealed
// recording, exactly once and in order.
import type { Manifest } from "@tapedeck/core/contract";
import { toAppError } from "@tapedeck/core/errors";
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { parseObjectKey } from "@tapedeck/core/object-key";
import { joinPackets } from "@tapedeck/core/webm/join";
import { numberedPacket } from "@tapedeck/recorder/testing/journaled-recording";
import type { Device } from "./device.ts";
import { paddingPacket } from "./fake-encoder.ts";
import { sha256Of, type SimulatedServer } from "./server.ts";
import type { FinishedRecording, World } from "./world.ts";

/** Packets without sound that the encoder gives at most at the end. */
const MAX_PADDING_PACKETS = 2;

export async function checkBucket(
  world: World,
  device: Device,
  server: SimulatedServer,
): Promise<{ recordings: number; segments: number; packets: number }> {
  const stored = new Map<string, Uint8Array[]>();
  for (const key of [...server.bytes.keys()].sort()) {
    const { object } = parseObjectKey(key);
    if (object.kind !== "segment") throw new Error(`stray object ${key}`);
    const bytes = server.bytes.get(key);
    if (bytes) stored.set(object.recordingId, [...(stored.get(object.recordingId) ?? []), bytes]);
  }
  const manifests = new Map<string, Manifest>();
  for (const [key, { text }] of server.store.objects) {
    if (text === undefined) continue;
    const manifest = JSON.parse(text) as Manifest;
    if (!key.endsWith(`/${manifest.recordingId}.json`)) world.violate(`stray manifest ${key}`);
    manifests.set(manifest.recordingId, manifest);
  }
  let segments = 0;
  let packets = 0;
  for (const [recordingId, durable] of device.durablePackets) {
    // The priming packet alone is no sound.
    if (durable < 2 && !stored.has(recordingId)) continue;
    const files = stored.get(recordingId) ?? [];
    const manifest = manifests.get(recordingId);
    segments += files.length;
    packets += durable;
    if (manifest === undefined) {
      world.violate(`${recordingId}: ${durable} packets were durable, and there is no manifest`);
      continue;
    }
    checkRecording(world, recordingId, durable, files, manifest);
  }
  return { recordings: manifests.size, segments, packets };
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
  const finished = world.finished.get(recordingId);
  if (finished) checkFinished(finished, durable, manifest, violate);
  try {
    const { packets } = joinPackets(files);
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
  violate: (what: string) => void,
): void {
  if (finished.sampleCount !== manifest.sampleCount) {
    violate(`${finished.sampleCount} samples captured, the manifest says ${manifest.sampleCount}`);
  }
  const given = packetsOf(finished.sampleCount);
  if (durable !== given) violate(`the encoder gave ${given} packets, ${durable} were durable`);
  const pauses = manifest.gaps.filter(({ reason }) => reason === "paused");
  if (JSON.stringify(pauses) !== JSON.stringify(finished.pauses)) {
    violate(`the manifest has ${JSON.stringify(pauses)} for ${JSON.stringify(finished.pauses)}`);
  }
}

/** The priming packet, and those that hold sound. */
function packetsOf(sampleCount: number): number {
  return 1 + Math.ceil(sampleCount / PACKET_SAMPLES);
}
