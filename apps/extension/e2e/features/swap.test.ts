import { expect, test } from "vitest";
import type { HTTPRequest, Page } from "puppeteer-core";
import { button, DEADLINE_MS, fill, link, pageText, see, seeNot, until } from "../support/page.ts";
import { importNumbers, makeNumbers } from "../support/numbers.ts";
import { makeRouting } from "../support/routing.ts";
import { journeys, type JourneySetup } from "../support/journeys.ts";
import { openWebsite, type Website } from "../support/website.ts";

const OWN = "(212) 555-0143";
const [TRACKING] = makeNumbers(1, 4100);
const SHOWN = "(512) 333-4100";
const BY_ADS = "?gclid=1";

interface Shop {
  website: Website;
  line: string;
}

/** The page's texts that may be numbers, and its links. */
const numbersOf = (page: Page) =>
  page.evaluate(() => ({
    texts: [...document.querySelectorAll("main :is(p, a, textarea)")].map((one) => one.textContent.trim()),
    links: [...document.querySelectorAll("a")].map((one) => one.getAttribute("href")),
    labels: [...document.querySelectorAll("a[aria-label]")].map((one) => one.getAttribute("aria-label")),
  }));

journeys("Number swap", (stage) => {
  let shop: Promise<Shop> | undefined;
  const open = () => (shop ??= openShop(stage));
  /** A visitor's browser, and what it complains about. */
  async function visitor(before?: (page: Page) => Promise<unknown>) {
    const page = await (await stage.secondBrowser.browser.createBrowserContext()).newPage();
    page.setDefaultTimeout(DEADLINE_MS);
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await before?.(page);
    return { page, complaints };
  }
  /**
   * Opens a page and waits until the script has put in what it was answered. (To wait for a quiet network would be to
   * wait for ever if the page before was left in the middle of a request.)
   */
  async function openAnswered(page: Page, open: () => Promise<unknown>) {
    const answer = page.waitForResponse((response) => response.url().includes("/swap?"));
    await open();
    await answer;
    await page.evaluate(() => new Promise((later) => setTimeout(later, 300)));
  }
  const firstLine = async (page: Page) => (await numbersOf(page)).texts[0];
  const seeNumber = (page: Page, number: string) =>
    until(
      () => firstLine(page),
      (text) => text === number,
    );

  test("a visitor of a source sees its number in the page's own format, in texts and links, and nothing else changes", async () => {
    const { website } = await open();
    const { page, complaints } = await visitor();
    await page.goto(`${website.origin}/${BY_ADS}`);
    await seeNumber(page, SHOWN);
    expect(await numbersOf(page)).toEqual({
      texts: [
        SHOWN,
        "512.333.4100",
        "+1 512 333 4100",
        "001 512 333 4100 / (212) 555-9999",
        "Call Sales at 512-333-4100 today",
        "24/7 (512) 333-4100x5",
        "(512) 333-4100 9-17",
        "2125550143",
        "Order 9912125550143",
        "call us",
        SHOWN,
      ],
      links: ["tel:+15123334100", "tel:512-333-4100;ext=5"],
      labels: ["Call +1 512 333 4100"],
    });
    expect(complaints).toEqual([]);
  });

  test("the next visits show it too, until the account is paused; then the page's own number stands there", async () => {
    const { website } = await open();
    const { api } = await stage.server.signInAs("dana@callboard.demo");
    const { page } = await visitor();
    await openAnswered(page, () => page.goto(`${website.origin}/`));
    expect(await firstLine(page)).toBe(OWN);
    await page.goto(`${website.origin}/${BY_ADS}`);
    await seeNumber(page, SHOWN);
    await page.goto(`${website.origin}/`);
    await seeNumber(page, SHOWN);
    const confirm = async (change: Promise<{ proposal: string }>) =>
      api.proposals.confirm.mutate({ proposal: (await change).proposal });
    await confirm(api.lifecycle.proposeFlag.mutate({ flag: "paused" }));
    await openAnswered(page, () => page.reload());
    expect(await firstLine(page)).toBe(OWN);
    await api.lifecycle.unflag.mutate({ flag: "paused" });
    await page.reload();
    await seeNumber(page, SHOWN);
  });

  test("it works under a strict content security policy, and for text that appears later", async () => {
    const { website } = await open();
    const { page, complaints } = await visitor();
    await page.goto(`${website.origin}/strict${BY_ADS}`);
    await seeNumber(page, SHOWN);
    expect(complaints).toEqual([]);
    await page.evaluate((own) => {
      document.querySelector("main")!.insertAdjacentHTML("beforeend", `<p>${own}</p><p>1-212-555-0143</p>`);
    }, OWN);
    await until(
      async () => (await numbersOf(page)).texts.slice(-2),
      (texts) => texts.join() === `${SHOWN},1-512-333-4100`,
    );
  });

  test.each([
    ["the page forbids storage", "/no-storage", undefined],
    [
      "the browser forbids storage",
      "/",
      (page: Page) =>
        page.evaluateOnNewDocument(() => {
          Object.defineProperty(window, "localStorage", {
            get: () => {
              throw new DOMException("denied", "SecurityError");
            },
          });
        }),
    ],
  ])("where %s, the source counts for the landing page only", async (_where, path, before) => {
    const { website } = await open();
    const { page, complaints } = await visitor(before);
    await page.goto(`${website.origin}${path}${BY_ADS}`);
    await seeNumber(page, SHOWN);
    await openAnswered(page, () => page.goto(`${website.origin}${path}`));
    expect(await firstLine(page)).toBe(OWN);
    expect(complaints).toEqual([]);
    if (path === "/no-storage") expect(await page.evaluate(() => localStorage.length)).toBe(0);
    expect(await page.cookies()).toEqual([]);
  });

  const allow = { "access-control-allow-origin": "*" };
  test.each<[what: string, answer: (request: HTTPRequest) => Promise<void>]>([
    ["is unreachable", (request) => request.abort()],
    ["fails", (request) => request.respond({ status: 500, headers: allow, body: "{}" })],
    ["sends no JSON", (request) => request.respond({ status: 200, headers: allow, body: "<p>" })],
    ["sends no texts", (request) => request.respond({ status: 200, headers: allow, body: '{"source":null}' })],
    [
      "sends anything but a number",
      (request) =>
        request.respond({ status: 200, headers: allow, body: JSON.stringify({ texts: { [OWN]: "Call X" } }) }),
    ],
    // Longer than the script waits.
    ["never answers", () => Promise.resolve()],
  ])("if the server %s, the page keeps its own number", async (_what, answer) => {
    const { website } = await open();
    const { page } = await visitor(async (one) => {
      await one.setRequestInterception(true);
      one.on("request", (request) => void (/\/swap\?/.test(request.url()) ? answer(request) : request.continue()));
    });
    const asked = page.waitForRequest((request) => request.url().includes("/swap?"));
    await page.goto(`${website.origin}/${BY_ADS}`);
    await asked;
    await until(
      () => page.evaluate(() => performance.now()),
      (ms) => ms > 1000,
    );
    expect(await firstLine(page)).toBe(OWN);
    await page.browserContext().close();
  });

  test("a website that isn't listed keeps its own numbers", async () => {
    const { website } = await open();
    const { page, complaints } = await visitor();
    await page.goto(`${website.origin.replace("localhost", "127.0.0.1")}/${BY_ADS}`);
    // The browser doesn't show the page an answer that isn't for it.
    await until(
      () => complaints.join("\n"),
      (all) => all.includes("has been blocked by CORS policy"),
    );
    expect(await firstLine(page)).toBe(OWN);
  });
});

