import { MINUTE } from "@callboard/domain/core/time";
import type { Page } from "puppeteer-core";
import { editStatus } from "../support/statuses.ts";
import { button, fill, menuItem, see } from "../support/page.ts";
import { type PictureTaker, goTo } from "./pictureTaker.ts";
import type { Caller } from "../support/server.ts";

const CONSOLE = { width: 1280, height: 860 };
const NARROW = { width: 420, height: 860 };

/** Two people, a record that both edited often, a changed text and list, and a deleted record. */
interface HistoryFixture {
  dana: Caller;
  harriet: Caller;
  lunch: string;
  source: string;
}

async function makeHistory({ server }: PictureTaker): Promise<HistoryFixture> {
  const dana = await server.signInAs("dana@callboard.demo");
  const harriet = await server.signInAs("harriet@callboard.demo");
  const way = (id: string, value: string) => ({
    id,
    rules: [{ subject: "landing" as const, test: "path" as const, name: "", value, negated: false }],
  });
  const mailing = {
    name: "Autumn mailing",
    description: "Printed card to old customers, sent in two parts.",
    site: "onsite" as const,
  };
  const made = await dana.api.sources.save.mutate({
    ...mailing,
    ruleGroups: [way("a", "/autumn"), way("b", "/card")],
  });
  await server.advanceClock(MINUTE);
  await dana.api.sources.save.mutate({
    ...mailing,
    id: made.id,
    version: 1,
    description: "Printed card to all customers, sent in three parts.",
    ruleGroups: [way("c", "/leaves"), way("a", "/autumn")],
  });
  const lunch = await editStatus(dana, "Lunch", { defaultMinutes: 50, whenOver: "stay" });
  await server.advanceClock(MINUTE);
  await editStatus(harriet, "Lunch", { name: "Long lunch", color: "orange" });
  await editStatus(dana, "Long lunch", { defaultMinutes: 60 });
  return { dana, harriet, lunch, source: made.id };
}

/** The change history, versions, proposals and the account as of an instant. */
export async function takeHistory(visibility: PictureTaker): Promise<void> {
  const { picture, consoleOf } = visibility;
  const past = await makeHistory(visibility);
  const page = await consoleOf("dana@callboard.demo", "history");
  await see(page, "Long lunch");
  await picture(page, "history", "unread", CONSOLE);
  await goTo(page, `history?kind=status&person=${past.harriet.person}`, "Clear filters");
  await picture(page, "history", "filtered", CONSOLE);
  await picture(page, "history", "narrow", NARROW);
  await goTo(page, "history?cause=no+such+words", "No change matches");
  await picture(page, "history", "no-match", CONSOLE);
  await goTo(page, "history?log=both", "Activity covers statuses, phones and runs");
  await picture(page, "history", "activity", CONSOLE);
  await button(page, "Period").click();
  await menuItem(page, "Between two days").click();
  await picture(page, "history", "period", CONSOLE);
  await page.keyboard.press("Escape");
  await goTo(page, "history", "New since your last visit");
  await button(page, "Verify").click();
  await see(page, "Verified:");
  await button(page, "Actions for: Harriet Vale changed the status Long lunch").click();
  await picture(page, "history", "verified-and-menu", CONSOLE);
  await page.keyboard.press("Escape");
  await takeVersions(visibility, page, past);
  await takeProposals(visibility, page, past);
  await takeAsOf(visibility, page, past);
}

