// Accepts answers of our API only. A captive portal, a company's proxy or a filter may answer in its place,
// with any status, 200 included.
import { isApiErrorCode } from "@tapedeck/core/error-codes";
import { AppError } from "@tapedeck/core/errors";
import { foreignAnswerError } from "@tapedeck/core/foreign-answer";

/**
 * @returns the answer, if it is a result or an error of one of our procedures
 *
 * @throws {AppError} the code of an error that the API raised before it reached a procedure
 * @throws {AppError} SERVICE_BLOCKED, SERVICE_UNAVAILABLE, THROTTLED, TIMEOUT – another server answered
 */
export async function requireApiAnswer(response: Response): Promise<Response> {
  const text = await response.text();
  const answer = fieldsOf(parsed(text));
  const { status, headers } = response;
  const isResult = status === 200 && "data" in fieldsOf(answer["result"]);
  if (isResult || isProcedureError(answer, status)) return new Response(text, { status, headers });
  const { appCode } = answer;
  if (isApiErrorCode(appCode) && typeof answer["requestId"] === "string" && status >= 400) {
    throw new AppError(appCode, `The API answered ${status} ${appCode}.`);
  }
  throw foreignAnswerError("service", { status, retryAfter: headers.get("retry-after") });
}

/** `fetch` that accepts answers of our API only. */
export const fetchFromApi: typeof fetch = async (input, init) =>
  requireApiAnswer(await fetch(input, init));

/** The form that functions/trpc-errors.ts writes. */
function isProcedureError(answer: Fields, status: number): boolean {
  const data = fieldsOf(fieldsOf(answer["error"])["data"]);
  return isApiErrorCode(data["appCode"]) && data["httpStatus"] === status;
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
