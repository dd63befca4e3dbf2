import { defineConfig } from "vitest/config";

// A test that hangs ends the run some time; how fast the machine is decides nothing.
export default defineConfig({ test: { include: ["test/**/*.test.ts"], testTimeout: 60_000 } });
