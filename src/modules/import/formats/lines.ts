/** Splits a stream into lines, and holds only one of them in memory. */

/** The maximum size of a line or of a user in bytes, which is more than a valid user can need. */
export const MAX_LINE_BYTES = 262_144;

export interface Line {
  line: number;
  /** Null if it was longer than `MAX_LINE_BYTES`. */
  text: string | null;
  /** The line break at its end. */
  end: string;
}

const LF = 10;
const CR = 13;

/** Lines end with LF, CRLF or CR. An empty line at the end of the file is none. */
export async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let [size, line, afterCr] = [0, 0, false];
  const keep = (part: Buffer) => {
    size += part.length;
    if (size <= MAX_LINE_BYTES) parts.push(part);
    else parts = [];
  };
  const take = (end: string): Line => {
    line += 1;
    const text = size > MAX_LINE_BYTES ? null : Buffer.concat(parts).toString('utf8');
    [parts, size] = [[], 0];
    return { line, text, end };
  };
  for await (const chunk of source) {
    let from = 0;
    for (let i = 0; i < chunk.length; i += 1) {
      const byte = chunk[i]!;
      if (byte !== LF && byte !== CR && !afterCr) continue;
      // A line that ends with CR is complete when the next byte is known.
      if (afterCr) {
        afterCr = false;
        yield take(byte === LF ? '\r\n' : '\r');
        from = byte === LF ? i + 1 : i;
        if (byte !== CR) continue;
      }
      keep(chunk.subarray(from, i));
      from = i + 1;
      if (byte === LF) yield take('\n');
      else afterCr = true;
    }
    keep(chunk.subarray(from));
  }
  if (size > 0 || afterCr) yield take(afterCr ? '\r' : '');
}
