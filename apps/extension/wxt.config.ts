import preact from "@preact/preset-vite";
import { defineConfig } from "wxt";

// The public half pins the extension's id, so that the server can name its origin.
const PUBLIC_KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAusDVc4JnKpghrJ5FLJp4btkHEsi8MeN2W5n4Sstfv5OgDTrAe7vATx58oC1AZghh6gqyQ8z2aj9A+0jSzKxs4nv7X4jmA63KkawvHryu2hHnyob7TQJHOvrD7sKA3CQ9QN0c6GEjKLXjiB+aEhx4ppDefQn2Q6FtEOqHXkmmPraG62taLxeZuy6JZukXHm7OvKYs86rwpzIU7AU3ku1cAdtvx2MVeSoOEA4oNviliblkv1C4M8sp0/uSGgOXi+zcjxvY2nKJRDiNE1Jfuim/1lpHlkKq0ZE6d1q7myK3NU4mTi1e98jwVQ2BskASm4BLvWCd0rt8sHVwVySyTcUt9wIDAQAB";

/**
 * What popup and console share, in one file: cut into a dozen, it would weigh a kilobyte more in the popup, whose
 * scripts have a budget (`popup-size.mjs`).
 */
const GROUND =
  /node_modules.*preact|extension\/src\/(?:action|api|browser|clock|live|resource|session|stream|theme|transport)\.ts|texts\/(?:say|en\/status)\.ts|ui\/src\/(?:Button|Elapsed|Icon|IconButton|Skeleton|StatusShape|ToastRegion|When|glyphs|theme|tick|toasts)\.tsx?$|domain\/src\/(?:actor|agents|failure|money|phrase|time)\.ts|rooms\/agents\/(?:StatusChip|cause|shape)\.tsx?$/;

export default defineConfig({
  srcDir: "src",
  publicDir: "public",
  imports: false,
  hooks: {
    "vite:build:extendConfig": (entries, config) => {
      if (!entries.some(({ name }) => name === "popup")) return;
      const { output, ...options } = config.build?.rolldownOptions ?? config.build?.rollupOptions ?? {};
      const shared = { codeSplitting: { groups: [{ name: "ground", test: GROUND }] } };
      const { rollupOptions: _old, ...build } = config.build ?? {};
      config.build = { ...build, rolldownOptions: { ...options, output: { ...output, ...shared } } };
    },
  },
  manifest: {
    name: "Callboard",
    description: "Set your status, see the balance, keep the account in order.",
    key: PUBLIC_KEY,
    permissions: ["storage", "alarms", "idle", "contextMenus", "notifications"],
    host_permissions: ["http://127.0.0.1/*", "http://localhost/*"],
    optional_host_permissions: ["https://*/*"],
    icons: { 16: "icon/16.png", 32: "icon/32.png", 48: "icon/48.png", 128: "icon/128.png" },
    action: { default_title: "Callboard" },
    commands: {
      _execute_action: { suggested_key: { default: "Alt+Shift+C" } },
      available: { suggested_key: { default: "Alt+Shift+A" }, description: "Set Available" },
      first: { suggested_key: { default: "Alt+Shift+F" }, description: "Set the first custom status" },
      undo: { suggested_key: { default: "Alt+Shift+Z" }, description: "Undo the last status change" },
    },
  },
  vite: () => ({ plugins: [preact()], build: { target: "es2023", modulePreload: { polyfill: false } } }),
});
