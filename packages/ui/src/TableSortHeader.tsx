import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";

export interface TableSort {
  key: string;
  direction: "ascending" | "descending";
}

interface SortHeaderProps {
  column: {
    key: string;
    header: ComponentChildren;
    align?: "start" | "end" | undefined;
    width?: string | undefined;
    sortable?: boolean | undefined;
    hideOrder?: 0 | 1 | 2 | undefined;
  };
  sort: TableSort | undefined;
  onSort: ((sort: TableSort) => void) | undefined;
}

/** A column header. The arrow always takes its space, so that sorting moves no text. */
export function SortHeader({ column, sort, onSort }: SortHeaderProps) {
  const direction = sort?.key === column.key ? sort.direction : undefined;
  const nextDirection = direction === "ascending" ? "descending" : "ascending";
  return (
    <th
      scope="col"
      data-align={column.align}
      data-hide-order={column.hideOrder}
      style={column.width === undefined ? undefined : { width: column.width }}
      aria-sort={direction}
    >
      {column.sortable && onSort ? (
        <button
          type="button"
          data-direction={direction}
          onClick={() => onSort({ key: column.key, direction: nextDirection })}
        >
          {column.header}
          <Icon name="chevron-down" />
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}
