/** A real SMTP server on the loopback: it keeps what reached it, and takes or refuses mail as told. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { until } from './jobs';

export interface ReceivedMail {
  from: string;
  to: string[];
  subject: string;
  headers: Map<string, string>;
  text: string;
  html: string;
  raw: string;
}
/** The code with which the server refuses a recipient; null takes it. */
export type Refuses = (to: string) => number | null;

export interface MailServer {
  url: string;
  received: ReceivedMail[];
  refuse(how: Refuses): void;
  /** The next mail to this address, waiting for it where it is not there yet; `about` passes over those that are not about it. */
  next(to: string, about?: (mail: ReceivedMail) => boolean): Promise<ReceivedMail>;
  /** All mails to this address that have come so far, oldest first. */
  to(address: string): ReceivedMail[];
  stop(): Promise<void>;
}

const decode = (body: string, encoding: string | undefined): string => {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
};

const parse = (raw: string): { headers: Map<string, string>; body: string } => {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { headers, body: raw.slice(end + 4) };
};

/** A header without the encoding of words in it. */
const wordsOf = (header: string): string =>
  header.replace(/=\?UTF-8\?Q\?(.*?)\?=\s*/gi, (_, text: string) =>
    decode(text.replace(/_/g, ' '), 'quoted-printable'),
  );

/** The parts of a multipart/alternative, decoded, by their type. */
const partsOf = (raw: string): Map<string, string> => {
  const { headers, body } = parse(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1];
  if (!boundary) throw new Error(`this is no mail in parts:\n${raw}`);
  return new Map(
    body
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => parse(part.replace(/^\r\n/, '')))
      .map((part) => [
        part.headers.get('content-type')!.split(';')[0]!,
        decode(part.body, part.headers.get('content-transfer-encoding')),
      ]),
  );
};

/** The address that a mail brings. */
export const linkIn = ({ text }: ReceivedMail): URL => {
  const found = /https?:\/\/\S+/.exec(text);
  if (!found) throw new Error(`there is no link in:\n${text}`);
  return new URL(found[0]);
};

export const startMailServer = async (): Promise<MailServer> => {
  const received: ReceivedMail[] = [];
  const taken = new Set<ReceivedMail>();
  let refuses: Refuses = () => null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, callback) => {
      const code = refuses(address);
      callback(code ? Object.assign(new Error(`<${address}> not now`), { responseCode: code }) : null);
    },
    onData: (stream, { envelope }, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const parts = partsOf(raw);
        const { headers } = parse(raw);
        received.push({
          from: (envelope.mailFrom as { address: string }).address,
          to: envelope.rcptTo.map(({ address }) => address),
          subject: wordsOf(headers.get('subject') ?? ''),
          headers,
          text: parts.get('text/plain')!,
          html: parts.get('text/html')!,
          raw,
        });
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    received,
    refuse: (how) => void (refuses = how),
    next: (to, about = () => true) => {
      const untaken = () => received.find((one) => one.to.includes(to) && !taken.has(one));
      const take = () => {
        for (let mail = untaken(); mail; mail = untaken()) if (taken.add(mail) && about(mail)) return mail;
        return null;
      };
      return until(take, `a mail to ${to}`);
    },
    to: (address) => received.filter((mail) => mail.to.includes(address)),
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
};
