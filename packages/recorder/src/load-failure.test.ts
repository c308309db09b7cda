import { expect, test } from "vitest";
import { loadFailure } from "./load-failure.ts";

const URL_OF_FILE = "https://tapedeck.example/assets/encoder-worker-1a2b.js";

test.each([
  { answer: new Response(null, { status: 404 }), code: "APP_UPDATED" },
  { answer: new Response(null, { status: 403 }), code: "APP_UPDATED" },
  { answer: new Response(null, { headers: { "content-type": "text/html" } }), code: "APP_UPDATED" },
  { answer: new Response(null, { status: 503 }), code: "APP_INCOMPLETE" },
  {
    answer: new Response(null, { headers: { "content-type": "text/javascript" } }),
    code: "APP_INCOMPLETE",
  },
])("of a file that answers $answer.status, $code is told", async ({ answer, code }) => {
  expect(await loadFailure(URL_OF_FILE, async () => answer)).toMatchObject({ code });
});

test("without a network, the failure does not claim that the app was updated", async () => {
  const offline = () => Promise.reject(new TypeError("Failed to fetch"));
  expect(await loadFailure(URL_OF_FILE, offline)).toMatchObject({ code: "APP_INCOMPLETE" });
});
