import { matchesText } from "@callboard/domain/core/text/search";
import { Card } from "@callboard/ui/Card";
import { useState } from "preact/hooks";
import { SearchBox } from "../../shared/list/SearchBox.tsx";
import { plans } from "../../texts/en/plans.ts";
import { format } from "../../texts/format.ts";
import { KeepItems } from "./KeepItems.tsx";
import { KeepOthers } from "./KeepOthers.tsx";
import { type LimitedItem, type PlanLimit, surplusCount } from "./keepChoice.ts";

const texts = plans.changePlan;
/** Longer lists get a search box. */
const SEARCH_FROM = 12;

interface KeepCardProps {
  planLimit: PlanLimit;
  keptIds: ReadonlySet<string>;
  onChange: (keptIds: ReadonlySet<string>) => void;
}

/** Chooses which items stay in use; the others are frozen. A long list shows those that stay, with a search. */
export function KeepCard({ planLimit, keptIds, onChange }: KeepCardProps) {
  // `isPartial`: of many items, only those that stay by default are loaded; the others are searched below.
  const { resource, limit, items, long: isPartial } = planLimit;
  const [search, setSearch] = useState("");
  const [addedItems, setAddedItems] = useState<readonly LimitedItem[]>([]);
  const listedItems = [...items, ...addedItems.filter(({ id }) => items.every((item) => item.id !== id))];
  const shownItems = listedItems.filter(({ name, more }) => isPartial || matchesText(`${name} ${more}`, search.trim()));
  const surplus = surplusCount(planLimit, keptIds);
  const toggle = (item: LimitedItem, on: boolean) => {
    const next = new Set(keptIds);
    if (on) next.add(item.id);
    else next.delete(item.id);
    if (on && listedItems.every(({ id }) => id !== item.id)) setAddedItems([...addedItems, item]);
    onChange(next);
  };
  return (
    // Only a limit that exists can be exceeded, and only exceeded limits have this card.
    <Card title={texts.keep[resource]} subtitle={format(texts.chosen, { count: keptIds.size, limit: limit! })}>
      {!isPartial && items.length > SEARCH_FROM && <SearchBox label={texts.find} value={search} onChange={setSearch} />}
      {surplus > 0 && (
        <p class="plan-over" role="status">
          {format(texts.tooMany, { count: surplus })}
        </p>
      )}
      {isPartial && <h3 class="plan-part">{texts.stay}</h3>}
      <KeepItems resource={resource} items={shownItems} keptIds={keptIds} onToggle={toggle} />
      {shownItems.length === 0 && <p class="cb-muted">{texts.none}</p>}
      {isPartial && <KeepOthers limit={planLimit} listedItems={listedItems} keptIds={keptIds} onToggle={toggle} />}
    </Card>
  );
}
