import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/long/**/*.test.ts"],
    globalSetup: "tests/journey/global-setup.ts",
    testTimeout: 1_800_000,
    fileParallelism: false,
  },
});
