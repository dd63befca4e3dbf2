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
import { sameTimeAfter, clockTimeBetween } from "../../support/models/clocks.ts";
import { DAY, HOUR, openTestApp, failureOf, SECOND, START } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";

describe("stopping and pausing", () => {
  test("shows what still costs, stops every call at once, and can be lifted with one click", async () => {
    const { app, ids, me } = await openBakery();
    const solveig = await me();
    const { proposal } = await solveig.lifecycle.proposeFlag({ flag: "stopped" });
    const { lines, title, verb, back } = await readProposal(solveig, proposal);
    expect([title, verb, back]).toEqual(["Stop incoming calls", "Stop incoming calls", "lifecycle"]);
    expect(lines.map(({ text, micros, as }) => [as, text, micros])).toEqual([
      ["effect", "Incoming calls stop until somebody resumes them", null],
      ["figure", "Callers of 6 numbers hear the disconnected tone; no minutes are charged", null],
      ["figure", "Websites show their own number to every visitor", null],
      ["figure", "Fees for 6 numbers continue each month", 12_000_000],
      ["figure", "The subscription Essentials continues each month", 39_000_000],
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
    expect(await findBrokenLink(app.services.db)).toBeNull();
  });

  test("with an end, ends automatically; both together count as stopped; an end in the past is refused", async () => {
    const { app, me } = await openBakery();
    const solveig = await me();
    const flag = async (name: "stopped" | "paused", until: number | null) =>
      confirm(solveig, (await solveig.lifecycle.proposeFlag({ flag: name, until })).proposal);
    await flag("paused", null);
    await flag("stopped", app.now() + HOUR);
    expect((await solveig.lifecycle.status()).label).toBe("stopped");
    app.advance(HOUR);
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
    expect(await failureOf(solveig.lifecycle.proposeFlag({ flag: "paused" }))).toMatchObject({
      key: "lifecycle.nothingToChange",
    });
  });

  test("where the agency pays, its people decide, but an administrator of the account may cancel it", async () => {
    const app = await openTestApp();
    const ida = app.callerFor("ida@callboard.demo", "parkside");
    const harriet = app.callerFor("harriet@callboard.demo", "parkside");
    expect(await failureOf(ida.lifecycle.proposeFlag({ flag: "stopped" }))).toMatchObject({
      code: "forbidden",
      key: "lifecycle.agencyPays",
    });
    const { proposal } = await harriet.lifecycle.proposeFlag({ flag: "stopped" });
    const { lines } = await readProposal(harriet, proposal);
    expect(lines.at(-1)).toMatchObject({ text: "The agency’s subscription continues", micros: null });
    expect((await ida.lifecycle.status()).verbs).toMatchObject({
      stop: expect.stringMatching(/agency pays/),
      cancel: null,
    });
    await ida.lifecycle.proposeCancel({});
  });
});

describe("canceling", () => {
  test("names a number that is being ported; then holds, releases and prices are as shown", async () => {
    const { app, ids, me, passTime, shownNumber } = await openBakery({ porting: true });
    const solveig = await me();
    const numbers = ids.map((id, at) => ({
      id,
      disposition: at < 3 ? ({ is: "hold", days: 16 } as const) : ({ is: "release" } as const),
    }));
    expect(await failureText(solveig.lifecycle.proposeCancel({ numbers }))).toEqual(
      `${shownNumber(5)} is being ported to another carrier. Wait until that is done, then cancel.`,
    );
    await app.services.db.write({
      reads: [],
      decide: () => ({
        writes: [
          {
            sql: 'UPDATE records SET data = json_set(data, \'$.state\', json(\'{"is":"active","since":0}\')) WHERE id = ?',
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
    const unpaidMs = clockTimeBetween("Europe/Berlin", START + 10 * DAY, sameTimeAfter("Europe/Berlin", START, 16));
    const cost = Math.round((2_000_000 * unpaidMs) / (30 * DAY));
    expect(effectLines(lines).map(({ text, micros }) => [text, micros])).toEqual([
      [`${BAKERY} is canceled: calls don’t connect, nothing can be changed, everything stays readable`, null],
      ...[0, 1, 2].map((at) => [expect.stringContaining(`${shownNumber(at)} (Line ${at}) is held until`), cost]),
      ...[3, 4, 5].map((at) => [`${shownNumber(at)} (Line ${at}) is released to the carrier`, null]),
    ]);
    const before = await balanceOf(solveig);
    expect(await failureOf(confirm(solveig, proposal))).toMatchObject({ field: "name" });
    const { batch } = await confirm(solveig, proposal, BAKERY);
    expect(await balanceOf(solveig)).toBe(before - costOf(lines));
    const { changes } = await solveig.history.list({ batch });
    expect(changes).toHaveLength(effectLines(lines).length);
    await passTime(SECOND);
    expect(await numberStates(app, ids)).toEqual(["held", "held", "held", "released", "released", "released"]);
    expect((await solveig.access.me()).accounts[0]!.label).toBe("canceled");
    expect(await failureOf(solveig.receivers.save({ name: "x", number: "+15125550199" }))).toMatchObject({
      key: "lifecycle.canceled",
    });
    expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
  });

  test("can be undone on the last day at the price shown, which restores held numbers; a day later it can't", async () => {
    for (const late of [false, true]) {
      const { app, ids, me, passTime } = await openBakery();
      let solveig = await me();
      const numbers = ids.slice(3).map((id) => ({ id, disposition: { is: "release" } as const }));
      const cancel = await solveig.lifecycle.proposeCancel({ numbers, others: { is: "hold", days: 20 } });
      const { lines } = await readProposal(solveig, cancel.proposal);
      const undo = lines.find(({ key }) => key === "undo")!;
      await confirm(solveig, cancel.proposal, BAKERY);
      const { cancellation } = await solveig.lifecycle.status();
      // The clocks in Berlin go forward meanwhile.
      const end = sameTimeAfter("Europe/Berlin", START, 20);
      expect(cancellation!.undoUntil).toBe(end);
      await passTime(end - START - (late ? 0 : SECOND));
      solveig = await me();
      if (late) {
        expect(await failureOf(solveig.lifecycle.proposeUndo())).toMatchObject({ key: "lifecycle.undoExpired" });
        await passTime(DAY);
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
      expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
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
    const again = await solveig.proposals.remake({ proposal });
    await confirm(solveig, again.proposal);
    expect((await solveig.lifecycle.status()).label).toBe("canceled");
  });

  test("refuses a hold that the balance can't prepay, with its price; nothing is half done", async () => {
    const { app, ids, me } = await openBakery();
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
      await failureOf(
        solveig.lifecycle.proposeCancel({ numbers: [{ id: "nothing", disposition: { is: "release" } }] }),
      ),
    ).toMatchObject({ key: "lifecycle.noSuchNumber" });
    const duplicates = [ids[0]!, ids[0]!].map((id) => ({ id, disposition: { is: "release" as const } }));
    expect(await failureOf(solveig.lifecycle.proposeCancel({ numbers: duplicates }))).toMatchObject({
      key: "lifecycle.duplicateNumber",
      field: "numbers",
    });
  });

  test("moves a number to another account of the agency, only for an agency administrator", async () => {
    const app = await openTestApp();
    const id = await addNumber(app, "northwind", "+15125550100", { name: "Spring" });
    const numbers = [{ id, disposition: { is: "move" as const, to: app.account("mason") } }];
    expect(
      await failureOf(app.callerFor("dana@callboard.demo", "northwind").lifecycle.proposeCancel({ numbers })),
    ).toMatchObject({ key: "lifecycle.notYours" });
    const harriet = app.callerFor("harriet@callboard.demo", "northwind");
    for (const to of [app.account("solo"), "acc_nowhere"])
      expect(
        await failureOf(harriet.lifecycle.proposeCancel({ numbers: [{ id, disposition: { is: "move", to } }] })),
      ).toMatchObject({ code: expect.stringMatching(/invalid|not-found/) });
    const { proposal } = await harriet.lifecycle.proposeCancel({ numbers });
    await confirm(harriet, proposal, "Northwind");
    const rows = await app.selectRows(
      "SELECT account, data ->> '$.state.is' AS is_ FROM records WHERE kind = 'number' AND data ->> '$.e164' = '+15125550100' ORDER BY is_",
    );
    expect(rows).toEqual([
      { account: app.account("mason"), is_: "active" },
      { account: app.account("northwind"), is_: "released" },
    ]);
  });

  test("refuses to cancel an agency with active sub-accounts alone, and names them", async () => {
    const app = await openTestApp();
    expect(await failureText(app.callerFor("harriet@callboard.demo", "harbor").lifecycle.proposeCancel({}))).toEqual(
      expect.stringContaining("Mason & Sons, Northwind, Parkside Dental"),
    );
  });
});
