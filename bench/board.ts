import { once } from "node:events";
import { serve } from "@hono/node-server";
import type { AddressInfo } from "node:net";
import { createApp } from "../apps/server/src/http/app.ts";
import type { Services } from "../apps/server/src/services.ts";
import { largeContext } from "../apps/server/test/large/context.ts";
import { launch, type TestBrowser } from "../apps/extension/e2e/support/browser.ts";
import { findChromium } from "../apps/extension/e2e/support/chromium.ts";
import { type Prepared, prepare } from "../apps/extension/e2e/support/prepared.ts";
import { median, report, ROUNDS } from "./support/figures.ts";
import { cpuMs, openBenchServices, openTeamAccount } from "./support/openAccounts.ts";

const CALLS = 60;
/** One in ten people has no softphone: 5,000 seats and 50. */
const [LARGE_PEOPLE, SMALL_PEOPLE] = [5_556, 56];
const OPENINGS = 3;
const NOW = Date.UTC(2026, 3, 1, 12);
type Page = Awaited<ReturnType<TestBrowser["page"]>>;
const BOARD_LIMIT = 50;

async function openTeam(services: Services, name: string, people: number, area: string, queues: number) {
  const account = await openTeamAccount(services, { name, people, area, queues });
  const context = await largeContext(services, account, name);
  const app = createApp(services, null);
  const secret = account.secrets["call manager"];
  const headers = { authorization: `Bearer ${secret}`, "x-callboard-account": account.id };
  const read = async (procedure: string, given: object): Promise<string> => {
    const input = encodeURIComponent(JSON.stringify(given));
    const response = await app.request(`http://127.0.0.1/trpc/${procedure}?input=${input}`, { headers });
    if (!response.ok) throw new Error(await response.text());
    return response.text();
  };
  const set = (person: string, status: string) =>
    context.call("call manager", "agents.setStatusFor")({ person, status, reason: "bench" });
  const change = (n: number) => set(account.seats[n % 40]!, n % 2 ? "available" : "offline");
  return { account, secret, read, set, change };
}
type Team = Awaited<ReturnType<typeof openTeam>>;

const BOARD = (team: Team) => team.read("agents.board", { limit: BOARD_LIMIT });
const ALERTS = (team: Team) => team.read("alerts.list", {});
const QUEUES = (team: Team) => team.read("queues.onBoard", {});

/** The median of several answers, each after somebody's status changed; the change itself isn't counted. */
async function timed(team: Team, ask: (team: Team) => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < CALLS; n += 1) {
    await team.change(n);
    took.push(await cpuMs(() => ask(team)));
  }
  return median(took);
}

async function compareOnServer(large: Team, small: Team): Promise<void> {
  for (const [title, ask] of [
    ["board", BOARD],
    ["alerts", ALERTS],
    ["queues above the board", QUEUES],
  ] as const) {
    await timed(small, ask);
    await timed(large, ask);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push({ small: await timed(small, ask), large: await timed(large, ask) });
    report(
      `${title}, 5,000 seats and 500 queues, after a change of status, ms of CPU`,
      rounds.map((one) => one.large),
    );
    report(
      `${title}, 5,000 seats and 500 queues / 50 and 5, CPU`,
      rounds.map((one) => one.large / one.small),
      { most: 40 },
    );
  }
}

/** Opens the board in a new tab that is signed in; answers when its first row was painted, in ms from the start. */
async function openBoard(browser: TestBrowser, address: string, { account, secret }: Team): Promise<[Page, number]> {
  const page = await browser.page("about:blank");
  const person = account.seats[0]!;
  const session = JSON.stringify({ server: address, secret, person, account: account.id });
  await page.evaluateOnNewDocument((value) => localStorage.setItem("callboard.session", value), session);
  await page.goto(`${address}/console.html?account=${account.id}#/agents`);
  const at = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () =>
          document.querySelector(".board-person")
            ? requestAnimationFrame(() => resolve(performance.now()))
            : requestAnimationFrame(look);
        look();
      }),
  );
  return [page, at];
}

/** How many rows of the table change in the document when one status does; the seconds that count up aren't counted. */
async function repaintedRows(page: Page, change: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => {
    const rows = new Set<Node>();
    Object.assign(globalThis, { changedRows: rows });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const row = element?.closest("tbody tr");
        if (row && !element?.closest("time, .cb-elapsed")) rows.add(row);
      }
    }).observe(document.querySelector(".board-table tbody")!, { subtree: true, childList: true, characterData: true });
  });
  await change();
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  return page.evaluate(() => (globalThis as unknown as { changedRows: Set<Node> }).changedRows.size);
}

async function compareOnScreen(services: Services, prepared: Prepared, large: Team, small: Team): Promise<void> {
  const app = createApp(services, prepared.extension);
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await launch(prepared);
  const open = async (team: Team) => {
    const took: number[] = [];
    for (let opening = 0; opening < OPENINGS; opening += 1) {
      const [page, at] = await openBoard(browser, address, team);
      took.push(at);
      await page.browserContext().close();
    }
    return median(took);
  };
  try {
    await open(small);
    await open(large);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push({ small: await open(small), large: await open(large) });
    report(
      "board of 5,000 seats, first rows on screen, ms",
      rounds.map((one) => one.large),
    );
    report(
      "board of 5,000 seats / of 50, first rows on screen",
      rounds.map((one) => one.large / one.small),
      { most: 1.5 },
    );
    const [page] = await openBoard(browser, address, large);
    report("rows that a change of status repaints", [await repaintedRows(page, () => setAway(large))], { most: 1 });
  } finally {
    await browser.close();
    server.close();
  }
}

/** Gives the first person on the board another status. Nobody's phone is connected, so they stay where they are. */
async function setAway(team: Team): Promise<void> {
  const { rows } = JSON.parse(await BOARD(team)).result.data as {
    rows: { person: string; agent: { status: string } }[];
  };
  const [first] = rows as [(typeof rows)[number]];
  await team.set(
    first.person,
    team.account.statuses.find((status) => status !== first.agent.status)!,
  );
}

/** The board of 5,000 seats beside one of 50: on the server after each change, and until its first rows are on the screen. */
export async function benchBoard(): Promise<void> {
  const { services, close } = await openBenchServices(() => NOW);
  try {
    const large = await openTeam(services, "team5000", LARGE_PEOPLE, "512", 500);
    const small = await openTeam(services, "team50", SMALL_PEOPLE, "646", 5);
    await compareOnServer(large, small);
    if (findChromium() === null) return void console.warn("No Chromium found: skipping the screen.");
    const prepared = await prepare();
    await compareOnScreen(services, prepared, large, small);
    prepared.drop();
  } finally {
    await close();
  }
}
