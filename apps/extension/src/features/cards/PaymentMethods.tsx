import { Card as Frame } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Notice } from "@callboard/ui/Notice";
import { useState } from "preact/hooks";
import { type Outputs, api } from "../../data/api.ts";
import { serverNow } from "../../data/clock.ts";
import { useResource } from "../../data/resource.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { cards as texts } from "../../texts/en/cards.ts";
import { format } from "../../texts/format.ts";
import { useAddCard } from "./useAddCard.tsx";
import { CardTable } from "./CardTable.tsx";
import { type Card, cardText, expiresSoon, expiryText } from "./cardText.ts";
import { DrillCard } from "./DrillCard.tsx";
import { NameCardDialog } from "./NameCardDialog.tsx";
import { RemoveCardDialog } from "./RemoveCardDialog.tsx";
import "./PaymentMethods.css";

type CardsView = Outputs["cards"]["list"];
type OpenDialog = { what: "rename" | "remove"; card: Card };

/** The cards that recharge the balance, and which is tried first. */
export function PaymentMethods() {
  const { account, zone } = useViewer();
  const list = useResource(["card", "wallet", "account"], () => api().cards.list.query({ zone }), [zone]);
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const answer = list.data.value;
  // An agency's administrator can store a card for the day when the account starts paying for itself.
  const runsAgency = account.role === "agency administrator";
  const mayChange = mayDo(account, "manage cards") && (answer?.paidByAgency === false || runsAgency);
  const add = useAddCard(answer?.cards);
  const refetch = () => void list.refetch();
  const dialog = { onClose: () => setOpen(null), onDone: refetch };
  const any = (answer?.cards.length ?? 0) > 0;
  return (
    <Page title={texts.title} state={answer && summaryText(answer)} action={mayChange && any && add.button}>
      {add.note}
      <Loaded of={list} label={texts.loading}>
        {(shown) => (
          <>
            {shown.paidByAgency && <Notice sentence={texts.paidByAgency} />}
            <Warnings list={shown} />
            {shown.cards.length > 0 ? (
              <CardTable
                cards={shown.cards}
                mayChange={mayChange}
                refetch={refetch}
                onRename={(card) => setOpen({ what: "rename", card })}
                onRemove={(card) => setOpen({ what: "remove", card })}
              />
            ) : (
              (!shown.paidByAgency || mayChange) && (
                <Frame>
                  <EmptyState
                    icon="card"
                    sentence={shown.paidByAgency ? texts.emptyPaid : mayChange ? texts.empty : texts.emptyReader}
                    action={mayChange && add.button}
                  />
                </Frame>
              )
            )}
            {shown.cards.length > 0 && <DrillCard cards={shown.cards} />}
            {shown.provider === "sandbox" && !shown.paidByAgency && <p class="cb-quiet">{texts.sandbox}</p>}
          </>
        )}
      </Loaded>
      {open?.what === "rename" && <NameCardDialog card={open.card} {...dialog} />}
      {open?.what === "remove" && (
        <RemoveCardDialog card={open.card} next={answer?.cards.find(({ id }) => id !== open.card.id)} {...dialog} />
      )}
    </Page>
  );
}

function summaryText({ cards, paidByAgency }: CardsView): string | null {
  if (paidByAgency) return null;
  const [primary, second] = cards;
  if (!primary) return texts.stateNone;
  if (second?.role !== "backup") return format(texts.statePrimary, { primary: cardText(primary) });
  return format(texts.stateBackup, { primary: cardText(primary), backup: cardText(second) });
}

function Warnings({ list: { cards } }: { list: CardsView }) {
  const [primary, second] = cards;
  const ending = cards.filter((card) => card.role !== "rest" && expiresSoon(card, serverNow()));
  return (
    <>
      {ending.map((card) => (
        <Notice
          key={card.id}
          kind="warn"
          sentence={format(texts.ends, { card: cardText(card), end: expiryText(card) })}
        />
      ))}
      {primary && second?.role !== "backup" && (
        <Notice
          kind="warn"
          sentence={format(second ? texts.noBackupRest : texts.noBackup, { primary: cardText(primary) })}
        />
      )}
    </>
  );
}
