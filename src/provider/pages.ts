/** Every page the provider shows: pure functions from what is known to a whole HTML document without JavaScript. */
export { confirmedPage, confirmPage, type ConfirmPage } from './pages/confirm';
export { consentPage, type ConsentPage } from './pages/consent';
export { forgottenPage, type ForgottenPage, resetRequestedPage } from './pages/forgotten';
export { actedPage, actingPage, impersonationPage, type ImpersonationPage } from './pages/impersonation';
export { acceptedPage, invitationPage, type InvitationPage } from './pages/invitation';
export { type Acting, pageHeaders } from './pages/layout';
export { newPasswordPage, type NewPasswordPage, passwordSetPage } from './pages/new-password';
export { accountLockedPage, type AccountLockedPage, lockAccountPage, type LockAccountPage } from './pages/lock-account';
export { errorPage, homePage, notFoundPage, type ErrorPage } from './pages/notices';
export { addPasskeyPage, type AddPasskeyPage, passkeyAddedPage } from './pages/passkey';
export { scopeDescription } from './pages/scopes';
export { secondFactorPage, type SecondFactorPage } from './pages/second-factor';
export { signInPage, type SignInPage } from './pages/sign-in';
export { signedOutPage, signOutPage, type SignOutPage } from './pages/sign-out';
