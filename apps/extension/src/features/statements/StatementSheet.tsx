import { formatDayRange, formatDateTime } from "@callboard/domain/core/time";
import { money, formatBalance, MICROS_PER_CENT } from "@callboard/domain/core/money";
import { download } from "../../shared/download.ts";
import { useViewer } from "../../shared/viewer.ts";
import { statements } from "../../texts/en/statements.ts";
import { format } from "../../texts/format.ts";
import { SheetTable } from "./SheetTable.tsx";
import type { StatementView } from "./types.ts";

const texts = statements.sheet;

/** The statement as it is printed: dark on white even in a dark theme, and the only part of the page that prints. */
export function StatementSheet({ statement }: { statement: StatementView }) {
  const { language } = useViewer();
  const { account, billTo, calendar, zones, paidBy, unfinished, payments, parts, byAgency, rounding } = statement;
  const amountText = (cents: number) => formatBalance(money(cents * MICROS_PER_CENT, statement.currency), language);
  // `unfinished`: the instant up to which an unfinished period is shown, else null. `parts`: the activity of the account and
  // of each sub-account that it pays for. `byAgency`: what its agency paid.
  const billToLines = [billTo.company, billTo.name, ...billTo.address.split("\n")].filter((line) => line.trim() !== "");
  const isEmpty = payments.lines.length === 0 && parts.length === 0 && byAgency === null;
  const downloadReceipt = (entry: number) =>
    void download("/export/receipt.pdf", { entry: String(entry) }, format(texts.receiptName, { entry }));
  return (
    <article class="sheet" aria-label={texts.label}>
      <header class="sheet-head">
        <div>
          <h2>{formatDayRange(statement, language, "long")}</h2>
          <p class="cb-muted">{format(texts.zone, { zone: zones })}</p>
          {unfinished !== null && (
            <p class="cb-muted">
              {format(texts.unfinished, { time: formatDateTime(unfinished, { zone: calendar.zone, language }) })}
            </p>
          )}
        </div>
        <dl class="sheet-sums">
          {sumRows(statement).map(([label, cents]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{amountText(cents)}</dd>
            </div>
          ))}
        </dl>
      </header>
      <div class="sheet-parties">
        <section>
          <h3>{texts.billTo}</h3>
          {(billToLines.length > 0 ? billToLines : [account]).map((line, index) => (
            <p key={index}>{line}</p>
          ))}
        </section>
        <section>
          <h3>{texts.account}</h3>
          <p>{account}</p>
          {paidBy !== null && (
            <p class="cb-muted">
              {format(statement.opening === null ? texts.paidBy : texts.paidPartly, { agency: paidBy })}
            </p>
          )}
        </section>
      </div>
      {payments.lines.length > 0 && (
        <SheetTable
          title={texts.payments}
          part={payments}
          calendar={calendar}
          amountText={amountText}
          hasQuantity={false}
          lineExtras={(line) =>
            line.type === "payment" &&
            line.entry !== null && (
              <button type="button" class="sheet-link" onClick={() => downloadReceipt(line.entry!)}>
                {texts.receipt}
              </button>
            )
          }
        />
      )}
      {parts.map((part) => (
        <SheetTable
          key={part.name ?? ""}
          title={part.name ?? texts.activity}
          part={part}
          calendar={calendar}
          amountText={amountText}
        />
      ))}
      {byAgency && (
        <SheetTable
          title={format(texts.activityBy, { agency: paidBy ?? "" })}
          part={byAgency}
          calendar={calendar}
          amountText={amountText}
        />
      )}
      {isEmpty && <p class="sheet-none">{texts.none}</p>}
      {(rounding.cents !== 0 || rounding.carriedIn !== 0 || rounding.carriedOut !== 0) && (
        <p class="sheet-foot">
          {format(texts.carried, { in: exactAmount(rounding.carriedIn), out: exactAmount(rounding.carriedOut) })}
        </p>
      )}
    </article>
  );
}

/** From the opening balance to the closing one; if an agency pays for the account, the cost. */
function sumRows({
  opening,
  closing,
  payments,
  parts,
  byAgency,
  rounding,
  unfinished,
}: StatementView): [string, number][] {
  if (opening === null || closing === null) return [[texts.agencyPaid, byAgency?.cents ?? 0]];
  return [
    [texts.opening, opening],
    [texts.payments, payments.cents],
    [texts.activity, parts.reduce((sum, { cents }) => sum + cents, 0)],
    ...(rounding.cents === 0 ? [] : ([[texts.rounding, rounding.cents]] as [string, number][])),
    [unfinished === null ? texts.closing : texts.closingUnfinished, closing],
  ];
}

/** With two to six decimals: rates are finer than a cent, and what was rounded is shown exactly. */
const exactAmount = (micros: number): string => (micros / 1_000_000).toFixed(6).replace(/0{1,4}$/, "");
