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

type JsonRow = Record<string, any>;

/** A balance's monthly costs, added up by hand: the fees of charged numbers, and a subscription that continues. */
async function monthlyCost(app: TestApp, payer: string): Promise<number> {
  const rows = await app.selectRows(
    "SELECT account, kind, id, data FROM records WHERE kind IN ('number', 'terms', 'account', 'lifecycle', 'subscription')",
  );
  const all = rows.map((row) => ({ ...row, data: JSON.parse(String(row.data)) as JsonRow }) as JsonRow);
  const dataOf = (kind: string, account: string) =>
    all.find((row) => row.kind === kind && row.account === account)?.data;
  let sum = 0;
  for (const { account, data } of all.filter(({ kind }) => kind === "account")) {
    const payingAccount = data.balanceFrom === "agency" ? data.agency : account;
    if (payingAccount !== payer || dataOf("lifecycle", account)?.canceled) continue;
    const terms = dataOf("terms", account)!;
    for (const number of all.filter((row) => row.kind === "number" && row.account === account))
      if (["active", "porting"].includes(number.data.state.is)) sum += terms.numberFees[number.data.kind];
    if (dataOf("subscription", account) && data.agency === null) sum += terms.pricePerMonth;
  }
  return sum;
}

interface CostScenario {
  name: string;
  payer: string;
  /** Makes the request; answers the stated cost and how to confirm. */
  request: (app: TestApp) => Promise<{ sentences: string[]; cents?: number; carryOut: () => Promise<unknown> }>;
}

const MONTHLY = "money per month";
async function fromProposal(app: TestApp, email: string, account: string, { proposal }: { proposal: string | null }) {
  const who = await app.signInAgain(email, account);
  const { lines, name, cost } = await readProposal(who, proposal!);
  const monthly = lines.filter(({ group }) => group === MONTHLY);
  return {
    sentences: cost.sentences,
    cents: monthly.reduce((sum, { cents }) => sum + (cents ?? 0), 0),
    carryOut: async () => {
      await confirm(who, proposal!, name);
      await runDueJobs(app.services);
    },
  };
}

const FILE = `Number\n${Array.from({ length: 12 }, (_, at) => `+151220010${String(at).padStart(2, "0")}`).join("\n")}\n+18005550107\n`;
async function startImport(app: TestApp, email: string, account: string) {
  const who = await app.signInAgain(email, account);
  const { run } = await who.numbers.import({ name: "numbers.csv", text: FILE });
  return { who, run };
}
const finishRun = async (app: TestApp, who: Awaited<ReturnType<TestApp["signInAgain"]>>, run: string) => {
  await who.runs.start({ run });
  await runDueJobs(app.services);
};

async function cancelSolo(app: TestApp, others: { is: "release" } | { is: "hold"; days: number }) {
  for (const at of [1, 2, 3]) await addNumber(app, "solo", `+1512555017${at}`, { name: `Line ${at}` });
  const who = await app.signInAgain(SOLVEIG, "solo");
  const { proposal } = await who.lifecycle.proposeCancel({ others });
  await confirm(who, proposal, (await readProposal(who, proposal)).name);
  await runDueJobs(app.services);
  return app.signInAgain(SOLVEIG, "solo");
}

