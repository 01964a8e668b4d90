/** How the table of settings appears in README.md, .env.example and docker-compose.yml. `npm run settings` writes all three. */
import { fileVariable, type SettingText } from '../platform/settings';
import { SETTINGS } from '../config';

const entries: [string, SettingText][] = Object.entries(SETTINGS);
const secrets = entries.filter(([, { secret }]) => secret).map(([name]) => name);
const WIDTH = 118;

/** Replaces what is between two marks. */
const between = (file: string, text: string, [begin, end]: readonly [string, string], content: string): string => {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} lacks the marks ${begin} … ${end}`);
  return text.slice(0, from + begin.length) + content + text.slice(to);
};

const readme = (text: string): string => {
  const rows = entries.map(
    ([name, { default: fallback, description }]) =>
      `| \`${name}\` | ${fallback ? `\`${fallback}\`` : ''} | ${description.replaceAll('|', '\\|')} |`,
  );
  const note = `These can also be given in a file, for example a mounted secret, whose path is in a variable with \`_FILE\` at the end (\`${fileVariable('DATABASE_URL')}\`): ${secrets
    .map((name) => `\`${name}\``)
    .join(', ')}.`;
  const table = ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
  const marks = ['<!-- settings: written by `npm run settings` -->', '<!-- /settings -->'] as const;
  return between('README.md', text, marks, `\n\n${table}\n\n${note}\n\n`);
};

const wrapped = (sentence: string): string[] =>
  sentence.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`# ${word}`);
    return lines;
  }, []);

const plain = (markdown: string): string => {
  const text = markdown
    .replace(/\[([^\]]+)\]\(([^)#][^)]*)\)/g, '$2')
    .replace(/\[([^\]]+)\]\(#[^)]*\)/g, '"$1" in README.md');
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`.replaceAll('`', '');
};

/** As a shell reads it. */
const quoted = (value: string): string => (/^[\w:/.@,-]*$/.test(value) ? value : `'${value}'`);

const envExample = (): string => {
  const head = [
    '# All settings and their defaults. docker compose reads a file named .env; npm start reads the environment:',
    '# set -a; . ./.env; set +a; npm start',
    '# The variables that end with _FILE name a file with the value of the one before.',
  ];
  const settings = entries.map(([name, { default: fallback, example, secret, description }]) =>
    [
      ...wrapped(plain(description)),
      `#${name}=${quoted(example ?? fallback ?? '')}`,
      ...(secret ? [`#${fileVariable(name)}=`] : []),
    ].join('\n'),
  );
  const compose = [
    '# Only for docker compose: the password of its PostgreSQL, letters and digits, because it becomes part of a URL.',
    '#POSTGRES_PASSWORD=castellan',
    '# Only for docker compose: the address on which the host listens.',
    '#BIND_ADDRESS=127.0.0.1',
  ];
  return `${[head.join('\n'), ...settings, compose.join('\n')].join('\n\n')}\n`;
};

const dockerCompose = (text: string): string => {
  const lines = entries
    .filter(([, { compose }]) => compose !== false)
    .flatMap(([name, { compose, secret }]) => [
      `${name}: \${${name}:-${compose ?? ''}}`,
      ...(secret ? [`${fileVariable(name)}: \${${fileVariable(name)}:-}`] : []),
    ]);
  const marks = ['# settings: written by `npm run settings`', '# /settings'] as const;
  return between('docker-compose.yml', text, marks, `\n${lines.map((line) => `      ${line}\n`).join('')}      `);
};

/** The files by name, each with what it is now made into. */
export const SETTINGS_FILES: Record<string, (text: string) => string> = {
  'README.md': readme,
  '.env.example': envExample,
  'docker-compose.yml': dockerCompose,
};
