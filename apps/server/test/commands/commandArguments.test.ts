import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { command, tempFolder, freePort, startServer } from "../support/processes/programs.ts";

test.each([
  ["fresh", ["--help"]],
  ["fresh", ["northwind"]],
  ["reconcile", ["northwind"]],
  ["recount", ["northwind", "mason"]],
  ["recount", ["--help"]],
  ["clock", ["+1m", "+1m"]],
  ["clock", ["--help"]],
  ["phone", ["ava", "inbound", "now"]],
  ["phone", ["--help"]],
  ["operator", ["--help", "Ann"]],
  ["operator", ["ann@example.com"]],
  ["verify", ["acc_1", "acc_2"]],
  ["verify", ["--heads"]],
])("%s %j explains its usage and does nothing", async (name, args) => {
  const data = join(tempFolder(), "data");
  const { code, out, error } = await command(name, args, { DATA_DIR: data });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(error).toMatch(name === "clock" ? /^Usage: [^\n]+\.$/ : new RegExp(`\\b${name} [^\n]+\\.$`));
  expect(existsSync(data)).toBe(false);
});

test.each([
  ["DATA_DIR", "a file", (dir: string) => ({ DATA_DIR: join(dir, "file") })],
  ["DATA_DIR", "within a file", (dir: string) => ({ DATA_DIR: join(dir, "file", "data") })],
  ["DATABASE_URL", "another program's file", (dir: string) => withDatabase(dir, "file")],
  ["DATABASE_URL", "a folder", (dir: string) => withDatabase(dir, ".")],
])("a start whose %s is %s says so in a sentence that names it", async (setting, _, settings) => {
  const dir = tempFolder();
  writeFileSync(join(dir, "file"), "no database, and no folder either".repeat(100));
  const server = await startServer({ PORT: await freePort(), ...settings(dir) });
  expect(server.output()).toMatch(new RegExp(`^[^\n]*\\b${setting}\\b[^\n]*\\.\n$`));
});

const withDatabase = (dir: string, name: string) => ({
  DATA_DIR: join(dir, "data"),
  DATABASE_URL: `file:${join(dir, name)}`,
  SANDBOX: "cards,numbers",
});
