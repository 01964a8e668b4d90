/**
 * Splits CSV into rows (RFC 4180), with the number of the line on which each begins. A quote inside an unquoted cell is a letter like any other.
 * A row whose quotes do not match is refused up to the end of its first line, so that it takes no others with it.
 */
import { type Line, linesOf, MAX_LINE_BYTES } from './lines';

export interface Row {
  /** The line of the file on which the row begins. */
  line: number;
  /** Null if the quotes do not match, or the row is too long. */
  cells: string[] | null;
}

/** The cells of one row, which is given in pieces: a line, and as long as a quote is open, the next one. */
class RowReader {
  readonly cells: string[] = [];
  /** Whether a quote is open, so that the row continues on the next line. */
  isOpen = false;
  isBroken = false;
  private cell = '';

  constructor(private readonly delimiter: string) {}

  feed(text: string): void {
    let at = 0;
    // Each turn reads a cell, or the rest of one that began in a previous piece.
    for (;;) {
      if (!this.isOpen && text[at] === '"') {
        this.isOpen = true;
        at += 1;
      }
      if (this.isOpen) {
        at = this.readQuoted(text, at);
        if (this.isOpen) return;
        if (at < text.length && text[at] !== this.delimiter) return void (this.isBroken = true);
      } else {
        const end = text.indexOf(this.delimiter, at);
        this.cell = text.slice(at, end < 0 ? text.length : end);
        at = end < 0 ? text.length : end;
      }
      this.cells.push(this.cell);
      this.cell = '';
      if (at >= text.length) return;
      at += 1;
    }
  }

  /** Reads up to the closing quote or the end of the piece, and returns where it stopped. */
  private readQuoted(text: string, from: number): number {
    let at = from;
    for (;;) {
      const quote = text.indexOf('"', at);
      if (quote < 0) {
        this.cell += text.slice(at);
        return text.length;
      }
      this.cell += text.slice(at, quote);
      if (text[quote + 1] !== '"') {
        this.isOpen = false;
        return quote + 1;
      }
      this.cell += '"';
      at = quote + 2;
    }
  }
}

export async function* rowsOf(source: AsyncIterable<Buffer>, delimiter: string): AsyncGenerator<Row> {
  const lines = linesOf(source);
  /** Lines that were read ahead for a row with an open quote and are read again, the next one last. */
  const ahead: Line[] = [];
  const nextLine = async (): Promise<Line | null> => ahead.pop() ?? (await lines.next()).value ?? null;
  for (let first = await nextLine(); first; first = await nextLine()) {
    const used: Line[] = [];
    const row = new RowReader(delimiter);
    row.feed(first.text ?? '"');
    let [last, size] = [first, first.text?.length ?? MAX_LINE_BYTES];
    while (row.isOpen && size < MAX_LINE_BYTES) {
      const next = await nextLine();
      if (!next) break;
      used.push(next);
      size += next.text?.length ?? MAX_LINE_BYTES;
      if (next.text !== null) row.feed(last.end + next.text);
      last = next;
    }
    const isBroken = row.isBroken || row.isOpen;
    if (isBroken) ahead.push(...used.reverse());
    yield { line: first.line, cells: isBroken ? null : row.cells };
  }
}
