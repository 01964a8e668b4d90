/** What a page that a link leads to is: the link, the form that was sent to it, and the service. */
import type { Context } from 'koa';

export interface Facts {
  /** The origin that browsers use. */
  origin: string;
}

/** `form` is null where the page is only opened. */
export type LinkPage = (ctx: Context, link: string, form: Map<string, string> | null, service: Facts) => Promise<void>;
