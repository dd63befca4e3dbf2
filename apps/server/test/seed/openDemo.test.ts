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
import { openServerServices } from "../../src/seed/openDemo.ts";
import { seed } from "../../src/seed/seed.ts";
import { openServices } from "../../src/start/openServices.ts";
import { eventually } from "../support/kit.ts";
import { SECRET, START } from "../support/prepared.ts";
import { command } from "../support/processes/programs.ts";

function folder() {
  const dir = mkdtempSync(join(tmpdir(), "callboard-demo-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

/** Fails at the n-th id, as seeding may fail anywhere in the middle. */
function serverOptions(most = Infinity) {
  let made = 0;
  const newId = () => {
    if ((made += 1) > most) throw new Error("The disk is full.");
    return randomId(START);
  };
  return { wall: () => START, newId, secret: SECRET, publicUrl: "http://callboard.test", tries: 1000 };
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

test("a demo world that can't be made leaves nothing behind, and gives the reason in a sentence", async () => {
  const env = readEnv({ ...quiet, DATA_DIR: folder() });
  await expect(openServerServices(env, serverOptions(200), () => {})).rejects.toThrow(
    "The demo world could not be created, so nothing was started. ",
  );
  expect(readdirSync(env.DATA_DIR)).toEqual([]);
});

test("a half-made one is replaced if it is our own, and refused otherwise", async () => {
  const DATA_DIR = folder();
  const file = join(DATA_DIR, "callboard.db");
  const half = async () => {
    const { world: services, close } = await openServices({ ...readEnv({ ...quiet, DATA_DIR }) }, serverOptions(200));
    await expect(seed(services)).rejects.toThrow();
    await close();
    expect(await demoStateIn(file)).toBe("half");
  };
  await half();
  const named = readEnv({ ...quiet, DATA_DIR, DATABASE_URL: `file:${file}`, DEMO: "1" });
  for (const DEMO of ["0", "1"] as const)
    await expect(openServerServices({ ...named, DEMO, demo: DEMO === "1" }, serverOptions(), () => {})).rejects.toThrow(
      "The database that DATABASE_URL names holds an incomplete demo world. Empty it, then start again.",
    );
  expect(await demoStateIn(file)).toBe("half");
  const said: string[] = [];
  const { world: services, close } = await openServerServices(
    readEnv({ ...quiet, DATA_DIR }),
    serverOptions(),
    (line) => said.push(line),
  );
  const [people] = await services.db.read([stmt("SELECT count(*) AS n FROM people")]);
  await close();
  expect(people).toEqual([{ n: 13 }]);
  expect(said).toEqual(["The demo world is incomplete and will be created again.", "Creating the demo world…"]);
  expect(await demoStateIn(file)).toBe("whole");
  const again: string[] = [];
  await (
    await openServerServices(readEnv({ ...quiet, DATA_DIR }), serverOptions(), (line) => again.push(line))
  ).close();
  expect(again).toEqual([]);
  // Its people's passwords are known: a server with real data refuses to open it, and nobody can be added by mistake.
  const own = { ...quiet, DATA_DIR, DATABASE_URL: `file:${file}` };
  const refused = /holds a demo world, whose passwords are public: .* DEMO=1/;
  await expect(openServerServices(readEnv(own), serverOptions(), () => {})).rejects.toThrow(refused);
  await expect(openServerServices(readEnv({ ...own, DEMO: "0" }), serverOptions(), () => {})).rejects.toThrow(refused);
  const added = await command("operator", ["eve@x.example", "Eve"], own);
  expect(added).toMatchObject({ code: 1, out: "", error: expect.stringMatching(refused) });
  await (await openServerServices(readEnv({ ...own, DEMO: "1" }), serverOptions(), () => {})).close();
}, 120_000);

test("a start that is killed while seeding is followed by one that completes it", async () => {
  const DATA_DIR = folder();
  const file = join(DATA_DIR, "callboard.db");
  const fresh = (): ChildProcess =>
    spawn(process.execPath, [join(import.meta.dirname, "../../src/commands/fresh.ts")], {
      env: { ...process.env, ...quiet, DATA_DIR, PORT: "1" },
      stdio: ["ignore", "pipe", "inherit"],
    });
  const first = fresh();
  const gone = once(first, "exit");
  await eventually(async () => existsSync(file) && (await demoStateIn(file).catch(() => "none")) === "half", 20_000);
  first.kill("SIGKILL");
  await gone;
  expect(await demoStateIn(file)).toBe("half");
  const second = fresh();
  expect((await once(second, "exit"))[0]).toBe(0);
  expect(await demoStateIn(file)).toBe("whole");
}, 120_000);
