// The check of the microphone, while the deck shows one.
import { createSignal, onCleanup, type Accessor } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { AppError, toAppError } from "@tapedeck/core/errors";
import type { MicrophoneProcessing } from "@tapedeck/recorder";
import type { Check } from "./check-microphone.ts";
import type { LevelListener } from "./levels.ts";

export interface MicrophoneCheck {
  /** As the browser calls the microphone that is checked; nothing while none is. */
  readonly label: Accessor<string | undefined>;
  readonly error: Accessor<ErrorCode | undefined>;
  start(request: {
    readonly deviceId: string | undefined;
    readonly processing: MicrophoneProcessing;
  }): Promise<void>;
  stop(): void;
}

export function createCheck(onLevels: LevelListener): MicrophoneCheck {
  const [check, setCheck] = createSignal<Check>();
  const [error, setError] = createSignal<ErrorCode>();
  /** The newest request: an answer to an older one is stopped. */
  let request = 0;
  const stop = () => {
    request += 1;
    check()?.stop();
    setCheck(undefined);
    setError(undefined);
  };
  onCleanup(stop);
  return {
    label: () => check()?.label,
    error,
    stop,
    start: async (wanted) => {
      stop();
      const own = request;
      try {
        const { checkMicrophone } = await import("./check-microphone.ts").catch((cause) => {
          throw new AppError("APP_INCOMPLETE", "The check's code did not come.", { cause });
        });
        const opened = await checkMicrophone({ ...wanted, onLevels, onEnd: stop });
        if (own === request) setCheck(opened);
        else opened.stop();
      } catch (thrown) {
        if (own === request) setError(toAppError(thrown).code);
      }
    },
  };
}
