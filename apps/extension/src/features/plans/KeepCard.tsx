import { matchesWords } from "@callboard/domain/core/text/search";
import { Card } from "@callboard/ui/Card";
import { useState } from "preact/hooks";
import { SearchBox } from "../../shared/list/SearchBox.tsx";
import { plans } from "../../texts/en/plans.ts";
import { format } from "../../texts/format.ts";
import { KeepItems } from "./KeepItems.tsx";
import { KeepOthers } from "./KeepOthers.tsx";
import { type Choosable, type PlanLimit, surplusCount } from "./keepChoice.ts";

const texts = plans.guide;
/** Longer lists get a search box. */
const SEARCH_FROM = 12;

interface KeepCardProps {
  limit: PlanLimit;
  kept: ReadonlySet<string>;
  onKept: (kept: ReadonlySet<string>) => void;
}

/** Chooses which items stay in use; the others are frozen. A long list shows those that stay and has a search. */
export function KeepCard({ limit: limited, kept, onKept }: KeepCardProps) {
  const { what, limit, items, long } = limited;
  const [words, setWords] = useState("");
  const [added, setAdded] = useState<readonly Choosable[]>([]);
  const listed = [...items, ...added.filter(({ id }) => items.every((item) => item.id !== id))];
  const shown = listed.filter(({ name, more }) => long || matchesWords(`${name} ${more}`, words.trim()));
  const over = surplusCount(limited, kept);
  const toggle = (item: Choosable, on: boolean) => {
    const next = new Set(kept);
    if (on) next.add(item.id);
    else next.delete(item.id);
    if (on && listed.every(({ id }) => id !== item.id)) setAdded([...added, item]);
    onKept(next);
  };
  return (
    <Card title={texts.keep[what]} sub={format(texts.chosen, { count: kept.size, limit: limit! })}>
      {!long && items.length > SEARCH_FROM && <SearchBox label={texts.find} words={words} onWords={setWords} />}
      {over > 0 && (
        <p class="plan-over" role="status">
          {format(texts.tooMany, { count: over })}
        </p>
      )}
      {long && <h3 class="plan-part">{texts.stay}</h3>}
      <KeepItems what={what} items={shown} kept={kept} onToggle={toggle} />
      {shown.length === 0 && <p class="cb-quiet">{texts.none}</p>}
      {long && <KeepOthers limit={limited} listed={listed} kept={kept} onToggle={toggle} />}
    </Card>
  );
}
