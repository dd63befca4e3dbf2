import { totpCode } from "../../src/auth/secondStep.ts";
import { runDueJobs } from "../../src/jobs/queue.ts";
import { DEMO_PASSWORD } from "../../src/features/demo/people.ts";
import { unsubscribeLink } from "../../src/features/statements/unsubscribe.ts";
import { DAY, MINUTE, type TestApp } from "../support/kit.ts";
import { callerOf, dana, harriet, otto, person, solveig, step, type Step, type StepAnswers } from "./replaySteps.ts";
import { TEAM_STEPS } from "./replayTeam.ts";
import { usageEvent } from "../support/fixtures/money.ts";
import { addNumber } from "../support/fixtures/numbers.ts";
import { addCards, AMEX, cardPageOf, MASTERCARD, PAYING_CARD } from "../support/fixtures/payments.ts";

const version = async (app: TestApp, kind: string, id: string) =>
  Number((await app.selectRows("SELECT version FROM records WHERE kind = ? AND id = ?", kind, id))[0]!.version);
const entry = async (app: TestApp, type: string) =>
  Number(
    (
      await app.selectRows(
        "SELECT seq FROM postings WHERE type = ? AND to_book LIKE ?",
        type,
        `${app.account("northwind")}/%`,
      )
    )[0]!.seq,
  );
const queue = (app: TestApp, name: string) => ({
  name,
  routing: "longest idle",
  members: [{ id: person(app, "ava"), weight: 1 }],
});
const setFlag = async (app: TestApp, flag: "stopped" | "paused") => {
  const { proposal } = await callerOf(app, "dana").lifecycle.proposeFlag({ flag });
  await callerOf(app, "dana").proposals.confirm({ proposal });
};
const proposeImport = async (app: TestApp, at: number) =>
  (
    await callerOf(app, "dana").numbers.import({
      name: `numbers ${at}`,
      text: `number,name\n+1512555${3000 + at},Line ${at}`,
    })
  ).run;
const cards = async (app: TestApp) => (await callerOf(app, "dana").cards.list()).cards;

/** Each mutation with a valid input, in an order in which each can succeed. */
export const STEPS: readonly Step[] = [
  step("access.rename", "cleo", undefined, () => ({ name: "Cleo M." })),
  step("access.endSession", "cleo", undefined, async (app) => {
    const { session } = await app
      .callerWith(null)
      .access.signIn({ email: "cleo@callboard.demo", password: DEMO_PASSWORD });
    return { id: session };
  }),
  step("access.requestReset", undefined, undefined, () => ({ email: "finn@callboard.demo" })),
  step("access.resetPassword", undefined, undefined, async (app) => ({
    token: await app.mailedLink("finn@callboard.demo"),
    password: "a new password for finn",
  })),
  step("access.changePassword", "cleo", undefined, () => ({ current: DEMO_PASSWORD, next: "a new password for cleo" })),
  step("access.confirmTotp", "milo", undefined, async (app) => ({
    code: totpCode((await callerOf(app, "milo").access.startTotp()).secret, app.now()),
  })),
  step("access.removeTotp", "milo", undefined, () => ({ password: DEMO_PASSWORD })),
  dana("access.setRole", async (app) => {
    const id = person(app, "bill");
    return { person: id, version: await version(app, "member", id), role: "agent", softphone: false };
  }),
  dana("access.removeMember", (app) => ({ person: person(app, "rita") })),
  dana("access.invite", () => ({ email: "new@example.com", name: "New", role: "agent" })),
  step("access.acceptInvitation", undefined, undefined, async (app) => ({
    token: await app.mailedLink("new@example.com"),
    password: "a new password for new",
  })),
  step("access.join", "solveig", undefined, async (app) => {
    await callerOf(app, "dana").access.invite({ email: "solveig@callboard.demo", name: "Solveig", role: "agent" });
    return { token: await app.mailedLink("solveig@callboard.demo") };
  }),
  dana("access.withdrawInvitation", async (app) =>
    callerOf(app, "dana").access.invite({ email: "x@example.com", name: "X", role: "agent" }),
  ),
  dana("access.createApiKey", () => ({ name: "Wallboard", permissions: ["read the board"] })),
  dana("access.takeOverApiKey", async (app) => ({
    id: (await callerOf(app, "dana").access.apiKeys()).find(({ name }) => name === "Wallboard")!.id,
  })),
  dana("access.revokeApiKey", async (app) => ({
    id: (await callerOf(app, "dana").access.apiKeys()).find(({ name }) => name === "Wallboard")!.id,
  })),
  otto("access.createMeterKey", (app) => ({ account: app.account("northwind"), name: "Counter" })),
  otto("access.revokeMeterKey", async (app) => ({
    account: app.account("northwind"),
    id: (await callerOf(app, "dana").access.apiKeys()).find(({ name }) => name === "Counter")!.id,
  })),
  otto("account.open", () => ({
    name: "Fresh",
    zone: "Europe/London",
    plan: "essentials",
    owner: { email: "owner@example.com", name: "Owner" },
    openingBalanceMicros: 0,
  })),
  harriet("agency.open", () => ({
    name: "Below",
    zone: "Europe/London",
    owner: { email: "below@example.com", name: "Below" },
    openingBalanceMicros: 0,
  })),
  dana("account.save", async (app) => {
    const { version: at, zone, billTo } = await callerOf(app, "dana").account.get();
    const idleRule = { minutes: 5, status: app.statuses["northwind/Lunch"]! };
    return { version: at, name: "Northwind", zone, billTo: { ...billTo, name: "Books" }, idleRule };
  }),
  dana("agents.defineStatus", () => ({ name: "Tea", color: "teal" })),
  dana("agents.orderStatuses", async (app) => ({
    ids: (
      await app.selectRows(
        "SELECT id FROM records WHERE kind = 'status' AND account = ? ORDER BY id DESC",
        app.account("northwind"),
      )
    ).map(({ id }) => id),
  })),
  dana("agents.archiveStatus", async (app, answers) => {
    const { id } = answers["agents.defineStatus"];
    return { id, version: await version(app, "status", id) };
  }),
  ...TEAM_STEPS,
  step("preferences.save", "ben", undefined, () => ({ theme: "dark" })),
  ...moneySteps(),
  ...statementSteps(),
  ...routingSteps(),
  ...runSteps(),
  ...accountSteps(),
];

