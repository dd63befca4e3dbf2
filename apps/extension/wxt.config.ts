import preact from "@preact/preset-vite";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { minify } from "vite";
import { defineConfig } from "wxt";
import { popupPage } from "./popupPage.ts";

// The public half pins the extension's id, so that the server can name its origin.
const PUBLIC_KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAusDVc4JnKpghrJ5FLJp4btkHEsi8MeN2W5n4Sstfv5OgDTrAe7vATx58oC1AZghh6gqyQ8z2aj9A+0jSzKxs4nv7X4jmA63KkawvHryu2hHnyob7TQJHOvrD7sKA3CQ9QN0c6GEjKLXjiB+aEhx4ppDefQn2Q6FtEOqHXkmmPraG62taLxeZuy6JZukXHm7OvKYs86rwpzIU7AU3ku1cAdtvx2MVeSoOEA4oNviliblkv1C4M8sp0/uSGgOXi+zcjxvY2nKJRDiNE1Jfuim/1lpHlkKq0ZE6d1q7myK3NU4mTi1e98jwVQ2BskASm4BLvWCd0rt8sHVwVySyTcUt9wIDAQAB";

const GECKO_ID = "callboard@callboard.app";

const FIRST_FRAME_SCRIPT = "first-frame.js";

/** Those that know `light-dark()`: for older ones every colour would be written twice. */
const CSS_TARGET = ["chrome123", "firefox120", "safari17.5"];

export default defineConfig({
  srcDir: "src",
  publicDir: "public",
  imports: false,
  hooks: {
    // Each page is built by itself: what both use is cut to what this one uses, and the popup is one file.
    "entrypoints:grouped": (_wxt, groups) => {
      const apart = groups.flatMap((group) => (Array.isArray(group) ? group.map((entry) => [entry]) : [group]));
      groups.splice(0, groups.length, ...apart);
    },
    // What is in `public` is copied; this one file is also counted by the byte.
    "build:publicAssets": async (_wxt, files) => {
      const at = files.findIndex(({ relativeDest }) => relativeDest === FIRST_FRAME_SCRIPT);
      const { code } = await minify(
        FIRST_FRAME_SCRIPT,
        await readFile(join(import.meta.dirname, "public", FIRST_FRAME_SCRIPT), "utf8"),
      );
      files[at] = { relativeDest: FIRST_FRAME_SCRIPT, contents: code };
    },
    "vite:build:extendConfig": ([entry], config) => {
      if (!entry || entry.type === "background") return;
      const { output, ...options } = config.build?.rolldownOptions ?? config.build?.rollupOptions ?? {};
      // What a page starts with is one file: a dozen small ones weigh a kilobyte more, and each is a way to go.
      const whole = { codeSplitting: { groups: [{ name: entry.name, tags: ["$initial" as const] }] } };
      const { rollupOptions: _old, ...build } = config.build ?? {};
      config.build = { ...build, rolldownOptions: { ...options, output: { ...output, ...whole } } };
      if (entry.name !== "popup") return;
      config.build.modulePreload = false;
      config.plugins = [...(config.plugins ?? []), popupPage];
    },
  },
  // The default of this builder is 2 for Firefox, where every page would be blank: its calls answer no promises.
  manifestVersion: 3,
  manifest: ({ browser }) => ({
    name: "Callboard",
    description: "Set your status, see the balance, keep the account in order.",
    ...(browser === "firefox"
      ? { browser_specific_settings: { gecko: { id: GECKO_ID, strict_min_version: "128.0" } } }
      : { key: PUBLIC_KEY }),
    permissions: ["storage", "alarms", "idle", "contextMenus", "notifications"],
    host_permissions: ["http://127.0.0.1/*", "http://localhost/*"],
    optional_host_permissions: ["https://*/*"],
    icons: { 16: "icon/16.png", 32: "icon/32.png", 48: "icon/48.png", 128: "icon/128.png" },
    action: { default_title: "Callboard" },
    // Those that Chromium really grants (a journey asks it); 1 and 2 are the rows that the popup shows first.
    commands: {
      _execute_action: { suggested_key: { default: "Alt+Shift+S" } },
      available: { suggested_key: { default: "Alt+Shift+1" }, description: "Set Available" },
      first: { suggested_key: { default: "Alt+Shift+2" }, description: "Set the first custom status" },
      undo: { suggested_key: { default: "Alt+Shift+U" }, description: "Undo the last status change" },
    },
  }),
  vite: () => ({
    plugins: [preact()],
    build: { target: "es2023", cssTarget: CSS_TARGET, modulePreload: { polyfill: false } },
  }),
});
