import type { ComponentChildren } from "preact";
import "./Difference.css";

/** Consecutive words that are in both texts, only in the old one, or only in the new one. */
interface TextPart {
  in: "both" | "before" | "after";
  text: string;
}

/** A list item that differs. */
interface DifferenceItem {
  id: string;
  how: "added" | "removed" | "changed" | "moved";
  before: string | null;
  after: string | null;
}

export interface DifferenceProps {
  before: string;
  after: string;
  /** A long text compared by word. Without it and `items`, the old value is shown next to the new one. */
  text?: readonly TextPart[] | null | undefined;
  /** A list compared by item. */
  items?: readonly DifferenceItem[] | null | undefined;
  /** Read out before the old and the new value, and shown next to each item. */
  labels: Record<"was" | "is" | DifferenceItem["how"], string>;
}

/** From this length of both values together, each gets its own line. */
const LONG_TEXT_LENGTH = 60;

/** An old and a new value: texts are compared by word, lists by item. */
export function Difference({ before, after, text, items, labels }: DifferenceProps) {
  if (items && items.length > 0) return <Items items={items} labels={labels} />;
  if (text) return <TextParts parts={text} labels={labels} />;
  return (
    <span class="cb-difference" data-long={before.length + after.length > LONG_TEXT_LENGTH || undefined}>
      <OldValue label={labels.was}>{before}</OldValue>
      <span class="cb-difference-arrow" aria-hidden="true">
        →
      </span>
      <NewValue label={labels.is}>{after}</NewValue>
    </span>
  );
}

type Labels = DifferenceProps["labels"];
type ValueProps = { label: string; children: ComponentChildren };

const OldValue = ({ label, children }: ValueProps) => (
  <del>
    <span class="cb-visually-hidden">{label} </span>
    {children}
  </del>
);
const NewValue = ({ label, children }: ValueProps) => (
  <ins>
    <span class="cb-visually-hidden">{label} </span>
    {children}
  </ins>
);

function TextParts({ parts, labels }: { parts: readonly TextPart[]; labels: Labels }) {
  return (
    <span class="cb-difference-text">
      {parts.map(({ in: side, text }, index) => {
        if (side === "both") return <span key={index}>{text}</span>;
        return side === "before" ? (
          <OldValue key={index} label={labels.removed}>
            {text}
          </OldValue>
        ) : (
          <NewValue key={index} label={labels.added}>
            {text}
          </NewValue>
        );
      })}
    </span>
  );
}

const CHANGE_SIGNS = { added: "+", removed: "\u2212", changed: "~", moved: "\u2195" } as const;

function Items({ items, labels }: { items: readonly DifferenceItem[]; labels: Labels }) {
  return (
    <ul class="cb-difference-items">
      {items.map(({ id, how, before, after }) => (
        <li key={id} data-how={how}>
          <span class="cb-difference-sign" aria-hidden="true">
            {CHANGE_SIGNS[how]}
          </span>
          <span>
            {how === "changed" ? (
              <Difference before={before ?? ""} after={after ?? ""} labels={labels} />
            ) : (
              <span class="cb-difference-item">{after ?? before}</span>
            )}{" "}
            <span class="cb-difference-how">{labels[how]}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