async function takeVersions(
  { picture }: PictureTaker,
  page: Page,
  { dana, lunch, source }: HistoryFixture,
): Promise<void> {
  const { newest } = await dana.api.history.versions.query({ kind: "status", id: lunch });
  const old = newest - 3;
  await goTo(page, `record/status/${lunch}`, "Select two versions");
  await dana.api.history.pin.mutate({ kind: "status", id: lunch, version: old, note: "before the campaign" });
  await see(page, "before the campaign");
  await picture(page, "versions", "many", CONSOLE);
  await button(page, `Actions for version ${old}`).click();
  await picture(page, "versions", "menu", CONSOLE);
  await page.keyboard.press("Escape");
  await picture(page, "versions", "narrow", NARROW);
  await goTo(page, `record/status/${lunch}/${old}`, "It is read-only");
  await page.locator('aria/Select Color[role="checkbox"]').click();
  await picture(page, "version", "past", CONSOLE);
  await goTo(page, `record/status/${lunch}/${newest}`, "Current since");
  await picture(page, "version", "now", CONSOLE);
  await goTo(page, `record/status/${lunch}/${old}..${newest}`, "fields differ");
  await picture(page, "compare", "fields", CONSOLE);
  await picture(page, "compare", "narrow", NARROW);
  await goTo(page, `record/source/${source}/1..2`, "fields differ");
  await picture(page, "compare", "words-and-items", CONSOLE);
  await goTo(page, `record/source/${source}`, "Select two versions");
  await picture(page, "versions", "words-and-items", CONSOLE);
}

async function takeProposals(
  { picture, server }: PictureTaker,
  page: Page,
  { dana, harriet, lunch }: HistoryFixture,
): Promise<void> {
  const { newest } = await dana.api.history.versions.query({ kind: "status", id: lunch });
  const old = newest - 3;
  await goTo(page, `record/status/${lunch}/${old}`, "It is read-only");
  await button(page, "Restore this version").click();
  await fill(page, "Reason", "the campaign is over");
  await picture(page, "restore", "reason", CONSOLE);
  await editStatus(harriet, "Long lunch", { defaultMinutes: 55 });
  await button(page, "Review changes").click();
  await see(page, "This changed in the meantime");
  await picture(page, "restore", "clash", CONSOLE);
  await page.locator("dialog label ::-p-text(Then:)").click();
  await button(page, "Review changes").click();
  await see(page, "Nothing has changed yet");
  await picture(page, "proposal", "open", CONSOLE);
  await picture(page, "proposal", "narrow", NARROW);
  await editStatus(harriet, "Long lunch", { defaultMinutes: 40 });
  await see(page, "Something has changed since");
  await picture(page, "proposal", "stale", CONSOLE);
  await editStatus(harriet, "Long lunch", { color: "pink" });
  await see(page, "can no longer be done");
  await picture(page, "proposal", "no-longer", CONSOLE);
  await button(page, "Review again").click();
  await see(page, "Nothing has changed yet");
  await button(page, "Restore").click();
  await see(page, "This was done");
  await picture(page, "proposal", "confirmed", CONSOLE);
  const ask = { kind: "status", id: lunch, version: old + 1 };
  const { proposal } = await dana.api.history.proposeRestore.mutate(ask);
  await goTo(page, `proposals/${proposal}`, "Nothing has changed yet");
  await server.advanceClock(31 * MINUTE);
  await page.reload();
  await see(page, "30 minutes");
  await picture(page, "proposal", "expired", CONSOLE);
}

async function takeAsOf(
  { picture, server }: PictureTaker,
  page: Page,
  { dana, source }: HistoryFixture,
): Promise<void> {
  await goTo(page, "as-of", "Choose an instant");
  await picture(page, "as-of", "pick", CONSOLE);
  const { changes } = await dana.api.history.list.query({ kind: "source", id: source });
  const at = changes.at(-1)!.at;
  await dana.api.sources.remove.mutate({ id: source, version: 2 });
  await goTo(page, `record/source/${source}`, "deleted");
  await picture(page, "versions", "deleted", CONSOLE);
  await goTo(page, `as-of/${at}`, "different now");
  await picture(page, "as-of", "many", CONSOLE);
  await page.locator(".as-of-record input").click();
  await see(page, "1 selected");
  await picture(page, "as-of", "picked", CONSOLE);
  await server.advanceClock(MINUTE);
  const { now } = await dana.api.history.unread.query();
  await goTo(page, `as-of/${now - 1000}`, "Nothing has changed since then");
  await picture(page, "as-of", "nothing", CONSOLE);
}
