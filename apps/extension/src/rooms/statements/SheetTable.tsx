import type { ComponentChildren } from "preact";
import { useViewer } from "../../shell/viewer.ts";
import { statements } from "../../texts/en/statements.ts";
import { say } from "../../texts/say.ts";
import type { Told } from "./StatementSheet.tsx";

const texts = statements.sheet;
type Part = Told["payments"];
type Line = Part["lines"][number];

interface SheetTableProps {
  title: string;
  part: Part;
  zone: string;
  show: (cents: number) => string;
  /** What can be had of a line; not printed. */
  more?: (line: Line) => ComponentChildren;
}

/** A section of the sheet. On paper its head stands again on each page, and no total stands alone. */
export function SheetTable({ title, part, zone, show, more }: SheetTableProps) {
  const { locale } = useViewer();
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: zone });
  const day = (at: number) => format.format(at);
  return (
    <section class="sheet-section">
      <h3>{title}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.date}</th>
            <th scope="col">{texts.type}</th>
            <th scope="col">{texts.description}</th>
            <th scope="col" class="sheet-figure">
              {texts.quantity}
            </th>
            <th scope="col" class="sheet-figure">
              {texts.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {part.lines.map((line, at) => (
            <tr key={line.entry ?? `u${at}`}>
              <td class="sheet-day">{line.bookedAt === null ? "" : day(line.bookedAt)}</td>
              <td class="sheet-type">{line.typeName}</td>
              <td>
                {line.text}
                {line.lateFrom !== null && <small>{say(texts.late, { day: day(line.lateFrom) })}</small>}
                {more && <span class="sheet-more">{more(line)}</span>}
              </td>
              <td class="sheet-figure">{line.quantity ?? ""}</td>
              <td class="sheet-figure">{show(line.cents)}</td>
            </tr>
          ))}
          <tr class="sheet-total">
            <th scope="row" colSpan={4}>
              {texts.total}
            </th>
            <td class="sheet-figure">{show(part.cents)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}
