// WebCodecs' audio encoder as far as the recorder uses it: it gives numbered packets instead of sound,
// one for every 960 frames that it was fed, later and in order, and keeps back what fills no packet.
// Zeros are padding: a packet that holds nothing else, after the first, is marked as such.
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { numberedPacket } from "../../packages/recorder/src/testing/journaled-recording.ts";

/** As libopus: a packet is complete only when this much more was fed. */
const LOOK_AHEAD_FRAMES = 312;

const PADDING_MARK = 9;

export function paddingPacket(index: number): Uint8Array<ArrayBuffer> {
  const packet = numberedPacket(index);
  packet[packet.length - 1] = PADDING_MARK;
  return packet;
}

export function isPaddingPacket(packet: Uint8Array): boolean {
  return packet.at(-1) === PADDING_MARK;
}

class FakeAudioData {
  readonly numberOfFrames: number;
  readonly isSilent: boolean;
  constructor(init: { readonly numberOfFrames: number; readonly data: Float32Array }) {
    this.numberOfFrames = init.numberOfFrames;
    this.isSilent = init.data[0] === 0;
  }
  close(): void {}
}

type TakePacket = (packet: { byteLength: number; copyTo(to: Uint8Array): void }) => void;

class FakeAudioEncoder {
  state: "unconfigured" | "configured" | "closed" = "unconfigured";
  readonly #output: TakePacket;
  #frames = 0;
  #soundEndFrame = 0;
  #packetCount = 0;
  static keptBackFrames = 0;

  constructor(init: { readonly output: TakePacket }) {
    this.#output = init.output;
  }

  configure(): void {
    this.state = "configured";
  }

  encode({ numberOfFrames, isSilent }: FakeAudioData): void {
    this.#frames += numberOfFrames;
    if (!isSilent) this.#soundEndFrame = this.#frames;
    const given = this.#frames - FakeAudioEncoder.keptBackFrames;
    while (given >= (this.#packetCount + 1) * PACKET_SAMPLES) {
      const index = this.#packetCount++;
      const isPadding =
        index > 0 && this.#soundEndFrame <= index * PACKET_SAMPLES - LOOK_AHEAD_FRAMES;
      const bytes = isPadding ? paddingPacket(index) : numberedPacket(index);
      queueMicrotask(() => {
        if (this.state === "closed") return;
        this.#output({ byteLength: bytes.length, copyTo: (to) => to.set(bytes) });
      });
    }
  }

  async flush(): Promise<void> {
    await Promise.resolve();
  }

  close(): void {
    this.state = "closed";
  }
}

/**
 * Puts both where the recorder looks for them.
 *
 * @param options.keptBackFrames - what the encoder always keeps back of its input, as some browsers' do
 */
export function installFakeEncoder({ keptBackFrames = 0 } = {}): void {
  FakeAudioEncoder.keptBackFrames = keptBackFrames;
  Object.assign(globalThis, { AudioEncoder: FakeAudioEncoder, AudioData: FakeAudioData });
}
