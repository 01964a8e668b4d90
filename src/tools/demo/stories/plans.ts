/** A plan that is reviewed, refused because the situation has changed, created again and applied; and why a token ended. */
import { signIn } from '../../oidc-flow';
import { type Browser, type Demo, type Report, SESSION_SCOPES } from '../demo';
import { applications } from '../world';

interface Planned {
  plan: { token: string; counts: { sessions: number } };
}
interface Applied {
  revocation: { id: string; counts: { sessions: number } } | null;
}
interface Explained {
  explanation: {
    live: boolean;
    broken: { revocation: { id: string; action: string; reason: string | null } | null }[];
  };
}

const sessions = (count: number): string => (count === 1 ? '1 session' : `${count} sessions`);

export const plans = async (demo: Demo, report: Report): Promise<void> => {
  const userId = demo.userId('dmitri');
  if (await demo.hasReceipt({ action: ['revokeAllSessions'], userId })) return void report.found.push('dmitri’s plan');
  const plan = () =>
    demo.mutate<Planned>(
      'planRevocation',
      { selector: { revokeAllSessions: { userId, reason: 'Till left unlocked' } } },
      'plan { token counts { sessions } }',
    );
  const apply = ({ plan: { token } }: Planned) =>
    demo.attempt<Applied>('applyRevocation', { planToken: token }, 'revocation { id counts { sessions } }');

  const first = await plan();
  report.made.push(`a plan to end ${sessions(first.plan.counts.sessions)} of dmitri`);
  const token = await signInAtBoard(demo, 'dmitri', 'edgeOnWindows');
  report.made.push('a new sign-in of dmitri');
  const [refused] = (await apply(first)).errors;
  if (refused?.code !== 'PLAN_DRIFTED') throw new Error('a plan was applied although more would have ended');
  report.made.push(`so it is refused: ${refused.code}`);
  const { revocation, errors } = await apply(await plan());
  if (!revocation) throw new Error(errors.map(({ message }) => message).join('; '));
  report.made.push(`planned again and applied: ${sessions(revocation.counts.sessions)} end`);
  report.made.push(await endCauseOf(demo, token, revocation.id));
};

const signInAtBoard = async (demo: Demo, username: string, browser: Browser): Promise<string> => {
  const client = await demo.client('board');
  const { tokens } = await signIn({ ...client, ...demo.credentials(username, browser), scope: SESSION_SCOPES });
  return tokens.access_token;
};

/** What `explainToken` reports for a token that this receipt must have ended. */
const endCauseOf = async (demo: Demo, token: string, receipt: string): Promise<string> => {
  const { explanation } = await demo.mutate<Explained>(
    'explainToken',
    { token },
    'explanation { live broken { revocation { id action reason } } }',
  );
  const cause = explanation.broken.map(({ revocation }) => revocation).find((found) => found?.id === receipt);
  if (explanation.live || !cause) throw new Error(`${applications.board.name} has a token that should have ended`);
  return `explainToken shows why the token ended: ${cause.action}, “${cause.reason}”`;
};
