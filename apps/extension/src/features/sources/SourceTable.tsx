import { Badge } from "@callboard/ui/Badge";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { DragHandle } from "@callboard/ui/Reorder";
import { api } from "../../data/api.ts";
import { DriftBadge } from "../../shared/presets/DriftBadge.tsx";
import { go, href, queryString } from "../../shared/route.ts";
import { hasDraft } from "../../shared/form/usePersistentDraft.ts";
import { type SavedOrder, useSavedOrder } from "../../shared/form/useSavedOrder.ts";
import { sources as texts } from "../../texts/en/sources.ts";
import { format } from "../../texts/format.ts";
import type { Source } from "./types.ts";
import { ruleGroupsSummary } from "../../shared/source-rules/ruleText.ts";

interface SourceTableProps {
  sources: readonly Source[];
  mayChange: boolean;
  onRemove: (source: Source) => void;
  onChanged: () => Promise<void>;
}

/** In the order in which a visit is compared with them; it can be dragged or typed, and undone. */
export function SourceTable({ sources, mayChange, onRemove, onChanged }: SourceTableProps) {
  const order = useSavedOrder({
    rows: sources,
    save: (ids, options) => api().sources.order.mutate({ ids }, options),
    onChanged,
    moved: ({ name }, place, all) => format(texts.moved, { name, place, all }),
  });
  return (
    <div class="cb-table-frame">
      <table class="cb-table sources" data-opens>
        <caption>{texts.caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="cb-unseen">{texts.order}</span>
            </th>
            <th scope="col">{texts.name}</th>
            <th scope="col" data-spare={1}>
              {texts.site}
            </th>
            <th scope="col" data-spare={1}>
              {texts.rules}
            </th>
            <th scope="col" data-align="end" data-spare={1}>
              {texts.numbers}
            </th>
            <th scope="col">
              <span class="cb-unseen">{texts.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {order.rows.map((source) => (
            <Row key={source.id} source={source} order={order} mayChange={mayChange} onRemove={onRemove} />
          ))}
        </tbody>
      </table>
      <p class="cb-unseen" role="status">
        {order.said}
      </p>
    </div>
  );
}

interface RowProps extends Pick<SourceTableProps, "mayChange" | "onRemove"> {
  source: Source;
  order: SavedOrder<Source>;
}

function Row({ source, order, mayChange, onRemove }: RowProps) {
  const { id, name, site, numbers, follows } = source;
  const place = order.rows.indexOf(source) + 1;
  const address = href("sources", id);
  return (
    <tr {...order.rowProps(id)}>
      <td>
        {mayChange ? (
          <DragHandle
            id={id}
            name={name}
            place={place}
            label={format(texts.move, { name, place, all: order.rows.length })}
            sorting={order}
          />
        ) : (
          <span class="cb-quiet">{place}</span>
        )}
      </td>
      <td>
        <a class="cb-table-row sources-name" href={address}>
          {name}
          {hasDraft(address) && <Badge tone="warn">{texts.unsaved}</Badge>}
          <DriftBadge follows={follows} />
        </a>
      </td>
      <td data-spare={1}>{texts.sites[site]}</td>
      <td data-spare={1}>
        <RulesSummary source={source} />
      </td>
      <td data-align="end" data-spare={1}>
        {numbers === 0 ? (
          <span class="cb-quiet">0</span>
        ) : (
          <a href={href("numbers") + queryString({ source: id })} aria-label={format(texts.numbersOf, { name })}>
            {numbers}
          </a>
        )}
      </td>
      <td data-align="end">{mayChange && <RowMenu {...{ source, order, onRemove }} />}</td>
    </tr>
  );
}

function RulesSummary({ source: { site, ways } }: { source: Source }) {
  if (site === "offsite") return <span class="cb-quiet">{texts.offsiteRules}</span>;
  if (ways.length === 0) return <span class="sources-warn">{texts.noRules}</span>;
  const { first, more, whole } = ruleGroupsSummary(ways);
  return (
    <span class="sources-rules" title={whole}>
      <span>{first}</span>
      {more && <span class="cb-quiet">{more}</span>}
    </span>
  );
}

function RowMenu({ source, order, onRemove }: Pick<RowProps, "source" | "order" | "onRemove">) {
  const { id, name } = source;
  const at = order.rows.indexOf(source);
  const last = at === order.rows.length - 1;
  return (
    <Menu
      kind="icon"
      align="end"
      label={format(texts.menu, { name })}
      entries={[
        { id: "edit", label: texts.edit, icon: "edit", onSelect: () => go("sources", id) },
        { id: "up", label: texts.up, icon: "arrow-up", disabled: at === 0, onSelect: () => order.move(id, -1) },
        { id: "down", label: texts.down, icon: "arrow-down", disabled: last, onSelect: () => order.move(id, 1) },
        { separator: true },
        { id: "remove", label: texts.remove, icon: "trash", danger: true, onSelect: () => onRemove(source) },
      ]}
    >
      <Icon name="dots" />
    </Menu>
  );
}
