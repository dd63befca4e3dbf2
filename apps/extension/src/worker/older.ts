import { keepIntent } from "../intents.ts";
import { INTENT } from "../storageLater.ts";
import { drop, read } from "../stored.ts";

/** Until there was one for each account, a choice on its way was kept under one name. */
const OLDER = { name: "intent", fits: INTENT({ person: "", account: "" }).fits };

/** Takes over what the release before kept elsewhere: a choice that waits outlives an update. */
export async function takeOver(): Promise<void> {
  const intent = await read(OLDER);
  await drop(OLDER);
  if (intent && !(await read(INTENT(intent)))) await keepIntent(intent);
}
