// The one door through which an error leaves tRPC: codes of the catalogue out, secrets kept in.
import { TRPCError, type TRPCDefaultErrorShape } from "@trpc/server";
import * as z from "zod";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { wireCodeOf } from "@tapedeck/core/wire-codes";
import { AppError, type ErrorDetails } from "@tapedeck/core/errors";
import { WITHHELD } from "./http/lambda-http.ts";

/** Gives an error of ours the tRPC code its catalogue entry names. */
export function toTRPCError(error: AppError): TRPCError {
  return new TRPCError({
    code: wireCodeOf(error.code),
    message: error.message,
    cause: error,
  });
}

/** What every error answer carries beside tRPC's own fields. */
export interface ErrorShape {
  readonly code: number;
  readonly message: string;
  readonly data: {
    /** tRPC's name of the kind of error. */
    readonly code: string;
    readonly httpStatus: number;
    readonly path?: string;
    /** Code of our catalogue: see docs/errors.md. */
    readonly appCode: ErrorCode;
    readonly requestId?: string;
    /** Facts for programs, as which sequences are missing. */
    readonly details?: ErrorDetails;
  };
}

export function formatError(
  shape: TRPCDefaultErrorShape,
  error: TRPCError,
  requestId: string | undefined,
): ErrorShape {
  const { appCode, message, details = {} } = describe(error);
  return {
    code: shape.code,
    message,
    data: {
      code: shape.data.code,
      httpStatus: shape.data.httpStatus,
      ...(shape.data.path === undefined ? {} : { path: shape.data.path }),
      appCode,
      ...(requestId === undefined ? {} : { requestId }),
      ...(Object.keys(details).length === 0 ? {} : { details }),
    },
  };
}

/** The code of the catalogue that the answer carries, for the log. */
export function appCodeOf(error: TRPCError): ErrorCode {
  return describe(error).appCode;
}

const NOT_JSON = "The request body must be JSON.";

function describe(error: TRPCError): {
  readonly appCode: ErrorCode;
  readonly message: string;
  readonly details?: ErrorDetails;
} {
  const { cause } = error;
  if (cause instanceof AppError && cause.code !== "INTERNAL") {
    return { appCode: cause.code, message: cause.message, details: cause.details };
  }
  switch (error.code) {
    case "BAD_REQUEST":
      if (cause instanceof z.ZodError) {
        return { appCode: "INPUT_INVALID", message: sentences(cause) };
      }
      // tRPC wraps what JSON.parse threw.
      return cause instanceof SyntaxError
        ? { appCode: "BODY_NOT_JSON", message: NOT_JSON }
        : { appCode: "INPUT_INVALID", message: "The request does not follow tRPC's HTTP form." };
    case "PARSE_ERROR":
    case "UNSUPPORTED_MEDIA_TYPE":
      return { appCode: "BODY_NOT_JSON", message: NOT_JSON };
    case "NOT_FOUND":
      return { appCode: "PROCEDURE_UNKNOWN", message: "There is no procedure of that name." };
    case "METHOD_NOT_SUPPORTED":
      return {
        appCode: "METHOD_UNSUPPORTED",
        message: "Queries are read with GET, mutations sent with POST.",
      };
    default:
      return { appCode: "INTERNAL", message: WITHHELD };
  }
}

/** How many broken rules one answer lists: enough to mend a form, too few to fill a log. */
const MAX_SENTENCES = 5;

function sentences(error: z.ZodError): string {
  return error.issues
    .slice(0, MAX_SENTENCES)
    .map((issue) => `${fieldName(issue.path)} ${issue.message}`)
    .join("; ");
}

/** `segments[3].sizeBytes`. Field names are the contract's; a stranger's key never gets here. */
function fieldName(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "input";
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}
