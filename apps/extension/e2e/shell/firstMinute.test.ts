import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFailed, test } from "vitest";
import { launch, type TestBrowser } from "../support/browser.ts";
import {
  button,
  chooseStatus,
  fill,
  link,
  menuItem,
  see,
  seeRow,
  seeStatus,
  signIn,
  pageText,
} from "../support/page.ts";
import { freePort } from "../support/server.ts";
import "../support/journeys.ts";

const ROOT = resolve(import.meta.dirname, "../../../..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const MINUTE = /## A first minute\n(.*?)\nThe real popup/s.exec(README)![1]!;
const prepared = inject("prepared");

/** Exactly the readme's steps, with its server and commands, on today's date. */
describe.skipIf(prepared === null)("The readme's first minute", () => {
  const walked: string[] = [];
  let address: string;
  let server: ChildProcess;
  let browser: TestBrowser;
  let popup: Page;
  let dana: Page;

  /** Runs one of the readme's commands through its script in package.json. */
  async function command(line: string): Promise<void> {
    walked.push(line);
    const [name, ...args] = line.split(" ");
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const child = spawn(process.execPath, [...scripts[name!]!.split(" ").slice(1), ...args], {
      cwd: ROOT,
      stdio: "inherit",
    });
    expect(await once(child, "exit"), line).toEqual([0, null]);
  }

  beforeAll(async () => {
    const settings = { PORT: String(await freePort()), CARD_PAGE_PORT: String(await freePort()) };
    address = `http://127.0.0.1:${settings.PORT}`;
    const env = { PATH: process.env["PATH"], ...settings, DATA_DIR: mkdtempSync(join(prepared!.dir, "first-minute-")) };
    server = spawn(process.execPath, ["apps/server/src/main.ts"], {
      cwd: ROOT,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    for await (const part of server.stdout!) if ((text += part).includes("Ctrl-C ends everything")) break;
    for (const words of [address, "Extension: ", "callboard-demo", "ava@callboard.demo"]) expect(text).toContain(words);
    browser = await launch(prepared!);
  });
  afterAll(async () => {
    await browser?.close();
    server?.kill();
    expect(browser?.errors).toEqual([]);
  });

  beforeEach(() =>
    onTestFailed(async () => {
      for (const page of [popup, dana]) console.log(page?.url(), page && (await pageText(page)));
    }),
  );

  test("2: Ava presses 2 and is at lunch", async () => {
    popup = await browser.page(`${address}/popup.html`);
    await signIn(popup, "ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    await popup.keyboard.press("2");
    await seeStatus(popup, /^Lunch .* back/);
  });

  test("3: Dana sees it on the board, and sets her to Available with a reason", async () => {
    dana = await browser.page(`${address}/console.html`);
    await signIn(dana, "dana@callboard.demo");
    await link(dana, "Board").click();
    await seeRow(dana, "Ava Lindqvist", /Lunch/);
    await button(dana, "Set a status for Ava Lindqvist").click();
    await menuItem(dana, "Available").click();
    await fill(dana, "Reason", "the line is full");
    await button(dana, "Set status").click();
    await seeStatus(popup, /^Available .* set by Dana Reyes: the line is full/);
  });

  test("4: a call rings Milo, who declines; Ava answers and hangs up in the popup", async () => {
    const call = command("phone call +12125550103");
    await seeRow(dana, "Milo Park", /ringing/i);
    await command("phone decline milo");
    await button(popup, "Answer").click();
    await seeStatus(popup, /on a call/);
    await button(popup, "Hang up").click();
    await call;
    await seeStatus(popup, /wrap-up/);
    await link(dana, "Calls").click();
    await see(dana, /Answered by Ava Lindqvist after \d+ s/);
    await link(dana, "Board").click();
  });

  test("5: the phone rings her, and Meeting waits for the call's end", async () => {
    const call = command("phone ava");
    await see(popup, "After this call: not set");
    await button(popup, "Set…").click();
    await chooseStatus(popup, "Meeting, 1 h");
    await see(popup, /After this call: Meeting/);
    await seeStatus(popup, /^Available/);
    await call;
    await seeStatus(popup, /^Meeting .* after the call/);
  });

  test("6: lunch is over when the clock is moved, on both screens at once", async () => {
    await popup.keyboard.press("2");
    await seeStatus(popup, /^Lunch .* back/);
    await seeRow(dana, "Ava Lindqvist", /Lunch/);
    await command("clock +45m");
    // The pages don't wait for their next poll: a minute would exceed this timeout.
    await seeStatus(popup, /^Available/);
    await seeRow(dana, "Ava Lindqvist", /Available/);
  });

  test("7: a number whose order gets lost on the way is bought once", async () => {
    await link(dana, "Numbers").click();
    await dana.locator("main ::-p-text(Buy numbers)").click();
    await dana.locator("[data-search] input").fill("193");
    await seeRow(dana, "193", /193 /);
    await dana.locator("tbody tr ::-p-text(193)").click();
    await fill(dana, "Name", "Lost on the way");
    await dana.keyboard.press("Enter");
    await see(dana, "was bought, and");
  });

  test("8: the change history leads to the versions of a record", async () => {
    await link(dana, "Change history").click();
    await dana.locator('[aria-label^="Actions for: "]').click();
    await menuItem(dana, "Versions of").click();
    await see(dana, "Versions are kept for");
  });

  test("a clock moved by two months signs nobody out, and every command of the readme was run", async () => {
    const inTable = /`(clock \+\d+d)`/.exec(README)![1]!;
    await command(inTable);
    await dana.reload();
    await see(dana, "Change history");
    await popup.reload();
    await seeStatus(popup, /^Available/);
    const named = [...MINUTE.matchAll(/`npx -y pnpm@12\.21\.0 ([^`]+)`/g)].map(([, line]) => line);
    expect(walked).toEqual([...named, inTable]);
  });
});
