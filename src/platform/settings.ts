/** Reads settings from environment variables, and secrets also from the files that `<NAME>_FILE` names. Collects all faults. */
import { readFileSync } from 'node:fs';

/** What people are told about a setting. */
export interface SettingText {
  /** Markdown, without a full stop. */
  description: string;
  default?: string;
  /** A value for .env.example, where there is no default or it says little. */
  example?: string;
  /** It may also be given in a file: `<NAME>_FILE`. */
  secret?: true;
  /** The default of docker compose if it is another one; false if docker compose fixes the value. */
  compose?: string | false;
}

/** A setting without a default is null unless it is given. */
export interface Setting<T> extends SettingText {
  /** Undefined if the value is not valid. */
  parse(value: string): T | undefined;
  /** Completes "NAME must be …". */
  expects: string;
}

type Words<S extends string> = S extends `${infer First}_${infer Rest}`
  ? `${Capitalize<Lowercase<First>>}${Words<Rest>}`
  : Capitalize<Lowercase<S>>;

type ValueOf<S> = S extends { parse(value: string): infer T }
  ? Exclude<T, undefined> | (S extends { default: string } ? never : null)
  : never;

/** DATABASE_URL becomes `databaseUrl`. */
export type Values<Table> = { [Name in keyof Table & string as Uncapitalize<Words<Name>>]: ValueOf<Table[Name]> };

export const fileVariable = (name: string): string => `${name}_FILE`;

const propertyOf = (name: string): string =>
  name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

export class SettingsReader {
  private readonly given = new Map<string, string | null>();
  /** The files that values came from. */
  private readonly files = new Map<string, string>();
  /** Each begins with the name of its setting. */
  readonly faults: string[] = [];

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly texts: Record<string, SettingText>,
  ) {}

  /** The value as text; null if it is not given. An empty variable counts as not given. */
  text(name: string): string | null {
    if (!this.given.has(name)) this.given.set(name, this.read(name));
    return this.given.get(name)!;
  }

  /** Also true if its file cannot be read. */
  isGiven(name: string): boolean {
    return this.text(name) !== null || Boolean(this.texts[name]?.secret && this.env[fileVariable(name)]);
  }

  values<Table extends Record<string, Setting<unknown>>>(table: Table): Values<Table> {
    const entries = Object.entries(table).map(([name, { parse, default: fallback, expects }]) => {
      const value = this.text(name);
      const parsed = value === null ? undefined : parse(value);
      if (value !== null && parsed === undefined) this.faults.push(`${name} must be ${expects}`);
      return [propertyOf(name), parsed ?? (fallback === undefined ? null : parse(fallback))];
    });
    return Object.fromEntries(entries) as Values<Table>;
  }

  /** The faults, which also name the files that values were read from. */
  describedFaults(): string[] {
    return this.faults.map((fault) =>
      fault.replace(/^\w+(?= )/, (name) => (this.files.has(name) ? `${name} (in ${this.files.get(name)})` : name)),
    );
  }

  private read(name: string): string | null {
    const value = this.env[name] || null;
    const variable = fileVariable(name);
    const file = this.texts[name]?.secret ? this.env[variable] || null : null;
    if (file === null) return value;
    if (value !== null) {
      this.faults.push(`${name} and ${variable} are both set; remove one of them`);
      return null;
    }
    try {
      const content = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
      if (content === '') this.faults.push(`${variable} names an empty file: ${file}`);
      else this.files.set(name, file);
      return content || null;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      this.faults.push(`${variable} names a file that cannot be read (${code}): ${file}`);
      return null;
    }
  }
}
