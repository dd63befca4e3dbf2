import { Card as Frame } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Notice } from "@callboard/ui/Notice";
import { useState } from "preact/hooks";
import { type Outputs, api } from "../../data/api.ts";
import { serverNow } from "../../data/clock.ts";
import { useResource } from "../../data/liveResource.ts";
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
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const answer = list.data.value;
  // An agency's administrator can add a card before the account starts paying for itself.
  const isAgencyAdministrator = account.role === "agency administrator";
  const mayChange = mayDo(account, "manage cards") && (answer?.paidByAgency === false || isAgencyAdministrator);
  const add = useAddCard(answer?.cards);
  const refetch = () => void list.refetch();
  const dialogProps = { onClose: () => setDialog(null), onDone: refetch };
  const hasCards = (answer?.cards.length ?? 0) > 0;
  return (
    <Page title={texts.title} summary={answer && summaryText(answer)} action={mayChange && hasCards && add.button}>
      {add.note}
      <Loaded resource={list} label={texts.loading}>
        {(view) => (
          <>
            {view.paidByAgency && <Notice sentence={texts.paidByAgency} />}
            <Warnings view={view} />
            {view.cards.length > 0 ? (
              <CardTable
                cards={view.cards}
                mayChange={mayChange}
                refetch={refetch}
                onRename={(card) => setDialog({ what: "rename", card })}
                onRemove={(card) => setDialog({ what: "remove", card })}
              />
            ) : (
              (!view.paidByAgency || mayChange) && (
                <Frame>
                  <EmptyState
                    icon="card"
                    sentence={view.paidByAgency ? texts.emptyPaid : mayChange ? texts.empty : texts.emptyReader}
                    action={mayChange && add.button}
                  />
                </Frame>
              )
            )}
            {view.cards.length > 0 && <DrillCard cards={view.cards} />}
            {view.provider === "sandbox" && !view.paidByAgency && <p class="cb-muted">{texts.sandbox}</p>}
          </>
        )}
      </Loaded>
      {dialog?.what === "rename" && <NameCardDialog card={dialog.card} {...dialogProps} />}
      {dialog?.what === "remove" && (
        <RemoveCardDialog
          card={dialog.card}
          next={answer?.cards.find(({ id }) => id !== dialog.card.id)}
          {...dialogProps}
        />
      )}
    </Page>
  );
}

function summaryText({ cards, paidByAgency }: CardsView): string | null {
  if (paidByAgency) return null;
  const [primary, second] = cards;
  if (!primary) return texts.summaryNone;
  if (second?.role !== "backup") return format(texts.summaryPrimary, { primary: cardText(primary) });
  return format(texts.summaryBackup, { primary: cardText(primary), backup: cardText(second) });
}

function Warnings({ view: { cards } }: { view: CardsView }) {
  const [primary, second] = cards;
  const expiring = cards.filter((card) => card.role !== "rest" && expiresSoon(card, serverNow()));
  return (
    <>
      {expiring.map((card) => (
        <Notice
          key={card.id}
          tone="warn"
          sentence={format(texts.ends, { card: cardText(card), end: expiryText(card) })}
        />
      ))}
      {primary && second?.role !== "backup" && (
        <Notice
          tone="warn"
          sentence={format(second ? texts.noBackupRest : texts.noBackup, { primary: cardText(primary) })}
        />
      )}
    </>
  );
}