journeys("Tracking code page", (stage) => {
  test("an administrator lists a website, gets the line to paste, and tries a page; a pause is given as the reason", async () => {
    const { sources, receivers, api } = await prepareRouting(stage);
    await assignNumber(api, sources["Google Ads"]!, receivers["Front desk"]!);
    const page = await stage.consoleOf("dana@callboard.demo", "tracking-code");
    await see(page, "Not set up yet: websites show their own numbers.");
    await fill(page, "Host names", "two words");
    await button(page, "Save tracking code").click();
    await see(page, "two words is not a website.");
    await button(page, "Remove two words").click();
    await fill(page, "Host names", "https://www.northwind.com/contact");
    await button(page, "Save tracking code").click();
    await see(page, "northwind.com shows tracking numbers to visitors of your sources.");
    expect(await pageText(page)).toMatch(/<script async src="[^"]+\/v1\/swap\.js" data-key="swap_[\w-]+"><\/script>/);
    await page.locator('::-p-aria(Try a page[role="tab"])').click();
    await fill(page, "Number on the page", OWN);
    await fill(page, "Landing page", `https://www.northwind.com/${BY_ADS}`);
    await see(page, `Visitors see ${SHOWN} instead. The visit goes to Google Ads.`);
    await fill(page, "Number on the page", "(512) 555-9999");
    await see(page, "(512) 555-9999 stays.");
    await fill(page, "Number on the page", OWN);
    await see(page, `Visitors see ${SHOWN}`);
    const { proposal } = await api.lifecycle.proposeFlag.mutate({ flag: "paused" });
    await api.proposals.confirm.mutate({ proposal });
    await see(page, `${OWN} stays. The visit goes to Google Ads. The tracking code is paused for the whole account`);
    await page.locator('::-p-aria(Versions[role="tab"])').click();
    await see(page, /created the tracking code|changed the tracking code/);
  });

  test("a reader sees the line and the websites, and no controls", async () => {
    const page = await stage.consoleOf("milo@callboard.demo", "tracking-code");
    await see(page, "northwind.com");
    await see(page, "You can view this, but your role doesn’t allow changes");
    await seeNot(page, "Save tracking code");
    await link(page, "Sources").wait();
  });
});

