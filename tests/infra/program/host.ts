// Runs bundled programs (main.ts), one after the other: to load Pulumi takes five times as long as to run
// one of them. A program that throws ends this process.

// What has nothing left to do but to wait for its parent is done: the program has sent its graph.
process.on("beforeExit", () => process.channel?.ref());

process.on("message", (bundle: string) => {
  process.channel?.unref();
  void import(bundle);
});

process.on("disconnect", () => process.exit());