function moneySteps(): Step[] {
  return [
    step("balance.recordUsage", "meter", "northwind", (app) => ({ events: [usageEvent(app, "minute")] })),
    otto("balance.adjust", (app) => ({ account: app.account("northwind"), micros: 1_000_000, reason: "thanks" })),
    otto("balance.correct", async (app) => ({
      account: app.account("northwind"),
      entry: await entry(app, "adjustment"),
      reason: "too much",
    })),
    dana("cards.save", async (app) => {
      await addCards(app, "dana@callboard.demo", "northwind", [{ number: PAYING_CARD }, { number: MASTERCARD }]);
      await cardPageOf(app).enter((await callerOf(app, "dana").cards.add()).url, {
        number: AMEX,
        code: "1234",
        holder: "Card c",
      });
      const [first] = await cards(app);
      return { id: first!.id, version: first!.version, name: "Company" };
    }),
    dana("cards.setPrimary", async (app) => ({ id: (await cards(app))[1]!.id })),
    dana("cards.setBackup", async (app) => ({ id: (await cards(app))[1]!.id })),
    dana("cards.order", async (app) => ({ ids: [(await cards(app))[2]!.id] })),
    dana("cards.remove", async (app) => {
      const last = (await cards(app))[2]!;
      return { id: last.id, version: last.version };
    }),
    dana("balance.topUp", () => ({ cents: 5000 })),
    otto("balance.refund", async (app) => {
      await runDueJobs(app.services, "requests");
      return { account: app.account("northwind"), entry: await entry(app, "payment"), reason: "not wanted" };
    }),
    dana("balance.saveRechargeSettings", async (app) => {
      await runDueJobs(app.services, "requests");
      return { enabled: true, threshold: 10_000_000, target: 25_000_000, monthlyCap: null, consent: true };
    }),
  ];
}

function statementSteps(): Step[] {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return [
    dana("statements.send", (app) => ({
      first: day(app.now() - 5 * DAY),
      last: day(app.now() - DAY),
      recipients: ["books@example.com"],
    })),
    dana("statements.resend", (_app, answers) => ({ id: answers["statements.send"].id })),
    dana("statements.saveSchedule", () => ({ every: "month", day: 1, recipients: ["books@example.com"] })),
    dana("statements.pauseSchedule", (_app, answers) => ({
      id: answers["statements.saveSchedule"].id,
      version: 1,
      paused: true,
    })),
    dana("statements.removeSchedule", (_app, answers) => ({ id: answers["statements.saveSchedule"].id, version: 2 })),
    step("statements.unsubscribe", undefined, undefined, (app) => ({
      token: unsubscribeLink(
        app.services,
        app.account("northwind"),
        "books@example.com",
      )("mail1")
        .link.split("/")
        .at(-1),
    })),
  ];
}

