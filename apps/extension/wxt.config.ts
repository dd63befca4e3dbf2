import preact from "@preact/preset-vite";
import { defineConfig } from "wxt";

export default defineConfig({
  srcDir: "src",
  imports: false,
  manifest: { name: "Callboard", permissions: ["storage", "alarms", "idle", "contextMenus", "notifications"] },
  vite: () => ({ plugins: [preact()] }),
});
