import type { ComponentChildren } from "preact";
import "./Difference.css";

/** A run of words that stands in both texts, in the old one only, or in the new one only. */
interface DifferenceWords {
  in: "both" | "before" | "after";
  text: string;
}

/** One item of a list that is not as it was. */
interface DifferenceItem {
  id: string;
  how: "added" | "removed" | "changed" | "moved";
  before: string | null;
  after: string | null;
}

export interface DifferenceProps {
  before: string;
  after: string;
  words?: readonly DifferenceWords[] | null | undefined;
  items?: readonly DifferenceItem[] | null | undefined;
  /** What a listener hears before the old and the new value, and the word beside each item. */
  labels: Record<"was" | "is" | DifferenceItem["how"], string>;
}

const LONG_TEXT_LENGTH = 60;

/** An old value and a new one: word by word where it is a text, item by item where it is a list. */
export function Difference({ before, after, words, items, labels }: DifferenceProps) {
  if (items && items.length > 0) return <Items items={items} labels={labels} />;
  if (words) return <Words words={words} labels={labels} />;
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
    <span class="cb-unseen">{label} </span>
    {children}
  </del>
);
const NewValue = ({ label, children }: ValueProps) => (
  <ins>
    <span class="cb-unseen">{label} </span>
    {children}
  </ins>
);

function Words({ words, labels }: { words: readonly DifferenceWords[]; labels: Labels }) {
  return (
    <span class="cb-difference-words">
      {words.map(({ in: side, text }, at) => {
        if (side === "both") return <span key={at}>{text}</span>;
        return side === "before" ? (
          <OldValue key={at} label={labels.removed}>
            {text}
          </OldValue>
        ) : (
          <NewValue key={at} label={labels.added}>
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
