import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { failureText } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { cards as texts } from "../../texts/en/cards.ts";
import { format } from "../../texts/format.ts";
import { type Card, cardText } from "./cardText.ts";

/** Opens the provider's page in its own tab; the card appears here once the provider has reported it. */
export function useAddCard(cards: readonly Card[] | undefined) {
  const addCard = useAction<null, { url: string }>((_, options) => api().cards.add.mutate(undefined, options));
  const [url, setUrl] = useState<string | null>(null);
  const [isTabBlocked, setTabBlocked] = useState(false);
  const idsBefore = useRef<readonly string[] | null>(null);

  useEffect(() => {
    if (!cards || url === null) return;
    const newCard = cards.find(({ id }) => idsBefore.current?.includes(id) === false);
    if (!newCard) return;
    setUrl(null);
    toasts.show({ tone: "good", sentence: format(texts.added, { card: cardText(newCard) }) });
  }, [cards]);

  async function begin() {
    // Opened during the click: browsers block tabs that open later.
    const tab = open("", "_blank");
    idsBefore.current = cards?.map(({ id }) => id) ?? [];
    const outcome = await addCard.run(null);
    if (!outcome?.ok) return tab?.close();
    setUrl(outcome.output.url);
    setTabBlocked(tab === null);
    if (tab) tab.location.href = outcome.output.url;
  }

  const button = (
    <Button variant="primary" icon="plus" busy={addCard.busy.value} onClick={() => void begin()}>
      {texts.add}
    </Button>
  );
  const outcome = addCard.outcome.value;
  const note =
    outcome?.ok === false ? (
      <Notice tone="bad" sentence={failureText(outcome)} />
    ) : url !== null ? (
      <Notice
        sentence={isTabBlocked ? texts.blocked : texts.opened}
        action={
          <a class="cb-button" data-size="small" href={url} target="_blank" rel="noopener noreferrer">
            {texts.openHere}
          </a>
        }
      />
    ) : null;
  return { button, note };
}