function routingSteps(): Step[] {
  return [
    dana("sources.saveTrackingCode", () => ({ websites: ["northwind.com"], stickyDays: 30 })),
    dana("sources.save", () => ({ name: "Posters" })),
    dana("sources.order", async (app) => ({
      ids: (await callerOf(app, "dana").sources.list()).sources.map(({ id }) => id).toReversed(),
    })),
    dana("presets.saveFromRecord", (_app, answers) => ({
      kind: "source",
      id: answers["sources.save"].id,
      name: "Like posters",
    })),
    dana("presets.save", () => ({ kind: "source", name: "Mine", values: { site: "offsite" } })),
    dana("presets.create", (_app, answers) => ({ preset: answers["presets.saveFromRecord"].id, name: "Posters 2" })),
    dana("presets.resolveDifference", async (app, answers) => ({
      kind: "source",
      id: answers["presets.create"].id,
      version: await version(app, "source", answers["presets.create"].id),
      field: "site",
      how: "override",
    })),
    dana("presets.proposeApply", (_app, answers) => ({
      preset: answers["presets.saveFromRecord"].id,
      to: { records: [{ id: answers["sources.save"].id }] },
    })),
    dana("presets.unfollow", async (app, answers) => ({
      kind: "source",
      id: answers["presets.create"].id,
      version: await version(app, "source", answers["presets.create"].id),
    })),
    dana("presets.archive", (_app, answers) => ({ id: answers["presets.save"].id, version: 1, archived: true })),
    dana("history.pin", (_app, answers) => ({ kind: "source", id: answers["sources.save"].id, version: 1 })),
    dana("history.unpin", (_app, answers) => ({ kind: "source", id: answers["sources.save"].id, version: 1 })),
    dana("history.markRead", () => ({ n: 5 })),
    dana("alerts.snooze", (app) => ({ alert: "balance:low", until: app.now() + 60_000 })),
    dana("alerts.setPlaces", () => ({ kind: "balance", places: ["console"] })),
    dana("history.proposeRestore", async (app, answers) => {
      const id = answers["sources.save"].id;
      await callerOf(app, "dana").sources.save({ id, version: await version(app, "source", id), name: "Placards" });
      return { kind: "source", id, version: 1 };
    }),
    dana("proposals.remake", (_app, answers) => ({ proposal: answers["history.proposeRestore"].proposal })),
    dana("proposals.discard", (_app, answers) => ({ proposal: answers["proposals.remake"].proposal })),
    dana("sources.remove", async (app, answers) => {
      app.advance(MINUTE);
      const { id } = answers["presets.create"];
      return { id, version: await version(app, "source", id) };
    }),
    dana("history.proposeBringBack", async (app, answers) => {
      const at = app.now() - 1;
      return { at, records: [{ kind: "source", id: answers["presets.create"].id }] };
    }),
    dana("receivers.save", () => ({ name: "Desk", number: "+1 512 555 0143" })),
    dana("receivers.remove", (_app, answers) => ({ id: answers["receivers.save"].id, version: 1 })),
    dana("queues.save", (app) => queue(app, "Sales")),
    dana("queues.remove", (_app, answers) => ({ id: answers["queues.save"].id, version: 1 })),
    dana("numbers.save", async (app) => {
      const id = await addNumber(app, "northwind", "+15125550143", {});
      return { id, version: 1, name: "Renamed", source: null, route: null };
    }),
    dana("numbers.flag", async (app) => {
      const id = await addNumber(app, "northwind", "+15125550144", {});
      return { id, version: 1, flag: "stopped", on: true };
    }),
    dana("numbers.release", async (app) => ({ id: await addNumber(app, "northwind", "+15125550145", {}), version: 1 })),
    dana("numbers.portOut", async (app) => ({ id: await addNumber(app, "northwind", "+15125550147", {}), version: 1 })),
    dana("numbers.cancelPort", async (app) => {
      const state = { is: "porting", since: app.now() } as const;
      return { id: await addNumber(app, "northwind", "+15125550148", { state }), version: 1 };
    }),
    step("numbers.reportPort", "phones", "northwind", async (app) => {
      await addNumber(app, "northwind", "+15125550149", {});
      return { e164: "+15125550149", event: "left" };
    }),
    dana("numbers.buy", () => ({ e164: "+15125550100", name: "Spring" })),
    dana("numbers.checkOrder", async (app) => {
      // Its answer never arrives.
      const { requestId } = await callerOf(app, "dana").numbers.buy({ e164: "+15122200193", name: "Lost" });
      await runDueJobs(app.services, "requests");
      return { id: requestId };
    }),
  ];
}

