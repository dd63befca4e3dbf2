import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/prepare.ts"],
    setupFiles: ["test/support/quiet.ts"],
    // Each test has a database and a server of its own; modules keep no state, so files may share a worker.
    isolate: false,
    // By itself the runner leaves a core to itself; these tests wait for other processes half of the time, so three share two.
    maxWorkers: 3,
    // A test that hangs ends the run some time; how fast the machine is decides nothing.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
