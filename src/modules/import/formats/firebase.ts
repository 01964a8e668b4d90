/** The accounts of a Firebase project, as `firebase auth:export` writes them: JSON, or CSV without a header. */
import { firebaseHash, type FirebaseKey } from '../../../platform/foreign-hash';
import { invalidInput } from '../../../schema/errors';
import { type ParsedLine, type RawUser, type ReadOptions, unreadable } from '../record';
import { asMilliseconds, isGiven, readDisabled, readText } from '../values';
import { rowsOf } from './csv-rows';
import { peek } from './encoding';
import { entriesOf, entryOf, isObject, type JsonObject, type ToUser } from './json';
import { MAX_LINE_BYTES } from './lines';

const PARAMETERS_NEEDED =
  'The password hashes need the parameters of the Firebase project: upload the file with `hashKey`, `saltSeparator`, `rounds` and `memCost`.';

const claimsOf = (claims: unknown): JsonObject => {
  if (!isGiven(claims)) return {};
  if (isObject(claims)) return claims;
  try {
    const found: unknown = JSON.parse(readText('customAttributes', claims) ?? '');
    if (isObject(found)) return found;
  } catch {
    // Refused below.
  }
  throw invalidInput('customAttributes', '`customAttributes` must be a JSON object.');
};

const passwordOf = ({ passwordHash, salt }: JsonObject, key: FirebaseKey | null): RawUser => {
  if (!isGiven(passwordHash)) return {};
  if (!key) return { unusableHash: PARAMETERS_NEEDED };
  if (typeof passwordHash !== 'string' || typeof salt !== 'string')
    return { unusableHash: '`passwordHash` and `salt` must be text in base64.' };
  return { passwordHash: firebaseHash(key, Buffer.from(salt, 'base64'), Buffer.from(passwordHash, 'base64')) };
};

const toUser =
  (key: FirebaseKey | null): ToUser =>
  (user) => {
    const username = [user['email'], user['phoneNumber']].find(isGiven);
    if (username === undefined) return 'The account has neither an email nor a phone number.';
    const shown = ['phoneNumber', 'photoUrl'].filter((name) => isGiven(user[name])).map((name) => [name, user[name]]);
    return {
      username,
      email: user['email'],
      emailVerified: user['emailVerified'],
      name: user['displayName'],
      disabled: readDisabled(user, [], ['disabled']),
      attributes: { ...claimsOf(user['customAttributes']), ...Object.fromEntries(shown) },
      previousId: user['localId'],
      createdAt: asMilliseconds(user['createdAt']),
      ...passwordOf(user, key),
    };
  };

/** The columns of the CSV that have a meaning here. Those between are accounts of other providers. */
const COLUMNS = [
  ...['localId', 'email', 'emailVerified', 'passwordHash', 'salt', 'displayName', 'photoUrl'],
  ...Array<null>(16).fill(null),
  ...['createdAt', null, 'phoneNumber', 'disabled', 'customAttributes'],
];

const FEWEST_COLUMNS = 27;

async function* csvAccounts(source: AsyncIterable<Buffer>, read: ToUser): AsyncGenerator<ParsedLine> {
  for await (const { line, cells } of rowsOf(source, ',')) {
    if (cells?.every((cell) => cell.trim() === '')) continue;
    if (!cells) yield unreadable(line, 'The quotes do not match, or the line is too long.');
    else if (cells.length < FEWEST_COLUMNS)
      yield unreadable(
        line,
        `The line has ${cells.length} values. An export of Firebase has at least ${FEWEST_COLUMNS}.`,
      );
    else
      yield entryOf(
        line,
        Object.fromEntries(COLUMNS.flatMap((name, column) => (name === null ? [] : [[name, cells[column]]]))),
        read,
      );
  }
}

const firstLetter = (head: Buffer): string => head.toString('utf8').trimStart().charAt(0);

export async function* firebase(
  source: AsyncIterable<Buffer>,
  { firebase: key }: Pick<ReadOptions, 'firebase'>,
): AsyncGenerator<ParsedLine> {
  const [head, whole] = await peek(source, (bytes) => firstLetter(bytes) !== '' || bytes.length > MAX_LINE_BYTES);
  const read = toUser(key);
  if (['{', '['].includes(firstLetter(head))) yield* entriesOf(whole, { list: 'users' }, read);
  else yield* csvAccounts(whole, read);
}