function runSteps(): Step[] {
  return [
    dana("numbers.import", () => ({ name: "numbers", text: "number,name\n+15125552999,Line" })),
    dana("runs.discard", (_app, answers) => ({ run: answers["numbers.import"].run })),
    dana("runs.start", async (app) => ({ run: await proposeImport(app, 1) })),
    dana("runs.pause", (_app, answers) => ({ run: startedOf(answers) })),
    dana("runs.resume", (_app, answers) => ({ run: startedOf(answers) })),
    dana("runs.stop", (_app, answers) => ({ run: startedOf(answers) })),
    dana("numbers.edit", async (app) => ({
      pick: { ids: [await addNumber(app, "northwind", "+15125550146", {})] },
      change: { stopped: true },
    })),
    dana("runs.retry", async (app) => {
      const [one, other] = [await proposeImport(app, 7), await proposeImport(app, 7)];
      for (const run of [one, other]) await callerOf(app, "dana").runs.start({ run });
      for (let at = 0; at < 5; at += 1) await runDueJobs(app.services, "runs");
      const failed = await app.selectRows("SELECT run FROM run_counts WHERE failed > 0");
      return { run: failed[0]!.run };
    }),
    dana("history.proposeUndo", async (app, answers) => {
      for (let at = 0; at < 5; at += 1) await runDueJobs(app.services, "runs");
      return { batch: answers["numbers.edit"].run };
    }),
  ];
}

const startedOf = (answers: StepAnswers): string => answers["input of runs.start"].run;

function accountSteps(): Step[] {
  return [
    otto("lifecycle.setReactivationWindow", () => ({ days: 60 })),
    dana("lifecycle.proposeFlag", () => ({ flag: "stopped" })),
    dana("lifecycle.unflag", async (app) => {
      await setFlag(app, "paused");
      return { flag: "paused" };
    }),
    harriet("agency.proposeBalanceMove", (app) => ({ account: app.account("northwind"), to: "agency" })),
    harriet("lifecycle.proposeAgencyCancel"),
    dana("account.transferOwner", async (app) => {
      const id = person(app, "milo");
      const at = await version(app, "member", id);
      await callerOf(app, "dana").access.setRole({ person: id, version: at, role: "administrator", softphone: true });
      return { to: id };
    }),
    solveig("plans.proposeChange", () => ({ plan: "advanced" })),
    solveig("lifecycle.proposeCancel", () => ({ others: { is: "release" } })),
    solveig("proposals.confirm", async (app, answers) => {
      const { proposal } = answers["lifecycle.proposeCancel"];
      return { proposal, name: (await callerOf(app, "solveig", "solo").proposals.get({ proposal })).name };
    }),
    solveig("lifecycle.proposeUndo"),
    solveig("lifecycle.proposeReactivate", async (app) => {
      // After the undo period; everybody who calls later keeps their session.
      for (let times = 0; times < 2; times += 1) {
        app.advance(20 * DAY);
        for (const name of ["solveig", "harriet", "dana", "otto", "ava", "cleo", "milo", "ben"])
          await app.callerFor(`${name}@callboard.demo`).access.me();
      }
    }),
    harriet("plans.proposeDetach", async (app, answers) => {
      for (const account of ["mason", "parkside", answers["agency.open"].id]) {
        const who = callerOf(app, "harriet", account);
        const { proposal } = await who.lifecycle.proposeCancel({ others: { is: "release" } });
        await who.proposals.confirm({ proposal, name: (await who.proposals.get({ proposal })).name });
      }
      return { plan: "essentials", detachment: app.account("northwind") };
    }),
    step("demo.pressPhone", undefined, undefined, (app) => ({ person: person(app, "ava"), key: "answer" })),
    step("demo.pressOwnPhone", "ava", "northwind", () => ({ key: "answer" })),
    step("demo.lookAtPhones", undefined, undefined, (app) => ({ call: "call", people: [person(app, "ava")] })),
    step("demo.moveClock", undefined, undefined, () => ({ ms: MINUTE })),
  ];
}
