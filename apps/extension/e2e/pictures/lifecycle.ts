import { button, fill, see, until } from "../support/page.ts";
import { type PictureTaker, goTo } from "./pictureTaker.ts";

const CONSOLE = { width: 1280, height: 960 };
const NARROW = { width: 420, height: 900 };
const EMAIL = "solveig@callboard.demo";

const BOUGHT_NUMBERS = [
  ["+493023125041", "Cake orders"],
  ["+493023125048", "Window sign"],
  ["+493023125057", "Flyer"],
] as const;

/** The account as a whole: every state, the proposals before them, and an account that its agency pays for. */
export async function takeLifecycle({ server, consoleOf, picture }: PictureTaker): Promise<void> {
  const { api } = await server.signInAs(EMAIL, "solo");
  for (const [e164, name] of BOUGHT_NUMBERS) await api.numbers.buy.mutate({ e164, name });
  await until(
    async () => (await api.lifecycle.status.query()).numbers,
    (count) => count >= BOUGHT_NUMBERS.length,
  );
  const page = await consoleOf(EMAIL, "lifecycle");
  await see(page, "Actions");
  await picture(page, "status", "active", CONSOLE);
  await picture(page, "status", "active-narrow", NARROW);
  await button(page, "Stop incoming calls…").click();
  await see(page, "Review the effects");
  await picture(page, "status", "stopping", CONSOLE);
  await button(page, "Review the effects").click();
  await see(page, "Incoming calls stop until somebody resumes them");
  await picture(page, "status", "stop-proposed", CONSOLE);
  await button(page, "Stop incoming calls").click();
  await see(page, "This was done.");
  await picture(page, "status", "stop-done", CONSOLE);
  await goTo(page, "lifecycle", "Stopped since");
  await picture(page, "status", "stopped", CONSOLE);
  await button(page, "Resume calls").click();
  await see(page, "Incoming calls are no longer stopped.");
  await goTo(page, "lifecycle/cancel", "Number by number");
  await picture(page, "cancel", "asked", CONSOLE);
  await picture(page, "cancel", "asked-narrow", NARROW);
  await page.setViewport(CONSOLE);
  const choices = await page.$$("table select");
  await choices[0]!.select("forward");
  await choices[1]!.select("hold");
  await button(page, "Review cancellation").click();
  await see(page, "Enter a number, such as");
  await picture(page, "cancel", "forwarding", CONSOLE);
  await fill(page, "Forward to", "+49 30 23125099");
  await button(page, "Review cancellation").click();
  await see(page, "is canceled: calls don’t connect");
  await picture(page, "cancel", "proposed", { width: 1280, height: 1200 });
  await button(page, "Cancel account").click();
  await see(page, "This was done.");
  await goTo(page, "lifecycle", "Undo cancellation");
  await picture(page, "status", "canceled", CONSOLE);
  await button(page, "Undo cancellation…").click();
  await see(page, "is active again");
  await picture(page, "cancel", "undo-proposed", CONSOLE);
  await button(page, "Undo cancellation").click();
  await see(page, "This was done.");
  const ida = await consoleOf("ida@callboard.demo", "lifecycle");
  await see(ida, "The agency pays");
  await picture(ida, "status", "agency-pays", CONSOLE);
  const harriet = await consoleOf("harriet@callboard.demo", "lifecycle");
  await see(harriet, "Actions");
  await picture(harriet, "status", "agency", CONSOLE);
  await goTo(harriet, "agency", "sub-accounts of Harbor Agency");
  await picture(harriet, "agency", "full", CONSOLE);
  await picture(harriet, "agency", "narrow", NARROW);
  await harriet.setViewport(CONSOLE);
  await goTo(harriet, "lifecycle", "Actions");
  await button(harriet, "Cancel agency…").click();
  await see(harriet, "accounts are ready to be canceled");
  await picture(harriet, "cancel-agency", "proposed", CONSOLE);
  await button(harriet, "Cancel 4 accounts…").click();
  await see(harriet, "Cancel Harbor Agency and all its sub-accounts?");
  await picture(harriet, "cancel-agency", "typing", CONSOLE);
}
