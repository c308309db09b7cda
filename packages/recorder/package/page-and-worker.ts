// The one file of the package that a page and its encoder worker share. Its types, which are the index's, do
// not show what is for the worker alone.
export * from "../src/index.ts";
export { serveEncoder } from "../src/encode/serve-encoder.ts";
