import solid from "vite-plugin-solid";
import { defineProject } from "vitest/config";
import { WORKER_FLAGS } from "../../vitest.config.ts";

/**
 * Components, rendered to HTML by Solid's own server build: no DOM to install, and enough to see what a
 * state shows. What a click does, the journeys test in a real browser.
 */
export default defineProject({
  plugins: [solid({ ssr: true, hot: false, solid: { hydratable: false } })],
  test: {
    name: "components",
    include: ["src/**/*.test.tsx"],
    isolate: false,
    testTimeout: 180_000,
    // Projects that run together must agree on these two.
    maxWorkers: "100%",
    execArgv: WORKER_FLAGS,
  },
});
