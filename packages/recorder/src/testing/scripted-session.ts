// A microphone and an encoder that do what the test says.
import type { AppError } from "@tapedeck/core/errors";
import type { OpenSession, SessionListener } from "../recording-session.ts";
import type { SessionRequest } from "../session-request.ts";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import { settle } from "./settle.ts";

type ScriptedCallKind = "pause" | "resume" | "resume-capture" | "stop";

export interface ScriptedSession {
  readonly request: SessionRequest;
  /** What the recorder asked for, in order. */
  readonly calls: readonly ScriptedCallKind[];
  readonly listener: SessionListener;
  readonly serverTimes: readonly ServerTime[];
  /** The microphones that the recorder asked for while it recorded. */
  readonly microphones: readonly (string | undefined)[];
  sound(sampleCount: number, levels?: readonly number[]): Promise<void>;
  /** As the real one: failure, then whatever is left, then {@link end}. */
  fail(error: AppError): Promise<void>;
  end(sampleCount: number): Promise<void>;
}

export function createScriptedSessions(): {
  readonly openSession: OpenSession;
  readonly sessions: readonly ScriptedSession[];
} {
  const sessions: ScriptedSession[] = [];
  return {
    sessions,
    openSession: (request, listener) => {
      const started = Promise.withResolvers<void>();
      const finished = Promise.withResolvers<void>();
      const calls: ScriptedCallKind[] = [];
      const serverTimes: ServerTime[] = [];
      const microphones: (string | undefined)[] = [];
      sessions.push({
        request,
        calls,
        listener,
        serverTimes,
        microphones,
        sound: async (sampleCount, levels = []) => {
          listener.onProgress({ kind: "progress", sampleCount, levels, lostMs: 0 });
          started.resolve();
          await settle();
        },
        fail: async (error) => {
          listener.onFailure(error);
          started.reject(error);
          await settle();
        },
        end: async (sampleCount) => {
          listener.onStandstill(sampleCount);
          started.resolve();
          finished.resolve();
          await settle();
        },
      });
      return {
        pause: () => calls.push("pause"),
        resume: () => calls.push("resume"),
        useMicrophone: (deviceId) => microphones.push(deviceId),
        resumeCapture: () => calls.push("resume-capture"),
        serverTime: (time) => serverTimes.push(time),
        stop: () => calls.push("stop"),
        started: started.promise,
        finished: finished.promise,
      };
    },
  };
}
