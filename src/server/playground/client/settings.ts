/** The settings that the server embeds in the page. */
import type { Need } from '../examples/needs';

export interface Settings {
  publicUrl: string;
  issuer: string;
  graphql: string;
  clientId: string;
  /** What each example needs, by its title. */
  needs: Record<string, Need[]>;
  workers: Record<'editor' | 'json' | 'graphql', string>;
}

export const settings = JSON.parse(document.getElementById('settings')!.textContent) as Settings;

export const home = `${settings.publicUrl}/playground`;
export const callback = `${home}/callback`;
