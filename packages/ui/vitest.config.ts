import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [preact()],
  test: {
    environment: "happy-dom",
    include: ["test/**/*.test.{ts,tsx}"],
    setupFiles: ["test/setup.ts"],
    // Two tests read the sheets, which are empty otherwise.
    css: true,
    // A test that hangs ends the run some time; how fast the machine is decides nothing.
    testTimeout: 60_000,
  },
});
