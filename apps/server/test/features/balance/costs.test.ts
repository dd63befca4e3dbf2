import { parseMoney } from "@callboard/domain/core/money";
import { beforeEach, describe, expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { confirm, readProposal } from "../../support/fixtures/bakery.ts";
import { DAY, openTestApp, type TestApp } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { addCards } from "../../support/fixtures/payments.ts";
import { makeLongBatch } from "../../support/scopes.ts";

const HARRIET = "harriet@callboard.demo";
const DANA = "dana@callboard.demo";
const SOLVEIG = "solveig@callboard.demo";

type Raw = Record<string, any>;

/** A balance's monthly costs, added up by hand: the fees of charged numbers, and a subscription that continues. */
async function monthOf(app: TestApp, payer: string): Promise<number> {
  const rows = await app.rows(
    "SELECT account, kind, id, data FROM records WHERE kind IN ('number', 'terms', 'account', 'lifecycle', 'subscription')",
  );
  const all = rows.map((row) => ({ ...row, data: JSON.parse(String(row.data)) as Raw }) as Raw);
  const of = (kind: string, account: string) => all.find((row) => row.kind === kind && row.account === account)?.data;
  let sum = 0;
  for (const { account, data } of all.filter(({ kind }) => kind === "account")) {
    const pays = data.balanceFrom === "agency" ? data.agency : account;
    if (pays !== payer || of("lifecycle", account)?.canceled) continue;
    const terms = of("terms", account)!;
    for (const number of all.filter((row) => row.kind === "number" && row.account === account))
      if (["active", "porting"].includes(number.data.standing.is)) sum += terms.numberFees[number.data.kind];
    if (of("subscription", account) && data.agency === null) sum += terms.pricePerMonth;
  }
  return sum;
}

interface Door {
  name: string;
  payer: string;
  /** Makes the request; answers the stated cost and how to confirm. */
  ask: (app: TestApp) => Promise<{ says: string[]; cents?: number; go: () => Promise<unknown> }>;
}

const MONTHLY = "money per month";
async function proposed(app: TestApp, email: string, account: string, { proposal }: { proposal: string | null }) {
  const who = await app.anew(email, account);
  const { lines, name, cost } = await readProposal(who, proposal!);
  const monthly = lines.filter(({ group }) => group === MONTHLY);
  return {
    says: cost.says,
    cents: monthly.reduce((sum, { cents }) => sum + (cents ?? 0), 0),
    go: async () => {
      await confirm(who, proposal!, name);
      await runDueJobs(app.world);
    },
  };
}

const FILE = `Number\n${Array.from({ length: 12 }, (_, at) => `+151220010${String(at).padStart(2, "0")}`).join("\n")}\n+18005550107\n`;
async function imported(app: TestApp, email: string, account: string) {
  const who = await app.anew(email, account);
  const { run } = await who.numbers.import({ name: "numbers.csv", text: FILE });
  return { who, run };
}
const through = async (app: TestApp, who: Awaited<ReturnType<TestApp["anew"]>>, run: string) => {
  await who.runs.start({ run });
  await runDueJobs(app.world);
};

async function canceled(app: TestApp, others: { is: "release" } | { is: "hold"; days: number }) {
  for (const at of [1, 2, 3]) await addNumber(app, "solo", `+1512555017${at}`, { name: `Line ${at}` });
  const who = await app.anew(SOLVEIG, "solo");
  const { proposal } = await who.lifecycle.proposeCancel({ others });
  await confirm(who, proposal, (await readProposal(who, proposal)).name);
  await runDueJobs(app.world);
  return app.anew(SOLVEIG, "solo");
}

const DOORS: Door[] = [
  {
    name: "buying",
    payer: "solo",
    ask: async (app) => {
      const who = await app.anew(SOLVEIG, "solo");
      const [offer] = (await who.numbers.searchOffers({ kind: "local" })).offers;
      return {
        says: (await who.numbers.cost({ kind: offer!.kind })).says,
        go: async () => {
          await who.numbers.buy({ e164: offer!.e164, name: "Line" });
          await runDueJobs(app.world);
        },
      };
    },
  },
  {
    name: "importing",
    payer: "northwind",
    ask: async (app) => {
      const { who, run } = await imported(app, DANA, "northwind");
      return { says: (await who.runs.get({ run })).bearing!.says, go: () => through(app, who, run) };
    },
  },
  {
    name: "bringing back what an import brought and an undo took",
    payer: "northwind",
    ask: async (app) => {
      const { who, run } = await imported(app, DANA, "northwind");
      await through(app, who, run);
      const { proposal } = await who.history.proposeUndo({ batch: run });
      const { batch } = await who.proposals.confirm({ proposal: proposal! });
      app.pass(40 * DAY);
      return proposed(app, DANA, "northwind", await (await app.anew(DANA, "northwind")).history.proposeUndo({ batch }));
    },
  },
  {
    name: "the same as a run",
    payer: "northwind",
    ask: async (app) => {
      const { who, run } = await imported(app, DANA, "northwind");
      await through(app, who, run);
      const { proposal } = await who.history.proposeUndo({ batch: run });
      const { batch } = await who.proposals.confirm({ proposal: proposal! });
      await makeLongBatch(app.world, app.account("northwind"), batch);
      const long = await who.history.proposeUndo({ batch });
      return { says: (await who.runs.get({ run: long.run! })).bearing!.says, go: () => through(app, who, long.run!) };
    },
  },
  {
    name: "taking an import back",
    payer: "northwind",
    ask: async (app) => {
      const { who, run } = await imported(app, DANA, "northwind");
      await through(app, who, run);
      return proposed(app, DANA, "northwind", await who.history.proposeUndo({ batch: run }));
    },
  },
  {
    name: "taking a cancellation back",
    payer: "solo",
    ask: async (app) => {
      const who = await canceled(app, { is: "hold", days: 14 });
      return proposed(app, SOLVEIG, "solo", await who.lifecycle.proposeUndo());
    },
  },
  {
    name: "reactivating",
    payer: "solo",
    ask: async (app) => {
      await canceled(app, { is: "release" });
      app.pass(40 * DAY);
      await runBilling(app.world);
      return proposed(app, SOLVEIG, "solo", await (await app.anew(SOLVEIG, "solo")).lifecycle.proposeReactivate());
    },
  },
  {
    name: "another plan",
    payer: "solo",
    ask: async (app) => {
      for (const at of [1, 2, 3]) await addNumber(app, "solo", `+1512555017${at}`, { name: `Line ${at}` });
      const who = await app.anew(SOLVEIG, "solo");
      return proposed(app, SOLVEIG, "solo", await who.plans.proposeChange({ plan: "advanced" }));
    },
  },
  {
    name: "numbers that move from a sub-account to another",
    payer: "northwind",
    ask: async (app) => {
      for (const at of [1, 2]) await addNumber(app, "parkside", `+1512555017${at}`, { name: `Line ${at}` });
      const who = await app.anew(HARRIET, "parkside");
      const others = { is: "move", to: app.account("northwind") } as const;
      return proposed(app, HARRIET, "parkside", await who.lifecycle.proposeCancel({ others }));
    },
  },
  {
    name: "an account that pays for itself from now on",
    payer: "parkside",
    ask: async (app) => {
      await addNumber(app, "parkside", "+15125550171", { name: "Line" });
      await addCards(app, HARRIET, "parkside", [{}]);
      const who = await app.anew(HARRIET, "harbor");
      return proposed(
        app,
        HARRIET,
        "harbor",
        await who.agency.proposeBalanceMove({ account: app.account("parkside"), to: "own" }),
      );
    },
  },
  {
    name: "an account that its agency pays for from now on",
    payer: "harbor",
    ask: async (app) => {
      const who = await app.anew(HARRIET, "harbor");
      await addNumber(app, "northwind", "+15125550171", { name: "Line" });
      return proposed(
        app,
        HARRIET,
        "harbor",
        await who.agency.proposeBalanceMove({ account: app.account("northwind"), to: "agency" }),
      );
    },
  },
  {
    name: "a sub-account that stands alone",
    payer: "northwind",
    ask: async (app) => {
      for (const account of ["mason", "parkside"] as const) {
        const who = await app.anew(HARRIET, account);
        const { proposal } = await who.lifecycle.proposeCancel({ others: { is: "release" } });
        await confirm(who, proposal, (await readProposal(who, proposal)).name);
      }
      await addNumber(app, "harbor", "+15125550177", { name: "Front desk" });
      const who = await app.anew(HARRIET, "harbor");
      const ask = { plan: "essentials" as const, standalone: app.account("northwind") };
      return proposed(app, HARRIET, "harbor", await who.plans.proposeDetach(ask));
    },
  },
];

/** An account with more numbers than one proposal holds: the cost of its run is shown too. */
const LONG: Door[] = DOORS.filter(({ name }) =>
  ["taking a cancellation back", "numbers that move from a sub-account to another"].includes(name),
).map((door) => ({
  ...door,
  name: `${door.name}, as a run`,
  ask: (app) => {
    app.world.longFrom = 1;
    return door.ask(app);
  },
}));

const COST = /^Costs (?:(\S+) now and )?(\S+?)(?: (more|less))? a month\.$/;

describe("everything with a monthly cost shows the amount, and whether the balance covers it", () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await openTestApp();
    for (const account of ["harbor", "northwind", "solo"]) await setBalance(app, account, 300_000_000);
  });

  test.each([...DOORS, ...LONG].map((door) => [door.name, door] as const))("%s", async (_name, { payer, ask }) => {
    const { says, cents, go } = await ask(app);
    const before = await monthOf(app, app.account(payer));
    await go();
    const after = await monthOf(app, app.account(payer));
    const [, , shown, how] = COST.exec(says[0] ?? "") ?? [];
    expect([says[0], parseMoney((shown ?? "").replace("$", ""))]).toEqual([
      expect.stringMatching(COST),
      how === undefined ? after : Math.abs(after - before),
    ]);
    if (how !== undefined) expect(how).toBe(after > before ? "more" : "less");
    // The amounts for each month must add up to the total.
    if (cents !== undefined) expect(Math.abs(cents) * 10_000).toBe(parseMoney(shown!.replace("$", "")));
    if (how !== "less")
      expect(says[1]).toMatch(/on the balance: (not )?enough for a month of it|taken from the balance of/);
    expect(says.join(" ")).toMatch(/Covered (until|for)|taken from the balance of/);
  });
});

