// The worker's entry. The package keeps it apart from the engine, which the page and the worker both load.
import { serveEncoder } from "./serve-encoder.ts";

serveEncoder();
