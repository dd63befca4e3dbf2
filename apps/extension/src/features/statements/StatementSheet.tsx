import { formatDayRange, formatDateTime } from "@callboard/domain/core/time";
import { money, formatBalance } from "@callboard/domain/core/money";
import { download } from "../../shared/download.ts";
import { useViewer } from "../../shared/viewer.ts";
import { statements } from "../../texts/en/statements.ts";
import { format } from "../../texts/format.ts";
import { SheetTable } from "./SheetTable.tsx";
import type { StatementView } from "./types.ts";

const texts = statements.sheet;
const MICROS_PER_CENT = 10_000;

/** The statement as it is printed: light in every theme, and the only part of the page that prints. */
export function StatementSheet({ told }: { told: StatementView }) {
  const { locale } = useViewer();
  const { account, billTo, calendar, zones, paidBy, soFar, payments, parts, byAgency, rounding } = told;
  const show = (cents: number) => formatBalance(money(cents * MICROS_PER_CENT, told.currency), locale);
  const lines = [billTo.company, billTo.name, ...billTo.address.split("\n")].filter((line) => line.trim() !== "");
  const isEmpty = payments.lines.length === 0 && parts.length === 0 && byAgency === null;
  const receipt = (entry: number) =>
    void download("/export/receipt.pdf", { entry: String(entry) }, format(texts.receiptName, { entry }));
  return (
    <article class="sheet" aria-label={texts.label}>
      <header class="sheet-head">
        <div>
          <h2>{formatDayRange(told, locale, "long")}</h2>
          <p class="cb-quiet">{format(texts.zone, { zone: zones })}</p>
          {soFar !== null && (
            <p class="cb-quiet">
              {format(texts.soFar, { time: formatDateTime(soFar, { zone: calendar.zone, locale }) })}
            </p>
          )}
        </div>
        <dl class="sheet-sums">
          {sumRows(told).map(([label, cents]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{show(cents)}</dd>
            </div>
          ))}
        </dl>
      </header>
      <div class="sheet-parties">
        <section>
          <h3>{texts.billTo}</h3>
          {(lines.length > 0 ? lines : [account]).map((line, at) => (
            <p key={at}>{line}</p>
          ))}
        </section>
        <section>
          <h3>{texts.account}</h3>
          <p>{account}</p>
          {paidBy !== null && (
            <p class="cb-quiet">
              {format(told.opening === null ? texts.paidBy : texts.paidPartly, { agency: paidBy })}
            </p>
          )}
        </section>
      </div>
      {payments.lines.length > 0 && (
        <SheetTable
          title={texts.payments}
          part={payments}
          calendar={calendar}
          show={show}
          counts={false}
          more={(line) =>
            line.type === "payment" &&
            line.entry !== null && (
              <button type="button" class="sheet-link" onClick={() => receipt(line.entry!)}>
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
          show={show}
        />
      ))}
      {byAgency && (
        <SheetTable
          title={format(texts.activityBy, { agency: paidBy ?? "" })}
          part={byAgency}
          calendar={calendar}
          show={show}
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
function sumRows({ opening, closing, payments, parts, byAgency, rounding, soFar }: StatementView): [string, number][] {
  if (opening === null || closing === null) return [[texts.agencyPaid, byAgency?.cents ?? 0]];
  return [
    [texts.opening, opening],
    [texts.payments, payments.cents],
    [texts.activity, parts.reduce((all, { cents }) => all + cents, 0)],
    ...(rounding.cents === 0 ? [] : ([[texts.rounding, rounding.cents]] as [string, number][])),
    [soFar === null ? texts.closing : texts.closingSoFar, closing],
  ];
}

const exactAmount = (micros: number): string => (micros / 1_000_000).toFixed(6).replace(/0{1,4}$/, "");