const SCENARIOS: CostScenario[] = [
  {
    name: "buying",
    payer: "solo",
    request: async (app) => {
      const who = await app.signInAgain(SOLVEIG, "solo");
      const [offer] = (await who.numbers.searchOffers({ kind: "local" })).offers;
      return {
        sentences: (await who.numbers.cost({ kind: offer!.kind })).sentences,
        carryOut: async () => {
          await who.numbers.buy({ e164: offer!.e164, name: "Line" });
          await runDueJobs(app.services);
        },
      };
    },
  },
  {
    name: "importing",
    payer: "northwind",
    request: async (app) => {
      const { who, run } = await startImport(app, DANA, "northwind");
      return { sentences: (await who.runs.get({ run })).cost!.sentences, carryOut: () => finishRun(app, who, run) };
    },
  },
  {
    name: "restoring numbers that an import added and an undo removed",
    payer: "northwind",
    request: async (app) => {
      const { who, run } = await startImport(app, DANA, "northwind");
      await finishRun(app, who, run);
      const { proposal } = await who.history.proposeUndo({ batch: run });
      const { batch } = await who.proposals.confirm({ proposal: proposal! });
      app.advance(40 * DAY);
      return fromProposal(
        app,
        DANA,
        "northwind",
        await (await app.signInAgain(DANA, "northwind")).history.proposeUndo({ batch }),
      );
    },
  },
  {
    name: "the same as a run",
    payer: "northwind",
    request: async (app) => {
      const { who, run } = await startImport(app, DANA, "northwind");
      await finishRun(app, who, run);
      const { proposal } = await who.history.proposeUndo({ batch: run });
      const { batch } = await who.proposals.confirm({ proposal: proposal! });
      await makeLongBatch(app.services, app.account("northwind"), batch);
      const long = await who.history.proposeUndo({ batch });
      return {
        sentences: (await who.runs.get({ run: long.run! })).cost!.sentences,
        carryOut: () => finishRun(app, who, long.run!),
      };
    },
  },
  {
    name: "undoing an import",
    payer: "northwind",
    request: async (app) => {
      const { who, run } = await startImport(app, DANA, "northwind");
      await finishRun(app, who, run);
      return fromProposal(app, DANA, "northwind", await who.history.proposeUndo({ batch: run }));
    },
  },
  {
    name: "undoing a cancellation",
    payer: "solo",
    request: async (app) => {
      const who = await cancelSolo(app, { is: "hold", days: 14 });
      return fromProposal(app, SOLVEIG, "solo", await who.lifecycle.proposeUndo());
    },
  },
  {
    name: "reactivating",
    payer: "solo",
    request: async (app) => {
      await cancelSolo(app, { is: "release" });
      app.advance(40 * DAY);
      await runBilling(app.services);
      return fromProposal(
        app,
        SOLVEIG,
        "solo",
        await (await app.signInAgain(SOLVEIG, "solo")).lifecycle.proposeReactivate(),
      );
    },
  },
  {
    name: "changing the plan",
    payer: "solo",
    request: async (app) => {
      for (const at of [1, 2, 3]) await addNumber(app, "solo", `+1512555017${at}`, { name: `Line ${at}` });
      const who = await app.signInAgain(SOLVEIG, "solo");
      return fromProposal(app, SOLVEIG, "solo", await who.plans.proposeChange({ plan: "advanced" }));
    },
  },
  {
    name: "moving numbers to another sub-account",
    payer: "northwind",
    request: async (app) => {
      for (const at of [1, 2]) await addNumber(app, "parkside", `+1512555017${at}`, { name: `Line ${at}` });
      const who = await app.signInAgain(HARRIET, "parkside");
      const others = { is: "move", to: app.account("northwind") } as const;
      return fromProposal(app, HARRIET, "parkside", await who.lifecycle.proposeCancel({ others }));
    },
  },
  {
    name: "letting an account pay for itself",
    payer: "parkside",
    request: async (app) => {
      await addNumber(app, "parkside", "+15125550171", { name: "Line" });
      await addCards(app, HARRIET, "parkside", [{}]);
      const who = await app.signInAgain(HARRIET, "harbor");
      return fromProposal(
        app,
        HARRIET,
        "harbor",
        await who.agency.proposeBalanceMove({ account: app.account("parkside"), to: "own" }),
      );
    },
  },
  {
    name: "letting the agency pay for an account",
    payer: "harbor",
    request: async (app) => {
      const who = await app.signInAgain(HARRIET, "harbor");
      await addNumber(app, "northwind", "+15125550171", { name: "Line" });
      return fromProposal(
        app,
        HARRIET,
        "harbor",
        await who.agency.proposeBalanceMove({ account: app.account("northwind"), to: "agency" }),
      );
    },
  },
  {
    name: "detaching a sub-account",
    payer: "northwind",
    request: async (app) => {
      for (const account of ["mason", "parkside"] as const) {
        const who = await app.signInAgain(HARRIET, account);
        const { proposal } = await who.lifecycle.proposeCancel({ others: { is: "release" } });
        await confirm(who, proposal, (await readProposal(who, proposal)).name);
      }
      await addNumber(app, "harbor", "+15125550177", { name: "Front desk" });
      const who = await app.signInAgain(HARRIET, "harbor");
      const input = { plan: "essentials" as const, detachment: app.account("northwind") };
      return fromProposal(app, HARRIET, "harbor", await who.plans.proposeDetach(input));
    },
  },
];

