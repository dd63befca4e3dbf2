import { Card as Frame } from "@callboard/ui/Card";
import { Checkbox } from "@callboard/ui/Checkbox";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { useViewer } from "../../shared/viewer.ts";
import { cards as texts } from "../../texts/en/cards.ts";
import { type Card, cardText } from "./cardText.ts";

const drillTexts = texts.drill;

/** The card drill: which card would pay if some were declined. The server uses the real order, and charges nothing. */
export function DrillCard({ cards }: { cards: readonly Card[] }) {
  const { zone } = useViewer();
  // At first the primary card is the declined one.
  const [declined, setDeclined] = useState<readonly string[]>([cards[0]!.id]);
  const declinedIds = declined.filter((id) => cards.some((card) => card.id === id));
  const result = useResource(
    ["card", "wallet", "rechargeSettings", "recharge", "balance"],
    () => api().cards.drill.query({ declined: [...declinedIds], zone }),
    [declinedIds.join(), zone],
  );
  const toggle = (id: string, on: boolean) =>
    setDeclined(on ? [...declinedIds, id] : declinedIds.filter((declinedId) => declinedId !== id));
  return (
    <Frame title={drillTexts.title} subtitle={drillTexts.subtitle}>
      <div class="drill">
        <fieldset class="drill-cards">
          <legend>{drillTexts.legend}</legend>
          {cards.map((card) => (
            <Checkbox
              key={card.id}
              label={cardText(card)}
              checked={declinedIds.includes(card.id)}
              onChange={(on) => toggle(card.id, on)}
            />
          ))}
        </fieldset>
        <Loaded resource={result} label={drillTexts.loading} lines={2}>
          {({ steps, why }) => (
            <div role="status">
              {steps.length > 0 && (
                <ol class="drill-steps">
                  {steps.map(({ card, label, outcome, state }) => (
                    <li key={card} data-would={outcome}>
                      {label} · {outcome === "skipped" ? drillTexts.skipped[state] : drillTexts.would[outcome]}
                    </li>
                  ))}
                </ol>
              )}
              <p class="drill-why">{why}</p>
            </div>
          )}
        </Loaded>
      </div>
    </Frame>
  );
}
