import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { SearchBox } from "../../shared/list/SearchBox.tsx";
import { useResource } from "../../data/resource.ts";
import { countText } from "../../shared/countText.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { useViewer } from "../../shared/viewer.ts";
import { plans } from "../../texts/en/plans.ts";
import { format } from "../../texts/format.ts";
import { KeepItems, type KeepItemsProps } from "./KeepItems.tsx";
import type { Choosable, PlanLimit } from "./keepChoice.ts";

const texts = plans.guide;
const KINDS = { numbers: "number", queues: "queue", people: "member" } as const;

interface KeepOthersProps extends Pick<KeepItemsProps, "kept" | "onToggle"> {
  limit: PlanLimit;
  /** Those that are on the page already. */
  listed: readonly Choosable[];
}

/** From a long list, the first items that aren't listed yet, and search results. */
export function KeepOthers({ limit: { what, total }, listed, kept, onToggle }: KeepOthersProps) {
  const { locale } = useViewer();
  const [words, setWords] = useState("");
  const found = useResource([KINDS[what]], () => api().plans.limitedItems.query({ what, words }), [what, words]);
  return (
    <section class="plan-others">
      <h3 class="plan-part">{format(texts.others, { total: countText(total, locale) })}</h3>
      {/* Enter searches and must not submit the surrounding form. */}
      <div onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}>
        <SearchBox label={texts.findOthers} words={words} onWords={setWords} />
      </div>
      <Loaded of={found} label={texts.finding} lines={3}>
        {({ items, more }) => {
          const others = items.filter(({ id }) => listed.every((one) => one.id !== id));
          return (
            <>
              <KeepItems what={what} items={others} kept={kept} onToggle={onToggle} />
              {items.length === 0 && <p class="cb-quiet">{texts.none}</p>}
              {more && <p class="cb-quiet">{texts.moreFit}</p>}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
