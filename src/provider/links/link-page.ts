/** The contract of a page that a link leads to. */
import type { Context } from 'koa';
import type { DestinationService } from './destination';

export type LinkService = DestinationService;

/** `link` is the secret of the link; `form` is null if the page is only opened. */
export type LinkPage = (
  ctx: Context,
  link: string,
  form: Map<string, string> | null,
  service: LinkService,
) => Promise<void>;

/** How often a password may be tried on the page of one link within half an hour. */
export const ATTEMPTS_PER_LINK = 10;
