import "./Money.css";

export interface MoneyProps {
  /** Whole millionths of the currency's unit. */
  micros: number;
  /** ISO 4217. */
  currency: string;
  locale: string;
  /** Writes a plus before amounts above zero, for lines that change a balance. */
  signed?: boolean | undefined;
  /** To the micro where there is less than a cent, for what adds up to something larger. */
  exact?: boolean | undefined;
}

const formats = new Map<string, Intl.NumberFormat>();

function formatFor(currency: string, locale: string, signed: boolean, exact: boolean): Intl.NumberFormat {
  const key = `${currency} ${locale} ${signed} ${exact}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      roundingMode: "floor",
      signDisplay: signed ? "exceptZero" : "auto",
      ...(exact ? { maximumFractionDigits: 6 } : {}),
    });
    formats.set(key, format);
  }
  return format;
}

/**
 * The amount as a person reads it. Rounds toward minus infinity, so that nobody sees more than there is and a debt of
 * a part of a cent is still a debt; the decimal text keeps binary fractions out of it. The minus is U+2212, which is as
 * wide as a digit.
 */
export function moneyText(micros: number, currency: string, locale: string, signed = false, exact = false): string {
  return formatFor(currency, locale, signed, exact)
    .formatToParts(`${micros}E-6` as Intl.StringNumericLiteral)
    .map((part) => (part.type === "minusSign" ? "\u2212" : part.value))
    .join("");
}

/** An amount whose digits line up with those above and below it; an exact one's cents do. */
export function Money({ micros, currency, locale, signed, exact }: MoneyProps) {
  const text = moneyText(micros, currency, locale, signed, exact);
  const [whole = text, rest = ""] = exact ? (/^(.*?[.,]\d{2})(\d*)$/.exec(text)?.slice(1) ?? []) : [];
  return (
    <data class="cb-money" value={micros} data-sign={Math.sign(micros)}>
      {whole}
      {exact && <span class="cb-money-rest">{rest}</span>}
    </data>
  );
}
