import { formatPlainDay } from "@callboard/domain/core/time";
import { type AccountCalendar, dayAt } from "@callboard/domain/core/period";
import type { ComponentChildren } from "preact";
import { useViewer } from "../../shared/viewer.ts";
import { statements } from "../../texts/en/statements.ts";
import { format } from "../../texts/format.ts";
import type { StatementView } from "./types.ts";

const texts = statements.sheet;
type StatementPart = StatementView["payments"];
type StatementLine = StatementPart["lines"][number];

interface SheetTableProps {
  title: string;
  part: StatementPart;
  calendar: AccountCalendar;
  amountText: (cents: number) => string;
  /** False for payments, which have no quantity. */
  hasQuantity?: boolean;
  /** A line's buttons, such as the one for a receipt; not printed. */
  lineExtras?: (line: StatementLine) => ComponentChildren;
}

/** A section of the statement. In print its header repeats on each page, and no page has only the total. */
export function SheetTable({ title, part, calendar, amountText, lineExtras, hasQuantity = true }: SheetTableProps) {
  const { language } = useViewer();
  const day = (at: number) => formatPlainDay(dayAt(at, calendar), language);
  return (
    <section class="sheet-section">
      <h3>{title}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col" class="sheet-day">
              {texts.date}
            </th>
            <th scope="col" class="sheet-type">
              {texts.type}
            </th>
            <th scope="col">{texts.description}</th>
            {hasQuantity && (
              <th scope="col" class="sheet-figure sheet-count">
                {texts.quantity}
              </th>
            )}
            <th scope="col" class="sheet-figure sheet-sum">
              {texts.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {part.lines.map((line, index) => (
            // A line that sums up usage isn't an entry of the ledger and has no number.
            <tr key={line.entry ?? `u${index}`}>
              <td class="sheet-day">{line.bookedAt === null ? "" : day(line.bookedAt)}</td>
              <td class="sheet-type">{line.typeName}</td>
              <td>
                {line.text}
                {line.lateFrom !== null && <small>{format(texts.late, { day: day(line.lateFrom) })}</small>}
                {lineExtras && <span class="sheet-more">{lineExtras(line)}</span>}
              </td>
              {hasQuantity && <td class="sheet-figure">{line.quantity ?? ""}</td>}
              <td class="sheet-figure">{amountText(line.cents)}</td>
            </tr>
          ))}
          <tr class="sheet-total">
            <th scope="row">{texts.total}</th>
            <td class="sheet-type" />
            <td />
            {hasQuantity && <td />}
            <td class="sheet-figure">{amountText(part.cents)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}
