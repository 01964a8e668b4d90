/** Public ids: the form that the TypeID specification gives, and nothing else is taken for one. */
import { decodeAnyId, decodeId, encodeId } from '../../src/platform/type-id';
import { newId } from '../../src/platform/random';

const UUID = '01890a5d-ac96-774b-bcce-b302099a8057';
const ID = 'usr_01h455vb4pex5vsknk084sn02q';

test('an id is the prefix and the base32 of the specification, and leads back', () => {
  expect(encodeId('User', UUID)).toBe(ID);
  expect(decodeId('User', ID)).toBe(UUID);
  expect(decodeAnyId(ID)).toEqual({ type: 'User', uuid: UUID });
  const extremes = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  for (const uuid of [...extremes, ...Array.from({ length: 100 }, newId)])
    expect(decodeId('Token', encodeId('Token', uuid))).toBe(uuid);
});

test.each([
  ['another type', 'dev_01h455vb4pex5vsknk084sn02q'],
  ['a prefix alone', 'usr_'],
  ['nothing', ''],
  ['too short', ID.slice(0, -1)],
  ['too long', `${ID}q`],
  ['with a NUL', `${ID.slice(0, -1)}\0`],
  ['with a letter that base32 does not have', ID.replace('h', 'u')],
  ['in upper case', ID.toUpperCase()],
  ['in upper case after the prefix', `usr_${ID.slice(4).toUpperCase()}`],
  ['with a letter of two bytes', ID.replace('h', 'é')],
  ['more than 128 bits', `usr_8${ID.slice(5)}`],
  ['two prefixes', `usr_${ID}`],
  ['two underscores', ID.replace('_', '__')],
  ['the uuid itself', UUID],
])('%s is no id of a user', (_name, id) => {
  expect(decodeId('User', id)).toBeNull();
});
