import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [preact()],
  // A test that hangs ends the run some time; how fast the machine is decides nothing.
  test: { environment: "happy-dom", include: ["test/**/*.test.{ts,tsx}"], passWithNoTests: true, testTimeout: 60_000 },
});
