import { afterEach, expect, test, vi } from "vitest";
import { errorFields, lambdaLog, withoutSecrets } from "./log.ts";

const TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test.each([
  ["a token", `refused ${TOKEN} there`, "refused [secret] there"],
  ["a bearer's header", "authorization: Bearer opaque-1 x", "authorization: [secret] x"],
  ["a session cookie", "__Host-tapedeck-session=c2VhbGVk; b=1", "[secret]; b=1"],
  ["a session cookie of http", "a=1; tapedeck-session-x=c2VhbGVk; b=1", "a=1; [secret]; b=1"],
  [
    "a presigned URL",
    "https://b.s3/k?X-Amz-Credential=AKIA%2F1&X-Amz-Signature=abc123&x-id=PutObject",
    "https://b.s3/k?[secret]&[secret]&x-id=PutObject",
  ],
  [
    "an authorization code",
    "GET /auth/callback?code=abc&state=def",
    "GET /auth/callback?[secret]&[secret]",
  ],
  ["a refresh token", "refresh_token=abc&client_id=web", "[secret]&client_id=web"],
])("%s is taken out of a line", (_what, text, expected) => {
  expect(withoutSecrets(text)).toBe(expected);
});

test.each(["appCode: TOKEN_REFUSED", "status code 503", "users/hosts/cognito/sub/2026.webm"])(
  "%j stays as it is",
  (text) => {
    expect(withoutSecrets(text)).toBe(text);
  },
);

test("a secret in an error's text, stack or cause does not reach the output, and a line stays one line", () => {
  const written: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((line) => written.push(String(line)) > 0);
  const error = new Error(`no ${TOKEN}\n{"level":"ERROR"}`, { cause: new Error(`via ${TOKEN}`) });
  lambdaLog.error("request failed", errorFields(error));
  const [line = ""] = written;
  expect(line).not.toContain("eyJ");
  expect(line.trimEnd().split("\n")).toHaveLength(1);
  expect(JSON.parse(line)).toMatchObject({
    level: "ERROR",
    error: 'no [secret]\n{"level":"ERROR"}',
  });
});

test("a line names its level, its message, its time and the trace of its request", () => {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((line) => written.push(String(line)) > 0);
  vi.stubEnv(
    "_X_AMZN_TRACE_ID",
    "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8",
  );
  lambdaLog.info("procedure refused", { requestId: "r1", path: undefined, message: "forged" });
  expect(written).toHaveLength(1);
  const { timestamp, ...entry } = JSON.parse(written[0] ?? "") as Record<string, unknown>;
  expect(entry).toEqual({
    level: "INFO",
    message: "procedure refused",
    requestId: "r1",
    xray_trace_id: "1-5759e988-bd862e3fe1be46a994272793",
  });
  expect(new Date(String(timestamp)).toISOString()).toBe(timestamp);
});
