import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface PictureEntry {
  screen: string;
  state: string;
}

/** Writes a page that shows all pictures side by side. Returns the folder's size in bytes. */
export function writeIndex(folder: string, taken: readonly PictureEntry[]): number {
  const head = `# Pictures

Every screen in its states and both themes, taken by the \`pictures\` command. The popup is shown at its own size, 360 × 560.

| Screen | State | Light | Dark |
|---|---|---|---|
`;
  const rows = taken.map(
    ({ screen, state }) =>
      `| ${screen} | ${state.replaceAll("-", " ")} | ![](${screen}-${state}-light.png) | ![](${screen}-${state}-dark.png) |`,
  );
  writeFileSync(join(folder, "README.md"), `${head}${rows.join("\n")}\n`);
  return readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}
