import { createRequire } from "node:module";
import { type Font, openSync } from "fontkit";
import PDFDocument from "pdfkit";
import { pauseThread } from "./pauseThread.ts";

const require = createRequire(import.meta.url);
/** Fonts with nearly all left-to-right scripts, Arabic and Hebrew; the built-in fonts have only Latin. */
const fontOf = (file: string): Font => openSync(require.resolve(`dejavu-fonts-ttf/ttf/${file}`)) as Font;
/** Loaded once: that takes longer than drawing a page. */
const FONTS = { plain: fontOf("DejaVuSans.ttf"), bold: fontOf("DejaVuSans-Bold.ttf") };
/** The margin on all sides, in points like all lengths here. */
export const MARGIN = 54;
/** Space at the bottom for the page number. */
export const FOOTER_HEIGHT = 34;
const TEXT_COLOR = "#1c2330";
const MUTED_COLOR = "#5b6474";
const LINE_COLOR = "#d5d9e2";

export interface SheetSettings {
  title: string;
  /** The footer text before the page number. */
  footer: string;
  /** The paper: Letter in countries that use it. */
  size: "A4" | "LETTER";
  /** The creation date in the file, not the time of drawing: the same content gives the same bytes. */
  at: number;
}

type Pdf = InstanceType<typeof PDFDocument>;
export type PdfNode = ReturnType<Pdf["struct"]>;

/** A PDF with its fonts, colors and accessibility tags, the base of `Sheet`. */
export class PdfWriter {
  protected readonly doc: Pdf;
  protected readonly root: PdfNode;
  private readonly footer: string;
  private readonly chunks: Buffer[] = [];
  private readonly ended: Promise<void>;
  /** Where the next content starts, from the top of the page. */
  protected y = MARGIN;

  constructor({ title, footer, size, at }: SheetSettings) {
    this.footer = footer;
    this.doc = new PDFDocument({
      size,
      margin: 0,
      bufferPages: true,
      pdfVersion: "1.7",
      tagged: true,
      lang: "en",
      displayTitle: true,
      info: {
        Title: title,
        Creator: "Callboard",
        Producer: "Callboard",
        CreationDate: new Date(at),
        ModDate: new Date(at),
      },
    });
    this.doc.on("data", (chunk: Buffer) => this.chunks.push(chunk));
    this.ended = new Promise((resolve, reject) => this.doc.once("end", resolve).once("error", reject));
    // The types only accept paths; the library also takes loaded fonts.
    for (const [name, font] of Object.entries(FONTS)) this.doc.registerFont(name, font as never);
    this.root = this.doc.struct("Document");
    this.doc.addStructure(this.root);
  }

  get width(): number {
    return this.doc.page.width - 2 * MARGIN;
  }

  /** Ends the document and resolves to the file's bytes. */
  async end(): Promise<Uint8Array> {
    this.root.end();
    const { start, count } = this.doc.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      this.doc.switchToPage(page);
      this.doc.markContent("Artifact", { type: "Pagination" });
      const y = this.doc.page.height - MARGIN + 8;
      this.textAt(this.footer, MARGIN, y, { width: this.width - 80, size: 7.5, quiet: true })();
      const number = `Page ${page + 1} of ${count}`;
      this.textAt(number, MARGIN + this.width - 80, y, { width: 80, size: 7.5, quiet: true, align: "right" })();
      this.doc.endMarkedContent();
    }
    this.doc.end();
    await this.ended;
    return Buffer.concat(this.chunks);
  }

  /** Draws a table row and tags its cells as headers or data. */
  protected row(table: PdfNode, cells: readonly (readonly ["TH" | "TD", () => void])[]): void {
    const row = this.doc.struct("TR");
    table.add(row);
    for (const [kind, draw] of cells) row.add(this.doc.struct(kind, {}, [draw]));
    row.end();
  }

  /** Returns a function that draws the text. `quiet`: in the less prominent color. */
  protected textAt(
    text: string,
    x: number,
    y: number,
    {
      width,
      size = 8.5,
      bold = false,
      quiet = false,
      align = "left",
    }: { width: number; size?: number; bold?: boolean; quiet?: boolean; align?: "left" | "right" | undefined },
  ): () => void {
    return () => {
      pauseThread();
      this.doc
        .font(bold ? "bold" : "plain")
        .fontSize(size)
        .fillColor(quiet ? MUTED_COLOR : TEXT_COLOR)
        .text(text, x, y, { width, align, lineGap: 1 });
    };
  }

  /** Draws a horizontal line, which screen readers skip. */
  protected rule(x: number, y: number, width: number): void {
    this.doc.markContent("Artifact", { type: "Layout" });
    this.doc
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(0.5)
      .strokeColor(LINE_COLOR)
      .stroke();
    this.doc.endMarkedContent();
  }

  protected heightOf(text: string, width: number, size: number, bold: boolean): number {
    pauseThread();
    return this.doc
      .font(bold ? "bold" : "plain")
      .fontSize(size)
      .heightOfString(text || " ", { width, lineGap: 1 });
  }
}
