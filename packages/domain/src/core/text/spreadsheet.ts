/** Characters that begin a formula in any spreadsheet. */
const FORMULA = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;
/** Characters that separate cells or lines in some spreadsheet. */
const SEPARATORS = /[;,\t|\n\r]/g;
const GUARDED_SEPARATOR = /([;,\t|\n\r])'/g;
/** Separators, and characters that may come between a separator and a formula. */
const SEPARATOR_RUN = /([;,\t|\n\r\s"']+)/;
/** An amount or phone number: calculates nothing. */
const NUMBER = /^[+-]?\d[\d .,]*$/;
const GUARD = "'";

/**
 * Makes a text safe as a cell in any spreadsheet, whatever separator it uses: an apostrophe goes in front of each place
 * where a formula could begin. Numbers are left alone unless a line begins with one (`isFirst`).
 */
export function guardFormulas(text: string, isFirst = false): string {
  if (NUMBER.test(text) && !(isFirst && FORMULA.test(text))) return text;
  return mapRuns(text, (run, isStart) => (isStart ? GUARD : "") + run.replace(SEPARATORS, `$&${GUARD}`));
}

/** The original text of a guarded cell. */
export function unguardFormulas(cell: string): string {
  if (NUMBER.test(cell)) return cell;
  return mapRuns(cell, (run, isStart) => (isStart ? run.replace(/^'/, "") : run).replace(GUARDED_SEPARATOR, "$1"));
}

/** Changes each run of separators that a formula follows: a cell could begin there. */
function mapRuns(text: string, change: (run: string, isStart: boolean) => string): string {
  const pieces = text.split(SEPARATOR_RUN);
  // Separators and texts alternate. A leading text gets an empty separator, so that separators have even indexes.
  const runs = pieces[0] === "" ? pieces.slice(1) : ["", ...pieces];
  return runs
    .map((piece, index) =>
      index % 2 === 0 && FORMULA.test(runs[index + 1] ?? "") ? change(piece, index === 0) : piece,
    )
    .join("");
}
