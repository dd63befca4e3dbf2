import { PdfWriter, MARGIN, FOOTER_HEIGHT, type PdfNode } from "./pdfWriter.ts";

export interface Cell {
  text: string;
  /** A second, less prominent line. */
  note?: string | undefined;
}

export interface TableColumn {
  title: string;
  /** In points; the column without a width takes the rest. */
  width?: number;
  align?: "left" | "right";
}

/**
 * A document with headings, text and tables. Tables continue over pages with repeated headers and are tagged for screen
 * readers.
 */
export class Sheet extends PdfWriter {
  /** Starts a new page if `height` doesn't fit. */
  ensureSpace(height: number): void {
    if (this.y + height <= this.doc.page.height - MARGIN - FOOTER_HEIGHT) return;
    this.doc.addPage();
    this.y = MARGIN;
  }

  /** Leaves vertical space. */
  gap(height: number): void {
    this.y += height;
  }

  heading(text: string, level: 1 | 2 = 2): void {
    const size = level === 1 ? 20 : 12;
    // A heading is never the last line of a page.
    this.ensureSpace(size * 5);
    this.write(`H${level}`, text, { size, bold: true });
    this.gap(level === 1 ? 4 : 6);
  }

  paragraph(text: string, { quiet = false, bold = false, size = 9 } = {}): void {
    const height = this.heightOf(text, this.width, size, bold);
    this.ensureSpace(height);
    this.write("P", text, { size, bold, quiet });
  }

  /** Blocks next to each other, each with a small heading and lines below. */
  blocks(blocks: readonly { head: string; lines: readonly string[] }[]): void {
    const width = this.width / blocks.length - 12;
    const texts = blocks.map(({ lines }) => lines.join("\n"));
    const height = Math.max(...texts.map((text) => this.heightOf(text, width, 9, false))) + 14;
    this.ensureSpace(height);
    blocks.forEach(({ head }, index) => {
      const x = MARGIN + index * (this.width / blocks.length);
      const part = this.doc.struct("P", {}, [
        this.textAt(head, x, this.y, { width, size: 8, quiet: true }),
        this.textAt(texts[index]!, x, this.y + 13, { width, size: 9 }),
      ]);
      this.root.add(part);
      part.end();
    });
    this.y += height;
  }

  /** Rows with a label and an amount: the totals. The last one is emphasized. */
  sums(rows: readonly (readonly [label: string, sum: string])[]): void {
    const width = 250;
    const x = MARGIN + this.width - width;
    this.ensureSpace(rows.length * 16 + 8);
    const table = this.doc.struct("Table");
    this.root.add(table);
    rows.forEach(([label, sum], index) => {
      const bold = index === rows.length - 1;
      if (bold) this.rule(x, this.y - 2, width);
      const size = bold ? 10 : 9;
      this.row(table, [
        ["TH", this.textAt(label, x, this.y + 2, { width: width - 100, size, bold, quiet: !bold })],
        ["TD", this.textAt(sum, x + width - 100, this.y + 2, { width: 100, size, bold, align: "right" })],
      ]);
      this.y += 16;
    });
    table.end();
  }

  /** A table with a line below each row. The header is repeated on each page, and the total is never alone on one. */
  table(columns: readonly TableColumn[], rows: readonly (readonly Cell[])[], total: readonly string[]): void {
    const fixed = columns.reduce((sum, { width = 0 }) => sum + width, 0);
    const widths = columns.map(({ width }) => width ?? this.width - fixed);
    const table = this.doc.struct("Table");
    this.root.add(table);
    const heights = rows.map((row) => this.rowHeight(row, widths));
    // The header, the first row and, if there is no other, the total.
    this.ensureSpace(22 + (heights[0] ?? 0) + 24);
    this.tableHead(table, columns, widths);
    rows.forEach((row, index) => {
      const page = this.doc.bufferedPageRange().count;
      // The last row and the total stay together.
      this.ensureSpace(heights[index]! + (index === rows.length - 1 ? 24 : 0));
      if (this.doc.bufferedPageRange().count > page) this.tableHead(table, columns, widths);
      this.tableRow(table, columns, widths, row, heights[index]!);
    });
    this.row(
      table,
      total.map((text, index) => [
        index === 0 ? "TH" : "TD",
        this.textAt(text, this.leftOf(widths, index), this.y + 6, {
          width: this.textWidth(widths, index),
          bold: true,
          align: columns[index]!.align,
        }),
      ]),
    );
    this.y += 24;
    table.end();
  }

  private tableHead(table: PdfNode, columns: readonly TableColumn[], widths: readonly number[]): void {
    this.row(
      table,
      columns.map(({ title, align }, index) => [
        "TH",
        this.textAt(title, this.leftOf(widths, index), this.y + 4, {
          width: this.textWidth(widths, index),
          size: 8,
          quiet: true,
          align,
        }),
      ]),
    );
    this.y += 20;
    this.rule(MARGIN, this.y, this.width);
  }

  private tableRow(
    table: PdfNode,
    columns: readonly TableColumn[],
    widths: readonly number[],
    row: readonly Cell[],
    height: number,
  ): void {
    const y = this.y + 5;
    this.row(
      table,
      row.map(({ text, note }, index) => {
        const [x, width] = [this.leftOf(widths, index), this.textWidth(widths, index)];
        const drawText = this.textAt(text, x, y, { width, align: columns[index]!.align });
        if (!note) return ["TD", drawText];
        const noteY = y + this.heightOf(text, width, 8.5, false) + 1;
        const drawNote = this.textAt(note, x, noteY, { width, size: 7.5, quiet: true, align: columns[index]!.align });
        return [
          "TD",
          () => {
            drawText();
            drawNote();
          },
        ];
      }),
    );
    this.y += height;
    this.rule(MARGIN, this.y, this.width);
  }

  /** Draws text across the page, tagged as this kind of PDF structure, such as `H1` or `P`. */
  private write(kind: string, text: string, style: { size: number; bold?: boolean; quiet?: boolean }): void {
    const part = this.doc.struct(kind, {}, [this.textAt(text, MARGIN, this.y, { ...style, width: this.width })]);
    this.root.add(part);
    part.end();
    this.y += this.heightOf(text, this.width, style.size, style.bold ?? false) + 2;
  }

  private rowHeight(row: readonly Cell[], widths: readonly number[]): number {
    const heights = row.map(({ text, note }, index) => {
      const width = this.textWidth(widths, index);
      return this.heightOf(text, width, 8.5, false) + (note ? this.heightOf(note, width, 7.5, false) + 1 : 0);
    });
    return Math.max(...heights) + 10;
  }

  /** The part of a column's width for text: the last column ends at the margin. */
  private textWidth(widths: readonly number[], index: number): number {
    return index === widths.length - 1 ? widths[index]! : widths[index]! - 8;
  }

  /** Where a column starts, from the left edge of the page. */
  private leftOf(widths: readonly number[], index: number): number {
    return MARGIN + widths.slice(0, index).reduce((sum, width) => sum + width, 0);
  }
}
