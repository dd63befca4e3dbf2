import { Badge } from "@callboard/ui/Badge";
import { Card as Frame } from "@callboard/ui/Card";
import { Icon } from "@callboard/ui/Icon";
import { Menu, type MenuEntry } from "@callboard/ui/Menu";
import { type Column, Table } from "@callboard/ui/Table";
import { serverNow } from "../../data/clock.ts";
import { dayAndTime } from "../../shared/timeText.ts";
import { useViewer } from "../../shared/viewer.ts";
import { cards as texts } from "../../texts/en/cards.ts";
import { format } from "../../texts/format.ts";
import { type Card, cardText, expiresSoon, expiryText } from "./cardText.ts";
import { moveCard, setBackup, makePrimary } from "./cardOrder.ts";

interface CardTableProps {
  cards: readonly Card[];
  mayChange: boolean;
  refetch: () => void;
  onRename: (card: Card) => void;
  onRemove: (card: Card) => void;
}

/** The cards in the order in which they are tried. */
export function CardTable({ cards, mayChange, ...cardActions }: CardTableProps) {
  const columns: Column<Card>[] = [
    { key: "card", header: texts.card, width: "42%", cell: (card) => <CardName card={card} /> },
    {
      key: "role",
      header: texts.role,
      cell: ({ role }) => <Badge tone={role === "primary" ? "accent" : "slate"}>{texts.roles[role]}</Badge>,
    },
    { key: "end", header: texts.end, cell: (card) => <span class="cb-numbers">{expiryText(card)}</span> },
    { key: "state", header: texts.status, hideOrder: 1, cell: (card) => <CardState card={card} /> },
  ];
  const menuColumn: Column<Card> = {
    key: "menu",
    header: <span class="cb-visually-hidden">{texts.actions}</span>,
    align: "end",
    cell: (card) => (
      <Menu
        kind="icon"
        align="end"
        label={format(texts.menu, { card: cardText(card) })}
        entries={menuEntriesOf(card, cards, cardActions)}
      >
        <Icon name="dots" />
      </Menu>
    ),
  };
  return (
    <Frame flush>
      <Table
        caption={texts.caption}
        columns={mayChange ? [...columns, menuColumn] : columns}
        rows={cards}
        rowKey={({ id }) => id}
      />
    </Frame>
  );
}

function CardName({ card }: { card: Card }) {
  const { brand, last4, name, holder } = card;
  return (
    <span class="card-named">
      <Icon name="card" />
      <span>
        <strong>{name === "" ? `${brand} ${last4}` : name}</strong>
        <span class="cb-muted">{name === "" ? holder : `${brand} ${last4} · ${holder}`}</span>
      </span>
    </span>
  );
}

/** Whether the card can be tried now. A resting card was declined, and is skipped until the time shown. */
function CardState({ card }: { card: Card }) {
  const viewer = useViewer();
  const { state, until, why } = card;
  if (expiresSoon(card, serverNow())) return <Badge tone="warn">{texts.soon}</Badge>;
  if (state === "ok") return <span class="cb-muted">{texts.states.ok}</span>;
  const text =
    state === "resting" ? format(texts.states.resting, { time: dayAndTime(until!, viewer) }) : texts.states[state];
  return (
    <span title={why ?? undefined}>
      <Badge tone={state === "resting" ? "warn" : "bad"}>{text}</Badge>
    </span>
  );
}

type CardActions = Pick<CardTableProps, "refetch" | "onRename" | "onRemove">;

function menuEntriesOf(card: Card, cards: readonly Card[], { refetch, onRename, onRemove }: CardActions): MenuEntry[] {
  const furtherCards = cards.filter(({ role }) => role === "rest");
  // -1 for the primary and the backup, which can't be moved.
  const index = furtherCards.indexOf(card);
  const entry = (id: string, label: string, onSelect: () => void): MenuEntry => ({ id, label, onSelect });
  return [
    ...(card.role === "primary"
      ? []
      : [entry("primary", texts.makePrimary, () => void makePrimary(card, cards, refetch))]),
    ...(card.role === "rest" ? [entry("backup", texts.makeBackup, () => void setBackup(card, cards, refetch))] : []),
    ...(card.role === "backup"
      ? [entry("no-backup", texts.dropBackup, () => void setBackup(null, cards, refetch))]
      : []),
    ...(index > 0 ? [entry("up", texts.moveUp, () => void moveCard(card, -1, cards, refetch))] : []),
    ...(index >= 0 && index < furtherCards.length - 1
      ? [entry("down", texts.moveDown, () => void moveCard(card, 1, cards, refetch))]
      : []),
    { id: "rename", label: texts.rename, icon: "edit", onSelect: () => onRename(card) },
    { separator: true },
    { id: "remove", label: texts.remove, icon: "trash", danger: true, onSelect: () => onRemove(card) },
  ];
}
