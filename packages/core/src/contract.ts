// The wire contract: a zod schema for the input and output of every procedure. The router checks with it,
// clients infer their types from it, docs/api.md is printed from it. One file for each router.
export * from "./contract/manifest.ts";
export * from "./contract/recordings.ts";
export * from "./contract/segments.ts";
export * from "./contract/session.ts";
export * from "./contract/uploads.ts";
export * from "./contract/usage.ts";
