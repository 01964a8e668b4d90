/** Hashes of passwords from elsewhere, as other programs make them: each opens for its password and for no other. */
import { hash as argon2 } from '@node-rs/argon2';
import { QueueFull } from '../../src/platform/concurrency-limit';
import { firebaseHash, foreignHash } from '../../src/platform/foreign-hash';
import { isOutdated, passwordHash, passwordMatches } from '../../src/platform/hash';

const PASSWORD = 'correct horse battery staple';
const BATTERY = 'correct horse battery 42';
const SALT = 'MDEyMzQ1Njc4OWFiY2RlZg';

/** Made with libxcrypt, Python's hashlib, OpenSSL, and the published vectors of crypt_blowfish, phpass and Firebase's scrypt. */
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
  // Django
  ['pbkdf2_sha256$2000$nwecW5LLzdgE$3mwDV0yWcm0qMm9X0qeL8KO93cXvwbP6YHKEcrTM4pY=', BATTERY],
  ['pbkdf2_sha1$1000$seasalt$9iRYj0as1r5j+cCBxB+HMlxkyr4=', PASSWORD],
  ['bcrypt$$2b$10$abcdefghijklmnopqrstuuGGgFFcYeueaAql8Z7U7CnCTRw4DR77W', PASSWORD],
  ['bcrypt_sha256$$2b$05$abcdefghijklmnopqrstuuo5UaIBysJIH5CaMip.8XQbctZzHcXPa', PASSWORD],
  [
    'scrypt$seasalt$16384$8$1$0p7hdYaH/83kW4afG1RM9Faf3JuSGOZD8gLda92PSbUUzN27ATHsXCuHq9UfsHmQ23/FS7YsSkQewq+XitVu8g==',
    PASSWORD,
  ],
  ['argon2$argon2id$v=16$m=8192,t=2,p=1$c2FsdHNhbHRzYWx0$3wPJIt+rFuSrhRXwHxc3dUeCjttrs224m5xZNz5liP0', BATTERY],
  // Passlib, PHP, Linux and LDAP directories
  ['$argon2id$v=16$m=8192,t=2,p=1$c2FsdHNhbHRzYWx0$3wPJIt+rFuSrhRXwHxc3dUeCjttrs224m5xZNz5liP0', BATTERY],
  ['$argon2id$m=8192,t=2,p=1$c2FsdHNhbHRzYWx0$3wPJIt+rFuSrhRXwHxc3dUeCjttrs224m5xZNz5liP0', BATTERY],
  ['$pbkdf2$2000$O8c4R2htzfn/31uL8Z6TMg$u95XlHz7uBesRQltZ4OpEWx0tbo', BATTERY],
  ['$scrypt$ln=10,r=8,p=1$kjIm5ByjdA6htJayNub8nw$dxEMin4sbJu8JgZqDXWp+51/Vyh0+sajT868b8FtNaM', BATTERY],
  ['$P$HqqxwH.P04uuVbp9kHWyRyBAEC6v77/', BATTERY],
  ['$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0', 'test12345'],
  ['$H$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0', 'test12345'],
  ['$5$rounds=1500$saltstring$nrkA96irQTEBujqaWh4mS0mvtwxWnyJ0eKqyynm9Id2', PASSWORD],
  ['$5$saltstringsalt$AkTCZx59VGX3mVXRytNv2ISdTP/dAkDKFGGFWfH8v/3', PASSWORD],
  [
    '$6$rounds=1000$GuKtu9cW7Rqu.S6l$dl4bSo7jrwtfxiz5y3G5PQ/2kiKijnBjVb9e5ffFKarhhfiAvizgiYzGiQ.EoiT4kJ9EI.LFUHOFRcxZNcIqk/',
    BATTERY,
  ],
  [
    '{CRYPT}$6$saltstringsaltst$3h7STkr0i0iXKtx9L6TPkhN5v1rUiPkJUiG7sipbycYgc02MpmEFKyRup0K0pREhLJoUsSkK7VK674mqHcID//',
    PASSWORD,
  ],
  [
    '$6$saltstringsaltst$1v4/M9bns0oIFnNQqOgJSMzzkmri4BKQ9kAZAJNHEkiXdlKEgHqfMoi6SUWpnXVSv8/e3HLWSqvkKlNJvNgda1',
    PASSWORD.repeat(5),
  ],
  ['{PBKDF2}10000$MDEyMzQ1Njc4OWFiY2RlZg$/0l6.erFNk/Ee98OGok0FKK8cTI', PASSWORD],
  ['{PBKDF2-SHA256}10000$MDEyMzQ1Njc4OWFiY2RlZg$2XbyJuUfeNf7J5IofDHAI0yx3vNPZcpVZ6twBUToarE', BATTERY],
  [
    '{pbkdf2-sha512}10000$MDEyMzQ1Njc4OWFiY2RlZg$65k18lcTeFdukscQY3D3rRdwY5aW4wdAVnY52d5rJSdq3bBmC871USjyB75nPDYhNt2RBZGJYOqmA3AxJjx2Gg',
    PASSWORD,
  ],
  // ASP.NET Identity, versions 3 and 2
  ['AQAAAAEAACcQAAAAEDAxMjM0NTY3ODlhYmNkZWbZdvIm5R941/snkih8McAjTLHe809lylVnq3AFROhqsQ==', BATTERY],
  ['AQAAAAIAAYagAAAAEDAxMjM0NTY3ODlhYmNkZWYUjU2jeDRmOIQbK0f5D3lXn+vx5YOP/LDo4hqzACNrAQ==', PASSWORD],
  ['ADAxMjM0NTY3ODlhYmNkZWbCYhe/Sa/uKi6qRz0IqNG8JfbWmnGJ7WSpzRYyCYOPSg==', PASSWORD],
  // Kratos
  ['$pbkdf2-sha256$i=1000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$S5NGJhnkp9+mszzZktTYxOAzhCWLNXaMGUcHbafeImI', BATTERY],
  ['$scrypt$ln=16384,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg==$tjK03tRvEjqCcPwmgtddMkgjlXrk8U/b9rIvfeBMKCc=', PASSWORD],
  // WordPress
  ['$wp$2y$06$RAwU6Duf1N4.OhTl8hNgpuAywU8TEC33FpK3D6v69cZiSDo7ua.qa', BATTERY],
  ['$wp$2y$05$abcdefghijklmnopqrstuuLtr61Zun9VeMy6q1tHddJGde8vA6ORO', PASSWORD],
  // Firebase
  [
    firebaseHash(
      {
        signerKey: Buffer.from(
          'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
          'base64',
        ),
        saltSeparator: Buffer.from('Bw==', 'base64'),
        rounds: 8,
        memoryCost: 14,
      },
      Buffer.from('42xEC+ixf3L2lw==', 'base64'),
      Buffer.from('lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==', 'base64'),
    ),
    'user1password',
  ],
];

