// @vitest-environment happy-dom
import { MINUTE } from "@callboard/domain/core/time";
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ProposalView } from "../../src/features/proposals/ProposalView.tsx";
import type { Proposal, ProposalLine } from "../../src/features/proposals/useProposal.ts";
import type { ProposalActions } from "../../src/features/proposals/useProposalActions.ts";
import { type Viewer, ViewerContext } from "../../src/shared/viewer.ts";

const NOW = Date.UTC(2026, 10, 23, 12, 41);

const line = (change: Partial<ProposalLine>): ProposalLine => ({
  key: "a",
  group: "records",
  text: "Lunch: Name Mittag → Lunch",
  was: null,
  micros: null,
  cents: change.micros == null ? null : Math.ceil(change.micros / 10_000),
  undo: { when: "always" },
  as: "effect",
  state: "same",
  ...change,
});
const proposalOf = (change: Partial<Proposal> = {}): Proposal => ({
  id: "p",
  title: "Restore agent status Lunch to version 2",
  verb: "Restore",
  state: "open",
  lines: [line({})],
  cost: { sentences: [], isShort: false },
  currency: "USD",
  names: [],
  run: null,
  grouped: false,
  name: null,
  stale: false,
  subAccounts: false,
  back: null,
  why: null,
  by: "Dana Reyes",
  madeAt: NOW,
  expiresAt: NOW + 30 * MINUTE,
  batch: null,
  now: NOW,
  ...change,
});

const idle = () => ({ busy: signal(false), outcome: signal(null), clear: () => {}, run: async () => null });
function actionsOf() {
  const done: unknown[] = [];
  const actions = {
    confirm: idle(),
    discard: idle(),
    remake: idle(),
    confirmProposal: async (name: string | null) => void done.push(["confirm", name]),
    discardProposal: async () => void done.push("discard"),
    remakeProposal: async (names?: object) => void done.push(names ? ["again", names] : "again"),
  } as unknown as ProposalActions;
  return { actions, done };
}

const account = { role: "administrator", owner: true, softphone: true };
const viewer = { account, zone: "UTC", language: "en-US" } as unknown as Viewer;

function show(proposal: Proposal) {
  const { actions, done } = actionsOf();
  const view = (
    <ViewerContext.Provider value={viewer}>
      <ProposalView proposal={proposal} actions={actions} />
    </ViewerContext.Provider>
  );
  act(() => render(view, document.body));
  const words = () => document.body.textContent!;
  const button = (name: string) => [...document.querySelectorAll("button")].find((one) => one.textContent === name);
  return { done, text: words, button };
}

