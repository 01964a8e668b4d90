/**
 * Damaged files of all formats: every upload is answered, none with a fault of the service, and what was staged can be imported. `npm run
 * test:fuzz` tries thousands. A file that fails is made again with FUZZ_SEED=<its seed> and FUZZ_FILES=1.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { adminToken } from '../../support/graphql';
import { damaged, Dice } from '../../support/damage';
import { startWithAdmin, type WithAdmin } from '../../support/start';
import { importAll, upload } from '../../support/upload';

const FILES = Number(process.env['FUZZ_FILES'] ?? 150);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

const fixture = (name: string) => readFileSync(path.resolve(__dirname, '../../support/fixtures', name), 'utf8');

const CSV = [
  'username,email,emailVerified,name,path,type,disabled,passwordHash,attributes,attributes.team,previousId,createdAt,requiredActions',
  'NAME1,NAME1@example.com,true,"Ada; Countess",emea,EXTERNAL,no,{SSHA}46BnfOtjjVkV2IM1YrlQPStNxk5zYWx0c2FsdA==,"{""a"":7}",x,p-NAME,2019-03-01,UPDATE_PASSWORD',
  'NAME2,,,,,,,,,,,,',
].join('\r\n');
const LINES = [
  '{"username":"NAME3","email":"NAME3@example.com","attributes":{"a":[1,{"b":null}]},"disabled":false,"createdAt":1700000000000}',
  '{"username":"NAME4","previousIds":["NAME-4"],"requiredActions":["VERIFY_EMAIL"],"email":"NAME4@example.com"}',
].join('\n');

const FIXTURES: [format: string, file: string, isJson: boolean][] = [
  ['csv', CSV, false],
  ['csv', CSV.replaceAll(',', ';'), false],
  ['json-lines', LINES, true],
  ['keycloak', fixture('keycloak-realm.json'), true],
  ['keycloak', fixture('foreign/keycloak-realm-users-0.json'), true],
  ['keycloak', fixture('foreign/keycloak-all-realms.json'), true],
  ['scim', fixture('scim-list.json'), true],
  ['scim', fixture('foreign/scim-text-flags.json'), true],
  ['auth0', fixture('foreign/auth0-export.ndjson'), true],
  ['firebase', fixture('foreign/firebase-users.json'), true],
  ['firebase', fixture('foreign/firebase-users.csv'), false],
  ['okta', fixture('foreign/okta-users.json'), true],
  ['cognito', fixture('foreign/cognito-users.json'), true],
];

const FIREBASE = 'saltSeparator=Bw&rounds=8&memCost=14';
const HASH_KEY = { 'castellan-hash-key': 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0Q' };

/** Parameters, most of which change nothing. */
const PARAMETERS = [
  ...['', '', '', '', 'passwords=omit', 'passwords=omit&requiredActions=omit', 'requiredActions=omit', FIREBASE],
  ...[
    'encoding=windows-1252',
    'encoding=utf-16',
    'encoding=utf-16be',
    'realm=works',
    'realm=%00',
    'path=emea',
    'path=%00',
  ],
  ...['encoding=%00', 'passwords=', 'hashKey=', 'path=a//b', 'realm='],
];

let world: WithAdmin;
let token: string;
beforeAll(async () => {
  world = await startWithAdmin({ IMPORT_LIMIT_MB: '2' });
  token = await adminToken(world.service);
}, 60_000);
afterAll(() => world?.stop());

test(
  `${FILES} damaged files from seed ${SEED}`,
  async () => {
    const answers: Record<number, number> = {};
    let imported = 0;
    for (let seed = SEED; seed < SEED + FILES; seed += 1) {
      const dice = new Dice(seed);
      const [format, file, isJson] = dice.of(FIXTURES);
      // A larger one is refused while it is sent, which breaks the connection.
      const body = damaged(file.replaceAll('NAME', `fuzz${seed}-`), isJson, dice).subarray(0, 2_000_000);
      // Now and then it is not the format that it says.
      const query = `format=${dice.next() < 0.9 ? format : dice.of(FIXTURES)[0]}&${dice.of(PARAMETERS)}`;
      const answer = await upload(world.service, token, query, body, query.includes(FIREBASE) ? HASH_KEY : {});
      answers[answer.status] = (answers[answer.status] ?? 0) + 1;
      if (![201, 400, 413, 415].includes(answer.status))
        throw new Error(`seed ${seed}, ${query}: ${answer.status} ${answer.message}`);
      if (answer.status === 201 && answer.import.ready > 0 && dice.next() < 0.2) {
        const done = await importAll(world.admin, answer.import.id);
        if (done.status !== 'DONE' || done.created + done.refused !== done.lines)
          throw new Error(`seed ${seed}, ${query}: ${JSON.stringify(done)}`);
        imported += 1;
      }
      // Only so many uploads may wait.
      if (seed % 5 === 0) await world.sql('delete from imports where started_at is null');
    }
    expect(world.service.log()).not.toMatch(/"level":(50|60)/);
    // The damage leaves some files readable and some not; otherwise this would try nothing.
    if (FILES >= 100) {
      expect(answers[201]).toBeGreaterThan(FILES / 5);
      expect(answers[400]).toBeGreaterThan(FILES / 20);
      expect(imported).toBeGreaterThan(0);
    }
  },
  60_000 + FILES * 500,
);
