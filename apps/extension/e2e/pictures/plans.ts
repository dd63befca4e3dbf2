import { button, see, until } from "../support/page.ts";
import { type PictureTaker, goTo } from "./pictureTaker.ts";

const CONSOLE = { width: 1280, height: 1100 };
const NARROW = { width: 420, height: 900 };
const EMAIL = "solveig@callboard.demo";
const QUEUES = ["Bread", "Cakes", "Catering", "Complaints", "Deliveries", "Gift boxes", "Jobs"];

/** The comparison of plans, the steps to a smaller one, its proposal, and what is frozen afterwards. */
export async function takePlans({ server, consoleOf, picture }: PictureTaker): Promise<void> {
  const page = await consoleOf(EMAIL, "plan");
  await see(page, "What each plan has");
  await picture(page, "plan", "compare", CONSOLE);
  await picture(page, "plan", "compare-narrow", NARROW);
  await page.setViewport(CONSOLE);
  await button(page, "Change to Advanced…").click();
  await see(page, "Nothing goes beyond Advanced");
  await picture(page, "plan", "larger", CONSOLE);
  await button(page, "See exactly what happens").click();
  await see(page, "goes from Essentials to Advanced");
  await picture(page, "plan", "larger-proposed", CONSOLE);
  await button(page, "Change the plan").click();
  await see(page, "This was done.");
  const { api } = await server.as(EMAIL, "solo");
  const [person] = (await api.queues.people.query()).people;
  for (const name of QUEUES)
    await api.queues.save.mutate({ name, routing: "longest idle", members: [{ id: person!.id, weight: 1 }] });
  await server.pass(32 * 24 * 60 * 60_000);
  const later = await consoleOf(EMAIL, "plan/essentials");
  await see(later, "Call queues that stay");
  await until(
    async () => (await later.$$(".plan-items input")).length,
    (count) => count >= QUEUES.length,
  );
  await picture(later, "plan", "choosing", { width: 1280, height: 1300 });
  await picture(later, "plan", "choosing-narrow", { width: 420, height: 1500 });
  await later.setViewport(CONSOLE);
  await button(later, "See exactly what happens").click();
  await see(later, "goes from Advanced to Essentials");
  await picture(later, "plan", "smaller-proposed", { width: 1280, height: 1300 });
  await button(later, "Change the plan").click();
  await see(later, "This was done.");
  await goTo(later, "plan", "is parked");
  await picture(later, "plan", "parked", CONSOLE);
  await goTo(later, "queues", "Bread");
  await picture(later, "plan", "parked-queues", CONSOLE);
  const harriet = await consoleOf("harriet@callboard.demo", "plan/essentials");
  await see(harriet, "Close each of these first");
  await picture(harriet, "plan", "sub-accounts", CONSOLE);
  for (const account of ["mason", "parkside"] as const) {
    const below = await server.as("harriet@callboard.demo", account);
    const { proposal } = await below.api.lifecycle.proposeCancel.mutate({ others: { is: "release" } });
    const { name } = await below.api.proposals.get.query({ proposal });
    await below.api.proposals.confirm.mutate({ proposal, name });
  }
  const alone = await consoleOf("harriet@callboard.demo", "plan/essentials");
  await see(alone, "as the account that stands alone");
  await picture(alone, "plan", "one-left", CONSOLE);
  await button(alone, "See exactly what happens").click();
  await see(alone, "leaves Harbor Agency");
  await picture(alone, "plan", "standalone-proposed", { width: 1280, height: 1500 });
}