describe("a proposal", () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOW }));
  afterEach(() => {
    act(() => render(null, document.body));
    vi.useRealTimers();
  });

  test("groups its effects, says for each how long it can be undone, and dates its figures", () => {
    const { text: words } = show(
      proposalOf({
        lines: [
          line({ key: "m", group: "money now", text: "Prepaid", micros: 1_500_000, undo: { when: "never" } }),
          line({}),
          line({ key: "f", group: "money now", text: "Balance", micros: -4_000, cents: -1, as: "figure" }),
          line({ key: "u", group: "numbers", text: "Held", undo: { when: "until", until: NOW + MINUTE } }),
        ],
      }),
    );
    expect([...document.querySelectorAll("h2")].map(({ textContent }) => textContent)).toEqual([
      "Records",
      "Numbers",
      "Money now",
    ]);
    expect(words()).toContain("Can be undone until Nov 23, 2026, 12:42");
    expect(words()).toContain("Can’t be undone$1.50");
    expect(words()).toContain("Balanceas of 12:41\u2212$0.01");
    expect(words()).toContain("30 min left");
  });

  test("suggests a free name, and is made again with the name typed instead", () => {
    const names = [{ record: "queue:q1", label: "Name", was: "Fair", offered: "Fair (2)" }];
    const { done, text: words, button } = show(proposalOf({ names }));
    expect(words()).toContain("Fair comes back as");
    const input = document.querySelector<HTMLInputElement>(".proposal-name input")!;
    expect(input.value).toBe("Fair (2)");
    expect(button("Use this name")!.disabled).toBe(true);
    act(() => {
      input.value = "Trade fair";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    act(() => void button("Use this name")!.click());
    expect(done).toEqual([["again", { "queue:q1": "Trade fair" }]]);
  });

  test("shows the first of many similar lines and the others on a click; changed lines are always shown", () => {
    const lines = Array.from({ length: 30 }, (_, at) => line({ key: `l${at}`, text: `Line ${at} is frozen` }));
    lines[25] = line({
      key: "l25",
      text: "Line 25 stays as it is",
      as: "figure",
      state: "changed",
      was: "Line 25 is frozen",
    });
    const { text: words, button } = show(proposalOf({ lines, stale: true }));
    expect(document.querySelectorAll(".proposal-line")).toHaveLength(11);
    expect(words()).toContain("Changedwas Line 25 is frozenLine 25 stays as it is");
    act(() => button("Show all 30")!.click());
    expect(document.querySelectorAll(".proposal-line")).toHaveLength(30);
    expect(button("Show all 30")).toBeUndefined();
  });

  test("asks for a name only if the server does, and sends what was typed", () => {
    const plain = show(proposalOf());
    expect(document.querySelector("input")).toBeNull();
    act(() => plain.button("Restore")!.click());
    expect(plain.done).toEqual([["confirm", null]]);
    act(() => render(null, document.body));
    const grave = show(proposalOf({ name: "Northwind", verb: "Cancel account" }));
    const input = document.querySelector("input")!;
    act(() => {
      input.value = "Northwind";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    act(() => grave.button("Cancel account")!.click());
    expect(grave.done).toEqual([["confirm", "Northwind"]]);
  });

  test("can't be confirmed once it is stale: changes are marked, and one click makes it again", () => {
    const {
      button,
      text: words,
      done,
    } = show(
      proposalOf({
        stale: true,
        lines: [
          line({ state: "changed", was: "Lunch: 50 min", text: "Lunch: 55 min" }),
          line({ key: "b", state: "gone", text: "Color" }),
          line({ key: "c", state: "new", text: "Icon" }),
        ],
      }),
    );
    expect(button("Restore")).toBeUndefined();
    expect(words()).toContain("Changedwas Lunch: 50 minLunch: 55 min");
    expect([...document.querySelectorAll("del")].at(-1)!.textContent).toBe("Color");
    expect(words()).toContain("NewIcon");
    act(() => button("Review again")!.click());
    expect(done).toEqual(["again"]);
  });

  test("shows the reason instead of the lines if it can't be made again", () => {
    const { text: words } = show(proposalOf({ stale: true, why: "Colour was changed by somebody else since." }));
    expect(words()).toContain("Colour was changed by somebody else since.");
    expect(document.querySelector(".proposal-line")).toBeNull();
  });

  test("expires without an event from the server", () => {
    const { button, text: words } = show(proposalOf());
    expect(button("Restore")).toBeDefined();
    act(() => void vi.advanceTimersByTime(30 * MINUTE));
    expect(button("Restore")).toBeUndefined();
    expect(words()).toContain("This proposal expired after 30 minutes.");
  });

  test("links to its changes after confirming and can be undone, unless that is impossible", () => {
    const done = show(proposalOf({ state: "confirmed", batch: "p.p" }));
    expect(document.querySelector<HTMLAnchorElement>("a")!.hash).toBe("#/history?batch=p.p");
    expect(done.button("Undo")).toBeDefined();
    act(() => render(null, document.body));
    const never = { state: "confirmed", batch: "p.p", lines: [line({ undo: { when: "never" } })] } as const;
    expect(show(proposalOf({ ...never, lines: [...never.lines] })).button("Undo")).toBeUndefined();
  });
});
