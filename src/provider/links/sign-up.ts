/** The page where a person registers. Its response is the same whether or not the address has an account. */
import type { Context } from 'koa';
import { isRegistrationOpen, register, validRegistration } from '../../modules/registration';
import { MIN_PASSWORD } from '../../modules/user';
import { inConstantTime } from '../../platform/constant-time';
import { passwordHash } from '../../platform/hash';
import { Refusal } from '../../schema/errors';
import { errorPage, signedUpPage, signUpPage } from '../pages';
import type { Message } from '../texts';
import { currentRequest } from '../request/request-scope';
import { refusalMessage, showPage } from '../show-page';
import { MAX_PASSWORD } from '../sign-in/password';
import type { Interrupted } from './interrupted';

const MAX_FIELD = 320;

/** `from` is the sign-in that the page was opened from, if any. */
export const signUp = async (
  ctx: Context,
  form: Map<string, string> | null,
  from: Interrupted | null = null,
  fault?: { status: number; error: Message },
): Promise<void> => {
  const request = currentRequest();
  const outside = await request.database();
  if (!(await isRegistrationOpen(outside, request)))
    return showPage(
      ctx,
      404,
      errorPage({ title: (t) => t.errors.notAvailable, message: (t) => t.signUp.closed, backUrl: '/' }),
    );
  from?.remember();
  const typed = (field: string): string => form?.get(field)?.trim().slice(0, MAX_FIELD) ?? '';
  const [email, name] = [typed('email'), typed('name')];
  const action = from ? `${from.path}/sign-up` : ctx.path;
  const way = from ? { csrf: from.csrf, backUrl: from.backUrl } : {};
  const show = (status: number, error?: Message): Promise<void> =>
    showPage(
      ctx,
      status,
      signUpPage({ action, minimum: MIN_PASSWORD, email, name, ...way, ...(error ? { error } : {}) }),
    );
  if (fault) return show(fault.status, fault.error);
  if (!form) return show(200);
  const password = form.get('password') ?? '';
  if (email === '' || password === '') return show(400, (t) => t.signUp.missing);
  if (password.length > MAX_PASSWORD)
    return show(400, (t) => t.refusals.TOO_LONG({ field: t.fields.password, maximum: MAX_PASSWORD }));
  const applicationId = from?.applicationId ?? null;
  const entered = { email, password, name: name || null, applicationId };
  let registration: typeof entered;
  try {
    registration = { ...entered, ...(await validRegistration(outside, request, entered, request.facts.ip)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return show(error.code === 'RATE_LIMITED' ? 429 : 400, refusalMessage(error));
  }
  await inConstantTime(async () => {
    const hash = await passwordHash(password);
    request.openTransaction('no key update');
    await register(await request.database(), request.caller(), { ...registration, hash });
  });
  return showPage(ctx, 200, signedUpPage({ email, ...way }));
};