/** An account with more numbers than one proposal holds: the cost of its run is shown too. */
const LONG: CostScenario[] = SCENARIOS.filter(({ name }) =>
  ["undoing a cancellation", "moving numbers to another sub-account"].includes(name),
).map((scenario) => ({
  ...scenario,
  name: `${scenario.name}, as a run`,
  request: (app) => {
    app.services.runThreshold = 1;
    return scenario.request(app);
  },
}));

const COST = /^Costs (?:(\S+) now and )?(\S+?)(?: (more|less))? a month\.$/;

describe("everything with a monthly cost shows the amount, and whether the balance covers it", () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await openTestApp();
    for (const account of ["harbor", "northwind", "solo"]) await setBalance(app, account, 300_000_000);
  });

  test.each([...SCENARIOS, ...LONG].map((scenario) => [scenario.name, scenario] as const))(
    "%s",
    async (_name, { payer, request }) => {
      const { sentences, cents, carryOut } = await request(app);
      const before = await monthlyCost(app, app.account(payer));
      await carryOut();
      const after = await monthlyCost(app, app.account(payer));
      const [, , amount, comparison] = COST.exec(sentences[0] ?? "") ?? [];
      expect([sentences[0], parseMoney((amount ?? "").replace("$", ""))]).toEqual([
        expect.stringMatching(COST),
        comparison === undefined ? after : Math.abs(after - before),
      ]);
      if (comparison !== undefined) expect(comparison).toBe(after > before ? "more" : "less");
      // The amounts for each month must add up to the total.
      if (cents !== undefined) expect(Math.abs(cents) * 10_000).toBe(parseMoney(amount!.replace("$", "")));
      if (comparison !== "less")
        expect(sentences[1]).toMatch(/on the balance: (not )?enough for a month of it|The balance of/);
      expect(sentences.join(" ")).toMatch(/Covered (until|for)|The balance of/);
    },
  );
});

test("509 numbers cost $763.50 a month, and $97.23 without a card doesn't cover that", async () => {
  const app = await openTestApp();
  await setBalance(app, "northwind", 97_230_000);
  const who = await app.signInAgain(DANA, "northwind");
  const text = `Number\n${Array.from({ length: 509 }, (_, at) => `+1512200${String(at + 1000)}`).join("\n")}\n`;
  const { run } = await who.numbers.import({ name: "numbers.csv", text });
  expect(await who.runs.get({ run })).toMatchObject({
    costs: { count: 509, nowMicros: 0, monthMicros: 763_500_000 },
    cost: {
      isShort: true,
      sentences: [
        "Costs $763.50 more a month.",
        "$97.23 is left on the balance: not enough for a month of it, and there is no card to charge.",
        "Covered until April 17: automatic recharge is off.",
        "Without call charges: there are too few days of calls for a forecast.",
      ],
    },
  });
  // People who may see numbers but not the balance still see what it costs.
  const manager = await app.signInAgain("milo@callboard.demo", "northwind");
  expect((await manager.runs.get({ run })).cost).toEqual({
    isShort: false,
    sentences: ["Costs $763.50 more a month."],
  });
});

test("where the agency's balance pays, its amount isn't shown", async () => {
  const answers: unknown[] = [];
  for (const micros of [1_234_560_000, 7_770_000]) {
    const app = await openTestApp();
    await setBalance(app, "harbor", micros);
    const who = await app.signInAgain("ida@callboard.demo", "parkside");
    const { run } = await who.numbers.import({ name: "numbers.csv", text: FILE });
    answers.push([(await who.runs.get({ run })).cost!.sentences, await who.numbers.cost({ kind: "local" })]);
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]).toEqual([
    ["Costs $20.50 more a month.", "The balance of Harbor Agency pays for it."],
    {
      isShort: false,
      sentences: ["Costs $1.50 now and $1.50 more a month.", "The balance of Harbor Agency pays for it."],
    },
  ]);
});
