import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/prepare.ts"],
    setupFiles: ["test/quiet.ts"],
    // Each test has a database and a server of its own; modules keep no state, so files may share a worker.
    isolate: false,
    testTimeout: 20_000,
  },
});
