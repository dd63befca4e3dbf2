import { button, see, until } from "../support/page.ts";
import { type PictureTaker, goTo } from "./pictureTaker.ts";

const CONSOLE = { width: 1280, height: 1100 };
const NARROW = { width: 420, height: 900 };
const EMAIL = "solveig@callboard.demo";
const QUEUES = ["Bread", "Cakes", "Catering", "Complaints", "Deliveries", "Gift boxes", "Jobs"];

/** The comparison of plans, the steps to a smaller one, its proposal, and what is frozen afterwards. */
export async function takePlans({ server, consoleOf, picture }: PictureTaker): Promise<void> {
  const page = await consoleOf(EMAIL, "plans");
  await see(page, "Compare plans");
  await picture(page, "plans", "compare", CONSOLE);
  await picture(page, "plans", "compare-narrow", NARROW);
  await page.setViewport(CONSOLE);
  await button(page, "Change to Advanced…").click();
  await see(page, "Nothing is beyond Advanced");
  await picture(page, "plans", "larger", CONSOLE);
  await button(page, "Review every line").click();
  await see(page, "changes from Essentials to Advanced");
  await picture(page, "plans", "larger-proposed", CONSOLE);
  await button(page, "Change plan").click();
  await see(page, "This was done.");
  const { api } = await server.signInAs(EMAIL, "solo");
  const [person] = (await api.queues.people.query()).people;
  for (const name of QUEUES)
    await api.queues.save.mutate({ name, routing: "longest idle", members: [{ id: person!.id, weight: 1 }] });
  await server.advanceClock(32 * 24 * 60 * 60_000);
  const later = await consoleOf(EMAIL, "plans/essentials");
  await see(later, "Call queues to keep");
  await until(
    async () => (await later.$$(".plan-items input")).length,
    (count) => count >= QUEUES.length,
  );
  await picture(later, "plans", "choosing", { width: 1280, height: 1300 });
  await picture(later, "plans", "choosing-narrow", { width: 420, height: 1500 });
  await later.setViewport(CONSOLE);
  await button(later, "Review every line").click();
  await see(later, "changes from Advanced to Essentials");
  await picture(later, "plans", "smaller-proposed", { width: 1280, height: 1300 });
  await button(later, "Change plan").click();
  await see(later, "This was done.");
  await goTo(later, "plans", "and frozen");
  await picture(later, "plans", "frozen", CONSOLE);
  await goTo(later, "queues", "Bread");
  await picture(later, "plans", "frozen-queues", CONSOLE);
  const harriet = await consoleOf("harriet@callboard.demo", "plans/essentials");
  await see(harriet, "Cancel each of these first");
  await picture(harriet, "plans", "agency", CONSOLE);
  for (const account of ["mason", "parkside"] as const) {
    const below = await server.signInAs("harriet@callboard.demo", account);
    const { proposal } = await below.api.lifecycle.proposeCancel.mutate({ others: { is: "release" } });
    const { name } = await below.api.proposals.get.query({ proposal });
    await below.api.proposals.confirm.mutate({ proposal, name });
  }
  const alone = await consoleOf("harriet@callboard.demo", "plans/essentials");
  await see(alone, "as a standalone account");
  await picture(alone, "plans", "one-left", CONSOLE);
  await button(alone, "Review every line").click();
  await see(alone, "leaves Harbor Agency");
  await picture(alone, "plans", "standalone-proposed", { width: 1280, height: 1500 });
}
