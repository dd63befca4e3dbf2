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

/** The sources in the order in which a visit is compared with them. The order can be dragged or typed, and undone. */
export function SourceTable({ sources, mayChange, onRemove, onChanged }: SourceTableProps) {
  const order = useSavedOrder({
    rows: sources,
    save: (ids, options) => api().sources.order.mutate({ ids }, options),
    onChanged,
    movedText: ({ name }, place, all) => format(texts.moved, { name, place, all }),
  });
  return (
    <div class="cb-table-frame">
      <table class="cb-table sources" data-has-links>
        <caption>{texts.caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="cb-visually-hidden">{texts.order}</span>
            </th>
            <th scope="col">{texts.name}</th>
            <th scope="col" data-hide-order={1}>
              {texts.site}
            </th>
            <th scope="col" data-hide-order={1}>
              {texts.rules}
            </th>
            <th scope="col" data-align="end" data-hide-order={1}>
              {texts.numbers}
            </th>
            <th scope="col">
              <span class="cb-visually-hidden">{texts.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {order.rows.map((source) => (
            <Row key={source.id} source={source} order={order} mayChange={mayChange} onRemove={onRemove} />
          ))}
        </tbody>
      </table>
      <p class="cb-visually-hidden" role="status">
        {order.announcement}
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
            position={place}
            label={format(texts.move, { name, place, all: order.rows.length })}
            reorder={order}
          />
        ) : (
          <span class="cb-muted">{place}</span>
        )}
      </td>
      <td>
        <a class="cb-table-row sources-name" href={address}>
          {name}
          {hasDraft(address) && <Badge tone="warn">{texts.unsaved}</Badge>}
          <DriftBadge follows={follows} />
        </a>
      </td>
      <td data-hide-order={1}>{texts.sites[site]}</td>
      <td data-hide-order={1}>
        <RulesSummary source={source} />
      </td>
      <td data-align="end" data-hide-order={1}>
        {numbers === 0 ? (
          <span class="cb-muted">0</span>
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

function RulesSummary({ source: { site, ruleGroups } }: { source: Source }) {
  if (site === "offsite") return <span class="cb-muted">{texts.offsiteRules}</span>;
  if (ruleGroups.length === 0) return <span class="sources-warn">{texts.noRules}</span>;
  const { first, more, whole } = ruleGroupsSummary(ruleGroups);
  return (
    <span class="sources-rules" title={whole}>
      <span>{first}</span>
      {more && <span class="cb-muted">{more}</span>}
    </span>
  );
}

function RowMenu({ source, order, onRemove }: Pick<RowProps, "source" | "order" | "onRemove">) {
  const { id, name } = source;
  const index = order.rows.indexOf(source);
  const isLast = index === order.rows.length - 1;
  return (
    <Menu
      kind="icon"
      align="end"
      label={format(texts.menu, { name })}
      entries={[
        { id: "edit", label: texts.edit, icon: "edit", onSelect: () => go("sources", id) },
        { id: "up", label: texts.up, icon: "arrow-up", disabled: index === 0, onSelect: () => order.move(id, -1) },
        { id: "down", label: texts.down, icon: "arrow-down", disabled: isLast, onSelect: () => order.move(id, 1) },
        { separator: true },
        { id: "remove", label: texts.remove, icon: "trash", danger: true, onSelect: () => onRemove(source) },
      ]}
    >
      <Icon name="dots" />
    </Menu>
  );
}
