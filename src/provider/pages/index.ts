/** The pages of the provider: pure functions of what they show. `renderPage` makes the whole HTML document. */
export { confirmedPage, confirmPage, type ConfirmPage } from './confirm';
export { consentPage, type ConsentPage } from './consent';
export { forgottenPage, type ForgottenPage, resetRequestedPage } from './forgotten';
export { impersonatingPage, impersonationEndedPage, impersonationPage, type ImpersonationPage } from './impersonation';
export { acceptedPage, invitationPage, type InvitationPage } from './invitation';
export { type ImpersonationNotice, type Page, renderPage } from './layout';
export { newPasswordPage, type NewPasswordPage, passwordSetPage } from './new-password';
export { accountLockedPage, type AccountLockedPage, lockAccountPage, type LockAccountPage } from './lock-account';
export { type Brand, type Look, lookIn } from './look';
export { errorPage, homePage, notFoundPage, type ErrorPage } from './notices';
export { type Destination } from './onward';
export { addPasskeyPage, type AddPasskeyPage, passkeyAddedPage } from './passkey';
export { SHOW_PASSWORD_SCRIPT } from './password-field';
export { scopeDescription } from './scopes';
export { secondFactorPage, type SecondFactorPage } from './second-factor';
export { signInPage, type SignInPage } from './sign-in';
export { signedOutPage, signOutPage, type SignOutPage } from './sign-out';
export { signedUpPage, signUpPage, type SignUpPage } from './sign-up';
