// docs/errors.md is printed from the catalogue: `npx vitest run tests/docs --update` writes it anew.
import { expect, test } from "vitest";
import { errorCatalogue } from "@tapedeck/core/error-catalogue";
import {
  DISPOSITIONS,
  isApiErrorCode,
  isErrorCode,
  type RetryDisposition,
} from "@tapedeck/core/error-codes";
import { WIRE_CODES } from "@tapedeck/core/wire-codes";

const STEPS = {
  never: "change the request first",
  "sign-in": "get a fresh access token",
  "presign-again": "ask for a new grant",
  rehash: "read and hash the bytes anew, then try again, spaced out",
  verify: "ask `segments.verify` what is stored",
  "wait-online": "wait for the network",
  backoff: "try again later, spaced out",
  person: "a person has to act",
} as const satisfies Record<RetryDisposition, string>;

test("docs/errors.md lists every code of the catalogue as it is", async () => {
  const codes = Object.keys(errorCatalogue).filter(isErrorCode);
  const rows = codes.map((code) => {
    const { happened, mendedBy } = errorCatalogue[code];
    return `| \`${code}\` | ${happened} | ${mendedBy} | ${STEPS[DISPOSITIONS[code]]} | ${isApiErrorCode(code) ? `\`${WIRE_CODES[code]}\`` : "–"} |`;
  });
  const page = `# Errors

Every error this product raises on purpose has one of these codes. Over the API it is
\`error.data.appCode\` of tRPC's error answer (\`appCode\` under \`/auth\`), with the request id to
quote to the operator. Printed from \`packages/core/src/error-catalogue.ts\`; do not edit.

| code | what happened | who can mend it | what to do | tRPC code |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
  await expect(page).toMatchFileSnapshot("../../docs/errors.md");
});
