// WebCodecs' audio encoder as far as the recorder uses it: it gives numbered packets instead of sound,
// one for every 960 frames that it was fed, later and in order, and keeps back what fills no packet.
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { numberedPacket } from "@tapedeck/recorder/testing/journaled-recording";

class FakeAudioData {
  readonly numberOfFrames: number;
  constructor(init: { readonly numberOfFrames: number }) {
    this.numberOfFrames = init.numberOfFrames;
  }
  close(): void {}
}

type TakePacket = (packet: { byteLength: number; copyTo(to: Uint8Array): void }) => void;

class FakeAudioEncoder {
  state: "unconfigured" | "configured" | "closed" = "unconfigured";
  readonly #output: TakePacket;
  #frames = 0;
  #packetCount = 0;

  constructor(init: { readonly output: TakePacket }) {
    this.#output = init.output;
  }

  configure(): void {
    this.state = "configured";
  }

  encode({ numberOfFrames }: FakeAudioData): void {
    this.#frames += numberOfFrames;
    while (this.#frames >= PACKET_SAMPLES) {
      this.#frames -= PACKET_SAMPLES;
      const bytes = numberedPacket(this.#packetCount++);
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

/** Puts both where the recorder looks for them. */
export function installFakeEncoder(): void {
  Object.assign(globalThis, { AudioEncoder: FakeAudioEncoder, AudioData: FakeAudioData });
}
