import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { SearchBox } from "../../shared/list/SearchBox.tsx";
import { useResource } from "../../data/liveResource.ts";
import { countText } from "../../shared/countText.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { useViewer } from "../../shared/viewer.ts";
import { plans } from "../../texts/en/plans.ts";
import { format } from "../../texts/format.ts";
import { KeepItems, type KeepItemsProps } from "./KeepItems.tsx";
import type { LimitedItem, PlanLimit } from "./keepChoice.ts";

const texts = plans.changePlan;
/** The kind of record that each limit counts. */
const KINDS = { numbers: "number", queues: "queue", people: "member" } as const;

interface KeepOthersProps extends Pick<KeepItemsProps, "keptIds" | "onToggle"> {
  limit: PlanLimit;
  /** Items that are on the page already. */
  listedItems: readonly LimitedItem[];
}

/** From a long list, the first items that aren't listed yet, and search results. */
export function KeepOthers({ limit: { resource, total }, listedItems, keptIds, onToggle }: KeepOthersProps) {
  const { language } = useViewer();
  const [search, setSearch] = useState("");
  const results = useResource([KINDS[resource]], () => api().plans.limitedItems.query({ resource, search }), [
    resource,
    search,
  ]);
  return (
    <section class="plan-others">
      <h3 class="plan-part">{format(texts.others, { total: countText(total, language) })}</h3>
      {/* Enter searches and must not submit the surrounding form. */}
      <div onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}>
        <SearchBox label={texts.findOthers} value={search} onChange={setSearch} />
      </div>
      <Loaded resource={results} label={texts.finding} lines={3}>
        {({ items, more }) => {
          const unlisted = items.filter(({ id }) => listedItems.every((item) => item.id !== id));
          return (
            <>
              <KeepItems resource={resource} items={unlisted} keptIds={keptIds} onToggle={onToggle} />
              {items.length === 0 && <p class="cb-muted">{texts.none}</p>}
              {more && <p class="cb-muted">{texts.moreFit}</p>}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
