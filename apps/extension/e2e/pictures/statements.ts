import { DAY } from "@callboard/domain/core/time";
import { enterCard } from "../support/cards.ts";
import { button, see, until } from "../support/page.ts";
import { type PictureTaker, goTo } from "./pictureTaker.ts";
import { recordUsage } from "../support/usage.ts";

const CONSOLE = { width: 1280, height: 1000 };
const NARROW = { width: 420, height: 900 };

/** Statements: a busy month, an agency's with its parts, one that the agency pays for, an empty one, and narrow. */
export async function takeStatements(visibility: PictureTaker): Promise<void> {
  const { server, consoleOf, picture } = visibility;
  const email = "dana@callboard.demo";
  const operator = await server.operator();
  const { api, account } = await server.signInAs(email);
  const parkside = await server.signInAs("ida@callboard.demo", "parkside");
  await recordUsage(server, account, "statement");
  await recordUsage(server, parkside.account, "statement");
  await operator.balance.adjust.mutate({ account, micros: 5_000_000, reason: "Credit for the outage of 3 March" });
  // Entered again so that it works, whatever other pictures have done to it.
  await enterCard(server, email, { number: "4242424242424242", holder: "Dana Reyes" });
  const paying = (await api.cards.list.query()).cards.find(({ last4 }) => last4 === "4242")!;
  await api.balance.topUp.mutate({ cents: 5000, card: paying.id });
  const page = await consoleOf(email, "statements");
  await see(page, "Top-up");
  await picture(page, "statements", "full", CONSOLE);
  await picture(page, "statements", "narrow", NARROW);
  await button(page, "Email…").click();
  await see(page, "Email this statement");
  await picture(page, "statements", "mailing", CONSOLE);
  await page.keyboard.press("Escape");
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const now = await server.now();
  const period = { first: day(now - 30 * DAY), last: day(now - DAY) };
  await goTo(page, "statements/sent", "No statements sent yet.");
  await picture(page, "sent-statements", "nothing", CONSOLE);
  await api.statements.send.mutate({ ...period, recipients: [email, "books@northwind.example"] });
  const sent = await consoleOf(email, "statements/sent");
  await see(sent, "books@northwind.example");
  await picture(sent, "sent-statements", "full", CONSOLE);
  await goTo(page, "statements?first=2020-01-01&last=2020-01-31", "No payments or activity in this period.");
  await picture(page, "statements", "nothing", CONSOLE);
  const harriet = await consoleOf("harriet@callboard.demo", "statements");
  await see(harriet, "Parkside Dental");
  await picture(harriet, "statements", "agency", CONSOLE);
  await picture(await consoleOf("ida@callboard.demo", "statements"), "statements", "paid-by-the-agency", CONSOLE);
  await takeSchedules(visibility);
}

/** Schedules: none, the dialog, three of them, a mail, and the page to unsubscribe. */
async function takeSchedules({ server, consoleOf, picture }: PictureTaker): Promise<void> {
  const email = "dana@callboard.demo";
  const { api } = await server.signInAs(email);
  const page = await consoleOf(email, "statements/schedules");
  await see(page, "No schedules yet.");
  await picture(page, "schedules", "nothing", CONSOLE);
  await button(page, "New schedule").click();
  await see(page, "The next three");
  await picture(page, "schedules", "new", CONSOLE);
  await page.keyboard.press("Escape");
  await api.statements.saveSchedule.mutate({ every: "week", day: 1, recipients: [email, "books@northwind.example"] });
  await api.statements.saveSchedule.mutate({ every: "month", day: 31, recipients: ["audit@example.com"] });
  await server.advanceClock(8 * DAY);
  const { schedules } = await api.statements.schedules.query();
  const last = schedules.find(({ every }) => every === "month")!;
  await api.statements.pauseSchedule.mutate({ id: last.id, version: last.version, paused: true });
  await goTo(page, "statements/schedules", "paused");
  const [mail] = await until(
    async () => (await api.mail.list.query()).mails.filter(({ text }) => text.includes("#/unsubscribe/")),
    (found) => found.length > 0,
  );
  const listed = await consoleOf(email, "statements/schedules");
  await see(listed, "Every Monday");
  await picture(listed, "schedules", "full", CONSOLE);
  await picture(listed, "schedules", "narrow", NARROW);
  await goTo(listed, "mail", "kept here");
  await listed.locator(`aria/${mail!.subject}`).click();
  await see(listed, "unsubscribe");
  await picture(listed, "mail", "statement", CONSOLE);
  const viewer = await consoleOf(email, "statements");
  await goTo(viewer, `unsubscribe/${/#\/unsubscribe\/(\S+)/.exec(mail!.text)![1]}`, "sent to");
  await picture(viewer, "unsubscribe", "asked", CONSOLE);
  await button(viewer, "Unsubscribe").click();
  await see(viewer, "gets no more scheduled statements");
  await picture(viewer, "unsubscribe", "done", CONSOLE);
}
