// Holds the bucket against what was spoken: every packet that was on the disk is in a sealed
// recording, exactly once and in order.
import type { Manifest } from "@tapedeck/core/contract";
import { toAppError } from "@tapedeck/core/errors";
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { parseObjectKey } from "@tapedeck/core/object-key";
import { joinPackets } from "@tapedeck/core/webm/join";
import { numberedPacket } from "@tapedeck/recorder/testing/journaled-recording";
import { PADDING_PACKETS, type Device } from "./device.ts";
import { sha256Of, type SimulatedServer } from "./server.ts";
import type { World } from "./world.ts";

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
  const finishedSamples = world.finishedSamples.get(recordingId);
  if (finishedSamples !== undefined && finishedSamples !== manifest.sampleCount) {
    violate(`${finishedSamples} samples were captured, the manifest says ${manifest.sampleCount}`);
  }
  try {
    const joined = joinPackets(files);
    joined.packets.forEach((packet, index) => {
      if (packet.join() !== numberedPacket(index).join()) violate(`packet ${index} is another`);
    });
    // The last packets may hold no sound: what the encoder was fed to give the sound before.
    const soundPackets = Math.ceil(manifest.sampleCount / PACKET_SAMPLES) + 1;
    if (joined.packets.length !== soundPackets)
      violate("the manifest's samples are not the files'");
    const lost = durable - joined.packets.length;
    if (lost > PADDING_PACKETS) violate(`${lost} packets that were durable are lost`);
  } catch (thrown) {
    violate(toAppError(thrown).message);
  }
}
