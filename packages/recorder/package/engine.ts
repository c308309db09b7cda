// The file that a page and its encoder worker share.
export * from "../src/index.ts";
export { serveEncoder } from "../src/encode/serve-encoder.ts";
