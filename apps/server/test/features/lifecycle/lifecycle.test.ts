import { describe, expect, test } from "vitest";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import {
  BAKERY,
  confirm,
  effectLines,
  openBakery,
  readProposal,
  failureText,
  costOf,
  numberStates,
  balanceOf,
} from "../../support/fixtures/bakery.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { sameTimeAfter, shownBetween } from "../../support/models/clocks.ts";
import { DAY, HOUR, openTestApp, failureOf, SECOND, START } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";

describe("stopping and pausing", () => {
  test("shows what still costs, stops every call at once, and can be lifted with one click", async () => {
    const { it: app, ids, me } = await openBakery();
    const solveig = await me();
    const { proposal } = await solveig.lifecycle.proposeFlag({ flag: "stopped" });
    const { lines, title, verb, back } = await readProposal(solveig, proposal);
    expect([title, verb, back]).toEqual(["Stop incoming calls", "Stop incoming calls", "account-status"]);
    expect(lines.map(({ text, micros, as }) => [as, text, micros])).toEqual([
      ["effect", "Incoming calls stop until somebody resumes them", null],
      ["figure", "Callers of 6 numbers hear the disconnected tone; nothing is charged for minutes", null],
      ["figure", "Websites show their own plain number to every visitor", null],
      ["figure", "Fees of 6 numbers go on each month", 12_000_000],
      ["figure", "The subscription Essentials goes on each month", 39_000_000],
    ]);
    expect((await solveig.numbers.get({ id: ids[0]! })).service).toMatchObject({ label: "active" });
    const { batch } = await confirm(solveig, proposal);
    const { changes } = await solveig.history.list({ batch });
    expect(changes.map(({ action }) => action)).toEqual(["stopped incoming calls for the whole account"]);
    expect((await solveig.numbers.get({ id: ids[0]! })).service).toMatchObject({
      label: "stopped",
      connects: false,
      swaps: false,
    });
    expect((await solveig.access.me()).accounts[0]!.label).toBe("stopped");
    expect(await solveig.lifecycle.status()).toMatchObject({ label: "stopped", stopped: { by: "Solveig Baker" } });
    await solveig.lifecycle.unflag({ flag: "stopped" });
    expect((await solveig.lifecycle.status()).label).toBe("active");
    expect(await failureOf(solveig.lifecycle.unflag({ flag: "stopped" }))).toMatchObject({
      key: "lifecycle.notStopped",
    });
    expect(await findBrokenLink(app.world.db)).toBeNull();
  });

  test("with an end, ends automatically; both together count as stopped; an end in the past is refused", async () => {
    const { it: app, me } = await openBakery();
    const solveig = await me();
    const flag = async (name: "stopped" | "paused", until: number | null) =>
      confirm(solveig, (await solveig.lifecycle.proposeFlag({ flag: name, until })).proposal);
    await flag("paused", null);
    await flag("stopped", app.now() + HOUR);
    expect((await solveig.lifecycle.status()).label).toBe("stopped");
    app.pass(HOUR);
    expect((await solveig.lifecycle.status()).label).toBe("paused");
    expect(await failureOf(solveig.lifecycle.proposeFlag({ flag: "stopped", until: app.now() }))).toMatchObject({
      field: "until",
      key: "lifecycle.untilPast",
    });
    // In microseconds, the end would be in the year 58000.
    for (const until of [app.now() * 1000, app.now() + 3660 * DAY])
      expect(await failureOf(solveig.lifecycle.proposeFlag({ flag: "stopped", until }))).toMatchObject({
        field: "until",
      });
    expect(await failureOf(solveig.lifecycle.proposeFlag({ flag: "paused" }))).toMatchObject({ key: "lifecycle.asIs" });
  });

  test("where the agency pays, its people decide, but an administrator of the account may cancel it", async () => {
    const app = await openTestApp();
    const ida = app.as("ida@callboard.demo", "parkside");
    const harriet = app.as("harriet@callboard.demo", "parkside");
    expect(await failureOf(ida.lifecycle.proposeFlag({ flag: "stopped" }))).toMatchObject({
      code: "forbidden",
      key: "lifecycle.agencyPays",
    });
    const { proposal } = await harriet.lifecycle.proposeFlag({ flag: "stopped" });
    const { lines } = await readProposal(harriet, proposal);
    expect(lines.at(-1)).toMatchObject({ text: "The agency’s subscription goes on", micros: null });
    expect((await ida.lifecycle.status()).verbs).toMatchObject({
      stop: expect.stringMatching(/agency pays/),
      cancel: null,
    });
    await ida.lifecycle.proposeCancel({});
  });
});

