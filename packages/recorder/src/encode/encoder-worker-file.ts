// The address of the worker's file. A browser does not say why it could not load a worker: the page has to
// ask for the file to find out.

/** Bundlers replace the address in `new Worker(new URL(…))`. This class starts nothing: it keeps the address. */
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
