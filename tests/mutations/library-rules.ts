// Checks of recordings.*: who may list, read, rename and delete, and what a reader and a list are told.
import type { Mutation } from "./mutation.ts";

const core = "core/src";
const functions = "functions/src";

export const libraryRules: readonly Mutation[] = [
  ...["list", "get"].map((name) => ({
    rule: `recordings.${name} asks for another scope`,
    file: `${functions}/router/recordings.ts`,
    find: `  ${name}: readProcedure`,
    replace: `  ${name}: recordProcedure`,
  })),
  ...["rename", "delete"].map((name) => ({
    rule: `who may only read may ${name}`,
    file: `${functions}/router/recordings.ts`,
    find: `  ${name}: recordProcedure`,
    replace: `  ${name}: readProcedure`,
  })),
  {
    rule: "a delete leaves no tombstone",
    file: `${core}/usecase/delete-recording.ts`,
    find: "await layTombstone(store, place, recordingId, clock.nowMicros())",
    replace: '"nothing"',
  },
  {
    rule: "a tombstone does not refuse a seal",
    file: `${core}/usecase/read-manifest.ts`,
    find: "if (isTombstone(json.text))",
    replace: "if (false)",
  },
  {
    rule: "a deleted recording is listed",
    file: `${core}/usecase/list-recordings.ts`,
    find: " || isTombstoneMetadata(head.metadata)",
    replace: "",
  },
  {
    rule: "a title may be longer than what S3 keeps of it",
    file: `${core}/manifest-metadata.ts`,
    find: "whole.length <= maxBytes ? whole : beginning(wellFormed, maxBytes)",
    replace: "whole",
  },
  {
    rule: "a title goes into a header as it is",
    file: `${core}/download-name.ts`,
    find: 'name.replace(/[^A-Za-z0-9 ._-]/g, "_")',
    replace: "name",
  },
  {
    rule: "a title is saved under a name that leads elsewhere",
    file: `${core}/download-name.ts`,
    find: '.replace(FORBIDDEN, "_")',
    replace: "",
  },
  {
    rule: "what is stored may be shown as a page",
    file: `${functions}/s3/read-url-signer.ts`,
    find: '"response-content-disposition": contentDisposition,',
    replace: "",
  },
  {
    rule: "a browser may keep what was read",
    file: `${functions}/s3/read-url-signer.ts`,
    find: '"response-cache-control": "private, no-store",',
    replace: "",
  },
  {
    rule: "what is stored may be read as any type",
    file: `${functions}/s3/read-url-signer.ts`,
    find: '"response-content-type": contentType,',
    replace: "",
  },
  {
    rule: "a URL to read lives twice as long",
    file: `${functions}/s3/read-url-signer.ts`,
    find: "LIMITS.readUrlExpiresInSeconds",
    replace: "LIMITS.readUrlExpiresInSeconds * 2",
  },
];