describe("canceling", () => {
  test("names a number that is being ported; then holds, releases and prices are as shown", async () => {
    const { it: app, ids, me, pass, shown } = await openBakery({ porting: true });
    const solveig = await me();
    const numbers = ids.map((id, at) => ({
      id,
      parting: at < 3 ? ({ is: "hold", days: 16 } as const) : ({ is: "release" } as const),
    }));
    expect(await failureText(solveig.lifecycle.proposeCancel({ numbers }))).toEqual(
      `${shown(5)} is on its way to another carrier. Wait until it has arrived, then cancel.`,
    );
    await app.world.db.write({
      reads: [],
      decide: () => ({
        writes: [
          {
            sql: 'UPDATE records SET data = json_set(data, \'$.standing\', json(\'{"is":"active","since":0}\')) WHERE id = ?',
            args: [ids[5]!],
          },
        ],
        answer: null,
      }),
    });
    const { proposal } = await solveig.lifecycle.proposeCancel({ numbers });
    const { lines, name } = await readProposal(solveig, proposal);
    expect(name).toBe(BAKERY);
    // Six days of sixteen are after the paid month: a fifth of $2.00 for each number, by the account's clock.
    const behind = shownBetween("Europe/Berlin", START + 10 * DAY, sameTimeAfter("Europe/Berlin", START, 16));
    const cost = Math.round((2_000_000 * behind) / (30 * DAY));
    expect(effectLines(lines).map(({ text, micros }) => [text, micros])).toEqual([
      [`${BAKERY} is canceled: no call connects, nothing can be changed, everything stays readable`, null],
      ...[0, 1, 2].map((at) => [expect.stringContaining(`${shown(at)} (Line ${at}) is held until`), cost]),
      ...[3, 4, 5].map((at) => [`${shown(at)} (Line ${at}) is given back to the carrier`, null]),
    ]);
    const before = await balanceOf(solveig);
    expect(await failureOf(confirm(solveig, proposal))).toMatchObject({ field: "name" });
    const { batch } = await confirm(solveig, proposal, BAKERY);
    expect(await balanceOf(solveig)).toBe(before - costOf(lines));
    const { changes } = await solveig.history.list({ batch });
    expect(changes).toHaveLength(effectLines(lines).length);
    await pass(SECOND);
    expect(await numberStates(app, ids)).toEqual(["held", "held", "held", "released", "released", "released"]);
    expect((await solveig.access.me()).accounts[0]!.label).toBe("canceled");
    expect(await failureOf(solveig.receivers.save({ name: "x", number: "+15125550199" }))).toMatchObject({
      key: "lifecycle.canceled",
    });
    expect(await reconcile(app.world.db)).toMatchObject({ broken: null });
  });

  test("can be undone on the last day at the price shown, which restores held numbers; a day later it can't", async () => {
    for (const late of [false, true]) {
      const { it: app, ids, me, pass } = await openBakery();
      let solveig = await me();
      const numbers = ids.slice(3).map((id) => ({ id, parting: { is: "release" } as const }));
      const made = await solveig.lifecycle.proposeCancel({ numbers, others: { is: "hold", days: 20 } });
      const { lines } = await readProposal(solveig, made.proposal);
      const undo = lines.find(({ key }) => key === "undo")!;
      await confirm(solveig, made.proposal, BAKERY);
      const { leaving } = await solveig.lifecycle.status();
      // The clocks in Berlin go forward meanwhile.
      const end = sameTimeAfter("Europe/Berlin", START, 20);
      expect(leaving!.undoUntil).toBe(end);
      await pass(end - START - (late ? 0 : SECOND));
      solveig = await me();
      if (late) {
        expect(await failureOf(solveig.lifecycle.proposeUndo())).toMatchObject({ key: "lifecycle.undoOver" });
        await pass(DAY);
        expect(await numberStates(app, ids.slice(0, 3))).toEqual(["released", "released", "released"]);
        expect((await (await me()).lifecycle.status()).verbs["undo cancel"]).toMatch(/no longer/);
        continue;
      }
      const before = await balanceOf(solveig);
      const { proposal } = await solveig.lifecycle.proposeUndo();
      const shown = await readProposal(solveig, proposal);
      expect(costOf(shown.lines)).toBe(undo.micros);
      await confirm(solveig, proposal);
      expect(await balanceOf(solveig)).toBe(before - undo.micros!);
      expect(await numberStates(app, ids)).toEqual(["active", "active", "active", "released", "released", "released"]);
      expect((await solveig.lifecycle.status()).label).toBe("active");
      const returned = await solveig.numbers.get({ id: ids[0]! });
      // The hold was prepaid, so the next month starts where the hold would have ended.
      expect(returned.renewsAt).toBe(end);
      expect(await reconcile(app.world.db)).toMatchObject({ broken: null });
    }
  });

  test("is refused by name if something that it lists has changed, and works once it is renewed", async () => {
    const { ids, me } = await openBakery();
    const solveig = await me();
    const { proposal } = await solveig.lifecycle.proposeCancel({});
    const number = await solveig.numbers.get({ id: ids[2]! });
    await solveig.numbers.save({
      id: ids[2]!,
      version: number.version,
      name: "Renamed",
      source: null,
      route: null,
    });
    expect((await readProposal(solveig, proposal)).stale).toBe(true);
    expect(await failureText(confirm(solveig, proposal))).toEqual(expect.stringContaining("Renamed"));
    const anew = await solveig.proposals.remake({ proposal });
    await confirm(solveig, anew.proposal);
    expect((await solveig.lifecycle.status()).label).toBe("canceled");
  });

  test("refuses a hold that the balance can't prepay, with its price; nothing is half done", async () => {
    const { it: app, ids, me } = await openBakery();
    await setBalance(app, "solo", 1_000_000);
    const solveig = await me();
    expect(await failureText(solveig.lifecycle.proposeCancel({ others: { is: "hold", days: 365 } }))).toEqual(
      expect.stringContaining("$1.00"),
    );
    expect((await numberStates(app, ids)).every((is) => is === "active")).toBe(true);
    expect(await failureOf(solveig.lifecycle.proposeCancel({ others: { is: "hold", days: 366 } }))).toMatchObject({
      field: "others.days",
    });
    expect(
      await failureOf(solveig.lifecycle.proposeCancel({ numbers: [{ id: "nothing", parting: { is: "release" } }] })),
    ).toMatchObject({ key: "lifecycle.noSuchNumber" });
    const twice = [ids[0]!, ids[0]!].map((id) => ({ id, parting: { is: "release" as const } }));
    expect(await failureOf(solveig.lifecycle.proposeCancel({ numbers: twice }))).toMatchObject({
      key: "lifecycle.numberTwice",
      field: "numbers",
    });
  });

  test("moves a number to another account of the agency, only for an agency administrator", async () => {
    const app = await openTestApp();
    const id = await addNumber(app, "northwind", "+15125550100", { name: "Spring" });
    const numbers = [{ id, parting: { is: "move" as const, to: app.account("mason") } }];
    expect(
      await failureOf(app.as("dana@callboard.demo", "northwind").lifecycle.proposeCancel({ numbers })),
    ).toMatchObject({ key: "lifecycle.notYours" });
    const harriet = app.as("harriet@callboard.demo", "northwind");
    for (const to of [app.account("solo"), "acc_nowhere"])
      expect(
        await failureOf(harriet.lifecycle.proposeCancel({ numbers: [{ id, parting: { is: "move", to } }] })),
      ).toMatchObject({ code: expect.stringMatching(/invalid|not-found/) });
    const { proposal } = await harriet.lifecycle.proposeCancel({ numbers });
    await confirm(harriet, proposal, "Northwind");
    const moved = await app.rows(
      "SELECT account, data ->> '$.standing.is' AS is_ FROM records WHERE kind = 'number' AND data ->> '$.e164' = '+15125550100' ORDER BY is_",
    );
    expect(moved).toEqual([
      { account: app.account("mason"), is_: "active" },
      { account: app.account("northwind"), is_: "released" },
    ]);
  });

  test("refuses to cancel an agency with active sub-accounts alone, and names them", async () => {
    const app = await openTestApp();
    expect(await failureText(app.as("harriet@callboard.demo", "harbor").lifecycle.proposeCancel({}))).toEqual(
      expect.stringContaining("Mason & Sons, Northwind, Parkside Dental"),
    );
  });
});