test("509 numbers cost $763.50 a month, and $97.23 without a card doesn't cover that", async () => {
  const app = await openTestApp();
  await setBalance(app, "northwind", 97_230_000);
  const who = await app.anew(DANA, "northwind");
  const text = `Number\n${Array.from({ length: 509 }, (_, at) => `+1512200${String(at + 1000)}`).join("\n")}\n`;
  const { run } = await who.numbers.import({ name: "numbers.csv", text });
  expect(await who.runs.get({ run })).toMatchObject({
    costs: { count: 509, nowMicros: 0, monthMicros: 763_500_000 },
    bearing: {
      isShort: true,
      says: [
        "Costs $763.50 more a month.",
        "$97.23 stays on the balance: not enough for a month of it, and there is no card to charge.",
        "Covered until April 17: the recharge is off.",
        "Calls are not counted in that: there are too few days of them for a forecast.",
      ],
    },
  });
  // People who may see numbers but not the balance still see what it costs.
  const manager = await app.anew("milo@callboard.demo", "northwind");
  expect((await manager.runs.get({ run })).bearing).toEqual({ isShort: false, says: ["Costs $763.50 more a month."] });
});

test("where the agency's balance pays, its amount isn't shown", async () => {
  const told: unknown[] = [];
  for (const micros of [1_234_560_000, 7_770_000]) {
    const app = await openTestApp();
    await setBalance(app, "harbor", micros);
    const who = await app.anew("ida@callboard.demo", "parkside");
    const { run } = await who.numbers.import({ name: "numbers.csv", text: FILE });
    told.push([(await who.runs.get({ run })).bearing!.says, await who.numbers.cost({ kind: "local" })]);
  }
  expect(told[0]).toEqual(told[1]);
  expect(told[0]).toEqual([
    ["Costs $20.50 more a month.", "It is taken from the balance of Harbor Agency."],
    {
      isShort: false,
      says: ["Costs $1.50 now and $1.50 more a month.", "It is taken from the balance of Harbor Agency."],
    },
  ]);
});