async function prepareRouting({ server }: JourneySetup) {
  const dana = await server.signInAs("dana@callboard.demo");
  const routing = await makeRouting(dana);
  await importNumbers(dana, [TRACKING!]);
  return { ...routing, api: dana.api };
}

type Api = Awaited<ReturnType<typeof prepareRouting>>["api"];

async function assignNumber(api: Api, source: string, receiver: string): Promise<void> {
  const { numbers } = await api.numbers.list.query({ search: TRACKING!.name });
  const { id, version, name } = numbers[0]!;
  await api.numbers.save.mutate({ id, version, name, source, route: { to: "receiver", id: receiver } });
}

async function openShop(stage: JourneySetup): Promise<Shop> {
  const { sources, receivers, api } = await prepareRouting(stage);
  await assignNumber(api, sources["Google Ads"]!, receivers["Front desk"]!);
  await api.sources.saveTrackingCode.mutate({ websites: ["localhost"], stickyDays: 30 });
  const { address, key } = (await api.sources.trackingCode.query()).script!;
  const line = `<script async src="${address}" data-key="${key}"></script>`;
  const html = (script: string) => `<!doctype html><html><head><title>Shop</title>${script}</head><body><main>
    <p>${OWN}</p>
    <p>212.555.0143</p>
    <p>+1 212 555 0143</p>
    <p>001 212 555 0143 / (212) 555-9999</p>
    <p>Call <b>Sales</b> at 212-555-0143 today</p>
    <p>24/7 ${OWN}x5</p>
    <p>${OWN} 9-17</p>
    <textarea>2125550143</textarea>
    <p>Order 9912125550143</p>
    <a href="tel:+12125550143" aria-label="Call +1 212 555 0143">call us</a>
    <a href="tel:212-555-0143;ext=5">${OWN}</a>
    </main></body></html>`;
  const server = stage.server.address;
  const website = await openWebsite({
    "/": { html: html(line) },
    "/strict": { html: html(line), policy: `default-src 'none'; script-src ${server}; connect-src ${server}` },
    "/no-storage": { html: html(line.replace("data-key", 'data-storage="none" data-key')) },
  });
  return { website, line };
}
