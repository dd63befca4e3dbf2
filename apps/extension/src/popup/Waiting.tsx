import { standing } from "@callboard/domain/agents";
import { Button } from "@callboard/ui/Button";
import { StatusShape } from "@callboard/ui/StatusShape";
import { serverNow } from "../clock.ts";
import { renewIntent } from "../flushIntent.ts";
import { dropIntent } from "../intents.ts";
import { statusLook } from "../rooms/agents/shape.ts";
import { popup } from "../texts/en/popup.ts";
import { popupLater as texts } from "../texts/en/popupLater.ts";
import { say } from "../texts/say.ts";
import { desk as shown } from "./entrance.ts";
import { second } from "./second.ts";
import { look, waiting } from "./waiting.ts";

/** What was chosen and is not so yet: it waits, or it asks. */
export function Waiting() {
  const desk = shown.value;
  const intent = waiting.value;
  const mine = desk?.mine.data.value;
  if (!desk || !mine || !intent) return null;
  const status = mine.statuses.find(({ id }) => id === intent.status);
  const others = standing(mine.agent, mine.phone, second.value).statusName;
  const settle = (deed: Promise<unknown>) => void deed.then(look).then(() => desk.mine.refetch());
  return (
    <section class="now" aria-label={popup.current}>
      <div class="now-what">
        {status && <StatusShape {...statusLook(status)} size={26} />}
        <h1 class="now-name">{intent.statusName}</h1>
      </div>
      <p class="now-why" role={intent.refused === null ? "status" : "alert"}>
        <strong class="now-overdue">{intent.refused ?? texts.waiting}</strong>
        {intent.refused === null && <span>{say(texts.others, { status: others })}</span>}
      </p>
      <div class="now-foot">
        <span class="now-actions">
          <Button size="small" variant="quiet" onClick={() => settle(dropIntent(intent))}>
            {texts.forgetIt}
          </Button>
          {intent.refused !== null && status?.archivedAt === null && (
            <Button size="small" variant="primary" onClick={() => settle(renewIntent(intent, serverNow()))}>
              {texts.setItNow}
            </Button>
          )}
        </span>
      </div>
    </section>
  );
}
