import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "../features/demo/people.ts";

interface AnnounceInput {
  address: string;
  /** The folder of the built extension. */
  pages: string;
  demo: boolean;
}

/**
 * Prints all addresses and, if there is a browser and a display, opens a browser with the extension. The returned
 * function closes it.
 */
export async function announce({ address, pages, demo }: AnnounceInput): Promise<() => void> {
  const isBuilt = existsSync(pages);
  const lines = [
    "",
    `Callboard is running: ${address}`,
    `  Console  ${address}/console.html`,
    `  Popup    ${address}/popup.html  (a preview; the extension has the real one)`,
    "",
    isBuilt ? `Extension: ${pages}` : "The extension is not built. Run the build first.",
    "  Chromium: open chrome://extensions, switch on Developer mode, press “Load unpacked”, choose that folder.",
  ];
  if (demo) {
    const width = Math.max(...DEMO_PEOPLE.map((person) => person.email.length));
    lines.push("", `Demo people (password ${DEMO_PASSWORD}):`);
    for (const { email, what } of DEMO_PEOPLE) lines.push(`  ${email.padEnd(width)}  ${what}`);
  }
  console.log([...lines, "", "Ctrl-C ends everything."].join("\n"));
  return isBuilt ? openBrowser(address, pages) : () => {};
}

const BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/opt/google/chrome-for-testing/chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Uses a temporary profile that is deleted afterwards, so nobody's own browser is touched. */
function openBrowser(address: string, pages: string): () => void {
  const browser = BROWSERS.find((path) => existsSync(path));
  const display = process.platform === "darwin" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!browser || !display || !process.stdout.isTTY) return () => {};
  const profile = mkdtempSync(join(tmpdir(), "callboard-browser-"));
  const child: ChildProcess = spawn(
    browser,
    [
      `--user-data-dir=${profile}`,
      `--disable-extensions-except=${pages}`,
      `--load-extension=${pages}`,
      "--no-first-run",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      `${address}/console.html`,
    ],
    { stdio: "ignore" },
  );
  child.on("error", () => {});
  return () => {
    child.kill();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
}
