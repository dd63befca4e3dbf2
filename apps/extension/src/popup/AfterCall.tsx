import { onCall, standing } from "@callboard/domain/agents";
import { showMinutes } from "@callboard/domain/time";
import { Button } from "@callboard/ui/Button";
import { StatusChip } from "../rooms/agents/StatusChip.tsx";
import { popup as texts } from "../texts/en/popup.ts";
import { choosingNext } from "./choosing.ts";
import { shownAgent } from "./acting.ts";
import { later } from "./deeds.ts";
import type { Desk } from "./desk.ts";
import { second } from "./second.ts";

/** The status that takes over when the call ends. Set in the list above, said aloud when it changes. */
export function AfterCall({ desk }: { desk: Desk }) {
  const mine = desk.mine.data.value;
  const stored = shownAgent(desk);
  const next = mine && stored ? standing(stored, mine.phone, second.value).next : null;
  return (
    <section class="after">
      <span class="after-words">{mine && !onCall(mine.phone) ? texts.afterNextCall : texts.afterCall}:</span>
      <span class="after-next" aria-live="polite">
        {next && mine ? (
          <>
            <StatusChip name={next.statusName} status={mine.statuses.find(({ id }) => id === next.status)} />
            {next.minutes !== null && <span class="cb-quiet">{showMinutes(next.minutes)}</span>}
          </>
        ) : (
          <span class="cb-quiet">{texts.nothingNext}</span>
        )}
      </span>
      {next ? (
        <Button size="small" variant="quiet" onClick={() => void later().then((deeds) => deeds.clearNext(desk))}>
          {texts.clearNext}
        </Button>
      ) : (
        <Button
          size="small"
          variant="quiet"
          aria-pressed={choosingNext.value}
          disabled={mine === null}
          onClick={() => (choosingNext.value = !choosingNext.value)}
        >
          {choosingNext.value ? texts.cancel : texts.setNext}
        </Button>
      )}
    </section>
  );
}
