import { standing } from "@callboard/domain/agents";
import { Button } from "@callboard/ui/Button";
import { StatusShape } from "@callboard/ui/StatusShape";
import { effect, signal } from "@preact/signals";
import { serverNow } from "../clock.ts";
import { liveState } from "../live.ts";
import { session } from "../session.ts";
import { dropIntent, flushIntent, type Intent, onIntent, readIntent, renewIntent } from "../intents.ts";
import { statusLook } from "../rooms/agents/shape.ts";
import { popup as texts } from "../texts/en/popup.ts";
import { say } from "../texts/say.ts";
import type { Desk } from "./desk.ts";
import { second } from "./second.ts";

/** A choice that could not be sent, or that came too late to be applied without asking. */
export const waiting = signal<Intent | null>(null);

const look = async () => {
  const intent = await readIntent();
  waiting.value = intent && (intent.lost || intent.refused !== null) ? intent : null;
};

export function watchIntents(): void {
  onIntent(() => void look());
  effect(() => {
    if (liveState.value === "live" && session.value) void flushIntent().then(look);
  });
  void look();
}

export function Waiting({ desk, intent }: { desk: Desk; intent: Intent }) {
  const mine = desk.mine.data.value!;
  const status = mine.statuses.find(({ id }) => id === intent.status);
  const others = standing(mine.agent, mine.phone, second.value).statusName;
  const settle = (deed: Promise<unknown>) => void deed.then(look).then(() => desk.mine.refetch());
  return (
    <section class="now" aria-label={texts.current}>
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
          <Button size="small" variant="quiet" onClick={() => settle(dropIntent(intent.key))}>
            {texts.forgetIt}
          </Button>
          {intent.refused !== null && (
            <Button size="small" variant="primary" onClick={() => settle(renewIntent(intent, serverNow()))}>
              {texts.setItNow}
            </Button>
          )}
        </span>
      </div>
    </section>
  );
}
