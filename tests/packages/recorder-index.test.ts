// What the package @tapedeck/recorder promises to pages that are not in this repository.
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import * as recorder from "@tapedeck/recorder";
import * as serviceWorker from "@tapedeck/recorder/service-worker";

const { resolve } = createRequire(import.meta.url);

test("the package exports what a page and a service worker use, and nothing else", () => {
  expect(Object.keys(recorder).toSorted()).toEqual([
    "AppError",
    "UNPROCESSED",
    "browserEnvironment",
    "createRecorder",
    "findMissingSupport",
    "listMicrophones",
    "onMicrophonesChange",
    "openMicrophone",
  ]);
  expect(Object.keys(serviceWorker).toSorted()).toEqual([
    "drainUploads",
    "serviceWorkerEnvironment",
  ]);
});

test.each([
  "@tapedeck/core/testing/memory-object-store",
  "@tapedeck/core/webm/testing/opus-packets",
  "@tapedeck/core/webm/block-reader",
  "@tapedeck/recorder/testing/virtual-environment",
  "@tapedeck/recorder/upload/put-object",
])("%s is reachable by no package name", (name) => {
  expect(() => resolve(name)).toThrow(
    expect.objectContaining({ code: "ERR_PACKAGE_PATH_NOT_EXPORTED" }),
  );
});
