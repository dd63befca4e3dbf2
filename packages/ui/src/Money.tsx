import "./Money.css";

export interface MoneyProps {
  /** Integer millionths of the currency unit. */
  micros: number;
  /** ISO 4217. */
  currency: string;
  locale: string;
  /** Writes a plus before amounts above zero, for lines that change a balance. */
  signed?: boolean | undefined;
  /** Rounds up: a debt must never look smaller than it is. */
  roundUp?: boolean | undefined;
  /** Shows amounts with a fraction of a cent to the micro, for lines that add up to a larger amount. */
  exact?: boolean | undefined;
}

const formats = new Map<string, Intl.NumberFormat>();

function formatFor(
  currency: string,
  locale: string,
  signed: boolean,
  exact: boolean,
  roundUp: boolean,
): Intl.NumberFormat {
  const key = `${currency} ${locale} ${signed} ${exact} ${roundUp}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      roundingMode: roundUp ? "ceil" : "floor",
      signDisplay: signed ? "exceptZero" : "auto",
      ...(exact ? { maximumFractionDigits: 6 } : {}),
    });
    formats.set(key, format);
  }
  return format;
}

/**
 * The amount as people read it. Rounds toward minus infinity, so that a balance never looks larger than it is and a
 * debt of a fraction of a cent still shows; amounts owed round the other way. Formatting from decimal text avoids binary
 * fractions. The minus is U+2212, which is as wide as a digit.
 */
export function formatMoney(
  micros: number,
  currency: string,
  locale: string,
  { signed = false, exact = false, roundUp = false }: Pick<MoneyProps, "signed" | "exact" | "roundUp"> = {},
): string {
  return formatFor(currency, locale, signed, exact, roundUp)
    .formatToParts(`${micros}E-6` as Intl.StringNumericLiteral)
    .map((part) => (part.type === "minusSign" ? "\u2212" : part.value))
    .join("");
}

/** An amount whose digits line up with those above and below it; of an exact amount, the cents do. */
export function Money({ micros, currency, locale, signed, exact, roundUp }: MoneyProps) {
  const text = formatMoney(micros, currency, locale, { signed, exact, roundUp });
  const [whole = text, rest = ""] = exact ? (/^(.*?[.,]\d{2})(\d*)$/.exec(text)?.slice(1) ?? []) : [];
  return (
    <data class="cb-money" value={micros} data-sign={Math.sign(micros)}>
      {whole}
      {exact && <span class="cb-money-rest">{rest}</span>}
    </data>
  );
}
