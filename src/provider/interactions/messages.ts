/** What the sign-in pages say when something is refused. */
export const FORM_EXPIRED = 'The form was not sent from this page, or it has expired. Please try again.';
export const SESSION_LIMIT =
  'You have reached the limit of simultaneous sessions. Sign out somewhere else and try again, or ask for help.';
export const VERSION_DISABLED = 'This version of the app is no longer supported. Update the app and sign in again.';
export const VERSION_CLOSED = 'This version of the app does not accept new users. Update the app and try again.';
export const WRONG_CREDENTIALS = 'The username or password is incorrect.';
export const WRONG_PASSKEY = 'This passkey is unknown or was removed. Sign in another way.';
export const SIGN_IN_EXPIRED = 'The sign-in took too long, or your password was changed. Please sign in again.';
export const CODES = {
  WRONG_CODE: 'The code is incorrect. If it is from an app, check the clock of your device.',
  CODE_USED: 'The code has already been used. Wait for the next one, or use another recovery code.',
};

export const tooManyCodes = (seconds: number): string =>
  Number.isFinite(seconds)
    ? `There were too many incorrect codes. Wait ${seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`}, then try again.`
    : 'There were too many incorrect codes. Ask an administrator to remove your authenticator, so that you can set up a new one.';
