import { existsSync } from "node:fs";

const PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/opt/google/chrome-for-testing/chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
];

/** Chromium or Chrome for Testing: branded Chrome loads no unpacked extension by argument. Null if there is none. */
export function findChromium(): string | null {
  const named = process.env.CHROMIUM;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM is ${named}, but there is no such file.`);
    return named;
  }
  return PATHS.find((place) => existsSync(place)) ?? null;
}
