/** Looks at the JSON of one user before it is parsed: what a parser would read silently in one of several ways is refused. */

/** How deeply a user may be nested, which is more than `attributes` may be. */
const MAX_DEPTH = 100;

/** The objects whose keys are compared: the user, and the objects in it. */
const COMPARED_DEPTH = 2;

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

const keyOf = (text: string): string => {
  if (!text.includes('\\')) return text;
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
};

/** The end of the string that begins at `from`, behind its first quote. */
const endOfString = (text: string, from: number): number => {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
};

/** What is wrong with valid JSON; null if nothing is. */
export const faultOfJson = (text: string): string | null => {
  const keys: Set<string>[] = [];
  let [depth, wordFrom, wordTo] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      wordFrom = at + 1;
      at = wordTo = endOfString(text, wordFrom);
    } else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > MAX_DEPTH) return `The line is nested more deeply than ${MAX_DEPTH} levels.`;
      if (depth <= COMPARED_DEPTH) keys[depth] = new Set();
    } else if (code === 125 || code === 93) depth -= 1;
    else if (code === COLON && depth <= COMPARED_DEPTH) {
      const key = keyOf(text.slice(wordFrom, wordTo));
      if (keys[depth]?.has(key)) return 'The line has the same key twice.';
      keys[depth]?.add(key);
    }
  }
  return null;
};
