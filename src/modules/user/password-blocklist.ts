/** Passwords that are among the first to be tried, and words of which they are made, in their normalised form. */
import { dictionary } from '@zxcvbn-ts/language-common';

/** Words missing in the dictionary: the name of this service, phrases, repetitions and words in other languages. */
const OURS = `
  castellan administratoradmin superadmin superuser toor login loginlogin changethis welcomehome p@ssword pa$$word
  contraseña geheimnis hasło пароль fortnite instagram linkedin springtime abcabc abcdabcd xxxxxxxx zzzzzzzz
  thequickbrownfox tobeornottobe maytheforcebewithyou
`;

/** Shorter words do not make a password weak when digits surround them. */
const SHORTEST = 4;

export const BLOCKLIST: ReadonlySet<string> = new Set([
  ...Object.values(dictionary)
    .flat()
    .filter((word) => word.length >= SHORTEST),
  ...OURS.split(/\s+/).filter(Boolean),
]);
