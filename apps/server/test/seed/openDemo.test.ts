import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { stmt } from "../../src/store/database/port.ts";
import { readEnv } from "../../src/env.ts";
import { openDatabase } from "../../src/store/database/open.ts";
import { randomId } from "../../src/store/randomId.ts";
import { readDemoState } from "../../src/seed/demoMarker.ts";
import { openSeededServices } from "../../src/seed/openDemo.ts";
import { seed } from "../../src/seed/seed.ts";
import { openServices } from "../../src/start/openServices.ts";
import { eventually } from "../support/eventually.ts";
import { SECRET, START } from "../support/prepared.ts";
import { command } from "../support/processes/programs.ts";

function folder() {
  const dir = mkdtempSync(join(tmpdir(), "callboard-demo-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

/** Fails at the n-th id, as seeding may fail anywhere in the middle. */
function serverOptions(idLimit = Infinity) {
  let idCount = 0;
  const newId = () => {
    if ((idCount += 1) > idLimit) throw new Error("The disk is full.");
    return randomId(START);
  };
  return { wallClock: () => START, newId, secret: SECRET, publicUrl: "http://callboard.test", freeAttempts: 1000 };
}
const quiet = { LOG_LEVEL: "silent", SECRET_KEY: SECRET };

async function demoStateIn(file: string) {
  const db = openDatabase(`file:${file}`);
  try {
    return await readDemoState(db);
  } finally {
    await db.close();
  }
}

test("a demo world that can't be created leaves nothing behind, and gives the reason in a sentence", async () => {
  const env = readEnv({ ...quiet, DATA_DIR: folder() });
  await expect(openSeededServices(env, serverOptions(200), () => {})).rejects.toThrow(
    "The demo world could not be created, so nothing was started. ",
  );
  expect(readdirSync(env.DATA_DIR)).toEqual([]);
});

test("an incomplete demo world is replaced if it is our own, and refused otherwise", async () => {
  const DATA_DIR = folder();
  const file = join(DATA_DIR, "callboard.db");
  const seedHalf = async () => {
    const { services, close } = await openServices({ ...readEnv({ ...quiet, DATA_DIR }) }, serverOptions(200));
    await expect(seed(services)).rejects.toThrow();
    await close();
    expect(await demoStateIn(file)).toBe("half");
  };
  await seedHalf();
  const namedEnv = readEnv({ ...quiet, DATA_DIR, DATABASE_URL: `file:${file}`, DEMO: "1" });
  for (const DEMO of ["0", "1"] as const)
    await expect(
      openSeededServices({ ...namedEnv, DEMO, demo: DEMO === "1" }, serverOptions(), () => {}),
    ).rejects.toThrow(
      "The database that DATABASE_URL names holds an incomplete demo world. Empty it, then start again.",
    );
  expect(await demoStateIn(file)).toBe("half");
  const lines: string[] = [];
  const { services, close } = await openSeededServices(readEnv({ ...quiet, DATA_DIR }), serverOptions(), (line) =>
    lines.push(line),
  );
  const [people] = await services.db.read([stmt("SELECT count(*) AS n FROM people")]);
  await close();
  expect(people).toEqual([{ n: 13 }]);
  expect(lines).toEqual(["The demo world is incomplete and will be created again.", "Creating the demo world…"]);
  expect(await demoStateIn(file)).toBe("whole");
  const secondLines: string[] = [];
  await (
    await openSeededServices(readEnv({ ...quiet, DATA_DIR }), serverOptions(), (line) => secondLines.push(line))
  ).close();
  expect(secondLines).toEqual([]);
  // Its people's passwords are known: a server with real data refuses to open it, and nobody can be added by mistake.
  const settings = { ...quiet, DATA_DIR, DATABASE_URL: `file:${file}` };
  const refusal = /holds a demo world, whose passwords are public: .* DEMO=1/;
  await expect(openSeededServices(readEnv(settings), serverOptions(), () => {})).rejects.toThrow(refusal);
  await expect(openSeededServices(readEnv({ ...settings, DEMO: "0" }), serverOptions(), () => {})).rejects.toThrow(
    refusal,
  );
  const added = await command("operator", ["eve@x.example", "Eve"], settings);
  expect(added).toMatchObject({ code: 1, out: "", error: expect.stringMatching(refusal) });
  await (await openSeededServices(readEnv({ ...settings, DEMO: "1" }), serverOptions(), () => {})).close();
}, 240_000);

test("a start that is killed while seeding is followed by one that completes it", async () => {
  const DATA_DIR = folder();
  const file = join(DATA_DIR, "callboard.db");
  const startFresh = (): ChildProcess =>
    spawn(process.execPath, [join(import.meta.dirname, "../../src/commands/fresh.ts")], {
      env: { ...process.env, ...quiet, DATA_DIR, PORT: "1" },
      stdio: ["ignore", "pipe", "inherit"],
    });
  const first = startFresh();
  const exited = once(first, "exit");
  await eventually(async () => existsSync(file) && (await demoStateIn(file).catch(() => "none")) === "half", 20_000);
  first.kill("SIGKILL");
  await exited;
  expect(await demoStateIn(file)).toBe("half");
  const second = startFresh();
  expect((await once(second, "exit"))[0]).toBe(0);
  expect(await demoStateIn(file)).toBe("whole");
}, 240_000);
