import { hasWords } from "@callboard/domain/search";
import { Card } from "@callboard/ui/Card";
import { Checkbox } from "@callboard/ui/Checkbox";
import { useState } from "preact/hooks";
import { SearchBox } from "../../list/SearchBox.tsx";
import { shell } from "../../texts/en/shell.ts";
import { plans } from "../../texts/en/plans.ts";
import { say } from "../../texts/say.ts";
import { type Limit, tooMany } from "./keeping.ts";

const texts = plans.guide;
/** A longer list is looked through by its words. */
const SHORT = 12;

interface KeepCardProps {
  limit: Limit;
  kept: ReadonlySet<string>;
  onKept: (kept: ReadonlySet<string>) => void;
}

/** Item by item what stays at work; the rest is parked. */
export function KeepCard({ limit: limited, kept, onKept }: KeepCardProps) {
  const { what, limit, items } = limited;
  const [words, setWords] = useState("");
  const shown = items.filter(({ name, more }) => hasWords(`${name} ${more}`, words.trim()));
  const over = tooMany(limited, kept);
  const toggle = (id: string, on: boolean) => {
    const next = new Set(kept);
    if (on) next.add(id);
    else next.delete(id);
    onKept(next);
  };
  return (
    <Card title={texts.keep[what]} sub={say(texts.chosen, { count: kept.size, limit: limit! })}>
      {items.length > SHORT && <SearchBox label={texts.find} words={words} onWords={setWords} />}
      {over > 0 && (
        <p class="plan-over" role="status">
          {say(texts.tooMany, { count: over })}
        </p>
      )}
      <ul class="plan-items">
        {shown.map(({ id, name, more, parked, must }) => (
          <li key={id}>
            <Checkbox
              label={name}
              checked={kept.has(id)}
              disabled={must}
              hint={[
                what === "people" ? shell.role[more as keyof typeof shell.role] : more,
                ...(must ? [texts.must] : []),
                ...(parked ? [texts.parked] : []),
              ]
                .filter((part) => part !== "")
                .join(" · ")}
              onChange={(on) => toggle(id, on)}
            />
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p class="cb-quiet">{texts.none}</p>}
    </Card>
  );
}
