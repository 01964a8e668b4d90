/** Hashes of passwords from elsewhere, as other programs make them: each opens for its password and for no other. */
import { hash as argon2 } from '@node-rs/argon2';
import { foreignHash } from '../../src/platform/foreign-hash';
import { isOutdated, passwordHash, passwordMatches } from '../../src/platform/hash';

const PASSWORD = 'correct horse battery staple';
const SALT = 'MDEyMzQ1Njc4OWFiY2RlZg';

/** Made with libxcrypt, Python's hashlib and the vectors of Openwall's crypt_blowfish. */
const MADE_ELSEWHERE: [hash: string, password: string][] = [
  ['$2b$10$abcdefghijklmnopqrstuuGGgFFcYeueaAql8Z7U7CnCTRw4DR77W', PASSWORD],
  ['$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a', 'U*U*U'],
  ['$2y$04$......................oT6uTB2fNtbg.neehfRQ6damJwBl.jm', 'päss'],
  ['$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.', ''],
  ['$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i', 'x'.repeat(100)],
  // With unused bits in the last letters of salt and hash, as some libraries make them.
  ['$2b$10$abcdefghijklmnopqrstuzGGgFFcYeueaAql8Z7U7CnCTRw4DR77X', PASSWORD],
  ['$2a$05$XXXXXXXXXXXXXXXXXXXXXXAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a', 'U*U*U'],
  [
    `$pbkdf2-sha1$i=20000$${SALT}$bGA8dYbWVrVXsKOE00I1ClfNGpoWz2WVav1jk/DZ/99jKDUxTJ1BCNB79LOm8ZcDpqKGASU4/1W6q1MIiuht5Q`,
    PASSWORD,
  ],
  [
    `$pbkdf2-sha256$i=27500$${SALT}$DGzF4+RpmttWHV7FCaK41NYsG4Rc9QqDO8q71k0T1ODS+Ooo+SM5Ep4eJNd+eywW2X+UkNdTatqTScXAD7qm+w==`,
    PASSWORD,
  ],
  // As Passlib writes it.
  [
    `$pbkdf2-sha512$30000$${SALT}$/t4HoOrg1oiLcqlNoreijFM8e7WNt/df9k7iTBxrmgi0NHnBF.8mHjOPZ1nSaWbg8lLeJhJQiBmOuBuwyM2KpA`,
    PASSWORD,
  ],
  ['{SSHA}46BnfOtjjVkV2IM1YrlQPStNxk5zYWx0c2FsdA==', PASSWORD],
  ['{SSHA256}CjjqPXPYGjVMmTRdzHN2UTPdg0XIYl0HWPy+0QwtTBRzYWx0c2FsdA==', PASSWORD],
  [
    '{SSHA512}UweAzUpvjvE5jz6nWBj9q0BiWPv/iScwpbX/yGA6X/AMM4Vz4l5BHV0nnau4mHhhKbbncQtK3bqI9cz8WqqeP3NhbHRzYWx0',
    PASSWORD,
  ],
];

test.each(MADE_ELSEWHERE)('%s', async (hash, password) => {
  const kept = foreignHash(hash)!;
  expect(kept).toMatch(/^[${]/);
  expect(await passwordMatches(kept, password)).toBe(true);
  expect(await passwordMatches(kept, `y${password}`)).toBe(false);
  // A password of more than 72 bytes is one that bcrypt cuts.
  if (password.length < 72) expect(await passwordMatches(kept, `${password}x`)).toBe(false);
  expect(foreignHash(kept)).toBe(kept);
  expect(isOutdated(kept)).toBe(true);
});

test('argon2 of another kind or with less memory is outdated, with as much or more it is not', async () => {
  const weak = await argon2(PASSWORD, { algorithm: 2 as never, memoryCost: 7_168, timeCost: 5, parallelism: 1 });
  const other = await argon2(PASSWORD, { algorithm: 1 as never, memoryCost: 65_536, timeCost: 1, parallelism: 1 });
  const strong = await argon2(PASSWORD, { algorithm: 2 as never, memoryCost: 65_536, timeCost: 1, parallelism: 2 });
  for (const hash of [weak, other, strong]) {
    expect(foreignHash(hash)).toBe(hash);
    expect(await passwordMatches(hash, PASSWORD)).toBe(true);
  }
  expect([weak, other, strong, await passwordHash(PASSWORD)].map(isOutdated)).toEqual([true, true, false, false]);
});

test.each([
  ['plain text', PASSWORD],
  ['nothing', ''],
  ['MD5', '$1$abcdefgh$G4RiG7eXHy1nLIrBAv7Zh1'],
  ['a broken kind of bcrypt', '$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt that is cut', '$2b$10$abcdefghijklmnopqrstuuGGgFFcYeueaAql8Z7U7CnCTRw4DR77'],
  ['bcrypt that takes minutes', '$2b$20$abcdefghijklmnopqrstuuGGgFFcYeueaAql8Z7U7CnCTRw4DR77W'],
  ['PBKDF2 that takes minutes', `$pbkdf2-sha256$i=9999999$${SALT}$DGzF4+RpmttWHV7FCaK41NYsG4Rc9QqDO8q71k0T1OA`],
  ['PBKDF2 without a round', `$pbkdf2-sha256$i=0$${SALT}$DGzF4+RpmttWHV7FCaK41NYsG4Rc9QqDO8q71k0T1OA`],
  [
    'argon2 with all the memory',
    `$argon2id$v=19$m=9999999,t=2,p=1$${SALT}$DGzF4+RpmttWHV7FCaK41NYsG4Rc9QqDO8q71k0T1OA`,
  ],
  [
    'argon2 with less memory than lanes',
    `$argon2id$v=19$m=8,t=2,p=4$${SALT}$DGzF4+RpmttWHV7FCaK41NYsG4Rc9QqDO8q71k0T1OA`,
  ],
  ['SHA-1 without a salt', '{SSHA}46BnfOtjjVkV2IM1YrlQPStNxk4='],
])('%s is not taken', (_name, text) => {
  expect(foreignHash(text)).toBeNull();
});
