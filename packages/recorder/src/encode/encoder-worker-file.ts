// Where the worker's file is. A browser does not say why a worker could not be loaded: whoever wants to
// know has to ask for the file.

/** Bundlers look for `new Worker(new URL(…))` and put the file's address in: this only keeps it. */
const Worker = class {
  readonly url: URL;
  readonly options: WorkerOptions;
  constructor(url: URL, options: WorkerOptions) {
    this.url = url;
    this.options = options;
  }
};

export const encoderWorkerFile = new Worker(new URL("./encoder-worker.ts", import.meta.url), {
  type: "module",
  name: "tapedeck-encoder",
});
