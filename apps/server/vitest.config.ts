import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/prepare.ts"],
    setupFiles: ["test/quiet.ts"],
    testTimeout: 20_000,
  },
});
