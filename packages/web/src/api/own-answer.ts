// Lets through what our API answered, and nothing else: in between may be the sign-in page of a network,
// a company's proxy or a filter, with any status, 200 among them.
import { errorCatalogue, isErrorCode, type ErrorCode } from "@tapedeck/core/error-catalogue";
import { AppError } from "@tapedeck/core/errors";
import { foreignAnswerError } from "@tapedeck/core/foreign-answer";

/**
 * The answer, if it is a result or an error of a procedure of ours.
 *
 * @throws {AppError} the code of an error that the API raised before it came to a procedure
 * @throws {AppError} SERVICE_BLOCKED, SERVICE_UNAVAILABLE, THROTTLED, TIMEOUT – somebody else answered
 */
export async function ownAnswer(response: Response): Promise<Response> {
  const text = await response.text();
  const answer = fieldsOf(parsed(text));
  const { status, headers } = response;
  const isResult = status === 200 && "data" in fieldsOf(answer["result"]);
  if (isResult || isProcedureError(answer, status)) return new Response(text, { status, headers });
  const { appCode } = answer;
  if (isOurCode(appCode) && typeof answer["requestId"] === "string" && status >= 400) {
    throw new AppError(appCode, `The API answered ${status} ${appCode}.`);
  }
  throw foreignAnswerError("service", { status, retryAfter: headers.get("retry-after") });
}

/** `fetch` that takes answers of our API only. */
export const fetchOwn: typeof fetch = async (input, init) => ownAnswer(await fetch(input, init));

/** As functions/errors.ts writes it. */
function isProcedureError(answer: Fields, status: number): boolean {
  const data = fieldsOf(fieldsOf(answer["error"])["data"]);
  return isOurCode(data["appCode"]) && data["httpStatus"] === status;
}

/** Codes without a wire code are made by browsers: no API of ours sends one. */
function isOurCode(code: unknown): code is ErrorCode {
  return isErrorCode(code) && errorCatalogue[code].wire !== null;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