test.each(MADE_ELSEWHERE)('%s', async (hash, password) => {
  const kept = foreignHash(hash)!;
  expect(kept).toMatch(/^([${]|bcrypt_sha256)/);
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
  ['Django 5.2', `pbkdf2_sha256$1000000$nwecW5LLzdgE$${'a'.repeat(43)}=`],
  ['Django with scrypt', `scrypt$seasalt$16384$8$5$${'a'.repeat(86)}==`],
  ['Keycloak', `$pbkdf2-sha512$i=210000$${SALT}$${'a'.repeat(86)}`],
  ['Keycloak with 27,500 iterations', `$pbkdf2-sha256$i=27500$${SALT}$${'a'.repeat(86)}`],
  ['OWASP, PBKDF2 with SHA-1', `$pbkdf2-sha1$i=1300000$${SALT}$${'a'.repeat(27)}`],
  ['OWASP, scrypt', `$scrypt$ln=17,r=8,p=1$${SALT}$${'a'.repeat(43)}`],
  ['OWASP, scrypt with lanes', `$scrypt$ln=13,r=8,p=10$${SALT}$${'a'.repeat(43)}`],
  ['libsodium, moderate', `$argon2id$v=19$m=262144,t=3,p=1$${SALT}$${'a'.repeat(43)}`],
  ['RFC 9106', `$argon2id$v=19$m=65536,t=3,p=4$${SALT}$${'a'.repeat(43)}`],
  ['bcrypt of cost 12', '$2b$12$abcdefghijklmnopqrstuuGGgFFcYeueaAql8Z7U7CnCTRw4DR77W'],
])('%s is taken', (_name, text) => {
  expect(foreignHash(text)).not.toBeNull();
});

test('costly imported hashes never hold up ours, and only so many wait', async () => {
  const costly = `$6$rounds=20000$saltstring$${'a'.repeat(86)}`;
  const ours = await passwordHash(PASSWORD);
  const order: string[] = [];
  const checks = Array.from({ length: 24 }, () =>
    passwordMatches(costly, PASSWORD).then(
      () => order.push('imported'),
      (error: unknown) => order.push(error instanceof QueueFull ? 'refused' : 'failed'),
    ),
  );
  expect(await passwordMatches(ours, PASSWORD)).toBe(true);
  order.push('ours');
  await Promise.all(checks);
  const before = order.slice(0, order.indexOf('ours'));
  expect(before.filter((who) => who === 'imported').length).toBeLessThan(3);
  expect(order.filter((who) => who === 'refused')).toHaveLength(7);
  expect(order.filter((who) => who === 'imported')).toHaveLength(17);
}, 60_000);

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
  ['bcrypt that takes seconds', '$2b$14$abcdefghijklmnopqrstuuGGgFFcYeueaAql8Z7U7CnCTRw4DR77W'],
  ['PBKDF2 of many blocks', `$pbkdf2-sha1$i=500000$${SALT}$${'a'.repeat(120)}`],
  ['PBKDF2 with SHA-512 that takes seconds', `$pbkdf2-sha512$i=1000001$${SALT}$${'a'.repeat(86)}`],
  ['argon2 with many passes', `$argon2id$v=19$m=262144,t=5,p=1$${SALT}$DGzF4+RpmttWHV7FCaK41NYsG4Rc9QqDO8q71k0T1OA`],
  ['scrypt that takes seconds', `$scrypt$ln=18,r=8,p=2$${SALT}$${'a'.repeat(43)}`],
  ['SHA-crypt that takes seconds', `$6$rounds=200001$saltstring$${'a'.repeat(86)}`],
  ['SHA-crypt with fewer rounds than there are', `$5$rounds=0999$saltstring$${'a'.repeat(43)}`],
  ['phpass that takes seconds', '$P$IqqxwH.P04uuVbp9kHWyRyBAEC6v77/'],
  ['scrypt with all the memory', `$scrypt$ln=20,r=8,p=1$${SALT}$dxEMin4sbJu8JgZqDXWp+51/Vyh0+sajT868b8FtNaM`],
  ['scrypt with a number that is no power of two', `$scrypt$ln=16383,r=8,p=1$${SALT}$${'a'.repeat(43)}`],
  ['scrypt with many lanes', `$scrypt$ln=10,r=8,p=99$${SALT}$dxEMin4sbJu8JgZqDXWp+51/Vyh0+sajT868b8FtNaM`],
  ['PBKDF2 of another length than it says', `$pbkdf2-sha256$i=1000,l=64$${SALT}$${'a'.repeat(43)}`],
  [
    'ASP.NET with an unknown digest',
    'AQAAAAkAACcQAAAAEDAxMjM0NTY3ODlhYmNkZWbZdvIm5R941/snkih8McAjTLHe809lylVnq3AFROhqsQ==',
  ],
  [
    'ASP.NET with a salt longer than all of it',
    'AQAAAAEAACcQAAAP8DAxMjM0NTY3ODlhYmNkZWbZdvIm5R941/snkih8McAjTLHe809lylVnq3AFROhqsQ==',
  ],
  ['MD5 of an LDAP directory', '{CRYPT}$1$abcdefgh$G4RiG7eXHy1nLIrBAv7Zh1'],
  ['SHA-1 without a salt', '{SSHA}46BnfOtjjVkV2IM1YrlQPStNxk4='],
])('%s is not taken', (_name, text) => {
  expect(foreignHash(text)).toBeNull();
});
